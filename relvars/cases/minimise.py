"""The smallest set of cases that reaches all that all of them reach."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from relvars.cases.case_file import Case
from relvars.cases.case_files import cases_of
from relvars.cases.message import run_parts
from relvars.cases.run import Failure, Surroundings
from relvars.coverage import Hits, Point, merged

_MOST = 20_000  # steps of the search; then the best set so far is what there is
_DEEPEST = 300  # cases chosen, one by one

Goal = tuple[str, Point]
Around = Callable[[Case], Surroundings]


class Replayed(NamedTuple):
    """A case that was run: what it reached, by the name of the template's file.

    `failures` are why it did not pass; one that did not says nothing of its template.
    """

    case: Case
    hits: Mapping[str, Hits]
    failures: tuple[Failure, ...] = ()


class Smallest(NamedTuple):
    """The cases to keep and those that add nothing; `is_proven` that no smaller set does."""

    keep: tuple[Replayed, ...]
    removable: tuple[Replayed, ...]
    is_proven: bool


def replayed(files: Iterable[Path], around: Around) -> Iterator[Replayed]:
    """Run every case of the files; a file that cannot be read is one case that failed."""
    for file in files:
        yield from (_replayed(case, around) for case in cases_of(file, around))


def _replayed(case: Case, around: Around) -> Replayed:
    hits: dict[str, Hits] = {}

    def watch(name: str, reached: Hits) -> None:
        if not name.startswith("<"):
            hits[name] = merged([hits.get(name, {}), reached])

    def watched(one: Case) -> Surroundings:
        return replace(around(one), watch=watch)

    outcomes = run_parts(case, watched)
    failures = tuple(failure for outcome in outcomes for failure in outcome.failures)
    return Replayed(case, hits, failures)


def minimise(many: Sequence[Replayed]) -> Smallest:
    """The fewest of these cases that reach as much; of equal ones the earliest stays.

    Cases that reach nothing in a file (they have a text of their own, or only name findings) are
    left out of both lists: coverage says nothing of what they are for.
    """
    counted = [one for one in many if one.hits and not one.failures]
    reached = [_goals(one) for one in counted]
    chosen, is_proven = smallest_cover(reached)
    keep = tuple(counted[number] for number in sorted(chosen))
    rest = tuple(one for number, one in enumerate(counted) if number not in chosen)
    return Smallest(keep, rest, is_proven)


def _goals(one: Replayed) -> frozenset[Goal]:
    return frozenset(
        (name, point) for name, hits in one.hits.items() for point, times in hits.items() if times
    )


def smallest_cover(sets: Sequence[frozenset[Goal]]) -> tuple[frozenset[int], bool]:
    """The numbers of the fewest sets with the same union, and whether that is proven."""
    owners = Counter(goal for one in sets for goal in one)
    # The rarest goal is the lowest bit: that of any rest is found without a look at the sets.
    goals = sorted(owners, key=lambda goal: (owners[goal], goal))
    bits = {goal: 1 << number for number, goal in enumerate(goals)}
    masks = [sum(bits[goal] for goal in one) for one in sets]
    useful = _undominated(masks)
    forced = _forced(useful)
    missing = (1 << len(goals)) - 1
    for number in forced:
        missing &= ~useful[number]
    search = _Search(useful, _greedy(useful, missing), _MOST)
    search = _searched(search, frozenset(), missing)
    return forced | search.best, search.steps > 0


# The goals of a set as bits, by the set's number.
_Masks = Mapping[int, int]


def _undominated(masks: Sequence[int]) -> _Masks:
    """The sets without those that another one holds, or an earlier one equals."""
    kept: dict[int, int] = {}
    for number in sorted(range(len(masks)), key=lambda one: (-masks[one].bit_count(), one)):
        if not any(masks[number] | other == other for other in kept.values()):
            kept[number] = masks[number]
    return dict(sorted(kept.items()))


def _forced(sets: _Masks) -> frozenset[int]:
    """The sets that hold what no other one does."""
    once = twice = 0
    for one in sets.values():
        once, twice = once | one, twice | (once & one)
    return frozenset(number for number, one in sets.items() if one & ~twice)


def _greedy(sets: _Masks, missing: int) -> frozenset[int]:
    chosen: set[int] = set()
    while missing:
        number = max(sets, key=lambda one: ((sets[one] & missing).bit_count(), -one))
        chosen.add(number)
        missing &= ~sets[number]
    return frozenset(chosen)


class _Search(NamedTuple):
    """The best found so far, and how many steps are left."""

    sets: _Masks
    best: frozenset[int]
    steps: int


def _searched(search: _Search, chosen: frozenset[int], missing: int) -> _Search:
    """Branch over who reaches the rarest goal; cut what cannot become better than the best."""
    # No deeper than Python goes.
    steps = search.steps - 1 if len(chosen) < _DEEPEST else 0
    search = search._replace(steps=steps)
    if not missing:
        return search._replace(best=chosen) if len(chosen) < len(search.best) else search
    if search.steps <= 0 or len(chosen) + 1 >= len(search.best):
        return search
    gains = {number: (one & missing).bit_count() for number, one in search.sets.items()}
    least = -(-missing.bit_count() // max(gains.values()))
    if len(chosen) + least >= len(search.best):
        return search
    rarest = missing & -missing
    having = [number for number, one in search.sets.items() if one & rarest]
    for number in sorted(having, key=lambda one: (-gains[one], one)):
        search = _searched(search, chosen | {number}, missing & ~search.sets[number])
    return search
