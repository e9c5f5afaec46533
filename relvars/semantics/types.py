"""What a template's values can be, as far as the catalog and the schema tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple, assert_never, cast

from relvars.catalog import catalog
from relvars.schema import Database, FieldType

ScalarKind = Literal["string", "integer", "float", "boolean", "date"]
ObjectKind = Literal["profile", "subscription", "link", "data"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, a number, a boolean or a date; `float` also where the kind of number is unknown."""

    kind: ScalarKind


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items are all of one type."""

    item: "Type"


@dataclass(frozen=True, slots=True)
class Object:
    """An object; one that is `open` may have other fields than those known.

    A `link` is an item of a relation's top. `database` names the database of a profile, "" when
    it is not known.
    """

    kind: ObjectKind = "data"
    fields: Mapping[str, "Type"] = field(default_factory=dict, hash=False)
    open: bool = True
    database: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything at all."""


Type = Scalar | ListOf | Object | Unknown


class Miss(NamedTuple):
    """A segment (from 0) that cannot be there, and what it was to be read from."""

    place: int
    inside: Object | Scalar | ListOf


def of_field(field_type: FieldType) -> Type:
    """The type of a profile's field, from its type in relvars.toml."""
    match field_type:
        case "string" | "integer" | "float" | "boolean" | "date":
            return Scalar(field_type)
        case "tags":
            return ListOf(Scalar("string"))
        case "object":
            return Object()
        case "objects":
            return ListOf(Object())
        case _:
            assert_never(field_type)


def profile(database: Database | None) -> Object:
    """A profile of a database; open when nobody said which fields of its own the database has."""
    own = {} if database is None else database.fields
    fields = {name: of_field(kind) for name, kind in own.items()}
    return Object(
        "profile",
        {**fields, **{name: one for name, one in _system("lead").items() if name not in fields}},
        open=not fields,
        database="" if database is None else database.name,
    )


def any_profile(databases: Iterable[Database]) -> Object:
    """A profile of one of the databases; what a field's type is, is known if they agree."""
    profiles = [profile(one) for one in databases]
    fields: dict[str, Type] = {}
    for name, one in (pair for each in profiles for pair in each.fields.items()):
        fields[name] = one if fields.get(name, one) == one else Unknown()
    return Object("profile", fields, open=any(one.open for one in profiles))


def subscription() -> Object:
    """The recipient's subscription: it has the catalog's fields and no others."""
    return Object("subscription", _system("subscription"), open=False)


def link(value: Scalar, related: Object) -> Object:
    """An item of a relation's top: the property's value and the related profile."""
    return Object("link", {"value": value, "lead": related}, open=False)


@cache
def _system(root: str) -> Mapping[str, Type]:
    rows = catalog().fields[root].values()
    return {row.name: of_field(cast("FieldType", row.type)) for row in rows}


def follow(start: Type, segments: Iterable[str]) -> Type | Miss:
    """The type at the end of the segments, or the first segment that cannot be there."""
    reached = start
    for place, name in enumerate(segments):
        match reached:
            case Unknown():
                return reached
            case Object(fields=fields, open=is_open):
                if name not in fields:
                    return Unknown() if is_open else Miss(place, reached)
                reached = fields[name]
            case Scalar() | ListOf():
                return Miss(place, reached)
            case _:
                assert_never(reached)
    return reached


def described(value: Type) -> str:
    """What a type is called in a message, with its article."""
    match value:
        case Scalar(kind=kind):
            return _SCALARS[kind]
        case ListOf():
            return "a list"
        case Object():
            return "an object"
        case Unknown():
            return "a value"
        case _:
            assert_never(value)


_SCALARS: Mapping[ScalarKind, str] = {
    "string": "a text",
    "integer": "a number",
    "float": "a number",
    "boolean": "true or false",
    "date": "a date",
}
