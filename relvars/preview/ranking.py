"""Worst first: the recipients whose messages show what a template's author should see.

A sample of the profiles is rendered in a thread, counting what prints nothing and which branches
are taken; those that few take are rare.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple

from relvars.coverage import reach
from relvars.coverage.points import BRANCHES, Point
from relvars.errors import RelvarsError
from relvars.preview.world import World
from relvars.resolver import resolve_with_origins
from relvars.syntax.ast import Template
from relvars.text import position
from relvars.values import Recipient

SAMPLE = 1000  # profiles rendered
_LONGEST = 20.0  # seconds
_RARE = 0.05  # the share of a sample below which a branch is rare
_LEAST = 20  # profiles without which nothing is rare

# A place of a template that was reached: its part, and the point of it.
Place = tuple[int, Point]


class Seen(NamedTuple):
    """What one profile's message came to: what printed nothing, and the branches it took."""

    row: int
    empty: tuple[Place, ...]
    branches: tuple[Place, ...]
    error: str = ""


@dataclass
class Ranking:
    """The profiles looked at so far, for some templates and data."""

    key: Hashable
    templates: tuple[Template, ...]
    seen: list[Seen] = field(default_factory=list)
    done: bool = False
    stopped: bool = False


def look(world: World, ranking: Ranking, whole: Template, to: Recipient, row: int) -> Seen:
    """Render a message and note what of it is bad or rare; `whole` is all its parts."""
    try:
        values = resolve_with_origins(
            whole,
            world.source,
            to,
            schema=world.project.schema,
            assumptions=world.project.assumptions,
            language=world.project.language,
        ).values
        hits = [
            reach(
                one,
                values,
                assumptions=world.project.assumptions,
                limit=world.project.output_limit,
            ).hits
            for one in ranking.templates
        ]
    except RelvarsError as error:
        return Seen(row, (), (), str(error))
    places = [(number, point) for number, each in enumerate(hits) for point in each]
    return Seen(
        row,
        tuple(one for one in places if one[1].kind == "empty"),
        tuple(one for one in places if one[1].kind in BRANCHES),
    )


def sample(known: int) -> Sequence[int]:
    """Rows to look at: all, or so many evenly spread."""
    step = max(1, -(-known // SAMPLE))
    return range(0, known, step)


def over(started: float) -> bool:
    """Whether it has taken long enough."""
    return monotonic() - started > _LONGEST


def ranked(ranking: Ranking) -> list[tuple[int, list[dict[str, Any]]]]:
    """Rows with the reasons for each, the worst first; smooth ones are left out."""
    seen = [*ranking.seen]
    taken = Counter(place for one in seen for place in one.branches)
    shares = {place: times / len(seen) for place, times in taken.items()}
    rare = {one: share for one, share in shares.items() if share <= _RARE and len(seen) >= _LEAST}
    rows = [(one.row, _reasons(ranking, one, rare)) for one in seen]
    bad = [(row, reasons) for row, reasons in rows if reasons]
    return sorted(bad, key=lambda one: (-sum(each["weight"] for each in one[1]), one[0]))


def _reasons(ranking: Ranking, one: Seen, rare: Mapping[Place, float]) -> list[dict[str, Any]]:
    if one.error:
        return [{"kind": "error", "sentence": one.error, "weight": 1000}]
    empty = {_tag(ranking, place): place for place in one.empty}
    found: list[dict[str, Any]] = [
        {
            "kind": "empty", "tag": tag, "file": ranking.templates[place[0]].document.name,
            "offset": place[1].start, "sentence": f"{tag} prints nothing.", "weight": 10,
        }
        for tag, place in empty.items()
    ]  # fmt: skip
    for place in one.branches:
        if place in rare:
            found.append(_rare(ranking, place, rare[place]))
    return found


def _rare(ranking: Ranking, place: Place, share: float) -> dict[str, Any]:
    document = ranking.templates[place[0]].document
    line = position(document, place[1].start).line
    percent = f"{100 * share:.1f}".rstrip("0").rstrip(".")
    return {
        "kind": "rare",
        "branch": place[1].kind,
        "file": document.name,
        "offset": place[1].start,
        "line": line,
        "percent": percent,
        "sentence": f"A branch that {percent} % take: {document.name}:{line}, {place[1].kind}.",
        "weight": 5,
    }


def _tag(ranking: Ranking, place: Place) -> str:
    """What was written there, up to the end of the tag."""
    text, start = ranking.templates[place[0]].document.text, place[1].start
    closing = ">" if text[start] == "<" else "}"
    end = text.find(closing, start)
    return text[start : end + 1] if 0 <= end - start < 80 else text[start : start + 80]
