"""Values for a template: its own paths and literals, with awkward values among them.

The same seed gives the same values, on every machine.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from relvars.generator.aims import Aim, Demand, aim_at, fitting
from relvars.generator.kinds import METHODS, USUAL, conforms, pool
from relvars.generator.shapes import Goal, Outline, Shape, outline
from relvars.schema import Schema
from relvars.semantics.types import ListOf, Object, Scalar, Unknown
from relvars.syntax.ast import Template
from relvars.values import Value, is_number, is_text

GENERATOR = "paths-and-literals 2"

_FREE = Aim({}, {})
_MOST_ROWS = 30
_LARGE = 1e300  # beyond it a number may not be a float
_ABSENT: Any = object()


def generate(
    template: Template | str,
    n: int,
    seed: int,
    *,
    schema: Schema | None = None,
    database: str = "",
) -> Iterator[dict[str, Value]]:
    """So many values objects: none, all there, all empty; for each branch; then by chance.

    With a schema all values are of its types, or missing. Every values object can be written as
    JSON. No two hold a list or an object in common.
    """
    made = outline(template, schema=schema, database=database)
    yield from _first(made)[:n]
    random = Random(seed)  # noqa: S311 - tests want the same values again, not secrets
    for number in range(n - 4):
        goal = _goal(made, number, random)
        if goal:
            yield aimed(made, goal, random)
        else:
            yield _fields(made.root, random, random.choice((0.02, 0.1, 0.3)), _FREE)


def _first(made: Outline) -> tuple[dict[str, Value], ...]:
    return ({}, *(_whole(made.root, size) for size in (2, 1, 0)))


def _goal(made: Outline, number: int, random: Random) -> Goal | None:
    """Twice each branch, then a branch now and then."""
    if number < 2 * len(made.goals):
        return made.goals[number % len(made.goals)]
    return random.choice(made.goals) if made.goals and number % 4 == 0 else None


def aimed(made: Outline, goal: Goal, random: Random) -> dict[str, Value]:
    """Values under which a branch is likely taken."""
    aim = aim_at(goal, made, random)
    return _fields(made.root, random, random.choice((0.0, 0.02, 0.1)), aim)


def _whole(shape: Shape, size: int) -> Any:
    """Everything the template reads; lists of `size` items."""
    if shape.fields and isinstance(shape.kind, Object | Unknown):
        return {name: _whole(one, size) for name, one in shape.fields.items()}
    if shape.item and isinstance(shape.kind, ListOf | Unknown):
        return [_whole(shape.item, size) for _ in range(min(size, _most(shape)))]
    likely = next((one for one in shape.literals if conforms(one, shape.kind)), None)
    if likely is None or not size:
        return _plain(shape, size)
    return likely


def _plain(shape: Shape, size: int) -> Value:
    """What is usual for the type, or what is nothing for it."""
    match shape.kind:
        case Scalar(kind=kind):
            return USUAL[kind] if size else type(USUAL[kind])()
        case ListOf():
            return []
        case Object():
            return {}
        case Unknown():
            return "Ann" if size else ""


def _made(shape: Shape, random: Random, boldness: float, aim: Aim) -> Any:
    """A value for a shape; `boldness` is how likely it is of another kind than is read."""
    demands = aim.demands.get(shape)
    if shape in aim.on_way or (demands and _is_looped_over(demands)):
        return _structure(shape, random, boldness, aim)
    if demands:
        return _fresh(fitting(demands, shape, random))
    if random.random() < boldness:
        return random.choice((_ABSENT, None, _fresh(random.choice(pool(shape.kind)))))
    return _structure(shape, random, boldness, aim)


def _is_looped_over(demands: list[Demand]) -> bool:
    return any(one.operator == "rows" and one.holds for one in demands)


def _structure(shape: Shape, random: Random, boldness: float, aim: Aim) -> Any:
    if shape.item and isinstance(shape.kind, ListOf | Unknown):
        return _rows(shape, random, boldness, aim)
    if shape.fields and isinstance(shape.kind, Object | Unknown):
        return _object(shape, random, boldness, aim)
    if shape.literals and random.random() < 0.6:
        near = _near(random.choice(shape.literals), random)
        if conforms(near, shape.kind):
            return _fresh(near)
    return _fresh(random.choice(pool(shape.kind)))


def _fields(shape: Shape, random: Random, boldness: float, aim: Aim) -> dict[str, Value]:
    made = {name: _made(one, random, boldness, aim) for name, one in shape.fields.items()}
    return {name: one for name, one in made.items() if one is not _ABSENT}


def _object(shape: Shape, random: Random, boldness: float, aim: Aim) -> dict[str, Value]:
    made = _fields(shape, random, boldness, aim)
    is_open = isinstance(shape.kind, Unknown) or (
        isinstance(shape.kind, Object) and shape.kind.open
    )
    if is_open and random.random() < 0.05:
        made.setdefault(random.choice(METHODS), 1)
    return made


def _rows(shape: Shape, random: Random, boldness: float, aim: Aim) -> Value:
    """What a loop goes over; if its items are aimed at, at least one is as they are to be."""
    item = shape.item or Shape()
    indices = aim.demands.get(shape.index, []) if shape.index else []
    least = _least(shape, aim, indices)
    certain = random.randrange(min(_most(shape), least)) if least else 0
    made = [
        _made(item, random, boldness, aim if _is_aimed(at, certain, indices, random) else _FREE)
        for at in range(min(_most(shape), max(least, random.choice((0, 1, 1, 2, 3)))))
    ]
    rows = [None if one is _ABSENT else one for one in made]
    fields = _fields(shape, random, boldness, aim) if isinstance(shape.kind, Unknown) else {}
    keys = [one.other for one in indices if is_text(one.other)]
    as_keys = keys and random.random() < 0.5
    if isinstance(shape.kind, Unknown) and (fields or as_keys or random.random() < 0.2):
        return {**dict(zip((*keys, "b", "a", "items", "1"), rows, strict=False)), **fields}
    return rows


def _most(shape: Shape) -> int:
    """How many rows there may be: loops within loops would multiply beyond all bounds."""
    return _MOST_ROWS if shape.depth < 5 else 2 if shape.depth < 9 else 1


def _is_aimed(at: int, certain: int, indices: list[Demand], random: Random) -> bool:
    return at == certain or bool(indices) or random.random() < 0.5


def _least(shape: Shape, aim: Aim, indices: list[Demand]) -> int:
    """How many rows there must be: enough for the index to come to what is wanted of it."""
    if shape.item is None or not (shape in aim.on_way or shape in aim.demands):
        return 0
    if shape.item not in aim.on_way and shape.item not in aim.demands and not indices:
        return int(_is_looped_over(aim.demands.get(shape, [])))
    numbers = [_whole_number(one.other) for one in indices]
    return min(_MOST_ROWS, max((2 if indices else 1, *(one + 2 for one in numbers))))


def _whole_number(value: Value) -> int:
    if is_number(value):
        return min(_MOST_ROWS, max(0, int(value)))
    return int(value) if is_text(value) and value.isascii() and value.isdigit() else 0


def _near(literal: Value, random: Random) -> Value:
    """A literal, or what is easily taken for it."""
    if type(literal) not in (str, int, float) or (is_number(literal) and abs(literal) > _LARGE):
        return literal
    around: list[Value] = [literal, [literal], {str(literal): 1}, f"{literal}", f" {literal} "]
    if is_text(literal):
        around += [literal, literal.upper(), f"x{literal}x", [[literal], literal]]
        around += _numbers(literal)
    else:
        around += [float(literal), bool(literal), literal + 1, f"{float(literal)}", [f"{literal}"]]
    return random.choice(around)


def _numbers(literal: str) -> list[Value]:
    """The number that a text spells, if it does, and what is near it."""
    try:
        number = float(literal)
    except ValueError:
        return []
    return [number, [number], int(number), bool(number)] if abs(number) < _LARGE else []


def _fresh(value: Value) -> Value:
    """The value, or a copy where it could be changed."""
    match value:
        case list():
            return [_fresh(one) for one in value]
        case dict():
            return {name: _fresh(one) for name, one in value.items()}
        case _:
            return value
