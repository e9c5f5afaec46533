"""What the files of a project are linted under, and what it says of each of them."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from relvars.catalog import Assumptions, assume, channel_of, language
from relvars.config import FILE_NAME
from relvars.config.project import Lint, Project, channel_for, database_for
from relvars.linter.files import Read, read_file
from relvars.linter.grouping import family_of
from relvars.linter.jobs import Family
from relvars.linter.rules import LISTED
from relvars.linter.runner import Plan, Source
from relvars.linter.selection import chosen, narrowed, require_known
from relvars.schema import Schema

_OVER_FILES = frozenset(one.slug for one in LISTED if one.over_files)


class World(NamedTuple):
    """A project, or that there is none, with all that a run needs of it."""

    project: Project | None
    plan: Plan
    assumptions: Assumptions
    slugs: frozenset[str]
    per_file: tuple[tuple[str, tuple[str, ...]], ...]


def world_of(
    project: Project | None, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> World:
    """The world of a project; `select` goes before the project's own, `ignore` is added to it.

    Raises:
        ConfigError: for names of rules that there are not.
    """
    settings = project.lint if project else Lint()
    for glob, names in settings.per_file:
        require_known(names, f'{FILE_NAME}: [lint.per-file] "{glob}"')
    assumptions = project.assumptions if project else assume()
    known = project.language if project else language(assumptions)
    schema = project.schema if project and project.schema != Schema() else None
    plan = Plan(schema, known, settings.settings, project and fragments(project))
    return World(project, plan, assumptions, _slugs(select, ignore, settings), settings.per_file)


def _slugs(select: Sequence[str], ignore: Sequence[str], settings: Lint) -> frozenset[str]:
    require_known(select, "--select")
    require_known(ignore, "--ignore")
    require_known(settings.select, f"{FILE_NAME}: [lint] select")
    require_known(settings.ignore, f"{FILE_NAME}: [lint] ignore")
    if select:
        return chosen(select, ignore)
    return chosen(settings.select, settings.ignore) - (chosen(ignore) if ignore else frozenset())


def fragments(project: Project) -> Mapping[str, str] | None:
    """The fragments that a folder of data has; None where it keeps none, or data are elsewhere."""
    if not project.source_url.startswith("files:"):
        return None
    folder = project.base / project.source_url.removeprefix("files:") / "fragments"
    files = [*folder.glob("*.html"), *folder.glob("*.txt")]
    found = {file.stem: read_file(str(file)) for file in files}
    return {name: one.text for name, one in found.items() if isinstance(one, Read)} or None


def source(under: World, name: str, text: str, known_as: str = "") -> Source:
    """A file as rules see it; `known_as` is its path, when that is not its name."""
    path = _path(under, known_as or name)
    project = under.project
    return Source(
        name,
        path,
        text,
        narrowed(under.slugs, path, under.per_file),
        database_for(project, known_as or name) if project else "",
        channel_for(project, known_as or name) if project else None,
    )


def _path(under: World, name: str) -> str:
    """A path from the project's root on, or from here; as it is when it lies elsewhere."""
    root = str(under.project.root) if under.project else os.getcwd()
    absolute = os.path.abspath(name)
    if absolute.startswith(root.rstrip(os.sep) + os.sep):
        return os.path.relpath(absolute, root).replace(os.sep, "/")
    return name.replace(os.sep, "/")


def families(under: World, reads: Iterable[Read]) -> list[Family]:
    """The files with those that lie beside them and belong to them, family by family, in order."""
    grouped: dict[tuple[str, str], dict[str, Read]] = {}
    for read in reads:
        grouped.setdefault(_family(read.name), {})[os.path.normpath(read.name)] = read
    if under.slugs & _OVER_FILES:
        listed = cache(_listed)
        for (folder, base), members in grouped.items():
            for name in listed(folder).get(base, ()):
                _read_too(members, name)
    return [
        tuple(source(under, one.name, one.text) for _, one in sorted(members.items()))
        for _, members in sorted(grouped.items())
    ]


def _read_too(members: dict[str, Read], name: str) -> None:
    """Add a file to a family, if it is not there and can be read; nobody asked for it."""
    if os.path.normpath(name) not in members and isinstance(read := read_file(name), Read):
        members[os.path.normpath(name)] = read


def _family(name: str) -> tuple[str, str]:
    return family_of(name.replace(os.sep, "/"))


def _listed(folder: str) -> Mapping[str, list[str]]:
    """The template files of a folder by the family they are of."""
    found: dict[str, list[str]] = {}
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return found
    for name in names:
        if channel_of(name):
            found.setdefault(_family(name)[1], []).append(os.path.join(folder, name))
    return found
