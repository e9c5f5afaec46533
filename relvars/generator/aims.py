"""What values must be like for a branch to be taken, and values that are.

What is said here of equality and the like only finds likely values quickly. What they do is for
the renderer to say.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import ge, gt, le, lt
from random import Random
from typing import Any, NamedTuple

from relvars.generator.kinds import conforms, pool
from relvars.generator.shapes import RIVALS, Goal, Names, Outline, Shape, shape_at
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
)
from relvars.values import Value, is_boolean, is_list, is_number, is_object, is_text

_TRIES = 60  # values tried for one place before any will do
_FULL: tuple[Value, ...] = ("Ann", 1, True, 8.95, [1], {"a": 1}, "2024-02-29", "0")
_EMPTY: tuple[Value, ...] = (None, "", 0, False, [], {}, 0.0)
_MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "contains": "in", "in": "contains",
             "not-contains": "not-in", "not-in": "not-contains"}  # fmt: skip
_NEGATED = {"ne": "eq", "not-contains": "contains", "not-in": "in"}


class Demand(NamedTuple):
    """What a value is to be: `operator` with `other` is to come out as `holds`.

    Beside the operators of the language there are `true` and, for what is looped over, `rows`.
    """

    operator: str
    other: Value
    holds: bool


class Aim(NamedTuple):
    """The demands on values by their shapes, and the shapes on the way to those."""

    demands: dict[Shape, list[Demand]]
    on_way: dict[Shape, None]


def aim_at(goal: Goal, made: Outline, random: Random) -> Aim:
    """Demands under which a branch is likely taken; where there is a choice, one by chance."""
    aim = Aim({}, {})
    for block, kind, names in goal.steps:
        match block:
            case If(condition=condition):
                _want(aim, made, condition, names, random, holds=kind == "then")
            case For(collection=Path() | Call() as collection):
                shape = shape_at(made, collection, names)
                _demand(aim, shape, Demand("rows", None, kind == "body"))
            case For():
                pass  # a loop that could not be read
    return aim


def _demand(aim: Aim, shape: Shape, demand: Demand) -> None:
    aim.demands.setdefault(shape, []).append(demand)
    above = shape.parent
    while above is not None:
        aim.on_way[above] = None
        above = above.parent


def _want(  # noqa: PLR0913 - what is wanted of what, and where
    aim: Aim, made: Outline, expression: Expression, names: Names, random: Random, *, holds: bool
) -> None:
    """Demand that a condition holds, or does not."""
    match expression:
        case Path() | Call():
            _demand(aim, shape_at(made, expression, names), Demand("true", None, holds))
        case Not(operand=operand):
            _want(aim, made, operand, names, random, holds=not holds)
        case Logic(word=word, left=left, right=right):
            # `and` holds by both, and fails by either; `or` the other way round.
            both = holds == (word == "and")
            for one in (left, right) if both else (random.choice((left, right)),):
                _want(aim, made, one, names, random, holds=holds)
        case Compare():
            _want_compared(aim, made, expression, names, random, holds=holds)
        case String() | Number() | Broken():
            pass


def _want_compared(  # noqa: PLR0913
    aim: Aim, made: Outline, compare: Compare, names: Names, random: Random, *, holds: bool
) -> None:
    left, right = (_side(aim, made, side, names, random) for side in (compare.left, compare.right))
    operator: str = compare.operator
    if not isinstance(left, Shape):
        left, right, operator = right, left, _MIRRORED.get(operator, operator)
    if not isinstance(left, Shape):
        return
    if isinstance(right, Shape):
        fitting = [one for one in (*right.literals, *RIVALS) if conforms(one, right.kind)]
        pivot = random.choice(fitting or pool(right.kind))
        _demand(aim, right, Demand("eq", pivot, True))
        right = pivot
    if operator in _NEGATED:
        operator, holds = _NEGATED[operator], not holds
    _demand(aim, left, Demand(operator, right, holds))


def _side(aim: Aim, made: Outline, side: Expression, names: Names, random: Random) -> Any:
    """The shape of what is compared, or its value where that can be told."""
    match side:
        case Path() | Call():
            return shape_at(made, side, names)
        case String(value=value) | Number(value=value):
            return value
        case Broken():
            return None
        case _:
            holds = random.choice((True, False))
            _want(aim, made, side, names, random, holds=holds)
            return holds


def fitting(demands: list[Demand], shape: Shape, random: Random) -> Value:
    """A value that meets the demands, if one is found; else any of its type."""
    some = [one for demand in demands for one in _likely(demand)]
    some += [*_FULL, *_EMPTY, *_together(demands)]
    random.shuffle(some)
    for one in [*some, *random.sample(pool(shape.kind), min(_TRIES, len(pool(shape.kind))))]:
        if conforms(one, shape.kind) and all(meets(one, demand) for demand in demands):
            return one
    return random.choice(pool(shape.kind))


def _together(demands: list[Demand]) -> Iterator[Value]:
    """What contains all that is to be contained."""
    parts = [one.other for one in demands if one.operator == "contains" and one.holds]
    if len(parts) > 1:
        yield list(parts)
        yield " ".join(_text(one) for one in parts if is_text(one) or is_number(one))
        yield {_text(one): 1 for one in parts if is_text(one) or is_number(one)}


def _likely(demand: Demand) -> Iterator[Value]:
    other = demand.other
    match demand.operator:
        case "eq":
            yield other
            if is_number(other):
                yield from (_text(other), other + 1, other - 1)
            elif is_text(other):
                yield from (f"{other}x", *_numbers(other))
        case "contains":
            yield from ([other], [other, other])
            if is_text(other) or is_number(other):
                yield from (_text(other), f"x{_text(other)}x", {_text(other): 1})
        case "in" if is_list(other):
            yield from other
        case "in" if is_object(other):
            yield from other
        case "in" if is_text(other):
            yield from (other, other[:1], f"{other}x")
        case "lt" | "le" | "gt" | "ge":
            if is_number(other):
                yield from (other, other + 1, other - 1)
            elif is_text(other):
                yield from (other, f"{other}x", other[:-1])
        case _:
            return


def _numbers(text: str) -> list[Value]:
    return [int(text)] if text.isascii() and text.isdigit() and len(text) < 16 else []


def meets(value: Value, demand: Demand) -> bool:
    """Does a value meet a demand, as far as that is told here?"""
    return _comes_out(value, demand) == demand.holds


def _comes_out(value: Value, demand: Demand) -> bool:
    other = demand.other
    match demand.operator:
        case "rows":
            return (is_list(value) or is_object(value)) and bool(value)
        case "eq":
            return _same(value, other)
        case "contains":
            return _has(value, other)
        case "in":
            return _has(other, value)
        case "lt" | "le" | "gt" | "ge":
            return _ordered(demand.operator, value, other)
        case _:
            return bool(value)


def _same(one: Value, other: Value) -> bool:
    if is_boolean(one) or is_boolean(other):
        return one is other
    if is_text(one) != is_text(other) and is_number(one) != is_number(other):
        return _text(one) == _text(other) if one and other else False
    return bool(one == other)


def _has(whole: Value, part: Value) -> bool:
    if is_list(whole):
        return any(_same(one, part) for one in whole)
    if not (is_text(part) or is_number(part)):
        return False
    return (is_text(whole) or is_object(whole)) and _text(part) in whole


def _ordered(operator: str, one: Value, other: Value) -> bool:
    if (is_number(one) and is_number(other)) or (is_text(one) and is_text(other)):
        return _ORDER[operator](one, other)
    return False


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"lt": lt, "le": le, "gt": gt, "ge": ge}


def _text(value: Value) -> str:
    if type(value) is float and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)
