"""Two texts side by side for a terminal: only the lines that differ, and a few around them."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from relvars.cases.difference import first_difference, visible
from relvars.diagnostics import width as cells

_AROUND = 2
_LEAST = 20  # columns of a side
_RED, _GREEN, _DIM = "31", "32", "2"


def columns(before: str, after: str, width: int, *, color: bool = False) -> list[str]:
    """Rows of `width` columns: the snapshot on the left, the message of now on the right."""
    side = max(_LEAST, (width - 3) // 2)
    one, other = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    rows = [_row("snapshot", "now", side, ("", "")), f"{'─' * side}─┼─{'─' * side}"]
    tones = (_RED, _GREEN) if color else ("", "")
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        rows += [_row("…", "…", side, ("", ""))] if number else []
        for tag, i, j, k, m in group:
            same = tag == "equal"
            dim = (_DIM, _DIM) if color else ("", "")
            for pair in zip_longest(one[i:j], other[k:m]):
                rows += _cells(pair, side, dim if same else tones)
    return rows


def _cells(pair: tuple[str | None, str | None], side: int, tones: tuple[str, str]) -> Iterator[str]:
    left, right = (visible(line or "") for line in pair)
    is_long = left != right and max(cells(left), cells(right)) > side
    start = _start(left, first_difference(left, right), side // 2) if is_long else 0
    yield _row(_cut(left, start, side), _cut(right, start, side), side, tones)


def _start(line: str, at: int, room: int) -> int:
    """Where to begin so that no more than `room` cells stand before a place."""
    while at and (room := room - cells(line[at - 1])) >= 0:
        at -= 1
    return at


def _cut(line: str, start: int, side: int) -> str:
    lead = "…" if start and line[start:] else ""
    shown = lead + line[start:]
    return shown if cells(shown) <= side else _fitting(shown, side - 1) + "…"


def _fitting(text: str, room: int) -> str:
    """The beginning of a text that takes no more than `room` cells."""
    for at, sign in enumerate(text):
        room -= cells(sign)
        if room < 0:
            return text[:at]
    return text


def _row(left: str, right: str, side: int, tones: tuple[str, str]) -> str:
    padded = left + " " * (side - cells(left))
    return " │ ".join((_painted(padded, tones[0]), _painted(right, tones[1]))).rstrip()


def _painted(text: str, tone: str) -> str:
    return f"\x1b[{tone}m{text}\x1b[0m" if tone and text.strip() else text
