"""How long a message can become, over all paths through its template.

What a value adds is assumed by its type; `ASSUMED` says how much, in characters.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from relvars.linter.paths import Algebra, Leaf, fold
from relvars.semantics.analysis import Analysis
from relvars.semantics.reads import Called, Read
from relvars.semantics.types import Scalar, ScalarKind, Type
from relvars.syntax.ast import Node, Output, Text

# Least and most characters of a value; anything may be missing.
ASSUMED: Mapping[ScalarKind, tuple[int, int]] = {
    "string": (0, 20),
    "integer": (0, 6),
    "float": (0, 9),
    "boolean": (0, 5),
    "date": (0, 10),
}
_ANY = (0, 20)


class Length(NamedTuple):
    """The shortest path; a path there is at least, values at their least; the longest."""

    least: float
    sure: float
    most: float


NOTHING = Length(0, 0, 0)


def exactly(number: float) -> Length:
    """A length that is the same whatever the values."""
    return Length(number, number, number)


def then(one: Length, other: Length) -> Length:
    """One after the other."""
    return Length(one[0] + other[0], one[1] + other[1], one[2] + other[2])


def either(one: Length, other: Length, free: bool) -> Length:
    """One or the other; where the choice may be settled, only the lesser is sure."""
    sure = max(one.sure, other.sure) if free else min(one.sure, other.sure)
    return Length(min(one.least, other.least), sure, max(one.most, other.most))


def repeated(one: Length) -> Length:
    """Once or oftener."""
    return one._replace(most=math.inf) if one.most else one


def printed(analysis: Analysis) -> Callable[[Output], Length]:
    """What each printed value adds, by its type."""
    used: list[Read | Called] = [*analysis.calls, *analysis.reads]
    kinds = {one.node.span.start: one.type for one in used if one.use == "printed"}

    def length(node: Output) -> Length:
        least, most = _assumed(kinds.get(node.span.start))
        return Length(least, least, most)

    return length


def _assumed(kind: Type | None) -> tuple[int, int]:
    return ASSUMED[kind.kind] if isinstance(kind, Scalar) else _ANY


class FirstLine(NamedTuple):
    """The length of the first line: of paths still on it, and of those past it; None: no such."""

    open: Length | None
    closed: Length | None = None


def first_line(nodes: tuple[Node, ...], value: Callable[[Output], Length]) -> Length:
    """How long the first line can become."""

    def leaf(node: Leaf) -> FirstLine:
        if isinstance(node, Text):
            line, newline, _ = node.text.partition("\n")
            length = exactly(len(line.removesuffix("\r") if newline else line))
            return FirstLine(None, length) if newline else FirstLine(length)
        return FirstLine(value(node) if isinstance(node, Output) else NOTHING)

    algebra = Algebra(FirstLine(NOTHING), leaf, _line_then, _line_either, _line_repeated)
    whole = fold(nodes, algebra)
    return _joined(whole.open, whole.closed, True) or NOTHING


def _line_then(one: FirstLine, other: FirstLine) -> FirstLine:
    if one.open is None:
        return one
    going = None if other.open is None else then(one.open, other.open)
    ending = None if other.closed is None else then(one.open, other.closed)
    return FirstLine(going, _joined(one.closed, ending, True))


def _line_either(one: FirstLine, other: FirstLine, free: bool) -> FirstLine:
    return FirstLine(_joined(one.open, other.open, free), _joined(one.closed, other.closed, free))


def _line_repeated(one: FirstLine) -> FirstLine:
    return one._replace(open=None if one.open is None else repeated(one.open))


def _joined(one: Length | None, other: Length | None, free: bool) -> Length | None:
    if one is None or other is None:
        return other if one is None else one
    return either(one, other, free)


def told(length: Length) -> str:
    """The least and the most, for a message: `71`, `40 to 90`, `40 or more`."""
    if length.least == length.most:
        return f"{length.least:.0f}"
    more = "or more" if math.isinf(length.most) else f"to {length.most:.0f}"
    return f"{length.least:.0f} {more}"
