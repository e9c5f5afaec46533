"""Two texts, line by line: where they part, with the blanks that matter made visible."""

import re
from difflib import SequenceMatcher
from itertools import zip_longest

from relvars.diagnostics import printable, width

_LINES = 400  # lines compared, from shortly before the first difference
_AROUND = 2  # equal lines shown before and after
_WIDTH = 150  # characters shown of a line
_WORDS = 2000  # words of two lines that are compared
_ALIKE = 0.5
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
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
    """Lines taken out and lines put in; long ones are shown where they part from each other.

    The words that differ are marked under lines that are otherwise alike.
    """
    removed, added = [], []
    for one, other in zip_longest(before, after):
        old, new = (
            None if line is None else visible(line, every_blank=every_blank)
            for line in (one, other)
        )
        at = first_difference(old or "", new or "")
        marks = _marks(old, new) if old and new and not every_blank else ("", "")
        removed += [] if old is None else _rows("-", old, at, marks[0])
        added += [] if new is None else _rows("+", new, at, marks[1])
    return removed + added


def _rows(sign: str, line: str, at: int, marks: str) -> list[str]:
    """A line, and under it the marks, cut where the line is."""
    shown = f"  {sign} {_clipped(line, at)}".rstrip()
    if not marks.strip():
        return [shown]
    first = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    signs = zip(line[first : first + _WIDTH], marks[first:], strict=False)
    under = " " * bool(first) + "".join(mark * width(sign) for sign, mark in signs)
    return [shown, f"  ? {under}".rstrip()] if under.strip() else [shown]


def _marks(old: str, new: str) -> tuple[str, str]:
    """Carets under the words that differ; nothing where less than half of the words is alike."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) + len(other) > _WORDS:
        return "", ""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return "", ""
    rows = ["", ""]
    for tag, i, j, k, m in matcher.get_opcodes():
        for side, words in enumerate((one[i:j], other[k:m])):
            rows[side] += (" " if tag == "equal" else "^") * len("".join(words))
    return rows[0], rows[1]


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
