"""What is kept of a profile's links, so that no statistic needs them all."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from relvars.store.exact import ZERO, Exact, exact, exact_integer, exact_sum, nearest, plus

# What a column of a link holds; booleans are 0 and 1.
Cell = int | float | None
Cells = Sequence[Cell]


class Kept(NamedTuple):
    """Of one property: how many links carry it, how many of those as floats, and their sum.

    `whole` is the sum of the integers. `part` is the rest of the sum: the floats, and what large
    integers lose as floats, since a sum of both is one of floats.
    """

    carried: int
    floats: int
    whole: int
    part: Exact


NOTHING = Kept(0, 0, 0, ZERO)


def kept(cells: Iterable[Cell]) -> Kept:
    """What is kept of these cells."""
    held = [cell for cell in cells if cell is not None]
    integers = [cell for cell in held if type(cell) is int]
    if len(integers) == len(held):
        return Kept(len(held), 0, sum(integers), _lost(integers))
    floats = [cell for cell in held if type(cell) is float]
    part = plus(exact_sum(floats), _lost(integers))
    return Kept(len(held), len(floats), sum(integers), part)


_EXACT = 1 << 53


def _lost(integers: Iterable[int]) -> Exact:
    """What integers gain as floats; nothing but large ones do."""
    total = ZERO
    for one in integers:
        if not -_EXACT <= one <= _EXACT:
            total = plus(total, exact_integer(int(float(one)) - one))
    return total


def joined(one: Kept, other: Kept, sign: int = 1) -> Kept:
    """Both together; with the sign -1 the first without the second."""
    return Kept(
        one.carried + sign * other.carried,
        one.floats + sign * other.floats,
        one.whole + sign * other.whole,
        plus(one.part, other.part, sign),
    )


def moved(one: Kept, old: Cell, new: Cell) -> Kept:
    """What is kept once a link's cell has changed; None for no cell."""
    if old is new or (type(old) is type(new) and repr(old) == repr(new)):
        return one
    return joined(joined(one, _single(new)), _single(old), -1)


def _single(cell: Cell) -> Kept:
    if cell is None:
        return NOTHING
    if type(cell) is float:
        return Kept(1, 1, 0, exact(cell))
    return kept((cell,))


def total(one: Kept) -> int | float:
    """The sum: an integer if all are, else what `fsum` gives.

    Raises:
        OverflowError: if it is too large for a float.
    """
    return nearest(plus(one.part, exact_integer(one.whole))) if one.floats else one.whole


def encode(tally: Sequence[Kept]) -> str:
    """The text kept in the file: five integers for each column."""
    return json.dumps(
        [number for one in tally for number in (*one[:3], *one.part)], separators=(",", ":")
    )


def padded(text: str, width: int) -> list[Kept]:
    """What `encode` wrote, for so many columns; a tally may be older than the latest of them."""
    tally = decode(text)
    return tally + [NOTHING] * (width - len(tally))


def decode(text: str) -> list[Kept]:
    """What `encode` wrote."""
    numbers = json.loads(text)
    return [
        Kept(carried, floats, whole, (mantissa, exponent))
        for carried, floats, whole, mantissa, exponent in zip(*[iter(numbers)] * 5, strict=True)
    ]
