"""Paths never leave the project, however they are written."""

import asyncio
import os
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from starlette.types import Message

from tests.preview.conftest import Site, write

OUT = (
    "../secret.html", "%2e%2e/secret.html", "..%2fsecret.html", "%2e%2e%2fsecret.html",
    "templates/../../secret.html", "templates/%2e%2e/%2e%2e/secret.html",
    "templates%5c..%5c..%5csecret.html", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd",
    "templates/../relvars.toml", "relvars.toml", "data/profiles/agents.jsonl", "templates",
    "templates/welcome.html%00", "templates/%2e/welcome.html", "templates//welcome.html",
    ".git/config", "..%252fsecret.html", "file:///etc/passwd", "C:%5csecret.html",
)  # fmt: skip


@pytest.mark.parametrize("path", OUT)
@pytest.mark.parametrize("door", ["/render/", "/export/", "/assets/"])
def test_only_what_is_listed_is_given(site: Site, door: str, path: str) -> None:
    write(site.root.parent, "secret.html", "hidden words")
    assert given(site, f"{door}{path}") == given(site, f"{door}{unquote(path)}") == 404


def given(site: Site, path: str) -> int:
    """The status of an answer to a path that no client has tidied."""
    statuses: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        assert b"hidden words" not in message.get("body", b"")

    async def receive() -> Message:
        return {"type": "http.request"}

    headers = [(b"host", b"127.0.0.1:8025")]
    scope = {"type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode(),
             "query_string": b"", "headers": headers, "server": ("127.0.0.1", 8025)}  # fmt: skip

    async def ask() -> None:
        await site.page.app(scope, receive, send)

    asyncio.run(ask())
    return statuses[0]


@pytest.mark.parametrize(
    "name", ["../secret", "templates/../../secret", "/etc/passwd", "templates/welcome.html", ""]
)
def test_messages_are_known_by_their_ids_only(site: Site, name: str) -> None:
    status, _ = site.refused("/api/render", message=name)
    assert status == 404
    assert site.refused("/api/case", message=name)[0] == 404


@pytest.mark.parametrize(
    "path",
    ["../running.py", "%2e%2e/running.py", "..%2frunning.py", "", ".", "frame", "app.py",
     ".hidden.js", "x/%2e%2e/app.js"],
)  # fmt: skip
def test_assets_are_files_of_the_page_only(site: Site, path: str) -> None:
    assert site.page.get(f"/assets/{path}").status_code == 404


def test_links_that_lead_out_are_not_followed(site: Site, make_site: Callable[..., Site]) -> None:
    write(site.root.parent, "secret.html", "hidden words")
    write(site.root.parent, "elsewhere/inside.html", "secret")
    os.symlink(site.root.parent / "secret.html", site.root / "templates/link.html")
    os.symlink(site.root.parent / "elsewhere", site.root / "templates/folder")
    os.symlink(site.root / "templates/welcome.html", site.root / "templates/own.html")
    names = {one["id"] for one in make_site(site.root).get("/api/project")["messages"]}
    assert names == {"templates/welcome", "templates/more/broken", "templates/own"}


def test_a_template_that_becomes_a_link_out_is_not_read(site: Site) -> None:
    write(site.root.parent, "secret.txt", "secret")
    os.remove(site.root / "templates/welcome.sms.txt")
    os.symlink(site.root.parent / "secret.txt", site.root / "templates/welcome.sms.txt")
    part = site.part("sms")
    assert part["output"] == ""
    assert part["error"]["sentence"] == "templates/welcome.sms.txt leads out of the project"


def test_a_case_is_not_written_through_a_link_out(site: Site) -> None:
    (site.root.parent / "elsewhere").mkdir()
    os.symlink(site.root.parent / "elsewhere", site.root / "tests")
    status, sentence = site.refused("/api/case", message="templates/welcome", name="x")
    assert (status, "leads out of the project" in sentence) == (400, True)
    assert not [*(site.root.parent / "elsewhere").iterdir()]


@pytest.mark.parametrize("name", ["../x", "a/../../b", "..\\x"])
def test_a_database_cannot_name_a_file(site: Site, name: str) -> None:
    answer = site.get("/api/recipients", database=name)
    assert answer["items"] == []
    assert "cannot be the name of a file" in answer["note"]
