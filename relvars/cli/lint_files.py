"""The files that a run is about, by project and family."""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from relvars.catalog import channel_of
from relvars.cli.arguments import usage_error
from relvars.cli.files import STDIN, read_bytes, shown
from relvars.cli.lint_jobs import Family
from relvars.cli.lint_world import World, excluded, source
from relvars.config import Project, find_project, load_project
from relvars.linter.files import Read, Trouble, decoded, read_file, template_files
from relvars.linter.grouping import family_of
from relvars.linter.rules import LISTED

_OVER_FILES = frozenset(one.slug for one in LISTED if one.over_files)


def read_all(args: Namespace) -> Iterator[Read | Trouble]:
    """The files that the arguments name or mean, as they stand.

    Raises:
        ConfigError: for stdin along with what does not go with it.
    """
    if STDIN not in args.paths and (args.paths or not args.stdin_filename):
        for one in _named(args.paths):
            yield read_file(one) if isinstance(one, str) else one
        return
    if len(args.paths) > 1 or args.baseline:
        raise usage_error("relvars lint", "stdin is linted alone, and without a baseline")
    yield decoded(args.stdin_filename or shown(STDIN), read_bytes(STDIN))


def _named(paths: list[str]) -> Iterator[str | Trouble]:
    """The names of the files; only folders need their project to be known."""
    folders = [path for path in paths or ["."] if os.path.isdir(path)]
    if not folders:
        return template_files(paths)
    file = find_project(folders[0])
    project = load_project(file) if file else None
    return template_files(paths or [_templates(project)], excluded(project))


def _templates(project: Project | None) -> str:
    """The folder of a project's templates; where there is none, the current one."""
    found = project is not None and project.templates.is_dir()
    return os.path.relpath(project.templates) if project and found else "."


def by_project(reads: Iterable[Read]) -> dict[Path | None, list[Read]]:
    """The files by the relvars.toml that they are under, None for those under none."""
    found: dict[Path | None, list[Read]] = {}
    here = cache(find_project)
    for read in reads:
        file = here(os.path.dirname(os.path.abspath(read.name))) or here(os.getcwd())
        found.setdefault(file, []).append(read)
    return found


def families(under: World, reads: Iterable[Read]) -> list[Family]:
    """The files with those that lie beside them and belong to them, family by family, in order."""
    grouped: dict[tuple[str, str], dict[str, Read]] = {}
    for read in reads:
        grouped.setdefault(_family(read.name), {})[os.path.normpath(read.name)] = read
    if under.slugs & _OVER_FILES:
        listed = cache(_listed)
        for (folder, base), members in grouped.items():
            for name in listed(folder).get(base, ()):
                read_too(members, name)
    return [
        tuple(source(under, one.name, one.text) for _, one in sorted(members.items()))
        for _, members in sorted(grouped.items())
    ]


def read_too(members: dict[str, Read], name: str) -> None:
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
