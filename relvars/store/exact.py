"""Sums of floats without rounding, so that writes may add and take away in any order."""

from collections.abc import Sequence
from math import frexp, fsum

# (m, e) is m times 2 to the power of e; m is odd, or both are 0. Every float is such a number.
Exact = tuple[int, int]

ZERO: Exact = (0, 0)


def exact(value: float) -> Exact:
    """A finite float as it is."""
    fraction, exponent = frexp(value)
    return _reduced(int(fraction * (1 << 53)), exponent - 53)


def plus(one: Exact, other: Exact, sign: int = 1) -> Exact:
    """The sum; with the sign -1 the difference."""
    if other == ZERO:
        return one
    low = min(one[1], other[1])
    return _reduced((one[0] << one[1] - low) + sign * (other[0] << other[1] - low), low)


def exact_integer(value: int) -> Exact:
    """An integer of any size."""
    return _reduced(value, 0)


def exact_sum(values: Sequence[float]) -> Exact:
    """The sum of finite floats."""
    total, rest = ZERO, list(values)
    try:
        # What `fsum` rounds away is what it gives once its first result is taken off. It never
        # rounds to 0, for no sum of floats is nearer to 0 than the smallest float.
        while part := fsum(rest):
            total = plus(total, exact(part))
            rest.append(-part)
    except OverflowError:
        total = ZERO
        for value in values:
            total = plus(total, exact(value))
    return total


def nearest(one: Exact) -> float:
    """The nearest float, of two the even one: what `fsum` gives for the same numbers.

    Raises:
        OverflowError: if it is too large for a float.
    """
    mantissa, exponent = one
    return float(mantissa << exponent) if exponent >= 0 else mantissa / (1 << -exponent)


def _reduced(mantissa: int, exponent: int) -> Exact:
    if not mantissa:
        return ZERO
    zeros = (mantissa & -mantissa).bit_length() - 1
    return mantissa >> zeros, exponent + zeros
