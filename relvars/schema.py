"""The account as data: databases with typed fields, relations with properties."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

FieldType = Literal["string", "integer", "float", "boolean", "date", "tags", "object", "objects"]
PropertyType = Literal["integer", "float", "boolean"]
Top = Literal["highest", "lowest", "off"]
Direction = Literal["direct", "reverse"]

_NO_FIELDS: Mapping[str, FieldType] = {}


class Database(NamedTuple):
    """A profile database; `fields` holds its own fields and those system fields it retypes."""

    id: int
    name: str
    fields: Mapping[str, FieldType] = _NO_FIELDS


class Property(NamedTuple):
    """A relation's property; `sum` and `top` say which statistics the platform keeps.

    `limit` (1 to 20) is how many links the top holds.
    """

    short_name: str
    type: PropertyType
    sum: bool = False
    top: Top = "off"
    limit: int = 5


class Relation(NamedTuple):
    """Profiles of B (who initiate) linked to profiles of A (who receive); A and B are ids."""

    id: int
    name: str
    short_name: str
    database_a: int
    database_b: int
    properties: tuple[Property, ...] = ()


class Schema(NamedTuple):
    """All databases and relations of an account; empty when nothing is known.

    `database` names the one whose profiles receive messages unless something else is said, or "".
    """

    databases: tuple[Database, ...] = ()
    relations: tuple[Relation, ...] = ()
    database: str = ""


def database_named(schema: Schema, name: str) -> Database | None:
    """The database of that name, or None."""
    return next((one for one in schema.databases if one.name == name), None)


def database_numbered(schema: Schema, number: int) -> Database | None:
    """The database of that id, or None."""
    return next((one for one in schema.databases if one.id == number), None)


def relation_named(schema: Schema, short_name: str) -> Relation | None:
    """The relation of that short name, or None."""
    return next((one for one in schema.relations if one.short_name == short_name), None)


def property_named(relation: Relation, short_name: str) -> Property | None:
    """The relation's property of that short name, or None."""
    return next((one for one in relation.properties if one.short_name == short_name), None)


def seen_from(relation: Relation, direction: Direction) -> int:
    """The id of the database whose profiles see the relation in this direction.

    Direct is seen by those who initiate (B), reverse by those who receive (A).
    """
    return relation.database_b if direction == "direct" else relation.database_a


def other_side(relation: Relation, direction: Direction) -> int:
    """The id of the database of the related profiles, seen in this direction."""
    return relation.database_a if direction == "direct" else relation.database_b
