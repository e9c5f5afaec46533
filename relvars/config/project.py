"""A user's project as one record, and what it says of a template."""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from relvars.catalog import Assumptions, Channel, Language
from relvars.linter.settings import LintSettings
from relvars.schema import Schema
from relvars.sources import Fetched, Source, open_source
from relvars.sources.connection import Connection
from relvars.values import Key, Recipient


class Lint(NamedTuple):
    """Which rules run; `per_file` has globs of template paths and what is ignored there.

    `exclude` has patterns as in a .gitignore, for what is never looked for in folders.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    settings: LintSettings = LintSettings()


class TemplateRule(NamedTuple):
    """What holds for the templates whose path under the root fits `glob`; None: as elsewhere."""

    glob: str
    database: str | None
    recipient: Recipient | None
    channel: Channel | None


class Project(NamedTuple):
    """A user's project. `root` is the absolute folder of its relvars.toml.

    `base` is what relative paths of `source_url` hang on. `database` is "" when none is set;
    `settled` names the assumptions that the file sets. `output_limit` is in characters of a
    rendered message, None for the language's own. `settings` is the file as it was written, table
    by table.
    """

    root: Path
    base: Path
    templates: Path
    schema: Schema
    assumptions: Assumptions
    settled: tuple[str, ...]
    language: Language
    source_url: str
    connection: Connection
    database: str
    recipient: Recipient | None
    rules: tuple[TemplateRule, ...]
    lint: Lint
    output_limit: int | None
    settings: Mapping[str, Any]

    @property
    def source(self) -> Source:
        """The project's data source; it is opened when something is asked of it."""
        return ProjectSource(self)


@dataclass(frozen=True)
class ProjectSource:
    """A project's data source, which knows the project's schema, assumptions and folder."""

    project: Project

    @property
    def url(self) -> str:
        """The URL of relvars.toml, without secrets."""
        return self.project.source_url

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """As any source does."""
        return self._opened.fetch(recipient, keys)

    def recipients(self, database: str) -> Iterator[Recipient]:
        """As any source does."""
        return self._opened.recipients(database)

    @cached_property
    def _opened(self) -> Source:
        return open_project_source(self.project, self.project.assumptions)


def open_project_source(project: Project, assumptions: Assumptions) -> Source:
    """The project's data source under these assumptions; raises as `open_source`."""
    return open_source(
        project.source_url,
        schema=project.schema,
        assumptions=assumptions,
        base=project.base,
        connection=project.connection,
    )


def database_for(project: Project, template: str | Path) -> str:
    """The database whose profiles receive this template; "" when none is set."""
    found = [one.database for one in _rules_for(project, template) if one.database is not None]
    return found[-1] if found else project.database


def recipient_for(project: Project, template: str | Path) -> Recipient | None:
    """The recipient that previews of this template use, or None."""
    found = [one.recipient for one in _rules_for(project, template) if one.recipient is not None]
    return found[-1] if found else project.recipient


def channel_for(project: Project, template: str | Path) -> Channel | None:
    """The channel this template is sent on; None where its file's name says so."""
    found = [one.channel for one in _rules_for(project, template) if one.channel is not None]
    return found[-1] if found else None


def _rules_for(project: Project, template: str | Path) -> list[TemplateRule]:
    """The rules that fit, in the order of the file; `*` crosses folders, `**/` may be nothing."""
    path = Path(os.path.abspath(template))
    inside = path.is_relative_to(project.root)
    name = (path.relative_to(project.root) if inside else path).as_posix()
    return [
        rule
        for rule in project.rules
        if fnmatchcase(name, rule.glob) or fnmatchcase(name, rule.glob.replace("**/", ""))
    ]
