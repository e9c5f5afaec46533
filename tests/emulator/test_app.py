"""Tokens, paths, formats, who may ask, and what breaks inside."""

import re
import shlex
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from relvars.emulator.app import Options, application
from relvars.emulator.assumed import assumed
from relvars.errors import ConfigError, SourceError
from relvars.store import Store, open_store
from tests.emulator.account import AGENT, SCHEMA
from tests.emulator.conftest import Emulated

LIST = "/api/v1.1/databases/list"


@pytest.mark.parametrize("token", ["secret"])
@pytest.mark.parametrize(
    ("body", "header", "query", "error"),
    [
        ({"token": "secret"}, None, "", 0),
        ({}, "Bearer secret", "", 0),
        ({}, "bearer  secret", "", 0),
        ({}, None, "?token=secret", 0),
        ({"token": "secret"}, "Bearer secret", "", 0),
        ({"token": ""}, "Bearer secret", "", 0),
        ({}, None, "", 401),
        ({"token": ""}, None, "", 401),
        ({"token": "other"}, None, "", 401),
        ({"token": "other"}, "Bearer secret", "", 401),
        ({}, "Basic secret", "", 401),
        ({"token": 5}, None, "", 401),
        ({"token": "sécret"}, None, "", 401),
    ],
)
def test_only_the_token_is_taken(
    emulator: Emulated, body: dict[str, Any], header: str | None, query: str, error: int
) -> None:
    headers = {"authorization": header} if header else {}
    answer = emulator.client.post(f"{LIST}{query}", json=body, headers=headers)
    assert answer.json()["error"] == error
    assert "secret" not in answer.text


def test_any_token_is_taken_but_not_two(emulator: Emulated) -> None:
    both = emulator.client.post(LIST, json={"token": "a"}, headers={"authorization": "Bearer b"})
    assert both.json()["error"] == 401
    assert emulator.ask("databases/list")["error"] == 0


@pytest.mark.parametrize(
    "path", [f"{LIST}/", "//api//v1.1///databases/list//", "/api/v1.1//databases/list"]
)
def test_slashes_at_the_end_and_doubled(emulator: Emulated, path: str) -> None:
    # httpx would take a path that begins with two slashes for a host.
    answer = emulator.client.post(f"http://127.0.0.1{path}", json={"token": "any"})
    assert answer.json()["total_count"] == 3


