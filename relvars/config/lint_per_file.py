"""Entries of [lint.per-file] that ignore nothing, told when a whole project was looked at."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvars.config import FILE_NAME, Project
from relvars.config.lint_world import World
from relvars.config.toml_lines import locate
from relvars.diagnostics import Diagnostic, Severity, diagnostic
from relvars.linter.jobs import Family, Wanted, lint_families
from relvars.linter.selection import chosen, fits
from relvars.text import BOM, Document, Span

_OWN = "unused-suppression"


class Entry(NamedTuple):
    """A name in [lint.per-file], with the glob it is under and its place in the list there."""

    glob: str
    place: int
    name: str


def unused(
    under: World, paths: Sequence[str], families: Sequence[Family], how: Wanted
) -> tuple[Document, list[Diagnostic]] | None:
    """The findings about relvars.toml, and its text; None where nothing can be told.

    `paths` are those that were asked for; none are the project's templates.
    The files that a glob fits are linted once more, as if they ignored nothing.
    """
    project = under.project
    if project is None or _OWN not in under.slugs or not _is_whole(paths, project):
        return None
    idle = list(_idle(under, families, how))
    return _told(project, idle) if idle else None


def _is_whole(paths: Sequence[str], project: Project) -> bool:
    """Were all templates asked for?"""
    asked = [os.path.abspath(path) for path in paths] or [str(project.templates)]
    return any(os.path.isdir(one) and project.templates.is_relative_to(one) for one in asked)


def _idle(under: World, families: Sequence[Family], how: Wanted) -> Iterator[Entry]:
    concerned = [one for one in families if any(_fitting(under, each.path) for each in one)]
    bare = [tuple(one._replace(slugs=under.slugs) for one in family) for family in concerned]
    found = lint_families(under.plan, bare, how)
    paths = {one.name: one.path for family in bare for one in family}
    hits = {(paths[one.file], one.slug) for each in found for one in each.findings}
    for glob, names in under.per_file:
        if not _is_judged(under, glob, [*paths.values()]):
            continue
        for place, name in enumerate(names):
            meant = chosen([name])
            if meant & under.slugs and not any(s in meant and fits(p, glob) for p, s in hits):
                yield Entry(glob, place, name)


def _fitting(under: World, path: str) -> bool:
    return any(fits(path, glob) for glob, _ in under.per_file)


def _is_judged(under: World, glob: str, paths: Sequence[str]) -> bool:
    """A glob that fits no file may be for others; one of the folder of templates is not."""
    project = under.project
    folder = os.path.relpath(project.templates, project.root) if project else ""
    return any(fits(path, glob) for path in paths) or glob.startswith(f"{folder}/")


def _told(project: Project, idle: Sequence[Entry]) -> tuple[Document, list[Diagnostic]] | None:
    try:
        text = (project.root / FILE_NAME).read_bytes().decode()
    except (OSError, UnicodeDecodeError):  # it was there, and has just been changed
        return None
    document = Document(text, os.path.relpath(project.root / FILE_NAME))
    spots = locate(text.replace(BOM, " ", 1))
    findings = []
    for entry in idle:
        spot = spots.get(("lint", "per-file", entry.glob, entry.place))
        span = Span(spot.value, spot.end) if spot else Span(0, 0)
        message = f"`{entry.name}` finds nothing in `{entry.glob}` to ignore."
        findings.append(
            diagnostic(document, span, "unused-suppression", message, severity=Severity.WARNING)
        )
    return document, findings
