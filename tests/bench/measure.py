"""Times taken in turn, ratios taken round by round, and the table they go into."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

Work = Callable[[], object]
Times = Mapping[str, Sequence[float]]


class Aim(NamedTuple):
    """What a figure should be: at most, or at least, so much."""

    word: str
    bound: float


class Row(NamedTuple):
    """One figure of the table: median, smallest and largest; a ratio has no unit.

    Without an aim it is for information. A row that could not be measured says why in `note`.
    """

    bench: str
    what: str
    aim: Aim | None = None
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    note: str = ""


def at_most(bound: float) -> Aim:
    """A ratio that should not be larger."""
    return Aim("<=", bound)


def at_least(bound: float) -> Aim:
    """A ratio that should not be smaller."""
    return Aim(">=", bound)


def take_turns(
    prepare: Mapping[str, Callable[[int], Work]],
    rounds: int,
    *,
    tries: int = 1,
    seconds: float = 30,
) -> dict[str, list[float]]:
    """Seconds of each work in each round; all take turns, a different one first each time.

    `prepare` gets the number of the round and is not measured. With several tries a round, the
    fastest counts. When the time is used up, the round is finished and no other begun.
    """
    times: dict[str, list[float]] = {name: [] for name in prepare}
    names = list(prepare)
    start = perf_counter()
    for number in range(rounds):
        first = number % len(names)
        turns = (names[first:] + names[:first]) * tries
        taken = _round([(name, prepare[name]) for name in turns], number)
        for name in names:
            times[name].append(min(spent for other, spent in taken if other == name))
        if perf_counter() - start > seconds:
            break
    return times


def _round(
    turns: Sequence[tuple[str, Callable[[int], Work]]], number: int
) -> list[tuple[str, float]]:
    gc.collect()
    gc.disable()
    try:
        return [(name, _timed(prepare(number))) for name, prepare in turns]
    finally:
        gc.enable()


def _timed(work: Work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def often_enough(work: Work, least: float = 0.003) -> int:
    """How often to repeat a work so that it lasts at least so many seconds."""
    repeats = 1
    while repeats < 1_000_000:
        start = perf_counter()
        for _ in range(repeats):
            work()
        if (spent := perf_counter() - start) >= least / 2:
            return max(1, round(repeats * least / spent))
        repeats *= 4
    return repeats


def ratio(bench: str, times: Times, over: str, under: str, aim: Aim | None, note: str = "") -> Row:
    """One name's time divided by another's, round by round."""
    what = f"{over} ÷ {under}"
    if lacking := [name for name in (over, under) if not times.get(name)]:
        return Row(bench, what, aim, note=note or f"not measured: no {' and no '.join(lacking)}")
    pairs = zip(times[over], times[under], strict=True)
    return row(bench, what, aim, [a / b for a, b in pairs], note=note)


def row(
    bench: str, what: str, aim: Aim | None, figures: Sequence[float], unit: str = "", note: str = ""
) -> Row:
    """A row from the figures of all rounds."""
    return Row(bench, what, aim, median(figures), min(figures), max(figures), unit, note)


def verdict(one: Row) -> str:
    """Whether the aim is reached, in a word; nothing where there is none."""
    if one.aim is None:
        return ""
    if one.measured is None:
        return "?"
    short = one.measured > one.aim.bound if one.aim.word == "<=" else one.measured < one.aim.bound
    return "SHORT" if short else "ok"


def table(rows: Iterable[Row]) -> str:
    """The rows as aligned text."""
    head = ("bench", "figure", "aim", "median", "min – max", "", "")
    cells = [head, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = {2, 3}
    lines = [
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _cells(one: Row) -> tuple[str, ...]:
    aim = f"{one.aim.word} {one.aim.bound:g}" if one.aim else ""
    if one.measured is None:
        return one.bench, one.what, aim, "", "", verdict(one), one.note
    span = f"{_number(one.low)} – {_number(one.high)}"
    figure = f"{_number(one.measured)} {one.unit}".rstrip()
    return one.bench, one.what, aim, figure, span, verdict(one), one.note


def _number(figure: float | None) -> str:
    if figure is None:
        return ""
    return f"{figure:.2f}" if figure < 100 else f"{figure:.0f}"


def as_json(rows: Iterable[Row]) -> dict[str, Any]:
    """The rows as one JSON object."""
    return {
        "version": 1,
        "rows": [
            one._asdict()
            | {"aim": one.aim and f"{one.aim.word} {one.aim.bound:g}", "verdict": verdict(one)}
            for one in rows
        ],
    }
