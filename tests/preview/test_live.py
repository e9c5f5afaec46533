"""A preview on real sockets, and what happens when files change under it."""

import gc
import json
import os
import queue
import shutil
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn

from relvars.errors import ConfigError, SourceError
from relvars.preview import running, watching
from relvars.preview.running import Preview, Wanted, prepare, run
from relvars.preview.world import open_world
from tests.preview.conftest import SETTINGS, write

Json = dict[str, Any]
_LONG = 10  # seconds; nothing takes them unless something is wrong


class Live(NamedTuple):
    """A preview that runs, and the events that it tells."""

    root: Path
    preview: Preview
    events: "queue.Queue[tuple[str, Json]]"

    def next(self, event: str) -> Json:
        """The data of the next event of a kind; others are passed over."""
        while True:
            name, data = self.events.get(timeout=_LONG)
            if name == event:
                return data

    def render(self, message: str = "templates/welcome") -> Json:
        """A message as it is now."""
        connection = HTTPConnection(place(self.preview), timeout=_LONG)
        headers = {
            "X-Relvars-Token": self.preview.state.token,
            "Content-Type": "application/json",
        }
        connection.request("POST", "/api/render", json.dumps({"message": message}), headers)
        answer = json.load(connection.getresponse())
        connection.close()
        return {one["kind"]: one for one in answer["parts"]}


def place(preview: Preview) -> str:
    """HOST:PORT."""
    return preview.address.removeprefix("http://")


def listen(preview: Preview, told: "queue.Queue[tuple[str, Json]]", last: str = "") -> None:
    """Hand on events until the preview ends."""
    connection = HTTPConnection(place(preview), timeout=_LONG)
    connection.request("GET", "/events", headers={"Last-Event-ID": last} if last else {})
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    name = ""
    connection.sock.settimeout(None)
    for raw in answer:
        line = raw.decode().rstrip("\n")
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            told.put((name, json.loads(line.removeprefix("data: "))))
    connection.close()


Serve = Callable[..., Live]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Run previews in threads; they end with the test, and the page's events with them."""
    servers: list[uvicorn.Server] = []
    threads: list[threading.Thread] = []

    class Known(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            servers.append(self)

    monkeypatch.setattr(uvicorn, "Server", Known)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)

    def start(work: Callable[..., object], *args: object) -> None:
        threads.append(threading.Thread(target=work, args=args))
        threads[-1].start()

    def serving(root: Path) -> Live:
        preview = prepare(Wanted(str(root), port=0))
        ready = threading.Event()
        start(run, preview, ready.set)
        assert ready.wait(_LONG)
        live = Live(root, preview, queue.Queue())
        start(listen, preview, live.events)
        assert live.next("hello")["revision"] == 1
        return live

    yield serving
    for one in servers:
        one.should_exit = True
    for thread in threads:
        thread.join(_LONG)
        assert not thread.is_alive()


@pytest.fixture
def live(root: Path, serve: Serve) -> Live:
    """A preview of the project that watches; what was to be linted is linted."""
    found = serve(root)
    settle(found)
    return found


def settle(live: Live) -> None:
    """Wait until files are watched, all messages are linted and nothing more is told."""
    seen: list[str] = []
    while "change" not in seen or seen[-1] != "":
        if "change" not in seen:
            save(live.root, "templates/welcome.sms.txt", "Hi {lead._fname}!")
        try:
            seen.append(live.events.get(timeout=0.5)[0])
        except queue.Empty:
            seen.append("")


def save(root: Path, path: str, text: str) -> None:
    """Save a file as editors do: write another one and put it in place."""
    part = write(root, f"{path}.part~", text)
    os.replace(part, root / path)


def test_a_saved_template_is_told_and_shown(live: Live) -> None:
    revision = live.preview.state.world.revision
    save(live.root, "templates/welcome.sms.txt", "New {lead._fname}")
    change = live.next("change")
    assert change == {
        "revision": revision + 1,
        "messages": ["templates/welcome"],
        "project": False,
        "data": False,
    }
    assert live.render()["sms"]["output"] == "New Ann"


def test_a_file_that_is_moved_away_and_comes_back_is_one_change(live: Live) -> None:
    file = live.root / "templates/welcome.sms.txt"
    os.replace(file, live.root / "templates/welcome.sms.txt~")
    write(live.root, "templates/welcome.sms.txt", "Back")
    assert live.next("change")["project"] is False
    assert live.render()["sms"]["output"] == "Back"


