"""`relvars emulator` as a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from relvars.cli.main import main
from relvars.emulator import running
from relvars.errors import ConfigError, SourceError
from relvars.store import open_store
from tests.emulator.account import SCHEMA

PROJECT = """\
[project]
database = "agents"
[[database]]
id = 1
name = "agents"
[[database]]
id = 2
name = "customers"
[[relation]]
id = 3
name = "Likes"
short_name = "likes"
database_a = 1
database_b = 2
[[relation.property]]
short_name = "user_like"
type = "integer"
sum = true
"""
Start = Callable[..., str]
Process = subprocess.Popen[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one template."""
    (tmp_path / "relvars.toml").write_text(PROJECT)
    (tmp_path / "templates" / "de").mkdir(parents=True)
    (tmp_path / "templates" / "de" / "hi.HTML").write_text("Hi {lead._fname}")
    (tmp_path / "templates" / "de" / "hi.subject.txt").write_text("Hi")
    (tmp_path / "templates" / "notes.md").write_text("no template")
    (tmp_path / "templates" / "latin.txt").write_bytes(b"\xff")
    return tmp_path


@pytest.fixture
def started() -> Iterator[list[Process]]:
    """The processes of a test; they are killed when it ends."""
    processes: list[Process] = []
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def start(started: list[Process]) -> Start:
    """Start an emulator; gives its address once it answers."""

    def run(*options: str, token: str | None = None) -> str:
        environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
        if token:
            environment["ALTCRAFT_TOKEN"] = token
        process = subprocess.Popen(
            [sys.executable, "-m", "relvars", "emulator", "--port", "0", *options],
            cwd=Path(__file__).parents[2],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stderr is not None
        return process.stderr.readline().strip()

    return run


def ask(address: str, path: str, **body: Any) -> Any:
    data = json.dumps({"token": "any", **body}).encode()
    request = Request(f"{address}/api/v1.1/{path}", data)
    with urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_it_answers_once_it_says_where(start: Start, project: Path) -> None:
    address = start("--project", str(project))
    assert address.startswith("http://127.0.0.1:")
    made = {"matching": "profile_id", "data": {"_fname": "Ann"}}
    for number, name in ((1, "a"), (2, "b")):
        assert ask(address, "profiles/import", db_id=number, profile_id=name, **made)["error"] == 0
    sides = {"profile_a": {"profile_id": "a"}, "profile_b": {"profile_id": "b"}}
    weights = {"user_like": 2}
    for _ in range(2):
        ask(address, "relations/strengthen", rel_id=3, **sides, weights=weights)
    counter = ask(address, "relations/get_counter", rel_id=3, profile_id="a")
    assert counter["data"]["props"]["user_like"] == {"total": 1, "top": None, "sum": 4}
    assert (project / ".relvars" / "store.sqlite").is_file()
    assert (project / ".relvars" / ".gitignore").read_text() == "*\n"
    (template,) = ask(address, "templates/list")["data"]
    assert (template["name"], template["channels"]) == ("de/hi", ["email"])


def test_what_was_answered_outlives_a_kill(start: Start, project: Path) -> None:
    options = ("--project", str(project), "--store", str(project / "other.sqlite"))
    found = {"db_id": 1, "matching": "profile_id", "profile_id": "a"}
    ask(start(*options), "profiles/import", **found, data={"_fname": "Ann"})
    # The first emulator still runs: two processes share a store.
    assert ask(start(*options), "profiles/get", **found)["data"]["_fname"] == "Ann"


def test_only_the_token_of_the_environment_is_taken(start: Start, project: Path) -> None:
    address = start("--project", str(project), token="s3cret")
    assert ask(address, "databases/list")["error"] == 401
    assert ask(address, "databases/list", token="s3cret")["error"] == 0


def test_ctrl_c_ends_it(start: Start, started: list[Process], project: Path) -> None:
    start("--project", str(project))
    started[0].send_signal(signal.SIGINT)
    _, said = started[0].communicate(timeout=20)
    assert (started[0].returncode, said) == (0, "")


def test_it_stays_at_home(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["emulator", "--project", str(project), "--port", "0"]
    assert main([*options, "--host", "0.0.0.0"]) == 2
    assert "--allow-remote" in capsys.readouterr().err


def test_others_may_be_let_in(project: Path) -> None:
    wanted = running.Wanted(str(project), host="0.0.0.0", allow_remote=True)
    emulator = running.prepare(wanted)
    emulator.listening.close()
    assert emulator.address.startswith("http://0.0.0.0:")


def test_a_port_that_is_taken(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["emulator", "--project", str(project), "--port", port]) == 3
    said = capsys.readouterr().err
    assert f"127.0.0.1:{port} cannot be listened on" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", ["65536", "-1", "99999999999999999999"])
def test_a_port_that_is_none(project: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["emulator", "--project", str(project), f"--port={port}"]) == 2
    assert "0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--project", "nowhere"), "no folder nowhere"),
        (("--faults", "rain=5%"), "rain"),
        (("--assume", "x=1"), "'x'"),
    ],
)
def test_misuse(
    project: Path,
    options: tuple[str, str],
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(project)
    assert main(["emulator", "--port", "0", *options]) == 2
    assert word in capsys.readouterr().err


def test_a_folder_without_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["emulator", "--project", str(tmp_path), "--port", "0"]) == 2
    assert "relvars.toml" in capsys.readouterr().err


def test_a_store_can_stand_for_the_project(tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite"
    open_store(file, SCHEMA).close()
    emulator = running.prepare(running.Wanted(str(tmp_path), str(file)))
    emulator.listening.close()
    assert emulator.address.startswith("http://127.0.0.1:")
    with pytest.raises(ConfigError, match="no store"):
        running.prepare(running.Wanted(str(tmp_path), str(tmp_path / "none.sqlite")))


def test_a_file_that_is_no_store(project: Path) -> None:
    with pytest.raises(SourceError, match="no store"):
        running.prepare(running.Wanted(str(project), str(project / "relvars.toml")))


def test_the_stores_folder_cannot_be_made(project: Path) -> None:
    (project / ".relvars").write_text("a file")
    with pytest.raises(SourceError, match="cannot be made"):
        running.prepare(running.Wanted(str(project)))


@pytest.mark.parametrize(("answers", "code"), [(True, 0), (False, 3)])
def test_what_is_said_and_how_it_ends(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answers: bool,
    code: int,
) -> None:
    def run(emulator: running.Emulator, ready: Callable[[], None]) -> bool:
        emulator.listening.close()
        ready()
        return answers

    monkeypatch.setattr(running, "run", run)
    options = ["--project", str(project), "--port", "0", "--allow-remote"]
    assert main(["emulator", *options]) == code
    first, second, *others = capsys.readouterr().err.splitlines()
    assert first.startswith("http://127.0.0.1:")
    assert second == "warning: other computers can read and write the store"
    assert others == ([] if answers else ["error: the emulator could not start"])


def test_an_interrupt_is_no_failure(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(emulator: running.Emulator, ready: Callable[[], None]) -> bool:
        emulator.listening.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", run)
    assert main(["emulator", "--project", str(project), "--port", "0"]) == 0


def test_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [one for one in sys.modules if one.startswith("relvars.emulator")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    monkeypatch.setitem(sys.modules, "starlette.types", None)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["emulator"]) == 2
    said = capsys.readouterr().err
    assert "relvars[emulator]" in said
    assert said.count("\n") == 1
