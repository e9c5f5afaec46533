"""What holds on every path through a template, and the extremes over all paths.

Paths are never listed: one fold over the tree adds what follows and joins what branches. A branch
that the blocks around it rule out is left out.
"""

from collections.abc import Callable, Iterator
from typing import Generic, NamedTuple, TypeVar

from relvars.semantics.guards import Guard, guards_of, known, visible
from relvars.syntax.ast import (
    Broken,
    Expression,
    For,
    If,
    Node,
    Not,
    Output,
    Path,
    Template,
    Text,
    subexpressions,
    walk,
)

T = TypeVar("T")
Leaf = Text | Output | Broken
Guards = tuple[Guard, ...]


class Algebra(NamedTuple, Generic[T]):
    """How to reckon over paths: `either` is told whether its branches are free.

    They are not free when an earlier block asked about the same value, so that which branch is
    taken may be settled already.
    """

    empty: T
    leaf: Callable[[Leaf], T]
    then: Callable[[T, T], T]
    either: Callable[[T, T, bool], T]
    repeated: Callable[[T], T]


class Gap(NamedTuple):
    """A path that lacks something: where `block` goes this way; None when every path lacks it."""

    block: If | For | None = None
    holds: bool = False


def bodies(template: Template) -> Iterator[tuple[Node, ...]]:
    """Every run of nodes that follow each other: the template's own, and each branch."""
    yield template.body
    for node in walk(template.body):
        if isinstance(node, If | For):
            yield node.body
            yield node.orelse or ()


def fold(nodes: tuple[Node, ...], algebra: Algebra[T]) -> T:
    """The nodes reckoned over all their paths; a loop runs not at all, once, or repeatedly."""
    return _fold(nodes, algebra, (), set())


def gap(nodes: tuple[Node, ...], covers: Callable[[Leaf], bool], guards: Guards = ()) -> Gap | None:
    """A path on which no leaf covers; None when each has one that does.

    Blocks of the same condition work together: one may cover where it holds, another where not.
    """
    lacking = Gap()
    covered: set[tuple[Expression, bool]] = set()
    for node in nodes:
        if not isinstance(node, If | For):
            if covers(node):
                return None
            continue
        ways = [(way, gap(inside, covers, own)) for way, inside, own in _branches(node, guards)]
        gaps = [(way, one) for way, one in ways if one is not None]
        if not gaps:
            return None
        if len(gaps) < len(ways):
            way, inner = gaps[0]
            condition, holds = _plain(_asked(node), way)
            if (condition, holds) in covered:
                return None
            covered.add((condition, not holds))
            lacking = inner if inner.block else Gap(node, way)
        elif lacking.block is None:
            lacking = next((one for _, one in gaps if one.block), lacking)
    return lacking


def _plain(condition: Expression, holds: bool) -> tuple[Expression, bool]:
    while isinstance(condition, Not):
        condition, holds = condition.operand, not holds
    return condition, holds


def _asked(node: If | For) -> Expression:
    return node.condition if isinstance(node, If) else node.collection


def _branches(node: If | For, guards: Guards) -> Iterator[tuple[bool, tuple[Node, ...], Guards]]:
    """The branches that can be taken, the body first, and what is known in each."""
    said = known(_asked(node), guards)
    # What is true need not be a list: the `{else}` of a loop may still run.
    if said is not False:
        inner = (*guards, *guards_of(node, _asked(node), holds=True))
        hidden = (node.index, node.item) if isinstance(node, For) else ()
        yield True, node.body, visible(inner, hidden) if hidden else inner
    if said is not True or isinstance(node, For):
        own = guards_of(node, _asked(node), holds=False) if isinstance(node, If) else ()
        yield False, node.orelse or (), (*guards, *own)


def _fold(nodes: tuple[Node, ...], algebra: Algebra[T], guards: Guards, asked: set[Path]) -> T:
    total = algebra.empty
    for node in nodes:
        if isinstance(node, If | For):
            total = algebra.then(total, _block(node, algebra, guards, asked))
        else:
            total = algebra.then(total, algebra.leaf(node))
    return total


def _block(node: If | For, algebra: Algebra[T], guards: Guards, asked: set[Path]) -> T:
    paths = [one for one in subexpressions(_asked(node)) if isinstance(one, Path)]
    free = asked.isdisjoint(paths)
    branches = [
        _branch(node, holds, _fold(inside, algebra, inner, asked), algebra)
        for holds, inside, inner in _branches(node, guards)
    ]
    asked.update(paths)
    return branches[0] if len(branches) == 1 else algebra.either(branches[0], branches[1], free)


def _branch(node: If | For, holds: bool, inside: T, algebra: Algebra[T]) -> T:
    return algebra.repeated(inside) if holds and isinstance(node, For) else inside
