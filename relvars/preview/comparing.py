"""Two messages side by side: what is in one and not in the other."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from relvars.errors import RelvarsError
from relvars.preview.asking import Asked
from relvars.preview.committed import committed
from relvars.preview.filling import Draft, draft, fetched, parsed
from relvars.preview.messages import Part
from relvars.preview.rendering import make, part_json
from relvars.preview.state import State
from relvars.preview.world import World
from relvars.sources import Fetched
from relvars.values import Recipient

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST = 4000  # words of a stretch that are compared one by one

Json = dict[str, Any]
Stretch = tuple[int, int]


def compare_recipients(
    state: State, world: World, part: Part, asked: Asked, other: Recipient
) -> Json:
    """A part for two recipients; what is put over values is put over those of both."""
    one = draft(state, world, part)
    sides = []
    for who in (asked, asked._replace(to=other, values=None)):
        values, trouble = _values(state, world, one, who)
        sides.append(part_json(world, make(world, one, values, trouble), who))
    return _answer(world, sides, (str(asked.to or ""), str(other)))


def compare_commit(state: State, world: World, part: Part, asked: Asked, commit: str) -> Json:
    """A part as it was in a commit, on the left, beside what it is now, for one recipient.

    Raises:
        ConfigError: when there is no such commit, or nothing of the part in it.
    """
    now = draft(state, world, part)
    then = Draft(part, parsed(world, part, committed(world.project.root, part.path, commit)), None)
    sides = []
    for one in (then, now):
        values, trouble = _values(state, world, one, asked)
        sides.append(part_json(world, make(world, one, values, trouble), asked))
    texts = [side["template"] for side in sides]
    answer = _answer(world, sides, (commit, "now"))
    return answer | {"template_changes": changes(texts[0], texts[1])}


def _values(state: State, world: World, one: Draft, asked: Asked) -> tuple[Fetched, str]:
    try:
        return fetched(state, world, [one], asked), ""
    except RelvarsError as error:
        return Fetched({}, {}), str(error)


def _answer(world: World, sides: Sequence[Json], titles: tuple[str, str]) -> Json:
    left, right = sides
    return {
        "version": 1,
        "revision": world.revision,
        "left": left,
        "right": right,
        "left_title": titles[0],
        "right_title": titles[1],
        "changes": changes(left["output"], right["output"]),
    }


def changes(left: str, right: str) -> list[dict[str, list[int]]]:
    """Where two texts differ: by lines, and within changed lines by words."""
    ones, others = _LINE.findall(left), _LINE.findall(right)
    found = []
    for one, other in _differences(ones, others, (0, 0)):
        found += [*_finer(left, right, one, other)]
    return [{"left": list(one), "right": list(other)} for one, other in found]


def _finer(
    left: str, right: str, one: Stretch, other: Stretch
) -> Iterator[tuple[Stretch, Stretch]]:
    words = _WORD.findall(left[slice(*one)]), _WORD.findall(right[slice(*other)])
    if not all(words) or max(map(len, words)) > _MOST:
        yield one, other
    else:
        yield from _differences(*words, (one[0], other[0]))


def _differences(
    ones: Sequence[str], others: Sequence[str], at: tuple[int, int]
) -> Iterator[tuple[Stretch, Stretch]]:
    """Stretches in code points that differ; `at` is where the first ones begin."""
    places, other_places = _starts(ones, at[0]), _starts(others, at[1])
    for kind, a, b, c, d in SequenceMatcher(None, ones, others).get_opcodes():
        if kind != "equal":
            yield (places[a], places[b]), (other_places[c], other_places[d])


def _starts(pieces: Sequence[str], at: int) -> list[int]:
    found = [at]
    for one in pieces:
        found.append(found[-1] + len(one))
    return found
