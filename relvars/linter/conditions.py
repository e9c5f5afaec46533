"""What a condition always says, by itself or where it stands."""

from collections.abc import Callable, Collection, Iterator, Mapping
from operator import eq, ge, gt, le, lt, ne

from relvars.semantics.guards import Guard, known
from relvars.syntax.ast import (
    Broken,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Number,
    String,
    Text,
)

# What two literals of one kind say. Only texts hold each other.
_COMPARED: Mapping[str, Callable[[str | float, str | float], bool]] = {
    "eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge,
}  # fmt: skip
# What a value says when it is compared with itself.
_WITH_ITSELF = {"eq": True, "ne": False, "le": True, "ge": True, "lt": False, "gt": False}


def asked(block: If | For) -> Expression:
    """What a block asks before it takes a branch."""
    return block.condition if isinstance(block, If) else block.collection


def has_content(nodes: Collection[Node]) -> bool:
    """Is there more in a branch than blanks?"""
    return any(not isinstance(one, Text) or one.text.strip() for one in nodes)


def constant(condition: Expression) -> bool | None:
    """What a condition says whatever the values are; None when it depends on them."""
    match condition:
        case String(value=value) | Number(value=value):
            return bool(value)
        case Compare():
            return _compared(condition)
        case Not(operand=operand):
            return _negated(constant(operand))
        case Logic(word="and", left=left, right=right) if _exclude(left, right):
            return False
        case Logic(word=word, left=left, right=right):
            return _joined(word, constant(left), constant(right))
        case _:
            return None


def _exclude(one: Expression, other: Expression) -> bool:
    """Can two comparisons not both hold: does one value equal two texts?"""
    match one, other:
        case (
            Compare(operator="eq", left=left, right=String(value=first)),
            Compare(operator="eq", left=again, right=String(value=second)),
        ):
            return left == again and first != second
        case _:
            return False


def constants(condition: Expression) -> Iterator[tuple[Expression, bool]]:
    """The largest parts of a condition that always say the same, and what."""
    said = constant(condition)
    if said is not None:
        yield condition, said
    elif isinstance(condition, Logic):
        yield from constants(condition.left)
        yield from constants(condition.right)


def settled(condition: Expression, guards: Collection[Guard]) -> bool | None:
    """What a condition says where the guards hold; None when they leave it open."""
    said = known(condition, guards)
    if said is not None or isinstance(condition, Broken):
        return said
    match condition:
        case Not(operand=operand):
            return _negated(settled(operand, guards))
        case Logic(word=word, left=left, right=right):
            return _joined(word, settled(left, guards), settled(right, guards))
        case Compare(operator="eq", left=left, right=String(value=value)):
            others = (_told(one, left) for one in guards)
            return False if any(one not in (None, value) for one in others) else None
        case _:
            return constant(condition)


def _told(guard: Guard, side: Expression) -> str | None:
    """The text that a guard says a side equals; None when it says none."""
    match guard:
        case Guard(Compare(operator="eq", left=left, right=String(value=value)), holds=True):
            return value if left == side else None
        case _:
            return None


def _compared(compare: Compare) -> bool | None:
    match compare.left, compare.right:
        case (String(value=left), String(value=right)) | (Number(value=left), Number(value=right)):
            compared = _COMPARED.get(compare.operator)
            return compared(left, right) if compared else None
        case left, right:
            return _WITH_ITSELF.get(compare.operator) if left == right else None


def _negated(said: bool | None) -> bool | None:
    return None if said is None else not said


def _joined(word: str, left: bool | None, right: bool | None) -> bool | None:
    """What `and` or `or` says of two sides; one that decides is enough."""
    decides = word == "or"
    if decides in (left, right):
        return decides
    return None if None in (left, right) else not decides
