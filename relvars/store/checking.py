"""Recomputing everything that is kept, to see whether it is what the links and profiles say."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import islice

from relvars.schema import Relation
from relvars.store.records import contact_rows, id_of
from relvars.store.recount import SIDES, Counted, counted
from relvars.store.store import Store, StoreError, snapshot
from relvars.store.tables import COLUMNS, indexes
from relvars.store.tallies import padded

# A store that is wrong throughout need not be told in full.
_MOST = 100


def check(store: Store) -> list[str]:
    """What differs from what the links and profiles say, a sentence each; at most 100 of them."""
    with snapshot(store) as connection:
        return list(islice(_differences(store, connection), _MOST))


def _differences(store: Store, connection: sqlite3.Connection) -> Iterator[str]:
    for (said,) in connection.execute(f"pragma integrity_check({_MOST})"):
        if said != "ok":
            yield f"the file is damaged: {said}"
    for relation in store.schema.relations:
        slots = store.slots.get(relation.id, {})
        yield from _indexes(connection, relation, dict(slots))
        yield from _values(connection, relation, dict(slots))
        for side in SIDES:
            yield from _tallies(connection, relation, side, len(slots))
    yield from _profiles(connection)


def _indexes(
    connection: sqlite3.Connection, relation: Relation, slots: dict[str, int]
) -> Iterator[str]:
    found = dict(
        connection.execute(
            "select name, sql from sqlite_master where type = 'index' and tbl_name = ?",
            (f"links_{relation.id}",),
        ).fetchall()
    )
    for name, statement in indexes(relation, slots).items():
        if found.get(name, "").lower() != statement.lower():
            yield f"relation {relation.short_name}: the index {name} is missing"


_TYPES = {
    "integer": "'integer'", "float": "'integer', 'real'", "boolean": "'integer'",
}  # fmt: skip


def _values(
    connection: sqlite3.Connection, relation: Relation, slots: dict[str, int]
) -> Iterator[str]:
    for one in relation.properties:
        column = COLUMNS[slots[one.short_name]]
        rows = connection.execute(
            f"select a, b, {column} from links_{relation.id} where {column} is not null"
            f" and typeof({column}) not in ({_TYPES[one.type]}) limit {_MOST}"
        )
        for a, b, value in rows:
            yield (
                f"relation {relation.short_name}: the link of {a!r} and {b!r} carries"
                f" {value!r}, but {one.short_name} is {one.type}"
            )


def _tallies(
    connection: sqlite3.Connection, relation: Relation, side: str, width: int
) -> Iterator[str]:
    """Walk what is kept and what is counted side by side, both by the profiles' ids."""
    kept = connection.execute(
        f"select profile, links, body from tallies_{relation.id} where side = ? order by profile",
        (side,),
    )
    fresh = counted(connection, relation.id, side, width)
    one: Counted | None = next(kept, None)
    other: Counted | None = next(fresh, None)
    where = f"relation {relation.short_name}"
    seen = "reverse" if side == "a" else "direct"
    while one or other:
        if other is None or (one and one[0] < other[0]):
            yield f"{where}: {one and one[0]!r} has {seen} statistics and few links or none"
            one = next(kept, None)
        elif one is None or other[0] < one[0]:
            yield f"{where}: {other[0]!r} has {other[1]} {seen} links and no statistics of them"
            other = next(fresh, None)
        else:
            if one[1] != other[1] or padded(one[2], width) != padded(other[2], width):
                yield f"{where}: the {seen} statistics of {one[0]!r} are not those of its links"
            one, other = next(kept, None), next(fresh, None)


def _profiles(connection: sqlite3.Connection) -> Iterator[str]:
    """The addresses of every profile, one after the other, against the index of all."""
    number = 0
    for database, profile_id, text in connection.execute("select database, id, data from profiles"):
        where = f"profile {profile_id!r} of database {database}"
        try:
            data = json.loads(text)
            if id_of(data) != profile_id:
                yield f"{where}: its data has another id"
        except (ValueError, StoreError, AttributeError):
            yield f"{where}: its data cannot be read"
            continue
        for row in set(contact_rows(database, profile_id, data)):
            number += 1
            found = connection.execute(
                "select 1 from contacts where database = ? and kind = ? and value = ?"
                " and profile = ? and resource = ?",
                row,
            ).fetchone()
            if not found:
                yield f"{where}: it cannot be found by its {row[1]}"
    (kept,) = connection.execute("select count(*) from contacts").fetchone()
    if kept > number:
        yield f"{kept - number} addresses belong to no profile"