def test_new_findings_are_told_after_the_change(live: Live) -> None:
    save(live.root, "templates/welcome.sms.txt", "{if lead.city}")
    assert live.next("change")["messages"] == ["templates/welcome"]
    (marks,) = live.next("marks")["messages"]
    assert (marks["id"], marks["errors"] > 0) == ("templates/welcome", True)


def test_many_files_at_once_are_one_change_or_few(live: Live) -> None:
    for number in range(200):
        write(live.root, f"templates/n{number:03}.html", "<p>{lead._fname}</p>")
    told: set[str] = set()
    changes = 0
    while len(told) < 200:
        told |= set(live.next("change")["messages"])
        changes += 1
    assert changes < 50
    assert live.render("templates/n199")["html"]["output"] == "<p>Ann</p>"


def test_a_template_that_goes_leaves_the_tree(live: Live) -> None:
    os.remove(live.root / "templates/more/broken.html")
    assert live.next("change")["project"] is True
    assert [*live.preview.state.world.messages] == ["templates/welcome"]


def test_new_folders_are_watched(live: Live) -> None:
    write(live.root, "templates/new/deep/first.html", "1")
    told: set[str] = set()
    while "templates/new/deep/first" not in told:
        told |= set(live.next("change")["messages"])
    save(live.root, "templates/new/deep/first.html", "2")
    while live.render("templates/new/deep/first")["html"]["output"] != "2":
        live.next("change")


def test_data_that_change_are_shown(live: Live) -> None:
    assert live.render()["sms"]["output"] == "Hi Ann!"
    save(live.root, "data/profiles/agents.jsonl", '{"_id": "a1", "_fname": "Zoë"}\n')
    assert live.next("change")["data"] is True
    assert live.render()["sms"]["output"] == "Hi Zoë!"


def test_settings_that_change_are_taken_over(live: Live) -> None:
    save(live.root, "relvars.toml", SETTINGS.replace("agents:a1", "agents:a2"))
    change = live.next("change")
    assert (change["project"], change["data"]) == (True, True)
    assert live.render()["sms"]["output"] == "Hi Bob!"


def test_wrong_settings_leave_the_last_good_ones(live: Live) -> None:
    save(live.root, "relvars.toml", SETTINGS + "[projct]\n")
    assert live.next("change")["project"] is True
    assert "relvars.toml:24: " in live.preview.state.world.trouble
    assert live.render()["sms"]["output"] == "Hi Ann!"
    save(live.root, "relvars.toml", SETTINGS)
    live.next("change")
    assert live.preview.state.world.trouble == ""


def test_other_files_are_nobodys_business(live: Live) -> None:
    revision = live.preview.state.world.revision
    write(live.root, "notes.md", "x")
    write(live.root, "templates/welcome.html~", "x")
    write(live.root, "templates/.welcome.html.swp", "x")
    save(live.root, "templates/welcome.sms.txt", "Last")
    assert live.next("change")["revision"] == revision + 1


def test_who_comes_back_is_told_what_was_missed(live: Live) -> None:
    for text in ("One", "Two"):
        save(live.root, "templates/welcome.sms.txt", text)
        revision = live.next("change")["revision"]
    again: queue.Queue[tuple[str, Json]] = queue.Queue()
    thread = threading.Thread(target=listen, args=(live.preview, again, str(revision - 1)))
    thread.start()
    assert again.get(timeout=_LONG)[1]["revision"] == revision
    assert again.get(timeout=_LONG) == (
        "change",
        {"revision": revision, "messages": ["templates/welcome"], "project": False, "data": False},
    )


def test_a_link_between_folders_of_the_project_is_followed_once(root: Path, serve: Serve) -> None:
    os.symlink(root / "templates", root / "templates/more/again")
    assert [*serve(root).preview.state.world.messages] == [
        "templates/more/broken", "templates/welcome"
    ]  # fmt: skip


def test_ranking_tells_how_far_it_is(live: Live) -> None:
    connection = HTTPConnection(place(live.preview), timeout=_LONG)
    connection.request("GET", "/api/recipients?order=worst&message=templates/welcome")
    connection.getresponse().read()
    connection.close()
    while not live.next("worst")["done"]:
        pass


def test_a_store_is_watched_by_its_file(root: Path) -> None:
    write(
        root, "relvars.toml", SETTINGS.replace("[project]", '[project]\ndata = "sqlite:own.sqlite"')
    )
    write(root, "own.sqlite", "")
    world = open_world(root)
    assert str(root) in watching.watched(world)
    assert str(root / "data") not in watching.watched(world)


