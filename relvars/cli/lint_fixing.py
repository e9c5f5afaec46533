"""Fixing files: what may be written, and that nothing is lost while it is."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from relvars.cli.files import write_file
from relvars.config import Project, open_project_source, recipient_for
from relvars.config.lint_world import World
from relvars.errors import RelvarsError
from relvars.linter.files import Read, Trouble, read_file
from relvars.linter.fixing import Rendering, fix_family
from relvars.linter.jobs import Family
from relvars.linter.runner import Outcome, Source, lint_family
from relvars.linter.samples import rendered
from relvars.resolver import resolve
from relvars.syntax.ast import Template
from relvars.values import Values

_LOCAL = ("files:", "sqlite:", "values:")


def fix(
    under: World, family: Family, only: Collection[str], *, unsafe: bool
) -> tuple[Family, int, list[Trouble]]:
    """A family with the files named fixed, how many fixes that took, and what was refused why."""
    done = fix_family(under.plan, family, _rendering(under), only, unsafe=unsafe)
    refused = [
        Trouble(f"{one.name}:{one.line}", f"`{one.slug}` was not fixed: {one.why}")
        for one in done.refused
    ]
    return done.sources, done.applied, refused


def lint_fixed(under: World, family: Family) -> Outcome:
    """What is left to find."""
    return lint_family(under.plan, family)


def write_fixed(
    before: Mapping[str, Read], old: Family, new: Family
) -> tuple[Family, list[Trouble]]:
    """Write the files that fixing changed; one that cannot be, or that others changed, is left."""
    kept, troubles = list(new), list[Trouble]()
    for place, (was, now) in enumerate(zip(old, new, strict=True)):
        if was.text != now.text and (why := _write(before[was.name], now)):
            troubles.append(Trouble(was.name, why))
            kept[place] = was
    return tuple(kept), troubles


def _write(before: Read, now: Source) -> str:
    """Write a file; gives why that was not possible, or nothing."""
    found = read_file(before.name)
    if isinstance(found, Trouble) or found.raw != before.raw:
        return "was changed by somebody else meanwhile, so it was not fixed"
    try:
        write_file(Path(before.name), now.text.encode())
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    return ""


def _rendering(under: World) -> Rendering:
    """The messages that sample data make: those beside a file, and the project's own."""
    return partial(rendered, under.plan, under.assumptions, partial(_resolved, under.project))


def _resolved(project: Project | None, tree: Template, one: Source) -> list[Values]:
    """The values of the default recipient, when they can be had without a network."""
    recipient = project and recipient_for(project, one.name)
    if not project or not recipient or not project.source_url.startswith(_LOCAL):
        return []
    try:
        opened = open_project_source(project, project.assumptions)
        return [
            resolve(
                tree,
                opened,
                recipient,
                schema=project.schema,
                assumptions=project.assumptions,
                language=project.language,
            )
        ]
    except RelvarsError:
        return []
