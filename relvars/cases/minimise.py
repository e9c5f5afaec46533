"""The smallest set of cases that reaches all that all of them reach."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from relvars.cases.case_file import Case, load_cases
from relvars.cases.expand import expand
from relvars.cases.message import run_parts
from relvars.cases.run import Failure, Surroundings
from relvars.coverage import Hits, Point
from relvars.errors import RelvarsError

_MOST = 50_000  # steps of the search; then the best set so far is what there is

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
        try:
            cases = expand(load_cases(file), around)
        except RelvarsError as error:
            broken = Case("the file itself", 1, file, wrong=(str(error),))
            yield Replayed(broken, {}, (Failure("case", str(error)),))
            continue
        yield from (_replayed(case, around) for case in cases)


def _replayed(case: Case, around: Around) -> Replayed:
    hits: dict[str, Hits] = {}

    def watch(name: str, reached: Hits) -> None:
        if not name.startswith("<"):
            hits[name] = reached

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
    best = _greedy(sets)
    search = _Search(sets, best, _MOST)
    search = _searched(search, frozenset(), frozenset().union(*sets))
    return search.best, search.steps > 0


def _greedy(sets: Sequence[frozenset[Goal]]) -> frozenset[int]:
    chosen: set[int] = set()
    missing = frozenset[Goal]().union(*sets)
    while missing:
        number = max(range(len(sets)), key=lambda one: (len(sets[one] & missing), -one))
        chosen.add(number)
        missing -= sets[number]
    return frozenset(chosen)


class _Search(NamedTuple):
    """The best found so far, and how many steps are left."""

    sets: Sequence[frozenset[Goal]]
    best: frozenset[int]
    steps: int


def _searched(search: _Search, chosen: frozenset[int], missing: frozenset[Goal]) -> _Search:
    """Branch over who reaches the rarest goal; cut what cannot become better than the best."""
    search = search._replace(steps=search.steps - 1)
    if not missing:
        return search._replace(best=chosen) if len(chosen) < len(search.best) else search
    gains = [len(one & missing) for one in search.sets]
    least = -(-len(missing) // max(gains))
    if search.steps <= 0 or len(chosen) + least >= len(search.best):
        return search
    rarest = min(missing, key=lambda goal: (sum(goal in one for one in search.sets), goal))
    having = [number for number, one in enumerate(search.sets) if rarest in one]
    for number in sorted(having, key=lambda one: (-gains[one], one)):
        search = _searched(search, chosen | {number}, missing - search.sets[number])
    return search
