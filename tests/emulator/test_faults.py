"""Faults on purpose: their words, and the same ones each time."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from relvars.emulator.app import Options, application
from relvars.emulator.faults import Faults, parse_faults
from relvars.errors import ConfigError
from relvars.store import open_store
from tests.emulator.account import SCHEMA

LIST = "/api/v1.1/databases/list"


def test_a_spec_is_read() -> None:
    spec = "latency=200ms, 429=5%,500=1.5%,drop=100%,truncate=0%,html=1%,seed=7"
    rates = {"429": 0.05, "500": 0.015, "drop": 1.0, "truncate": 0.0, "html": 0.01}
    assert parse_faults(spec) == Faults(0.2, rates, 7)
    assert parse_faults("latency=1.5s") == Faults(1.5, {}, 0)


@pytest.mark.parametrize(
    ("spec", "word"),
    [
        ("slow=1%", "'slow'"),
        ("latency=200", "200ms"),
        ("429=0.05", "5%"),
        ("429=101%", "at most 100%"),
        ("429", "5%"),
        ("seed=x", "whole number"),
    ],
)
def test_wrong_specs(spec: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        parse_faults(spec)


def client(file: Path, spec: str) -> TestClient:
    options = Options(faults=parse_faults(spec))
    app = application(lambda: open_store(file, SCHEMA), options=options)
    return TestClient(app, base_url="http://127.0.0.1")


def outcome(client: TestClient) -> str:
    """What a call ended as."""
    try:
        answer = client.post(LIST, json={"token": "any"})
    except ConnectionResetError:
        return "drop"
    if answer.status_code != 200:
        return f"{answer.status_code}{answer.headers.get('retry-after', '')}"
    return "html" if "html" in answer.headers["content-type"] else answer.text[-20:]


@pytest.mark.parametrize(
    ("spec", "ended"),
    [("429=100%", "4291"), ("500=100%", "500"), ("html=100%", "html"), ("drop=100%", "drop")],
)
def test_each_fault(file: Path, spec: str, ended: str) -> None:
    with client(file, spec) as asking:
        assert {outcome(asking) for _ in range(4)} == {ended}


def test_faults_have_the_envelope_where_the_platform_would(file: Path) -> None:
    with client(file, "429=100%") as asking:
        answer = asking.post(LIST, json={"token": "any"}).json()
    assert answer == {"error": 429, "error_text": "Too many requests"}


def test_the_same_seed_is_the_same_trouble(file: Path) -> None:
    def course(seed: int) -> list[str]:
        with client(file, f"latency=0ms,429=20%,500=20%,html=20%,drop=20%,seed={seed}") as asking:
            return [outcome(asking) for _ in range(40)]

    assert course(1) == course(1)
    assert course(1) != course(2)
    assert len(set(course(1))) == 5


def test_the_page_has_no_faults(file: Path) -> None:
    with client(file, "500=100%") as asking:
        assert asking.get("/").status_code == 200
        assert asking.post(f"http://127.0.0.1/{LIST}/", json={}).status_code == 500
