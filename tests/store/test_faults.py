"""What happens to a store when processes die, write at once, or the disk is full."""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relvars.errors import ConfigError, DataError, SourceError
from relvars.store import (
    Store,
    attach,
    check,
    edit,
    import_links,
    import_profile,
    links,
    open_store,
    profile,
    statistics,
    strengthen,
)

from .account import LOYAL, SCHEMA
from .strengthening import STEP

ROOT = Path(__file__).parents[2]
WRITES = 10_000


def writer(file: Path, number: int, worker: str = "b") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.store.strengthening", str(file), str(number), worker]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def total(store: Store) -> tuple[float, int]:
    """All that the links carry."""
    found = [one.values for one in links(store, LOYAL.id)]
    return sum(one["profit"] for one in found), sum(one["visits"] for one in found)


def kill(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Let it write for so long, kill it, and give how many writes it had acknowledged."""
    assert process.stdout is not None
    process.stdout.readline()  # it has begun
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    acknowledged = 1 + process.stdout.read().count(b"\n")
    process.stdout.close()
    process.wait()
    return acknowledged


def test_no_acknowledged_write_is_lost_or_doubled_when_a_process_is_killed(tmp_path: Path) -> None:
    file, chance = tmp_path / "store.sqlite", random.Random(7)
    acknowledged = kills = 0
    with open_store(file, SCHEMA):
        pass
    while acknowledged < WRITES:
        done = kill(writer(file, WRITES - acknowledged), chance.uniform(0.02, 0.2))
        kills += 1
        with open_store(file) as store:
            assert check(store) == []
            profit, visits = total(store)
        # The last write may have been done and not yet acknowledged, and no other.
        assert visits in (acknowledged + done, acknowledged + done + 1)
        assert profit == visits * STEP
        acknowledged = visits
    assert kills > 1


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"  # not there yet: both make it
    processes = [writer(file, 1000, worker) for worker in ("b", "b", "c")]
    for process in processes:
        output, _ = process.communicate()
        assert process.returncode == 0
        assert output.count(b"\n") == 1000
    with open_store(file, SCHEMA) as store:
        assert total(store) == (3000 * STEP, 3000)
        assert check(store) == []


def test_another_connection_may_add_a_property_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    more = LOYAL._replace(
        properties=(*LOYAL.properties, LOYAL.properties[1]._replace(short_name="n"))
    )
    with open_store(file, SCHEMA) as old, open_store(file, SCHEMA) as new:
        for number in range(20):
            attach(old, LOYAL.id, "a", f"b{number}", {"visits": 1})
        with open_store(file, SCHEMA._replace(relations=(more,))) as changed:
            edit(changed, LOYAL.id, "a", "b1", {"n": 5})
        edit(old, LOYAL.id, "a", "b2", {"n": 6})
        import_links(new, LOYAL.id, [("a", "b3", {"n": 7})])
        assert statistics(old, LOYAL.id, "a", "reverse")["n"].sum == 18
        assert check(new) == []


def filled(store: Store) -> int:
    """Write until the disk is full; gives how many writes were acknowledged."""
    for number in range(1_000_000):
        try:
            strengthen(store, LOYAL.id, "a", f"b{number}", {"profit": 1, "visits": 1})
        except SourceError as error:
            return number if "disk" in str(error) else -1
    return -1


def require_whole(store: Store, written: int) -> None:
    assert check(store) == []
    assert statistics(store, LOYAL.id, "a", "reverse")["visits"].sum == written
    assert profile(store, 1, "x") == {"_id": "x"}


def test_a_full_disk_leaves_the_store_readable(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with open_store(file, SCHEMA) as store:
        import_profile(store, 1, {"_id": "x"}, matching="profile_id")
        (pages,) = store.connection.execute("pragma page_count").fetchone()
        store.connection.execute(f"pragma max_page_count = {pages + 60}")
        written = filled(store)
        assert written > 100
        with pytest.raises(SourceError, match="disk is full"):
            import_links(store, LOYAL.id, ((f"x{n}", "y", {}) for n in range(20_000)))
        require_whole(store, written)
    with open_store(file, read_only=True) as store:
        require_whole(store, written)
    with open_store(file) as store:  # there is room again
        strengthen(store, LOYAL.id, "a", "b", {"profit": 1, "visits": 1})
        require_whole(store, written + 1)


def test_a_store_that_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"this is a text, and a long one: " * 100)
    for read_only in (True, False):
        with pytest.raises(DataError, match="it is no store: not an SQLite database"):
            open_store(file, SCHEMA, read_only=read_only, label="x.sqlite")
    assert file.read_bytes().startswith(b"this is")


def test_another_programs_database(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("create table mine (x)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(DataError, match="an SQLite database of something else"):
        open_store(file, SCHEMA)
    assert file.read_bytes() == before


def test_a_damaged_store(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    with open_store(file, SCHEMA) as store:
        import_links(store, LOYAL.id, ((f"a{n}", f"b{n}", {"profit": n}) for n in range(6000)))
    content = bytearray(file.read_bytes())
    whole = 120_000  # the schema is in there
    content[whole:] = os.urandom(len(content) - whole)
    file.write_bytes(content)
    with open_store(file) as store, pytest.raises(DataError, match=r"it is damaged"):
        links(store, LOYAL.id, limit=10_000)
    with open_store(file) as store:
        found = damage(store)
    assert "damaged" in found


def damage(store: Store) -> str:
    """What a check finds, or what ends it."""
    try:
        return " ".join(check(store))
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("body", ["x'7b22ff'", "'{'"])
def test_a_schema_that_cannot_be_read(tmp_path: Path, body: str) -> None:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        store.connection.execute(f"update facts set body = cast({body} as text)")
    for read_only in (True, False):
        with pytest.raises(DataError, match=r"it is damaged"):
            open_store(tmp_path / "x.sqlite", read_only=read_only)


def test_a_profile_that_cannot_be_read(store: Store) -> None:
    import_profile(store, 1, {"_id": "x"}, matching="profile_id")
    store.connection.execute("update profiles set data = '{'")
    with pytest.raises(DataError, match=r"it is damaged"):
        profile(store, 1, "x")
    assert check(store) == ["profile 'x' of database 1: its data cannot be read"]


def test_a_folder_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="could not be opened"):
        open_store(tmp_path / "none" / "x.sqlite", SCHEMA)
    with pytest.raises(SourceError, match="could not be opened"):
        open_store(tmp_path, SCHEMA)
    with pytest.raises(ConfigError, match=r"there is no store .*; relvars data import makes one"):
        open_store(tmp_path / "x.sqlite", create=False)


def test_a_store_that_may_only_be_read(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        attach(store, LOYAL.id, "a", "b")
    with open_store(tmp_path / "x.sqlite", read_only=True) as store:
        assert len(links(store, LOYAL.id)) == 1
        with pytest.raises(SourceError, match="it may only be read"):
            attach(store, LOYAL.id, "a", "c")


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let no file grow past so many bytes, as a quota or a full disk does."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_where_no_file_can_grow_the_store_can_still_be_read(tmp_path: Path) -> None:
    """Readers need a file beside the store to know of writers by; there is no place for it."""
    file = tmp_path / "x.sqlite"
    with open_store(file, SCHEMA) as store:
        import_profile(store, 1, {"_id": "x"}, matching="profile_id")
        with no_more_than(400_000):
            written = filled(store)
            require_whole(store, written)
        with no_more_than(0), pytest.raises(SourceError, match=r"disk"):
            strengthen(store, LOYAL.id, "a", "b", {"profit": 1})
        require_whole(store, written)
    with no_more_than(0), open_store(file, read_only=True) as store:
        require_whole(store, written)


def test_a_writer_waits_for_another_and_then_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvars.store.opening._PATIENCE", 0.01)
    with open_store(tmp_path / "x.sqlite", SCHEMA) as one, open_store(one.label) as other:
        one.connection.execute("begin immediate")
        with pytest.raises(SourceError, match="another process has been writing"):
            attach(other, LOYAL.id, "a", "b")
        one.connection.execute("rollback")
        attach(other, LOYAL.id, "a", "b")


def test_a_new_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    with open_store(tmp_path / "new.sqlite", SCHEMA):
        modes = {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {0o600}
