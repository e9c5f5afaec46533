"""The client against the emulator: each call under each of its faults, and on a bad day."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relvars.catalog import assume
from relvars.errors import SourceError
from relvars.resolver import resolve, resolve_each
from relvars.sources.api import calls, http
from relvars.sources.api.client import Client
from relvars.sources.api.fetching import ApiSource
from relvars.sources.api.pace import Clock, Pace
from relvars.sources.api.token import Token
from relvars.store import import_links, import_profiles, open_store
from tests.sources.project import SCHEMA

PROJECT = """
[[database]]
id = 1
name = "agents"
[[database]]
id = 2
name = "customers"
[[relation]]
id = 3
short_name = "loyal"
database_a = 1
database_b = 2
[[relation.property]]
short_name = "profit"
type = "float"
sum = true
top = "highest"
limit = 2
[[relation.property]]
short_name = "visits"
type = "integer"
sum = true
top = "lowest"
limit = 20
[[relation.property]]
short_name = "plain"
type = "integer"
[[relation.property]]
short_name = "fan"
type = "boolean"
"""
TEMPLATE = (
    "{lead._fname} {relation.loyal.reverse.profit.count} {relation.loyal.reverse.profit.total}"
    " {relation.loyal.reverse.visits.total} {relation.loyal.reverse.fan.count}"
    "{for $i $item = relation.loyal.reverse.profit.top} {$item.lead._fname}={$item.value}{end}"
)
CALLS: dict[str, Callable[[Client], object]] = {
    "profiles/get": lambda client: calls.get_profile(client, 1, "a1"),
    "profiles/list": lambda client: calls.list_profiles(client, 2, ids=["b1"]),
    "relations/get_counter": lambda client: calls.get_counters(client, 3, "a1"),
    "relations/get": lambda client: calls.get_links(client, 3, "a1"),
    "relations/attach": lambda client: calls.attach(client, 3, "a1", "b1"),
    "relations/strengthen": lambda client: calls.strengthen(client, 3, "a1", "b1", {"visits": 1}),
    "relations/edit": lambda client: calls.edit(client, 3, "a1", "b1", {"fan": True}),
    "relations/detach": lambda client: calls.detach(client, 3, "a1", "b1"),
}
SAID = {
    "429": "429",
    "500": "500",
    "html": "HTML page",
    "drop": "the connection was closed before the whole answer had come",
    "truncate": "the connection was closed before the whole answer had come",
}


@contextmanager
def emulator(folder: Path, faults: str) -> Iterator[Client]:
    """A client of an emulator that runs on its own, with Ann and two customers; no waiting."""
    folder.mkdir(exist_ok=True)
    (folder / "relvars.toml").write_text(PROJECT)
    with open_store(folder / "s.sqlite", SCHEMA) as store:
        import_profiles(store, 1, [{"_id": f"a{number}", "_fname": "Ann"} for number in range(60)])
        import_profiles(store, 2, [{"_id": "b1", "_fname": "Bob"}, {"_id": "b2", "_fname": "Cid"}])
        import_links(store, 3, [("a1", "b1", {"profit": 120.5, "fan": True}),
                                ("a1", "b2", {"profit": 7, "visits": 3})])  # fmt: skip
    command = [sys.executable, "-m", "relvars", "emulator", "--project", str(folder), "--port", "0",
               "--store", str(folder / "s.sqlite"), "--faults", faults]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "ALTCRAFT_TOKEN"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        origin = process.stderr.readline().strip()
        token = Token("any")
        transport = http.open_http(origin, token, "header", local=True)
        clock = Clock(sleep=lambda seconds: None)
        try:
            yield Client(origin.removeprefix("http://"), transport, Pace(0, clock), token)
        finally:
            process.terminate()


@pytest.mark.parametrize("fault", SAID)
def test_each_call_says_what_came_under_each_fault(tmp_path: Path, fault: str) -> None:
    with emulator(tmp_path / "p", f"{fault}=100%") as client:
        for path, act in CALLS.items():
            with pytest.raises(SourceError) as caught:
                act(client)
            assert f"{path}: " in str(caught.value)
            assert SAID[fault] in str(caught.value)


def test_on_a_bad_day_all_reads_come_right(tmp_path: Path) -> None:
    with emulator(tmp_path / "p", "429=3%,500=2%,drop=2%,truncate=1%,seed=1") as client:
        source = ApiSource("http://emulated", client, SCHEMA, assume())
        recipients = [f"agents:a{number}" for number in range(60)]
        found = list(resolve_each(TEMPLATE, source, recipients, schema=SCHEMA))
    counts = [one["relation"]["loyal"]["reverse"]["profit"]["count"] for one in found]
    assert counts == [2 if number == 1 else 0 for number in range(60)]
    assert found[1]["relation"]["loyal"]["reverse"]["profit"]["top"] == [
        {"value": 120.5, "lead": {"_fname": "Bob"}},
        {"value": 7, "lead": {"_fname": "Cid"}},
    ]


def test_the_api_gives_what_the_store_behind_it_gives(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    with emulator(folder, "") as client:
        source = ApiSource("http://emulated", client, SCHEMA, assume())
        through = resolve(TEMPLATE, source, "agents:a1", schema=SCHEMA)
        direct = resolve(TEMPLATE, "sqlite:s.sqlite", "agents:a1", schema=SCHEMA, base=folder)
        assert through == direct
        for act in CALLS.values():
            act(client)
        assert calls.get_links(client, 3, "a1") == [
            calls.LinkFound("b2", {"profit": 7, "visits": 3}),
        ]
