"""The template files that paths name or mean, and the project of each."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from relvars.config import Project, find_project, load_project
from relvars.linter.files import Read, Trouble, template_files
from relvars.linter.ignoring import Ignoring, patterns


def named(paths: Sequence[str]) -> Iterator[str | Trouble]:
    """The names of the files; without paths, the project's templates.

    Only folders need their project to be known: `[lint] exclude` is about what is in them.
    """
    folders = [path for path in paths or ["."] if os.path.isdir(path)]
    if not folders:
        return template_files(paths)
    file = find_project(folders[0])
    project = load_project(file) if file else None
    return template_files(paths or [_templates(project)], excluded(project))


def _templates(project: Project | None) -> str:
    """The folder of a project's templates; where there is none, the current one."""
    if project is None or not project.templates.is_dir():
        return "."
    return os.path.relpath(project.templates)


def excluded(project: Project | None) -> Sequence[Ignoring]:
    """What `[lint] exclude` leaves out of folders."""
    if project is None or not project.lint.exclude:
        return ()
    return (patterns(str(project.root), project.lint.exclude),)


def by_project(reads: Iterable[Read]) -> dict[Path | None, list[Read]]:
    """The files by the relvars.toml that they are under, None for those under none."""
    found: dict[Path | None, list[Read]] = {}
    here = cache(find_project)
    for read in reads:
        file = here(os.path.dirname(os.path.abspath(read.name))) or here(os.getcwd())
        found.setdefault(file, []).append(read)
    return found
