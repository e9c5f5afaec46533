"""Two texts, line by line: where they part, with the blanks that matter made visible."""

import re
from difflib import SequenceMatcher
from itertools import zip_longest

from relvars.diagnostics import printable

_LINES = 400  # lines compared, from shortly before the first difference
_AROUND = 2  # equal lines shown before and after
_WIDTH = 150  # characters shown of a line
_TRAILING = re.compile(r"[ \t]+$")


def first_difference(expected: str, actual: str) -> int:
    """The first offset at which two texts differ, the length of the shorter at most."""
    pairs = zip(expected, actual, strict=False)
    shorter = min(len(expected), len(actual))
    return next((at for at, (one, other) in enumerate(pairs) if one != other), shorter)


def difference(expected: str, actual: str) -> str:
    """The lines that differ, `-` expected and `+` actual, with equal ones around them."""
    blanks_only = expected.split() == actual.split() or not (expected.strip() and actual.strip())
    start = max(0, expected.count("\n", 0, first_difference(expected, actual)) - _AROUND)
    before = _lines(expected, keep=blanks_only)[start : start + _LINES]
    after = _lines(actual, keep=blanks_only)[start : start + _LINES]
    rows = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        rows += ["  …"] if number else []
        for tag, i, j, k, m in group:
            if tag == "equal":
                shown = (visible(line.removesuffix("\n")) for line in before[i:j])
                rows += [f"    {_clipped(line, 0)}".rstrip() for line in shown]
            else:
                rows += _changed(before[i:j], after[k:m], every_blank=blanks_only)
    legend = "- expected, + printed" + ("; · blank, → tab, ␍ and ⏎ line ends" * blanks_only)
    return "\n".join([*rows, f"  ({legend})"])


def _lines(text: str, *, keep: bool) -> list[str]:
    lines = text.split("\n")
    if not keep:
        return lines
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _changed(before: list[str], after: list[str], *, every_blank: bool) -> list[str]:
    """Lines taken out and lines put in; long ones are shown where they part from each other."""
    removed, added = [], []
    for one, other in zip_longest(before, after):
        shown = [line and visible(line, every_blank=every_blank) for line in (one, other)]
        at = first_difference(shown[0] or "", shown[1] or "")
        removed += [] if one is None else [f"  - {_clipped(shown[0] or '', at)}"]
        added += [] if other is None else [f"  + {_clipped(shown[1] or '', at)}"]
    return [row.rstrip() for row in removed + added]


def _clipped(line: str, at: int) -> str:
    """The part of a long line around a place."""
    first = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    last = first + _WIDTH
    return "…" * bool(first) + line[first:last] + "…" * (last < len(line))


def visible(line: str, *, every_blank: bool = False) -> str:
    """A line with what nobody can see made visible: blanks at its end, or all of them."""
    if every_blank:
        shown = line.replace(" ", "·").replace("\t", "→").replace("\n", "⏎")
    else:
        shown = _TRAILING.sub(lambda blanks: _dots(blanks[0]), line)
    shown = shown.replace("\r", "␍").replace("\xa0", r"\xa0")
    return printable(shown)


def _dots(blanks: str) -> str:
    return blanks.replace(" ", "·").replace("\t", "→")
