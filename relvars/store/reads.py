"""Reading statistics and links."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relvars.errors import DataError
from relvars.schema import Direction, Property
from relvars.store.linking import Table, table_of
from relvars.store.recount import tally_of_few
from relvars.store.store import Store, reading, snapshot
from relvars.store.tables import COLUMNS
from relvars.store.tallies import NOTHING, Kept, padded, total
from relvars.store.weights import read_weights
from relvars.values import Value

Number = int | float


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the platform keeps of a property over a profile's links.

    `count` is of links that carry the property; `sum` and `top` are None where not kept. `top`
    holds pairs of the related profile's id and the value.
    """

    count: int
    sum: Number | None
    top: list[tuple[str, Number]] | None


class Link(NamedTuple):
    """A link with the values it carries, by short name."""

    a: str
    b: str
    values: dict[str, Value]


def statistics(
    store: Store, relation_id: int, profile_id: str, direction: Direction
) -> dict[str, Statistics]:
    """The statistics of every property; zeros for a profile without links.

    Raises:
        StoreError: 404 for an unknown relation.
        DataError: if a sum is too large for a number.
    """
    table, found = table_of(store, relation_id), {}
    with snapshot(store) as connection:
        tally = _tally(connection, table, profile_id, direction)[1]
        for name, one in table.known.items():
            slot = table.slots.get(name)
            held = NOTHING if slot is None else tally[slot]
            top = _top(connection, table, one, profile_id, direction)
            found[name] = Statistics(held.carried, _sum(one, held), top)
    return found


def linked(store: Store, relation_id: int, profile_id: str, direction: Direction) -> int:
    """How many links a profile has, seen in that direction.

    Raises:
        StoreError: 404 for an unknown relation.
    """
    table = table_of(store, relation_id)
    with snapshot(store) as connection:
        return _tally(connection, table, profile_id, direction)[0]


def count_links(store: Store, relation_id: int) -> int:
    """How many links a relation has.

    Raises:
        StoreError: 404 for an unknown relation.
    """
    if not table_of(store, relation_id).made:
        return 0
    with reading(store) as connection:
        (number,) = connection.execute(f"select count(*) from links_{relation_id}").fetchone()
        return int(number)


def _side(direction: Direction) -> str:
    """The column of the profile that sees a relation in this direction."""
    return "b" if direction == "direct" else "a"


def _tally(
    connection: sqlite3.Connection, table: Table, profile_id: str, direction: Direction
) -> tuple[int, list[Kept]]:
    end, number = (_side(direction), profile_id), table.relation.id
    if not table.made:
        return 0, []
    found = connection.execute(
        f"select links, body from tallies_{number} where side = ? and profile = ?", end
    ).fetchone()
    if found is None:
        return tally_of_few(connection, number, *end, len(table.slots))
    return found[0], padded(found[1], len(table.slots))


def _sum(one: Property, held: Kept) -> Number | None:
    if not one.sum or one.type == "boolean":
        return None
    try:
        return total(held)
    except OverflowError:
        raise DataError(f"the sum of {one.short_name} is too large for a number") from None


def _top(
    connection: sqlite3.Connection,
    table: Table,
    one: Property,
    profile_id: str,
    direction: Direction,
) -> list[tuple[str, Number]] | None:
    """By value, then by the related profile's id: an index has the links in this order."""
    if one.top == "off" or one.type == "boolean":
        return None
    if one.short_name not in table.slots:
        return []
    end, other = ("b", "a") if direction == "direct" else ("a", "b")
    column = COLUMNS[table.slots[one.short_name]]
    order = "desc" if one.top == "highest" else "asc"
    return connection.execute(
        f"select {other}, {column} from links_{table.relation.id}"
        f" where {end} = ? and {column} is not null"
        f" order by {column} {order}, {other} limit ?",
        (profile_id, one.limit),
    ).fetchall()


def links(  # noqa: PLR0913 - both ends and a page, by name
    store: Store,
    relation_id: int,
    *,
    a: str | None = None,
    b: str | None = None,
    after: tuple[str, str] = ("", ""),
    limit: int = 1000,
) -> list[Link]:
    """Links in the order of a, then b, from the one behind `after` (a, b) on.

    Raises:
        StoreError: 404 for an unknown relation.
    """
    table = table_of(store, relation_id)
    if not table.made:
        return []
    columns = ", ".join(("a", "b", *COLUMNS))
    ends: Sequence[tuple[str, str | None]] = (("a = ?", a), ("b = ?", b))
    asked = [one for one in ends if one[1] is not None]
    where = " and ".join([*(sql for sql, _ in asked), "(a, b) > (?, ?)"])
    with reading(store) as connection:
        rows = connection.execute(
            f"select {columns} from links_{relation_id} where {where} order by a, b limit ?",
            (*(value for _, value in asked), *after, limit),
        ).fetchall()
    return [
        Link(row[0], row[1], read_weights(table.relation, table.slots, row[2:])) for row in rows
    ]
