"""`relvars review` at a terminal of its own."""

import contextlib
import os
import pty
import select
import signal
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from relvars.cli import reviewing
from relvars.review import find, groups
from tests.review.test_review import kept

ROOT = Path(__file__).parents[2]
PROMPT = b"q/?] "


class Terminal:
    """A process on the other side of a pseudo-terminal."""

    def __init__(self) -> None:
        self.process, self.number = pty.fork()
        if not self.process:  # pragma: no cover - another process
            os.environ.update(PYTHONPATH=str(ROOT), NO_COLOR="1", COLUMNS="100")
            os.execv(sys.executable, [sys.executable, "-m", "relvars", "review"])

    def read(self) -> str:
        """What is written up to the next question, or to the end."""
        text = b""
        while not text.endswith(PROMPT) and select.select([self.number], [], [], 10)[0]:
            try:
                more = os.read(self.number, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not more:
                break
            text += more
        return text.decode()

    def press(self, key: str) -> str:
        os.write(self.number, key.encode())
        return self.read()

    def code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def terminal(project: Path) -> Iterator[Terminal]:
    started = Terminal()
    yield started
    os.close(started.number)


def test_one_after_the_other(terminal: Terminal, project: Path) -> None:
    first = terminal.read()
    assert "[1/1] 3 cases: no snapshot of templates/a.html yet" in first
    assert "Hello N1" in first
    assert "this one [a/r/s/g/q/?]" in first
    assert "accept: the message of now" in terminal.press("?")
    assert "accept: the message of now" in terminal.press("x")
    assert "Hello N2" in terminal.press("r")
    assert "Hello N3" in terminal.press("s")
    assert "accepted 1, 2 left as they were" in terminal.press("a")
    assert terminal.code() == 1
    assert list(kept(project)) == ["all-a.html-agents-3.html"]


def test_a_whole_group(terminal: Terminal, project: Path) -> None:
    terminal.read()
    assert "all 3 of the group" in terminal.press("g")
    assert "this one" in terminal.press("g")
    terminal.press("g")
    assert "accepted 3, 0 left" in terminal.press("a")
    assert terminal.code() == 0
    assert len(kept(project)) == 3


@pytest.mark.parametrize("key", ["q", "\x04"])
def test_quitting_keeps_what_was_accepted(terminal: Terminal, project: Path, key: str) -> None:
    terminal.read()
    terminal.press("a")
    assert "accepted 1, 2 left" in terminal.press(key)
    assert terminal.code() == 1
    assert len(kept(project)) == 1


@pytest.mark.parametrize("key", ["\x1b[A", "\x1b[1;5A", "\x1bOA", "\x1ba"])
def test_a_key_that_sends_several_signs_is_no_answer(
    terminal: Terminal, project: Path, key: str
) -> None:
    """The arrow up is ESC [ A, which is not to accept."""
    terminal.read()
    assert "accept: the message of now" in terminal.press(key)
    assert "accepted 0, 3 left" in terminal.press("q")
    assert list(kept(project)) == []


def test_in_this_process(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same without a terminal, for whoever cannot open one."""
    keys = iter("?gax")
    monkeypatch.setattr(reviewing, "_key", lambda: next(keys))
    monkeypatch.setattr(reviewing, "_single_keys", contextlib.nullcontext)
    found = groups(find([project]).pending)
    assert reviewing.walk(found, color=False) == 3
    assert "all 3 of the group" in capsys.readouterr().err
    assert len(kept(project)) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_it_gets_the_terminal_back(terminal: Terminal, number: int) -> None:
    before = termios.tcgetattr(terminal.number)
    terminal.read()
    assert termios.tcgetattr(terminal.number)[3] & termios.ICANON == 0
    os.kill(terminal.process, number)
    assert terminal.code() == 128 + number
    assert termios.tcgetattr(terminal.number)[3] == before[3] | termios.ICANON | termios.ECHO


def end_within() -> None:
    with reviewing._single_keys():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)  # the signal comes at once


def test_who_takes_signals_takes_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    number, other = pty.openpty()
    before = signal.getsignal(signal.SIGTERM)
    with os.fdopen(other) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(SystemExit, match="143"):
            end_within()
    os.close(number)
    assert signal.getsignal(signal.SIGTERM) == before
