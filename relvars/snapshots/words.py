"""Where two messages part, word by word."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

# More pieces than this in one block are told as one change, not compared.
_MOST = 8000
# Lines first, then elements and the texts between them, then words: a page may be one line.
_ELEMENT = re.compile(r"<[^<>]*>|[^<>]+|[<>]")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_SHORT = 2  # blanks and signs between two changes that are read as one


class Hunk(NamedTuple):
    """`before[i:j]` has become `after[k:m]`; one of them may be empty."""

    i: int
    j: int
    k: int
    m: int


def hunks(before: str, after: str) -> list[Hunk]:
    """What has changed, in order; equal texts have none."""
    whole = Hunk(0, len(before), 0, len(after))
    found = _within(before, after, whole, _LEVELS)
    return _joined(before, found)


def _offsets(pieces: list[str]) -> list[int]:
    offsets, total = [0], 0
    for piece in pieces:
        total += len(piece)
        offsets.append(total)
    return offsets


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


_LEVELS: tuple[Callable[[str], list[str]], ...] = (_lines, _ELEMENT.findall, _WORD.findall)


def _within(
    before: str, after: str, block: Hunk, levels: tuple[Callable[[str], list[str]], ...]
) -> list[Hunk]:
    """What changed in a block, as finely as the levels go; the block where nothing is alike."""
    if not levels:
        return [block]
    one = levels[0](before[block.i : block.j])
    other = levels[0](after[block.k : block.m])
    if not one or not other or len(one) + len(other) > _MOST:
        return [block]
    starts, ends = _offsets(one), _offsets(other)
    found: list[Hunk] = []
    for i, j, k, m in _differing(one, other):
        part = Hunk(block.i + starts[i], block.i + starts[j], block.k + ends[k], block.k + ends[m])
        found += _within(before, after, part, levels[1:])
    return found


def _differing(one: list[str], other: list[str]) -> list[Hunk]:
    """Which pieces differ; those alike at both ends are not compared with all the others."""
    lead = _alike(one, other)
    tail = _alike(one[lead:][::-1], other[lead:][::-1])
    middles = one[lead : len(one) - tail], other[lead : len(other) - tail]
    matcher = SequenceMatcher(None, *middles, autojunk=False)
    return [
        Hunk(lead + i, lead + j, lead + k, lead + m)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    ]


def _alike(one: list[str], other: list[str]) -> int:
    """How many pieces at the beginning are the same."""
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((at for at, (left, right) in enumerate(pairs) if left != right), shorter)


def _joined(before: str, found: list[Hunk]) -> list[Hunk]:
    """Changes with next to nothing between them as one."""
    joined: list[Hunk] = []
    for hunk in found:
        last = joined[-1] if joined else None
        between = before[last.j : hunk.i] if last else ""
        if last and len(between) <= _SHORT and "\n" not in between and not between.isalnum():
            joined[-1] = Hunk(last.i, hunk.j, last.k, hunk.m)
        else:
            joined.append(hunk)
    return joined
