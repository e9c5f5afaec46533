"""What can be wrong with relvars.toml, found on the plain tables so that one run finds it all."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple, TypeGuard

from relvars.catalog import assume, catalog
from relvars.config.toml_lines import Place
from relvars.errors import ConfigError
from relvars.linter.settings import LintSettings
from relvars.spelling import did_you_mean
from relvars.values import parse_recipient

# A table as tomllib gives it.
Raw = dict[str, Any]

_SEGMENT = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d]\w*")
_DATABASE_NAME = re.compile(r"[^\W_][^:/\\\x00-\x1f]*")
_RESERVED = ("if", "for", "else", "end", "and", "or", "not")


class Finding(NamedTuple):
    """What is wrong at a place; `other` is a second place worth a look."""

    place: Place
    sentence: str
    other: Place | None = None


def check(data: Raw) -> Iterator[Finding]:
    """Every mistake that is more than a wrong key or type."""
    return chain(
        _project(data),
        _databases(data),
        _relations(data),
        _assumptions(data),
        _catalog(data),
        _source(data),
        _limits(data),
        _lint(data),
    )


def _rows(table: Raw, key: str) -> list[tuple[int, Raw]]:
    rows = table.get(key)
    return [
        (number, row)
        for number, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    ]


def _table(table: Raw, key: str) -> Raw:
    inner = table.get(key)
    return inner if isinstance(inner, dict) else {}


def _project(data: Raw) -> Iterator[Finding]:
    """`[project]` and `[template."glob"]`, which share the keys that name profiles."""
    yield from _receivers(data, _table(data, "project"), ("project",))
    for glob, table in _table(data, "template").items():
        if isinstance(table, dict):
            yield from _receivers(data, table, ("template", glob))


def _receivers(data: Raw, table: Raw, place: Place) -> Iterator[Finding]:
    database = table.get("database")
    if isinstance(database, str) and database:
        yield from _known_database(data, database, (*place, "database"))
    written = table.get("recipient")
    if not isinstance(written, str) or not written:
        return
    recipient = parse_recipient(written)
    if recipient is None:
        yield Finding(
            (*place, "recipient"),
            f'recipient must be "DATABASE:PROFILE_ID", as in "agents:5d63dbdb", not {written!r}',
        )
    else:
        yield from _known_database(data, recipient.database, (*place, "recipient"))


def _known_database(data: Raw, name: str, place: Place) -> Iterator[Finding]:
    """A name that looks misspelt; one like no other may be of a database not described here."""
    names = [str(row.get("name")) for _, row in _rows(data, "database")]
    meant = "" if name in names else did_you_mean(name, names)
    if meant:
        yield Finding(place, f"no database is called {name!r}{meant}")


def _databases(data: Raw) -> Iterator[Finding]:
    rows = _rows(data, "database")
    yield from _repeated(rows, ("database",), "id", "databases")
    yield from _repeated(rows, ("database",), "name", "databases")
    for number, row in rows:
        place: Place = ("database", number)
        name = row.get("name")
        if isinstance(name, str) and not _DATABASE_NAME.fullmatch(name):
            yield Finding((*place, "name"), f"{name!r} cannot be the name of a database")
        for field in _table(row, "fields"):
            yield from _named(field, _SEGMENT, "a field", (*place, "fields", field))


def _relations(data: Raw) -> Iterator[Finding]:
    rows = _rows(data, "relation")
    yield from _repeated(rows, ("relation",), "id", "relations")
    yield from _repeated(rows, ("relation",), "short_name", "relations")
    for number, row in rows:
        place: Place = ("relation", number)
        yield from _named(row.get("short_name"), _SEGMENT, "a relation", (*place, "short_name"))
        yield from _properties(row, place)


def _properties(relation: Raw, place: Place) -> Iterator[Finding]:
    rows = _rows(relation, "property")
    most = catalog().limits["properties"]
    if len(rows) > most:
        yield Finding(
            (*place, "property", most),
            f"{relation.get('short_name')!r} has {len(rows)} properties; {most} is the most",
        )
    yield from _repeated(rows, (*place, "property"), "short_name", "properties of one relation")
    for number, row in rows:
        yield from _property(row, (*place, "property", number))


def _property(row: Raw, place: Place) -> Iterator[Finding]:
    name, limit, most = row.get("short_name"), row.get("limit"), catalog().limits["top"]
    yield from _named(name, _SEGMENT, "a property", (*place, "short_name"))
    if _whole(limit) and not 1 <= limit <= most:
        yield Finding((*place, "limit"), f"limit must be from 1 to {most}, not {limit}")
    if row.get("type") == "boolean":
        for key, kept in (("sum", (True,)), ("top", ("highest", "lowest"))):
            if row.get(key) in kept:
                yield Finding(
                    (*place, key),
                    f"{key} cannot be {_said(row[key])} for {name!r}: a boolean property keeps "
                    "no statistics",
                )


def _assumptions(data: Raw) -> Iterator[Finding]:
    known = list(catalog().assumptions)
    for name, setting in _table(data, "assumptions").items():
        place: Place = ("assumptions", name)
        if name not in known:
            there = did_you_mean(name, known) or "; relvars assumptions lists them"
            yield Finding(place, f"no assumption is called {name!r}{there}")
            continue
        try:
            assume({name: setting})
        except ConfigError as error:
            yield Finding(place, str(error))


def _catalog(data: Raw) -> Iterator[Finding]:
    table = _table(data, "catalog")
    for key, what in (
        ("roots", "a root"),
        ("variables", "a variable"),
        ("functions", "a function"),
    ):
        names = table.get(key)
        for number, name in enumerate(names if isinstance(names, list) else []):
            yield from _word(name, what, ("catalog", key, number))
    for word in _table(table, "operators"):
        yield from _word(word, "an operator", ("catalog", "operators", word))


def _source(data: Raw) -> Iterator[Finding]:
    table = _table(data, "source")
    for key, least in (("per_second", 0), ("parallel", 1)):
        number = table.get(key)
        if _whole(number) and number < least:
            yield Finding(("source", key), f"{key} must be {least} or more, not {number}")


def _limits(data: Raw) -> Iterator[Finding]:
    output = _table(data, "limits").get("output")
    if _whole(output) and output < 1:
        yield Finding(("limits", "output"), f"output must be 1 or more, not {output}")


def _lint(data: Raw) -> Iterator[Finding]:
    table = _table(data, "lint")
    for key in (name.replace("_", "-") for name in LintSettings._fields):
        number = table.get(key)
        if _whole(number) and number < 1:
            yield Finding(("lint", key), f"{key} must be 1 or more, not {number}")


def _word(name: Any, what: str, place: Place) -> Iterator[Finding]:
    yield from _named(name, _NAME, what, place)
    if name in _RESERVED:
        yield Finding(place, f"{name!r} cannot be {what}: the language has it already")


def _named(name: Any, form: re.Pattern[str], what: str, place: Place) -> Iterator[Finding]:
    if isinstance(name, str) and not form.fullmatch(name):
        yield Finding(
            place, f"{name!r} cannot be the name of {what}: it takes letters, digits and _"
        )


def _repeated(rows: list[tuple[int, Raw]], place: Place, key: str, what: str) -> Iterator[Finding]:
    seen: dict[Any, int] = {}
    for number, row in rows:
        value = row.get(key)
        if not isinstance(value, str) and not _whole(value):
            continue
        if value in seen:
            yield Finding(
                (*place, number, key),
                f"two {what} have the {key} {value!r}",
                (*place, seen[value], key),
            )
        seen.setdefault(value, number)


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _said(value: Any) -> str:
    return "true" if value is True else repr(value)