@pytest.mark.parametrize(
    ("body", "headers", "query", "kind"),
    [
        ('{"token": "a"}', {}, "", "json"),
        ('{"token": "a"}', {"accept": "application/xml"}, "", "xml"),
        ('{"token": "a", "format": "xml"}', {}, "", "xml"),
        ('{"token": "a"}', {}, "?format=xml", "xml"),
        ("<xml><token>a</token></xml>", {}, "", "xml"),
        ("<xml><token>a</token></xml>", {"accept": "application/json"}, "", "json"),
        ("<xml><token>a</token><format>json</format></xml>", {}, "", "json"),
        ("", {"authorization": "Bearer a"}, "", "json"),
        ("<xml/>", {"authorization": "Bearer a"}, "", "xml"),
    ],
)
def test_formats(
    emulator: Emulated, body: str, headers: dict[str, str], query: str, kind: str
) -> None:
    answer = emulator.client.post(f"{LIST}{query}", content=body, headers=headers)
    assert answer.headers["content-type"].startswith(f"application/{kind}")
    assert ("<error>0</error>" if kind == "xml" else '"error": 0') in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "127.0.0.1:8026"}, 200),
        ({"host": "localhost"}, 200),
        ({"host": "[::1]:8026"}, 200),
        ({"host": "evil.org"}, 403),
        ({"host": "127.0.0.1.evil.org"}, 403),
        ({"host": "[", "origin": "http://localhost"}, 403),
        ({"origin": "http://localhost:3000"}, 200),
        ({"origin": "http://evil.org"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_pages_of_other_sites_cannot_ask(
    emulator: Emulated, headers: dict[str, str], status: int
) -> None:
    assert emulator.client.get("/openapi.json", headers=headers).status_code == status


def test_others_ask_where_they_may(file: Path) -> None:
    app = application(lambda: open_store(file, SCHEMA), options=Options(allow_remote=True))
    with TestClient(app, base_url="http://emulator.example") as client:
        assert client.post(LIST, json={"token": "any"}).json()["error"] == 0


def test_the_page_lists_the_calls(emulator: Emulated) -> None:
    page = emulator.client.get("/").text
    assert "curl http://127.0.0.1/api/v1.1/relations/strengthen" in page
    assert "It is not Altcraft's own" in page


def test_the_examples_of_the_page_work_on_this_store(emulator: Emulated) -> None:
    page = unescape(emulator.client.get("/").text)
    commands = re.findall(r"<pre>(curl .*?)</pre>", page, re.DOTALL)
    bodies = [shlex.split(one.replace("\\\n", "")) for one in commands]
    errors = {
        url: emulator.raw(url.partition("/api/v1.1/")[2], body)[1]["error"]
        for _, url, _, _, _, body in bodies
        if "/profiles/" not in url
    }
    assert set(errors.values()) == {0}
    assert len(errors) == 14


def test_the_page_of_an_empty_account(tmp_path: Path) -> None:
    app = application(lambda: open_store(tmp_path / "empty.sqlite"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert '"rel_id": 3' in client.get("/").text


def test_the_description_of_the_calls(emulator: Emulated) -> None:
    described = emulator.client.get("/openapi.json").json()
    asked = described["paths"]["/api/v1.1/relations/edit"]["post"]["requestBody"]
    schema = asked["content"]["application/json"]["schema"]
    assert schema["required"] == ["rel_id", "profile_a", "profile_b", "weights"]
    assert schema["properties"]["rel_id"]["type"] == "integer"
    assert len(described["paths"]) == 20


def broken(*_: Any, **__: Any) -> Any:
    raise SourceError("store.sqlite: the disk is full")


def worse(*_: Any, **__: Any) -> Any:
    raise KeyError("anything")


def test_a_store_that_fails_is_told(emulator: Emulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.emulator.matching.find_profile", broken)
    body = f'{{"token": "a", "rel_id": 3, "profile_id": "{AGENT}"}}'
    answer = {"error": 500, "error_text": "store.sqlite: the disk is full"}
    assert emulator.raw("relations/get", body) == (500, answer)


def test_what_breaks_is_told_on_both_sides(
    emulator: Emulated, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("relvars.emulator.matching.find_profile", worse)
    body = f'{{"token": "a", "rel_id": 3, "profile_id": "{AGENT}"}}'
    status, answer = emulator.raw("relations/get", body)
    assert (status, answer["error_text"]) == (500, "internal error (KeyError)")
    assert capsys.readouterr().err == (
        "relvars emulator failed (KeyError) in /api/v1.1/relations/get\n"
    )


def test_a_store_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    def opened() -> Store:
        return open_store(tmp_path / "none.sqlite", create=False)

    with pytest.raises(ConfigError), TestClient(application(opened)):
        pass


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("detach_missing", "NAME=SETTING"),
        ("detach_mising=error", "detach_missing"),
        ("zzz=1", "no setting 'zzz'"),
        ("detach_missing=maybe", "done or error"),
        ("mirror_http_status=1", "true or false"),
        ("token_code=x", "a number"),
    ],
)
def test_wrong_settings(written: str, word: str) -> None:
    with pytest.raises(ConfigError, match=word):
        assumed([written])


def test_settings_are_read() -> None:
    chosen = assumed(["token_code=403", "token_text=no", "mirror_http_status=true"])
    assert (chosen.token_code, chosen.token_text, chosen.mirror_http_status) == (403, "no", True)
