"""The store: a million links in, and statistics of a profile that has a million."""

import gc
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from relvars.schema import Database, Property, Relation, Schema
from relvars.store import Store, import_links, open_store, statistics
from relvars.store.tables import indexes
from relvars.values import Value
from tests.bench.measure import Row, at_least, at_most, often_enough, ratio, row, take_turns

NUMBER = 1_000_000
ROUNDS = 3  # at most: one takes half a minute
LOYAL = Relation(
    3, "Loyal", "loyal", 1, 2, (Property("profit", "float", sum=True, top="highest", limit=20),)
)
SCHEMA = Schema((Database(1, "agents"), Database(2, "customers")), (LOYAL,))

_Link = tuple[str, str, dict[str, Value]]


def imports(rounds: int) -> list[Row]:
    """A million links beside a bare `executemany` into one table with the same indexes."""
    times: dict[str, list[float]] = {"import": [], "bare executemany": []}
    for number in range(min(rounds, ROUNDS)):
        turns = [("import", _import), ("bare executemany", _bare)]
        for name, work in turns if number % 2 else reversed(turns):
            with TemporaryDirectory() as folder:
                gc.collect()
                start = perf_counter()
                work(Path(folder) / "store.sqlite")
                times[name].append(perf_counter() - start)
    speeds = [NUMBER / each for each in times["import"]]
    return [
        row("store-import", "links a second", at_least(100_000), speeds, "/s"),
        ratio("store-import", times, "import", "bare executemany", at_most(3)),
    ]


def _links(number: int = NUMBER) -> Iterator[_Link]:
    """Each profile of A has one link, those of B some five; the ends of B come in no order."""
    for count in range(number):
        yield _id(count), _id(count * 7_919 % 200_003), {"profit": count * 37 % 100_000 / 100}


def _id(number: int) -> str:
    return f"5d63dbdb439e7306{number:08x}"


def _import(file: Path) -> None:
    with open_store(file, SCHEMA) as store:
        import_links(store, LOYAL.id, _links())


def _bare(file: Path) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    for setting in ("journal_mode = wal", "synchronous = normal", "cache_size = -32768"):
        connection.execute(f"pragma {setting}")
    connection.execute("create table links_3 (a text not null, b text not null, p0)")
    for statement in indexes(LOYAL, {"profit": 0}).values():
        connection.execute(statement)
    connection.execute("begin")
    rows = ((a, b, weights["profit"]) for a, b, weights in _links())
    connection.executemany("insert into links_3 values (?, ?, ?)", rows)
    connection.execute("commit")
    connection.close()


def reads(rounds: int) -> list[Row]:
    """Count, sum and top 20 of a profile with a million links beside one with ten."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "s.sqlite", SCHEMA) as store:
        start = perf_counter()
        import_links(store, LOYAL.id, _hub())
        speed = NUMBER / (perf_counter() - start)
        repeats = often_enough(lambda: _ask(store, "hub"))
        times = take_turns(
            {
                "a million links": lambda _: partial(_often, store, "hub", repeats),
                "ten links": lambda _: partial(_often, store, "small", repeats),
            },
            rounds,
            tries=3,
        )
    micro = [1e6 * each / repeats for each in times["a million links"]]
    return [
        ratio("store-read", times, "a million links", "ten links", at_most(2)),
        row("store-read", "a million links: count, sum, top 20", None, micro, "µs"),
        row("store-read", "a million links of one profile in, a second", None, [speed], "/s"),
    ]


def _hub() -> Iterator[_Link]:
    for _, b, weights in _links(10):
        yield "small", b, weights
    for count, (_, _, weights) in enumerate(_links()):
        yield "hub", _id(count), weights


def _often(store: Store, profile: str, repeats: int) -> None:
    for _ in range(repeats):
        _ask(store, profile)


def _ask(store: Store, profile: str) -> None:
    statistics(store, LOYAL.id, profile, "reverse")
