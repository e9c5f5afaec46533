"""Which branches a message took that its snapshot did not, and the other way round.

The snapshot has no trace, only its text: a branch is known by the longest text of its own that it
always prints.
"""

from collections.abc import Iterator
from typing import NamedTuple

from relvars.renderer.tracing import BranchKind, Trace
from relvars.snapshots.words import Hunk
from relvars.syntax.ast import For, If, Node, Template, Text
from relvars.text import Span

_LEAST = 3  # characters by which a branch can be known
_MOSTLY = 0.7  # of a branch's text must be new for the branch to be new
_HARDLY = 0.25  # of as many words may have gone there: else it was rewritten


class Turn(NamedTuple):
    """A branch that is taken so many times now, and was before; `mark` is how it is known.

    `instead` is the mark of the other branch of the block, if that was taken before and no more.
    """

    node: If | For
    kind: BranchKind
    before: int
    after: int
    mark: str
    instead: str = ""


class _Sides(NamedTuple):
    before: str
    after: str
    found: list[Hunk]
    times: dict[tuple[Span, BranchKind], int]


def turns(before: str, trace: Trace, template: Template, found: list[Hunk]) -> list[Turn]:
    """The branches that are taken more or less often than before, outermost ones only."""
    times = {(one.span, one.kind): one.times for one in trace.branches}
    return list(_turns(template.body, _Sides(before, trace.output, found, times)))


def _turns(nodes: tuple[Node, ...], sides: _Sides) -> Iterator[Turn]:
    for node in nodes:
        if isinstance(node, If | For):
            yield from _of_block(node, sides)


def _of_block(node: If | For, sides: _Sides) -> Iterator[Turn]:
    first: BranchKind = "then" if isinstance(node, If) else "body"
    one = _turn(node, first, node.body, sides)
    other = _turn(node, "else", node.orelse or (), sides)
    left = next((turn for turn in (one, other) if turn and not turn.after), None)
    for turn, body in ((one, node.body), (other, node.orelse or ())):
        if turn is None:
            yield from _turns(body, sides)
        elif turn is left:
            if not (one and other and one.after + other.after):
                yield turn
        elif left or turn.after < turn.before or _is_new(turn.mark, sides):
            yield turn._replace(instead=left.mark if left else "")


def _turn(node: If | For, kind: BranchKind, body: tuple[Node, ...], sides: _Sides) -> Turn | None:
    mark = _mark(body)
    if not mark:
        return None
    now = sides.times.get((node.span, kind), 0)
    before, after = sides.before.count(mark), sides.after.count(mark)
    # What stands elsewhere too says nothing of the branch.
    return Turn(node, kind, before, after, mark) if before != after == now else None


def _mark(body: tuple[Node, ...]) -> str:
    texts = [node.text.strip() for node in body if isinstance(node, Text)]
    longest = max(texts, key=len, default="")
    return longest if len(longest) >= _LEAST else ""


def _is_new(mark: str, sides: _Sides) -> bool:
    """Whether the mark came as a whole; one that an edit of the template made is no news."""
    start = sides.after.find(mark)
    while start >= 0:
        end = start + len(mark)
        near = [h for h in sides.found if h.k < end and start < h.m]
        new = sum(min(end, h.m) - max(start, h.k) for h in near)
        gone = sum(len(sides.before[h.i : h.j].split()) for h in near)
        come = sum(len(sides.after[h.k : h.m].split()) for h in near)
        if new >= _MOSTLY * len(mark) and gone <= _HARDLY * come:
            return True
        start = sides.after.find(mark, end)
    return False
