"""The schema in a store: written when it differs, read back, and fitted to the links there are."""

import json
import sqlite3
from typing import Any

from relvars.errors import DataError
from relvars.schema import Database, Property, PropertyType, Relation, Schema
from relvars.store.tables import (
    COLUMNS,
    SLOTS,
    drop_indexes,
    index_names,
    indexes,
    make_tables,
)


def read_schema(connection: sqlite3.Connection) -> Schema:
    """The schema in the file; an empty one if none was written."""
    found = connection.execute("select body from facts where name = 'schema'").fetchone()
    return _from_json(json.loads(found[0])) if found else Schema()


def read_slots(connection: sqlite3.Connection) -> dict[int, dict[str, int]]:
    """The columns of properties, by the relation's id and the short name.

    Every relation that has tables is there.
    """
    slots: dict[int, dict[str, int]] = {one.id: {} for one in read_schema(connection).relations}
    for relation, name, slot in connection.execute("select relation, property, slot from slots"):
        slots.setdefault(relation, {})[name] = slot
    return slots


def write_schema(connection: sqlite3.Connection, schema: Schema, label: str) -> None:
    """Put a schema in place of the one there is; run it in a transaction.

    Links of relations and values of properties that it lacks stay in the file, unseen.

    Raises:
        DataError: if links that are there do not fit it.
    """
    _require_numbers(schema, label)
    before = {one.id: one for one in read_schema(connection).relations}
    for relation in schema.relations:
        make_tables(connection, relation.id)
        _require_same_ends(connection, before.get(relation.id), relation, label)
        slots = _slots(connection, relation, label)
        wanted = indexes(relation, slots)
        if set(index_names(connection, relation.id)) != set(wanted):
            drop_indexes(connection, relation.id)
            for statement in wanted.values():
                connection.execute(statement)
    connection.execute(
        "insert or replace into facts values ('schema', ?)", (json.dumps(_to_json(schema)),)
    )


def _require_numbers(schema: Schema, label: str) -> None:
    """Ids are parts of names of tables, and numbers in them."""
    numbers = [(one.id, one.name) for one in schema.databases]
    numbers += [(one.id, one.name) for one in schema.relations]
    for number, name in numbers:
        if not 0 <= number < 1 << 63:
            raise DataError(f"{label}: {name!r} cannot have the id {number}")


def _require_same_ends(
    connection: sqlite3.Connection, old: Relation | None, new: Relation, label: str
) -> None:
    if old is None or old[3:5] == new[3:5]:
        return
    if connection.execute(f"select 1 from links_{new.id} limit 1").fetchone():
        raise DataError(
            f"{label}: the links of the relation {new.short_name} join databases"
            f" {old.database_a} and {old.database_b}, which can be changed no more"
        )


def _slots(connection: sqlite3.Connection, relation: Relation, label: str) -> dict[str, int]:
    """A column for each property; one keeps its column for good."""
    rows = connection.execute(
        "select property, slot, type from slots where relation = ?", (relation.id,)
    ).fetchall()
    held = {name: (slot, kind) for name, slot, kind in rows}
    for one in relation.properties:
        if one.short_name not in held:
            _require_room(len(held), relation, label)
            held[one.short_name] = (len(held), one.type)
        slot, kind = held[one.short_name]
        if kind != one.type:
            _change_type(connection, relation, one, (slot, kind), label)
        connection.execute(
            "insert or replace into slots values (?, ?, ?, ?)",
            (relation.id, one.short_name, slot, one.type),
        )
    return {name: slot for name, (slot, _) in held.items()}


def _require_room(taken: int, relation: Relation, label: str) -> None:
    if taken == SLOTS:
        raise DataError(
            f"{label}: the relation {relation.short_name} has had {SLOTS} properties, with those it"
            " has lost; import the data into a new store"
        )


def _change_type(
    connection: sqlite3.Connection,
    relation: Relation,
    one: Property,
    held: tuple[int, PropertyType],
    label: str,
) -> None:
    """Let a property be of another type if all its values are."""
    slot, kind = held
    fits = {"integer": "typeof(v) = 'integer'", "float": "true", "boolean": "false"}[one.type]
    if kind == "boolean":
        fits = "false"
    wrong = connection.execute(
        f"select 1 from (select {COLUMNS[slot]} v from links_{relation.id}"
        f" where {COLUMNS[slot]} is not null) where not ({fits}) limit 1"
    ).fetchone()
    if wrong:
        raise DataError(
            f"{label}: {one.short_name} of the relation {relation.short_name} is {one.type} now,"
            f" and links carry {kind} values that do not fit; import the data into a new store"
        )


def _to_json(schema: Schema) -> dict[str, Any]:
    return {
        "databases": [one._asdict() | {"fields": dict(one.fields)} for one in schema.databases],
        "relations": [
            one._asdict() | {"properties": [each._asdict() for each in one.properties]}
            for one in schema.relations
        ],
    }


def _from_json(body: dict[str, Any]) -> Schema:
    return Schema(
        tuple(Database(**one) for one in body["databases"]),
        tuple(
            Relation(**one | {"properties": tuple(Property(**each) for each in one["properties"])})
            for one in body["relations"]
        ),
    )


def same(one: Schema, other: Schema) -> bool:
    """Whether both say the same; their mappings may be of different kinds."""
    return _to_json(one) == _to_json(other)
