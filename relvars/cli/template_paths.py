"""The files that the PATHs of a command line name or mean."""

import os
from collections.abc import Iterator, Sequence

from relvars.config import Project, find_project, load_project
from relvars.linter.files import Trouble, template_files
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
    return template_files(paths or [_templates(project)], _excluded(project))


def _templates(project: Project | None) -> str:
    """The folder of a project's templates; where there is none, the current one."""
    if project is None or not project.templates.is_dir():
        return "."
    return os.path.relpath(project.templates)


def _excluded(project: Project | None) -> Sequence[Ignoring]:
    if project is None or not project.lint.exclude:
        return ()
    return (patterns(str(project.root), project.lint.exclude),)
