"""One change after the other at the keyboard."""

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from relvars.cases.case_file import shown
from relvars.cli.terminal import BOLD, DIM, paint, say
from relvars.diagnostics import printable
from relvars.review import Group, Pending, accept, columns

_HELP = """\
  a  accept: the message of now becomes the snapshot
  r  reject: the snapshot stays, pytest goes on failing
  s  skip: decide another time
  g  the next answer is for the whole group, and again for one
  q  quit; what was accepted stays accepted
  ?  this help"""


def listed(found: tuple[Group, ...]) -> list[str]:
    """Each group with its members, as rows."""
    rows = []
    for group in found:
        rows.append(group.title)
        rows += [f"  {one}" for one in group.sentences[1:]]
        rows += [f"    {one.case.name}, {one.file.name}" for one in group.members]
    return rows


def walk(found: tuple[Group, ...], *, color: bool) -> int:
    """Ask about each message, or group of messages; how many were accepted."""
    with _single_keys():
        return _walked(found, color=color)


def _walked(found: tuple[Group, ...], *, color: bool) -> int:
    accepted = 0
    for number, group in enumerate(found, 1):
        waiting = list(group.members)
        while waiting:
            left = f", the first of {len(waiting)} left" if waiting[1:] else ""
            _show(waiting[0], group, (f"[{number}/{len(found)}]", left), color=color)
            answer, count = _ask(len(waiting))
            if answer == "q":
                return accepted
            if answer == "a":
                accepted += accept(waiting[:count])
            del waiting[:count]
    return accepted


def _show(one: Pending, group: Group, place: tuple[str, str], *, color: bool) -> None:
    say(paint(BOLD, f"\n{place[0]} {printable(group.title)}", color=color))
    say(paint(DIM, printable(f"{one.case.name}, {shown(one.file)}{place[1]}"), color=color))
    for sentence in [change.sentence for change in one.changes] or [one.note]:
        say(f"  * {printable(sentence)}")
    width = shutil.get_terminal_size().columns
    for row in columns(one.before or "", one.after, width, color=color):
        say(row)


def _ask(many: int) -> tuple[str, int]:
    """An answer (a, r, s or q) and for how many messages it holds."""
    whole = False
    while True:
        kind = f"all {many} of the group" if whole else "this one"
        group = "/g" if many > 1 else ""
        print(f"{kind} [a/r/s{group}/q/?] ", end="", file=sys.stderr, flush=True)
        key = _key()
        say(key)
        if key in ("a", "r", "s", "q"):
            return key, many if whole else 1
        if key == "g" and many > 1:
            whole = not whole
        else:
            say(_HELP)


@contextmanager
def _single_keys() -> Iterator[None]:
    """Let the terminal give each key as it is pressed, where it can; it is put back after."""
    try:
        import termios
        import tty
    except ImportError:  # Windows: an answer is a line
        yield
        return
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    with _told_to_end():
        try:
            tty.setcbreak(number, termios.TCSADRAIN)  # what was typed ahead is not lost
            yield
        finally:
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(number, termios.TCSADRAIN, before)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Let SIGTERM and a terminal that closes end this as an exception, so that all is put back."""
    before = {one: signal.signal(one, _leave) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _leave(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _key() -> str:
    """The next key that is no blank; `q` when nothing more can come."""
    while True:
        key = sys.stdin.read(1)
        if not key or key == "\x04":
            return "q"
        if key == "\x1b":
            return _rest_of_key()
        if key.strip():
            return key.lower()


def _rest_of_key() -> str:
    """Take what follows ESC, so that the `A` of an arrow's `ESC [ A` is no answer; its name."""
    following = sys.stdin.read(1)
    if following in ("[", "O"):
        # Parameters, such as `1;5`, are below the signs that end a sequence.
        while "\0" < sys.stdin.read(1) < "@":
            pass
    return "ESC"