def test_two_previews_take_two_pairs_of_ports(root: Path) -> None:
    first = prepare(Wanted(str(root), port=0))
    port = first.sockets[0].getsockname()[1]
    with pytest.raises(SourceError, match=f"{port} cannot be listened on.*--port 0"):
        prepare(Wanted(str(root), port=port))
    second = prepare(Wanted(str(root), port=0))
    for one in (*first.sockets, *second.sockets):
        one.close()


def test_the_second_site_takes_any_port_when_its_own_is_taken(root: Path) -> None:
    first = prepare(Wanted(str(root), port=0))
    page, frame = (one.getsockname()[1] for one in first.sockets)
    first.sockets[0].close()
    if frame == page + 2:
        second = prepare(Wanted(str(root), port=page))
        assert second.sockets[1].getsockname()[1] not in (page, frame)
        for one in second.sockets:
            one.close()
    first.sockets[1].close()


def test_a_port_that_nobody_asked_for_is_another_where_it_is_taken(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare(Wanted(str(root), port=0))
    taken = first.sockets[0].getsockname()[1]
    monkeypatch.setattr(running, "PORT", taken)
    second = prepare(Wanted(str(root)))
    assert second.sockets[0].getsockname()[1] > taken
    assert (first.instead, second.instead) == ("", f"http://127.0.0.1:{taken}")
    for one in (*first.sockets, *second.sockets):
        one.close()


def test_the_emulators_port_is_left_alone(root: Path) -> None:
    preview = prepare(Wanted(str(root)))
    assert 8026 not in [one.getsockname()[1] for one in preview.sockets]
    for one in preview.sockets:
        one.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "example.com", "192.0.2.1", "::"])
def test_other_computers_are_not_let_in_unasked(root: Path, host: str) -> None:
    with pytest.raises(ConfigError, match="add --allow-remote"):
        prepare(Wanted(str(root), host=host, port=0))


def test_other_computers_are_let_in_when_asked(root: Path) -> None:
    preview = prepare(Wanted(str(root), host="0.0.0.0", port=0, allow_remote=True))
    assert preview.address.startswith("http://127.0.0.1:")
    for one in preview.sockets:
        one.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"smtp": "mail.example.com:25"}, "--allow-remote-smtp"),
        ({"smtp": "nonsense"}, "no HOST:PORT"),
        ({"port": 70000}, "--port must be"),
        ({"folder": "/nowhere/at/all"}, "there is no folder"),
    ],
)
def test_wrong_arguments_are_told_before_anything_listens(
    root: Path, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        prepare(Wanted(**{"folder": str(root), "port": 0, **options}))


def listed(live: Live) -> set[str]:
    """The messages that the preview knows."""
    return {*live.preview.state.world.messages}


def until(live: Live, known: set[str]) -> None:
    """Wait until the preview knows these messages and no others."""
    while listed(live) != known:
        live.next("change")


ALL = {"templates/welcome", "templates/more/broken"}


def test_a_name_that_is_no_text_does_not_end_the_watching(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_AGAIN", 0.05)
    with open(os.fsencode(live.root / "templates") + b"/\xff\xfe.html", "w"):
        pass
    write(live.root, "templates/new.html", "new")
    until(live, ALL | {"templates/new"})
    assert live.preview.state.blind == ""


def test_templates_that_are_swapped_are_seen(live: Live) -> None:
    write(live.root, "next/other.html", "other")
    os.rename(live.root / "templates", live.root / "before")
    until(live, set())
    os.rename(live.root / "next", live.root / "templates")
    until(live, {"templates/other"})
    write(live.root, "templates/third.html", "third")
    until(live, {"templates/other", "templates/third"})


def test_templates_that_are_removed_and_written_anew_are_seen(live: Live) -> None:
    shutil.copytree(live.root / "templates", live.root / "kept")
    shutil.rmtree(live.root / "templates")
    shutil.copytree(live.root / "kept", live.root / "templates")
    write(live.root, "templates/one.html", "one")
    until(live, ALL | {"templates/one"})
    write(live.root, "templates/two.html", "two")
    until(live, ALL | {"templates/one", "templates/two"})


def test_a_project_that_goes_and_comes_back_is_seen(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_AGAIN", 0.05)
    shutil.copytree(live.root, live.root.parent / "kept")
    shutil.rmtree(live.root)
    while not live.preview.state.world.trouble:
        live.next("change")
    os.rename(live.root.parent / "kept", live.root)
    while live.preview.state.world.trouble:
        live.next("change")
    write(live.root, "templates/one.html", "one")
    until(live, ALL | {"templates/one"})
