"""Many links or profiles at once: load, index, then one pass for the tallies."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TypeVar

from relvars.store.linking import Row, Table, read_row, table_of, write_row
from relvars.store.records import database_of, id_of, replace_profiles
from relvars.store.recount import recount
from relvars.store.store import BAD_REQUEST, Store, StoreError, writing
from relvars.store.tables import COLUMNS, drop_indexes, indexes
from relvars.store.weights import check_id, check_weights
from relvars.values import Value

_Any = TypeVar("_Any")

# Told now and then how many rows are done.
Progress = Callable[[int], None]

_BATCH = 5_000

# Indexes are made anew where there is one new link for at most so many old ones.
_FEW = 4

# A link as it is stored: both ends and the cells.
_Link = tuple[str, str, Row]


def import_links(
    store: Store,
    relation_id: int,
    rows: Iterable[tuple[str, str, Mapping[str, Value]]],
    *,
    progress: Progress | None = None,
    once: bool = False,
) -> int:
    """Write links (a, b, weights) in one transaction; gives how many rows there were.

    A link that is there already is replaced as a whole, so that the same rows may come again.
    `once` refuses rows that hold the same link twice; else the last of them counts.

    Raises:
        StoreError: 404 for an unknown relation, 400 for wrong ids or weights; nothing is written.
    """
    with writing(store) as connection:
        table = table_of(store, relation_id)
        links = _told(_links(table, rows), progress)
        first = list(islice(links, _BATCH))
        if len(first) < _BATCH:
            return _few(connection, table, first, once=once)
        return _many(connection, table, chain(first, links), once=once)


def _links(table: Table, rows: Iterable[tuple[str, str, Mapping[str, Value]]]) -> Iterator[_Link]:
    slots, known = table.slots, table.known
    for a, b, weights in rows:
        row: Row = [None] * len(slots)
        for name, cell in check_weights(known, weights).items():
            row[slots[name]] = cell
        yield check_id(a), check_id(b), row


def _few(
    connection: sqlite3.Connection, table: Table, links: Iterable[_Link], *, once: bool = False
) -> int:
    number, seen = 0, set()
    for a, b, row in links:
        if once and (a, b) in seen:
            raise _double(a, b)
        seen.add((a, b))
        write_row(connection, table, (a, b), read_row(connection, table, a, b), row)
        number += 1
    return number


def _many(
    connection: sqlite3.Connection, table: Table, links: Iterable[_Link], *, once: bool
) -> int:
    """Stage the links if there are others, to see whether they are worth making indexes anew."""
    name, rows = f"links_{table.relation.id}", ((a, b, *row) for a, b, row in links)
    (last,) = connection.execute(f"select coalesce(max(rowid), 0) from {name}").fetchone()
    if not last:
        drop_indexes(connection, table.relation.id)
        number = _insert(connection, name, table, rows)
        _finish(connection, table, last, once=once)
        return number
    connection.execute(f"create temp table staged (a, b, {', '.join(COLUMNS)})")
    number = _insert(connection, "temp.staged", table, rows)
    if number * _FEW > last:
        drop_indexes(connection, table.relation.id)
        connection.execute(f"insert into {name} select * from temp.staged order by rowid")
        _finish(connection, table, last, once=once)
    else:
        if once:
            _refuse_doubles(connection, "temp.staged", 0)
        width = len(table.slots)
        staged = connection.execute("select * from temp.staged order by rowid")
        for a, b, *cells in staged:
            old = read_row(connection, table, a, b)
            write_row(connection, table, (a, b), old, cells[:width])
    connection.execute("drop table temp.staged")
    return number


def _insert(
    connection: sqlite3.Connection, name: str, table: Table, rows: Iterable[tuple[object, ...]]
) -> int:
    columns = ("a", "b", *COLUMNS[: len(table.slots)])
    marks = ", ".join("?" * len(columns))
    return connection.executemany(
        f"insert into {name} ({', '.join(columns)}) values ({marks})", rows
    ).rowcount


def _finish(connection: sqlite3.Connection, table: Table, last: int, *, once: bool) -> None:
    """Make the indexes and the tallies; links behind the row `last` go before those up to it."""
    name = f"links_{table.relation.id}"
    unique, *others = indexes(table.relation, table.slots).values()
    try:
        connection.execute(unique)
    except sqlite3.IntegrityError:
        if once:
            _refuse_doubles(connection, name, last)
        connection.execute(f"create index {name}_doubles on {name} (a, b)")
        connection.execute(
            f"delete from {name} where rowid in (select old.rowid from {name} old"
            f" join {name} new on new.a = old.a and new.b = old.b and new.rowid > old.rowid)"
        )
        connection.execute(f"drop index {name}_doubles")
        connection.execute(unique)
    for statement in others:
        connection.execute(statement)
    recount(connection, table.relation.id, len(table.slots))


def _refuse_doubles(connection: sqlite3.Connection, name: str, last: int) -> None:
    found = connection.execute(
        f"select a, b from {name} where rowid > ? group by a, b having count(*) > 1 limit 1",
        (last,),
    ).fetchone()
    if found:
        raise _double(*found)


def _double(a: str, b: str) -> StoreError:
    return StoreError(BAD_REQUEST, f"{a!r} and {b!r} are linked more than once")


def import_profiles(
    store: Store,
    database_id: int,
    rows: Iterable[Mapping[str, Value]],
    *,
    progress: Progress | None = None,
    once: bool = False,
) -> int:
    """Write whole profiles, each with its `_id`, in one transaction; those known are replaced.

    `once` refuses two profiles of the same id; else the last of them counts.

    Raises:
        StoreError: 404 for an unknown database, 400 for a profile without an id; nothing is
            written.
    """
    number, left = 0, _told(rows, progress)
    with writing(store) as connection:
        database_of(store, database_id)
        connection.execute("create temp table seen (id text primary key) without rowid")
        while batch := list(islice(left, _BATCH)):
            found = {id_of(one): dict(one) for one in batch}
            if once:
                _see(connection, map(id_of, batch))
            replace_profiles(connection, database_id, found)
            number += len(batch)
        connection.execute("drop table temp.seen")
    return number


def _see(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    for one in ids:
        try:
            connection.execute("insert into temp.seen values (?)", (one,))
        except sqlite3.IntegrityError:
            raise StoreError(BAD_REQUEST, f"more than one profile is {one!r}") from None


def _told(rows: Iterable[_Any], progress: Progress | None) -> Iterator[_Any]:
    """The rows; the progress is told after each batch and at the end."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if progress and number % _BATCH == 0:
            progress(number)
    if progress:
        progress(number)
