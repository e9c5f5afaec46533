"""The project that a case or a test belongs to, read once in a run, and what it says of a case."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from relvars.cases import Case, Surroundings, template_file
from relvars.catalog import Assumptions
from relvars.config import find_project, load_project
from relvars.config.project import (
    Project,
    channel_for,
    database_for,
    open_project_source,
)
from relvars.diagnostics import Diagnostic
from relvars.errors import ConfigError
from relvars.semantics.analysis import Analysis
from relvars.sources import Source


class _Loaded(NamedTuple):
    """A project, and what it says of a template that a case file in a folder names."""

    project: Project
    said: Callable[[Path, str | None], Surroundings]


def project_at(folder: Path) -> Project:
    """The project whose relvars.toml is in a folder or above it.

    Raises:
        ConfigError: when there is none, or it is wrong.
    """
    loaded = _loaded_at(folder)
    if loaded is None:
        raise ConfigError(f"there is no relvars.toml in {folder} or in a folder above it")
    return loaded.project


def surroundings(case: Case) -> Surroundings:
    """What the project of a case says; without a project, nothing.

    Raises:
        ConfigError: when the project's file is wrong, or the case's template is not there.
    """
    loaded = _loaded_at(case.file.parent)
    return loaded.said(case.file.parent, case.template) if loaded else Surroundings(lint=_lint)


def _loaded_at(folder: Path) -> _Loaded | None:
    # A link to a folder of tests is no way out of the project that they are of.
    file = find_project(folder) or find_project(folder.resolve())
    return _load(file, file.stat().st_mtime_ns) if file else None


@lru_cache(maxsize=16)
def _load(file: Path, changed: int) -> _Loaded:
    """The project of a file; `changed` is when that was, so that a new one is read anew."""
    project = load_project(file)

    @cache
    def source(assumptions: Assumptions) -> Source:
        return open_project_source(project, assumptions)

    @cache
    def said(folder: Path, template: str | None) -> Surroundings:
        return _said(project, source, Case("", 1, folder / "-", template=template))

    return _Loaded(project, said)


def _said(project: Project, source: Callable[[Assumptions], Source], case: Case) -> Surroundings:
    folders = (project.root, project.templates)
    file = template_file(case, folders)
    return Surroundings(
        folders=folders,
        language=project.language,
        assumptions=project.assumptions,
        schema=project.schema,
        database=database_for(project, file) if file else project.database,
        channel=channel_for(project, file) if file else None,
        source=source,
        limit=project.output_limit,
        lint=_lint,
    )


def _lint(analysis: Analysis, slugs: frozenset[str]) -> tuple[Diagnostic, ...]:
    # Few cases name rules, and reading them all takes longer than a case.
    from relvars.linter.runner import lint_for

    return lint_for(analysis, slugs)
