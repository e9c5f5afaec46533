"""The text of a relvars.toml to a `Project`, or to every mistake in it with its line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from relvars.catalog import Assumptions, Language, assume, language
from relvars.config.checks import Finding, check
from relvars.config.models import DatabaseTable, PropertyTable, RelationTable, Settings, fits
from relvars.config.project import Lint, Project, TemplateRule
from relvars.config.toml_lines import Place, locate
from relvars.errors import ConfigError, SourceError
from relvars.linter.settings import LintSettings
from relvars.schema import Database, Property, Relation, Schema
from relvars.sources.connection import Connection
from relvars.sources.reading import parse_toml, source_file
from relvars.text import Document, position
from relvars.values import parse_recipient


def read_project(file: Path, assumptions: Mapping[str, Any]) -> Project:
    """The project of a relvars.toml; the assumptions go before those of the file.

    Raises:
        ConfigError: with every mistake of the file, each on a line of its own.
        SourceError: when the file is there and cannot be read.
    """
    return _project(file.parent, _read(file), assumptions)


def _read(file: Path) -> Settings:
    name = shown(file)
    text = _text(file, name)
    data = parse_toml(text, name)
    findings = [*_misfits(data), *check(data)]
    if findings:
        raise ConfigError(_report(text, name, findings))
    return cast(Settings, data)


def _misfits(data: dict[str, Any]) -> list[Finding]:
    if fits(data, Settings):
        return []
    from relvars.config.shape import misfits  # loads pydantic

    return misfits(data)


def _text(file: Path, name: str) -> str:
    try:
        raw = file.read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{name}:{line}: byte {error.start} is not UTF-8") from None
    except (FileNotFoundError, IsADirectoryError) as error:
        raise ConfigError(f"{name} cannot be read: {error.strerror}") from None
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror}") from None


def _report(text: str, name: str, findings: list[Finding]) -> str:
    document, spots = Document(text), locate(text)

    def line(place: Place) -> int:
        while place and place not in spots:
            place = place[:-1]
        return position(document, spots[place].start).line if place else 1

    rows = []
    for place, sentence, other in findings:
        also = f"; the other is on line {line(other)}" if other else ""
        rows.append((line(place), f"{name}:{line(place)}: {sentence}{also}"))
    return "\n".join(row for _, row in sorted(rows))


def shown(file: Path) -> str:
    """The name of a file as it is told: from the current folder on, where it is below that."""
    return source_file(file, Path.cwd()).label


def _project(root: Path, read: Settings, overrides: Mapping[str, Any]) -> Project:
    own = read.get("project", {})
    settled = read.get("assumptions", {})
    assumptions = assume({**settled, **overrides})
    return Project(
        root=root,
        base=root,
        templates=root / own.get("templates", "templates"),
        schema=_schema(read),
        assumptions=assumptions,
        settled=tuple(settled),
        language=_language(read, assumptions),
        source_url=own.get("data", "files:data"),
        connection=Connection(**read.get("source", {})),
        database=own.get("database", ""),
        recipient=parse_recipient(own.get("recipient", "")),
        rules=tuple(
            TemplateRule(
                glob,
                one.get("database"),
                parse_recipient(one.get("recipient", "")),
                one.get("channel"),
            )
            for glob, one in read.get("template", {}).items()
        ),
        lint=_lint(read),
        output_limit=read.get("limits", {}).get("output"),
        settings=read,
    )


def _language(read: Settings, assumptions: Assumptions) -> Language:
    own = read.get("catalog", {})
    return language(
        assumptions,
        roots=tuple(own.get("roots", ())),
        variables=tuple(own.get("variables", ())),
        functions=tuple(own.get("functions", ())),
        operators=own.get("operators", {}),
    )


def _lint(read: Settings) -> Lint:
    own: dict[str, Any] = {**read.get("lint", {})}
    limits = {name: name.replace("_", "-") for name in LintSettings._fields}
    return Lint(
        tuple(own.get("select", ())),
        tuple(own.get("ignore", ())),
        tuple((glob, tuple(slugs)) for glob, slugs in own.get("per-file", {}).items()),
        tuple(own.get("exclude", ())),
        LintSettings(**{name: own[key] for name, key in limits.items() if key in own}),
    )


def _schema(read: Settings) -> Schema:
    return Schema(
        tuple(_database(one) for one in read.get("database", ())),
        tuple(_relation(one) for one in read.get("relation", ())),
        read.get("project", {}).get("database", ""),
    )


def _database(table: DatabaseTable) -> Database:
    return Database(table["id"], table["name"], table.get("fields", {}))


def _relation(table: RelationTable) -> Relation:
    return Relation(
        id=table["id"],
        name=table.get("name", ""),
        short_name=table["short_name"],
        database_a=table["database_a"],
        database_b=table["database_b"],
        properties=tuple(_property(one) for one in table.get("property", ())),
    )


def _property(table: PropertyTable) -> Property:
    return Property(**table)
