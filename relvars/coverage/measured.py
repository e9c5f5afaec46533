"""A template and what was reached of it: how much that is, and what is missing."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.coverage.points import BRANCHES, RENDERED, Hits, Point, points
from relvars.coverage.possible import Demands, demands, impossible, is_asked_before
from relvars.diagnostics import Severity, printable
from relvars.syntax.ast import For, If, Node, Template, Text
from relvars.text import Position, position


class Measured(NamedTuple):
    """A template under the name it is reported by.

    `branches` are what the percentage is of: all ways of all blocks, or for a template without
    blocks that it was rendered at all. `outputs` are what printed values can come to: something
    and, unless a condition around rules it out, nothing.
    """

    name: str
    template: Template
    hits: Hits
    branches: tuple[Point, ...]
    outputs: tuple[Point, ...]
    assumptions: Assumptions | None = None


class Share(NamedTuple):
    """So many of so many."""

    reached: int
    all: int

    @property
    def percent(self) -> float:
        """From 0 to 100; 100 when there is nothing to reach."""
        return 100 * self.reached / self.all if self.all else 100.0


def measured(
    name: str, template: Template, hits: Hits, assumptions: Assumptions | None = None
) -> Measured:
    """What there is in a template, beside what of it was reached."""
    found = points(template, assumptions)
    branches = tuple(one for one in found if one.kind in BRANCHES)
    ways = demands(template)
    outputs = tuple(
        one
        for one in found
        if one.kind == "printed"
        or (one.kind == "empty" and not _is_guarded(template, ways.get(one, ()), assumptions))
    )
    return Measured(name, template, hits, branches or (RENDERED,), outputs, assumptions)


def _is_guarded(template: Template, way: Demands, assumptions: Assumptions | None) -> bool:
    return bool(way) and is_asked_before(way) and bool(impossible(template, way, assumptions))


def share(one: Measured, of: tuple[Point, ...]) -> Share:
    """How many of some points were reached."""
    return Share(sum(1 for point in of if one.hits.get(point)), len(of))


def total(many: Sequence[Measured]) -> Share:
    """Of all branches of all templates."""
    shares = [share(one, one.branches) for one in many]
    return Share(sum(one.reached for one in shares), sum(one.all for one in shares))


def percent_text(one: Share) -> str:
    """A whole percent; 100 only where all is reached, 0 only where nothing is."""
    percent = round(one.percent)
    if one.reached < one.all:
        percent = min(percent, 99)
    return f"{max(percent, 1) if one.reached else percent}%"


def missing(one: Measured) -> list[str]:
    """What no case reached, the outermost only, in the style of coverage.py.

    `14-18` are lines; `12->else` is a branch that stands on the line of its block; `12->past` is
    the way past a block without an `{else}`. Of a template with errors it is the first of them.
    """
    if trouble := unreadable(one):
        return [trouble]
    if not one.hits.get(RENDERED):
        last = len(one.template.document.line_starts) - (
            one.template.document.text[-1:] in ("\n", "\r")
        )
        return [f"1-{last}" if last > 1 else "1"]
    return list(dict.fromkeys(_missing(one, one.template.body)))


def unreadable(one: Measured) -> str:
    """Why a template cannot be rendered at all, and where; "" when it can."""
    found = (each for each in one.template.diagnostics if each.severity == Severity.ERROR)
    first = next(found, None)
    if first is None:
        return ""
    place = f"line {first.start.line}, column {first.start.column}"
    return printable(f"cannot be read at {place}: {first.message}")


def _missing(one: Measured, nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, If | For):
            continue
        first: Point = Point(node.span.start, "then" if isinstance(node, If) else "body")
        for point, body in ((first, node.body), (Point(node.span.start, "else"), node.orelse)):
            if one.hits.get(point):
                yield from _missing(one, body or ())
            else:
                yield _lines(one, node, point, body)


def _lines(one: Measured, node: If | For, point: Point, body: tuple[Node, ...] | None) -> str:
    document = one.template.document
    head = position(document, node.span.start).line
    places = list(_places(one, body or ()))
    if body is None:
        return f"{head}->past"
    if not places or places[0].line == head or _shares_a_line(one, node, places):
        return f"{head}->{point.kind}"
    first, last = places[0].line, places[-1].line
    return f"{first}-{last}" if last > first else f"{first}"


def _shares_a_line(one: Measured, node: If | For, places: list[Position]) -> bool:
    """Does a branch share its line with the tag between the branches?"""
    if node.middle is None:
        return False
    return position(one.template.document, node.middle.start).line == places[0].line


def _places(one: Measured, nodes: tuple[Node, ...]) -> Iterator[Position]:
    """Where what is in a branch begins and ends, blanks left out."""
    text, document = one.template.document.text, one.template.document
    if not nodes:
        return
    start, end = nodes[0].span.start, nodes[-1].span.end
    inside = text[start:end]
    if inside.strip():
        yield position(document, start + len(inside) - len(inside.lstrip()))
        yield position(document, start + len(inside.rstrip()) - 1)


class Line(NamedTuple):
    """A line that holds tags: how often it was reached, and its branches with their hits."""

    number: int
    hits: int
    branches: tuple[tuple[Point, int], ...]


def lines(one: Measured) -> list[Line]:
    """The lines that hold tags or text of their own, in order, for reports by line."""
    found: dict[int, int] = {}
    _count_lines(one, one.template.body, one.hits.get(RENDERED, 0), found)
    branches: dict[int, list[tuple[Point, int]]] = {}
    for point in one.branches:
        if point.kind in BRANCHES:
            line = position(one.template.document, point.start).line
            branches.setdefault(line, []).append((point, one.hits.get(point, 0)))
    return [
        Line(number, found[number], tuple(branches.get(number, ()))) for number in sorted(found)
    ]


def _count_lines(one: Measured, nodes: tuple[Node, ...], times: int, found: dict[int, int]) -> None:
    for node in nodes:
        for line in _lines_of(one, node):
            # A line is reached when anything on it is: what is not is told as a branch.
            found[line] = max(found.get(line, 0), times)
        if isinstance(node, If | For):
            start = node.span.start
            first = Point(start, "then" if isinstance(node, If) else "body")
            _count_lines(one, node.body, one.hits.get(first, 0), found)
            other = one.hits.get(Point(start, "else"), 0)
            _count_lines(one, node.orelse or (), other, found)


def _lines_of(one: Measured, node: Node) -> Iterator[int]:
    document = one.template.document
    if isinstance(node, Text):
        places = list(_places(one, (node,)))
        if places:
            yield from range(places[0].line, places[-1].line + 1)
    else:
        yield position(document, node.span.start).line


def never(one: Measured) -> dict[Point, str]:
    """Why points cannot be reached, for those of which that can be shown."""
    ways = demands(one.template)
    reasons = {
        point: impossible(one.template, ways.get(point, ()), one.assumptions)
        for point in (*one.branches, *one.outputs)
        if not one.hits.get(point)
    }
    return {point: reason for point, reason in reasons.items() if reason}
