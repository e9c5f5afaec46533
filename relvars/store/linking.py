"""Writing links one by one: the link, and the tallies of the profiles at its ends."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from relvars.schema import Property, Relation
from relvars.store.recount import FEW, SIDES, tally_of_few
from relvars.store.store import BAD_REQUEST, Store, StoreError, relation_of, writing
from relvars.store.tables import COLUMNS
from relvars.store.tallies import Cell, encode, moved, padded
from relvars.store.weights import check_id, check_weight, check_weights, properties_of
from relvars.values import Value

_NONE: Mapping[str, Value] = {}

# The cells of a link, one for each column in use.
Row = list[Cell]


class Table(NamedTuple):
    """A relation's links: its definition, and its properties' columns.

    It is not made yet where a store that is only read lacks the relation.
    """

    relation: Relation
    known: Mapping[str, Property]
    slots: Mapping[str, int]
    made: bool


def table_of(store: Store, relation_id: int) -> Table:
    """The table of a relation.

    Raises:
        StoreError: 404 if there is no such relation.
    """
    relation = relation_of(store, relation_id)
    slots = store.slots.get(relation_id)
    return Table(relation, properties_of(relation), slots or {}, slots is not None)


def attach(
    store: Store, relation_id: int, a: str, b: str, weights: Mapping[str, Value] = _NONE
) -> None:
    """Link two profiles; weights of a link that is there already are replaced as by `edit`.

    The profiles need not be known to the store.

    Raises:
        StoreError: 404 for an unknown relation, 400 for wrong ids or weights.
    """
    edit(store, relation_id, a, b, weights)


def edit(store: Store, relation_id: int, a: str, b: str, weights: Mapping[str, Value]) -> None:
    """Set the named properties (None unsets one), keep the others; makes a missing link.

    Raises:
        StoreError: 404 for an unknown relation, 400 for wrong ids or weights.
    """
    ends = (check_id(a), check_id(b))
    with writing(store) as connection:
        table = table_of(store, relation_id)
        cells = check_weights(table.known, weights)
        row = read_row(connection, table, *ends)
        write_row(connection, table, ends, row, _set(row, table, cells))


def _set(row: Row | None, table: Table, cells: Mapping[str, Cell]) -> Row:
    new: Row = list(row) if row else [None] * len(table.slots)
    for name, cell in cells.items():
        new[table.slots[name]] = cell
    return new


def strengthen(
    store: Store, relation_id: int, a: str, b: str, weights: Mapping[str, Value]
) -> None:
    """Add to the named properties, from 0 where unset; a boolean is set. Makes a missing link.

    Raises:
        StoreError: 404 for an unknown relation, 400 for wrong ids or weights, or if a sum is too
            large.
    """
    ends = (check_id(a), check_id(b))
    with writing(store) as connection:
        table = table_of(store, relation_id)
        cells = check_weights(table.known, weights)
        if nothing := next((name for name, cell in cells.items() if cell is None), None):
            raise StoreError(BAD_REQUEST, f"{nothing} must be a number to add, not null")
        row = read_row(connection, table, *ends)
        sums = {name: _sum(table, row, name, cell) for name, cell in cells.items()}
        write_row(connection, table, ends, row, _set(row, table, sums))


def _sum(table: Table, row: Row | None, name: str, cell: Cell) -> Cell:
    held = row[table.slots[name]] if row else None
    if held is None or cell is None or table.known[name].type == "boolean":
        return cell
    return check_weight(table.known[name], held + cell)


def detach(store: Store, relation_id: int, a: str, b: str) -> bool:
    """Remove a link; gives whether there was one.

    Raises:
        StoreError: 404 for an unknown relation.
    """
    with writing(store) as connection:
        return remove_row(connection, table_of(store, relation_id), a, b)


def read_row(connection: sqlite3.Connection, table: Table, a: str, b: str) -> Row | None:
    """The cells of a link, None if there is no link."""
    columns = ", ".join(("rowid", *COLUMNS[: len(table.slots)]))
    found = connection.execute(
        f"select {columns} from links_{table.relation.id} where a = ? and b = ?", (a, b)
    ).fetchone()
    return list(found[1:]) if found else None


def write_row(
    connection: sqlite3.Connection,
    table: Table,
    ends: tuple[str, str],
    old: Row | None,
    new: Row | None,
) -> None:
    """Put a row in place of another, None for no row, and move the tallies along."""
    name, columns = f"links_{table.relation.id}", COLUMNS[: len(table.slots)]
    if new is None:
        connection.execute(f"delete from {name} where a = ? and b = ?", ends)
    elif old is None:
        marks = ", ".join("?" * (2 + len(columns)))
        connection.execute(
            f"insert into {name} ({', '.join(('a', 'b', *columns))}) values ({marks})",
            (*ends, *new),
        )
    elif columns:
        sets = ", ".join(f"{column} = ?" for column in columns)
        connection.execute(f"update {name} set {sets} where a = ? and b = ?", (*new, *ends))
    for side, profile in zip(SIDES, ends, strict=True):
        _move(connection, table, (side, profile), old, new)


def remove_row(connection: sqlite3.Connection, table: Table, a: str, b: str) -> bool:
    """Remove a link and take it off the tallies; gives whether there was one."""
    row = read_row(connection, table, a, b)
    if row is None:
        return False
    write_row(connection, table, (a, b), row, None)
    return True


def _move(
    connection: sqlite3.Connection,
    table: Table,
    end: tuple[str, str],
    old: Row | None,
    new: Row | None,
) -> None:
    """Move the tally at an end of a link; make it or drop it as the links get many or few."""
    name, width = f"tallies_{table.relation.id}", len(table.slots)
    found = connection.execute(
        f"select links, body from {name} where side = ? and profile = ?", end
    ).fetchone()
    if found:
        links = found[0] + (new is not None) - (old is not None)
        tally = padded(found[1], width)
        none: Row = [None] * width
        tally = [moved(*each) for each in zip(tally, old or none, new or none, strict=True)]
    elif old is None:
        links, tally = tally_of_few(connection, table.relation.id, *end, width)
    else:
        return
    if links > FEW:
        connection.execute(
            f"insert or replace into {name} values (?, ?, ?, ?)", (*end, links, encode(tally))
        )
    elif found:
        connection.execute(f"delete from {name} where side = ? and profile = ?", end)
