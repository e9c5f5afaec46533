"""Resolving many recipients from the platform's API, one at a time and eight at a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from relvars.config import load_project
from relvars.resolver import resolve_each
from relvars.sources import Source, open_source
from relvars.sources.connection import Connection
from relvars.store import import_links, import_profiles, open_store
from tests.bench.measure import Row, at_least, ratio, row, take_turns

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "fixtures/projects/example/templates/digest.txt").read_text(encoding="utf-8")
LATENCY = "latency=20ms"


def side_by_side(rounds: int) -> list[Row]:
    """A hundred recipients; the ratio does not hang on their number."""
    return _resolving("resolve", 100, min(rounds, 3))


def thousand(rounds: int) -> list[Row]:
    """A thousand recipients, once."""
    return _resolving("resolve-1000", 1000, 1)


def _resolving(bench: str, number: int, rounds: int) -> list[Row]:
    with TemporaryDirectory() as folder, platform(Path(folder), number) as source:
        recipients = [f"agents:{_agent(count)}" for count in range(number)]

        def work(at_once: int) -> int:
            return len(list(resolve_each(TEMPLATE, source, recipients, at_once=at_once)))

        times = take_turns(
            {
                "one at a time": lambda _: partial(work, 1),
                "eight at a time": lambda _: partial(work, 8),
            },
            rounds,
        )
    return [
        ratio(bench, times, "one at a time", "eight at a time", at_least(6)),
        row(bench, f"{number} recipients, eight at a time, {LATENCY}", None,
            times["eight at a time"], "s"),
    ]  # fmt: skip


@contextmanager
def platform(folder: Path, number: int) -> Iterator[Source]:
    """The emulator, as slow as a network, and a source that asks it."""
    shutil.copytree(ROOT / "fixtures/projects/example", folder, dirs_exist_ok=True)
    project = load_project(folder)
    (folder / ".relvars").mkdir()
    with open_store(folder / ".relvars/store.sqlite", project.schema) as store:
        import_profiles(store, 1, ({"_id": _agent(n), "_fname": "Ann"} for n in range(number)))
        import_profiles(store, 2, ({"_id": _customer(n), "_fname": "Bob"} for n in range(number)))
        links = ((_agent(n), _customer(n), {"profit": 1.5, "calls": 2}) for n in range(number))
        import_links(store, project.schema.relations[0].id, links)
    command = [sys.executable, "-m", "relvars", "emulator", "--port", "0", "--faults", LATENCY]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ALTCRAFT_TOKEN": "bench"}
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        os.environ["ALTCRAFT_TOKEN"] = "bench"
        yield open_source(
            server.stderr.readline().strip(),
            schema=project.schema,
            assumptions=project.assumptions,
            base=folder,
            connection=Connection(per_second=0),
        )
    finally:
        server.terminate()
        server.wait()


def _agent(number: int) -> str:
    return f"a{number:023x}"


def _customer(number: int) -> str:
    return f"c{number:023x}"
