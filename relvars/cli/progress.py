"""A bar for long work, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from relvars.cli.terminal import Terminal
from relvars.diagnostics import printable

_WIDTH = 30
_EVERY = 0.1  # seconds between two drawings


@contextmanager
def progress(screen: Terminal, what: str, total: int) -> Iterator[Callable[[int], None]]:
    """What to tell how many are done; draws nothing where nobody watches."""
    stream = sys.stderr
    if screen.quiet or total < 2 or stream is None or not stream.isatty():
        yield lambda done: None
        return
    begun, last = time.monotonic(), 0.0

    def draw(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY or done >= total:
            last = now
            stream.write(f"\r{bar(done, total, now - begun)} {what}\x1b[K")
            stream.flush()

    try:
        yield draw
    finally:
        stream.write("\r\x1b[K")
        stream.flush()


def bar(done: int, total: int, seconds: float) -> str:
    """A bar with the numbers, and the time still to go at the pace so far."""
    share = min(done / total, 1) if total else 1
    filled = int(share * _WIDTH)
    left = seconds / done * (total - done) if done else 0
    return (
        f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}"
        f" {int(left) // 60}:{int(left) % 60:02} to go"
    )


@contextmanager
def counting(screen: Terminal) -> Iterator[Callable[[str], Callable[[int], None]]]:
    """What gives, for the name of a file, what to tell how many of its rows are done."""
    stream = sys.stderr
    if screen.quiet or stream is None or not stream.isatty():
        yield lambda what: lambda done: None
        return
    begun = time.monotonic()

    def draw(what: str, done: int) -> None:
        pace = done / max(time.monotonic() - begun, 0.001)
        stream.write(f"\r{what}: {done:,} rows, {pace:,.0f} a second\x1b[K")
        stream.flush()

    try:
        yield lambda what: partial(draw, printable(what))
    finally:
        stream.write("\r\x1b[K")
        stream.flush()
