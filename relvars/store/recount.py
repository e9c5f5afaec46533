"""Tallies from the links themselves.

A profile with few links needs none: they are read when they are asked for. So a bulk write, after
which most profiles have few links, makes few tallies.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from relvars.store.tables import COLUMNS
from relvars.store.tallies import NOTHING, Cells, Kept, encode, joined, kept

SIDES = ("a", "b")

# Up to so many links a profile has no tally.
FEW = 16

# A profile may have more links than fit in memory at once.
_TOGETHER = 20_000

# A profile's id, how many links it has, and the tally as text.
Counted = tuple[str, int, str]


def recount(connection: sqlite3.Connection, relation_id: int, width: int) -> None:
    """Put tallies in place of those there are; `width` is how many columns are in use."""
    connection.execute(f"delete from tallies_{relation_id}")
    for side in SIDES:
        connection.executemany(
            f"insert into tallies_{relation_id} values ('{side}', ?, ?, ?)",
            counted(connection, relation_id, side, width),
        )


def counted(
    connection: sqlite3.Connection, relation_id: int, side: str, width: int
) -> Iterator[Counted]:
    """The tallies that one side should have, in the order of the profiles' ids."""
    name, columns = f"links_{relation_id}", ", ".join((side, *COLUMNS[:width]))
    # The plus keeps SQLite from fetching row after row by an index: it is faster to sort them.
    rows = connection.execute(
        f"select {columns} from {name} where +{side} in"
        f" (select {side} from {name} group by {side} having count(*) > {FEW}) order by +{side}"
    )
    for profile, group in groupby(rows, itemgetter(0)):
        links, tally = _tally(group, width)
        yield profile, links, encode(tally)


def _tally(group: Iterable[tuple[Any, ...]], width: int) -> tuple[int, list[Kept]]:
    links, tally = 0, [NOTHING] * width
    rows = iter(group)
    while batch := list(islice(rows, _TOGETHER)):
        columns: Sequence[Cells] = [*zip(*batch, strict=True)][1:]
        tally = [joined(one, kept(part)) for one, part in zip(tally, columns, strict=True)]
        links += len(batch)
    return links, tally


def tally_of_few(
    connection: sqlite3.Connection, relation_id: int, side: str, profile: str, width: int
) -> tuple[int, list[Kept]]:
    """What the links of a profile say that has no tally; it looks at one more than a few."""
    columns = ", ".join((side, *COLUMNS[:width]))
    rows = connection.execute(
        f"select {columns} from links_{relation_id} where {side} = ? limit {FEW + 1}", (profile,)
    )
    return _tally(rows, width)
