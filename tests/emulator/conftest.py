"""An emulator in the test's own process, and how to ask it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from relvars.emulator.app import Options, application
from relvars.emulator.assumed import assumed
from relvars.emulator.template_shelf import shelf_of
from relvars.store import Store, import_profiles, open_store
from tests.emulator.account import PROFILES, SCHEMA


class Emulated(NamedTuple):
    """An emulator to ask."""

    client: TestClient

    def ask(self, path: str, /, **body: Any) -> dict[str, Any]:
        """The answer to a call in JSON, with a token."""
        answer = self.client.post(f"/api/v1.1/{path}", json={"token": "any", **body})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        read: dict[str, Any] = answer.json()
        return read

    def ask_xml(self, path: str, inside: str) -> str:
        """The answer to a call in XML, with a token."""
        body = f"<xml><token>any</token>{inside}</xml>"
        headers = {"content-type": "application/xml"}
        answer = self.client.post(f"/api/v1.1/{path}", content=body, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/xml")
        return answer.text

    def raw(self, path: str, body: bytes | str, content_type: str = "application/json") -> Any:
        """The answer to a body as it is: its status and, if it is JSON, what it holds."""
        answer = self.client.post(
            f"/api/v1.1/{path}", content=body, headers={"content-type": content_type}
        )
        return answer.status_code, json.loads(answer.text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with a few profiles."""
    path = tmp_path / "store.sqlite"
    with open_store(path, SCHEMA) as store:
        for number, profiles in PROFILES.items():
            import_profiles(store, number, profiles)
    return path


@pytest.fixture
def settings() -> list[str]:
    """What is assumed otherwise; a test may override it."""
    return []


@pytest.fixture
def token() -> str:
    """The only token that is taken; "" takes any."""
    return ""


@pytest.fixture
def emulator(file: Path, settings: list[str], token: str) -> Iterator[Emulated]:
    """An emulator on that store, with one template."""

    def opened() -> Store:
        return open_store(file, SCHEMA)

    shelf = shelf_of(
        [("hi", "html", "<b>{lead._fname}</b>"), ("hi", "subject", "Hi"), ("hi", "sms", "Hi!"),
         ("by", "amp", "<amp>"), ("by", "none", "")],
        "2026-01-02T03:04:05Z",
    )  # fmt: skip
    app = application(opened, shelf, Options(token, assumed(settings)))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Emulated(client)
