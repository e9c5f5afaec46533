"""What is known to hold at a place, because of the blocks around it."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Not,
    Number,
    Path,
    String,
    subexpressions,
)


class Guard(NamedTuple):
    """A condition that is known true (or false), and the block that makes it so."""

    condition: Expression
    holds: bool
    block: If | For


def known(expression: Expression, guards: Collection[Guard]) -> bool | None:
    """Is the expression true or false under the guards? None when they do not say."""
    held = (guard.holds for guard in guards if guard.condition == expression)
    return next(held, None)


def guards_of(block: If | For, condition: Expression, *, holds: bool) -> tuple[Guard, ...]:
    """Everything known where a block's condition holds, or where it does not."""
    return tuple(Guard(one, held, block) for one, held in _facts(condition, holds))


def visible(guards: tuple[Guard, ...], hidden: Collection[str]) -> tuple[Guard, ...]:
    """The guards that still speak of the same values once a loop sets the hidden names anew."""
    return tuple(guard for guard in guards if not _mentions(guard.condition, hidden))


def _mentions(expression: Expression, names: Collection[str]) -> bool:
    return any(isinstance(one, Path) and one.root in names for one in subexpressions(expression))


def _facts(condition: Expression, holds: bool) -> Iterator[tuple[Expression, bool]]:
    """The condition itself, and what follows from it."""
    if isinstance(condition, Broken):
        return
    yield condition, holds
    match condition:
        case Logic(word=word, left=left, right=right):
            if holds is (word == "and"):
                yield from _facts(left, holds)
                yield from _facts(right, holds)
        case Not(operand=operand):
            yield from _facts(operand, not holds)
        case Compare():
            yield from _compared(condition, holds)
        case Path() | Call() | String() | Number():
            return


def _compared(compare: Compare, holds: bool) -> Iterator[tuple[Expression, bool]]:
    """What a comparison tells of the truth of its sides."""
    left, right = compare.left, compare.right
    match compare.operator:
        case "eq" | "ne":
            if holds is (compare.operator == "eq"):
                yield from _same(left, right)
                yield from _same(right, left)
        case "contains" | "not-contains":
            if holds is (compare.operator == "contains") and _is_something(right):
                yield left, True
        case "in" | "not-in":
            if holds is (compare.operator == "in") and _is_something(left):
                yield right, True
        case "lt" | "le" | "gt" | "ge":
            return


def _same(side: Expression, literal: Expression) -> Iterator[tuple[Expression, bool]]:
    """A side that equals a literal is as true as that; whether 0 is true is an assumption."""
    if isinstance(literal, String) or (isinstance(literal, Number) and literal.value):
        yield side, bool(literal.value)


def _is_something(part: Expression) -> bool:
    """Only a literal that is not empty shows that what holds it is not empty."""
    return isinstance(part, Number) or (isinstance(part, String) and bool(part.value))
