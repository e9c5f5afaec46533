"""Two texts side by side for a terminal: only the lines that differ, and a few around them."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from relvars.cases.difference import first_difference, visible

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
    at = first_difference(left, right)
    start = max(0, at - side // 2) if max(len(left), len(right)) > side and left != right else 0
    yield _row(_cut(left, start, side), _cut(right, start, side), side, tones)


def _cut(line: str, start: int, side: int) -> str:
    lead = "…" if start and line[start:] else ""
    shown = lead + line[start:]
    return shown if len(shown) <= side else shown[: side - 1] + "…"


def _row(left: str, right: str, side: int, tones: tuple[str, str]) -> str:
    cells = [_painted(left.ljust(side), tones[0]), _painted(right, tones[1])]
    return " │ ".join(cells).rstrip()


def _painted(text: str, tone: str) -> str:
    return f"\x1b[{tone}m{text}\x1b[0m" if tone and text.strip() else text
