"""Values that a template might get: its own paths and literals, with awkward values among them.

The same seed gives the same values, on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    For,
    If,
    Node,
    Number,
    Output,
    Path,
    String,
    Template,
    Text,
    expressions,
    subexpressions,
)
from relvars.transpiler.context import jinja_needs
from relvars.values import Value

GENERATOR = "paths-and-literals 1"

# Values that translations get wrong, each for a reason of its own.
_AWKWARD: tuple[Value, ...] = (
    None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, 343.0, 8.95, 0.1, 1e-05, 1e16, 1e20, 1e21, -1e21,
    123456789012345678901234567890, "", " ", "0", "1", "343", "1.0", "true", "None", "x", "Анна",
    "<b>\"&'</b>", "a\r\nb\rc\n", " x \n", "\\", 'q"q', "{{ lead }}", "{% if %}", "{lead.x}", "##",
    "\x01\x1f\x7f\u2028", "\u00a0é👋", [], {}, [[]], [None, True, 1.0, "a"],
    ["x", {"k": [1, "é<'"]}],
    {"a": 1, "b": None}, {"items": 1, "keys": 2, "get": 3, "é\n": "\"\\"}, [0], ["1"], [1], "ab",
)  # fmt: skip
# For two values that are compared: near to each other, at every depth.
_RIVALS: tuple[Value, ...] = (
    {"k": 1}, {"k": 2}, {"k": "1"}, {"j": 1}, {"true": 1}, {"1": 1}, [1, 2], [1, "2"], [1, 3],
    [True], "k", "true", "1", 1, 1.0, True, None,
)  # fmt: skip
_METHODS = ("items", "keys", "values", "get", "pop", "update", "count", "index", "copy")


@dataclass
class Shape:
    """What a template reads of one value: fields, items, and the literals it is compared with."""

    fields: dict[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None
    literals: list[Value] = field(default_factory=list)


def shape_of(template: Template) -> Shape:
    """The shape of a template's values; the results it wants are under `functions`."""
    root = Shape()
    _walk(template.body, root, {})
    for result in jinja_needs(template).results:
        if not result.startswith("fragment."):
            _at(root, ("functions", result))
    return root


def _walk(nodes: tuple[Node, ...], root: Shape, scope: dict[str, Shape]) -> None:
    for node in nodes:
        for expression in expressions(node):
            _note(expression, root, scope)
        match node:
            case If(body=body, orelse=orelse):
                _walk(body, root, scope)
                _walk(orelse or (), root, scope)
            case For():
                _loop(node, root, scope)
            case Text() | Output() | Broken():
                pass


def _loop(node: For, root: Shape, scope: dict[str, Shape]) -> None:
    collection = node.collection
    over = Shape() if isinstance(collection, Broken) else _shape(collection, root, scope)
    over.item = over.item or Shape()
    _walk(node.body, root, {**scope, node.index: Shape(), node.item: over.item})
    _walk(node.orelse or (), root, scope)


def _shape(value: Path | Call, root: Shape, scope: dict[str, Shape]) -> Shape:
    if isinstance(value, Call):
        return _at(root, ("functions", value.written))
    if value.root in scope:
        return _at(scope[value.root], value.segments)
    if value.root.startswith("$"):
        return Shape()
    return _at(root, (value.root, *value.segments))


def _at(start: Shape, names: tuple[str, ...]) -> Shape:
    for name in names:
        start = start.fields.setdefault(name, Shape())
    return start


def _note(expression: Any, root: Shape, scope: dict[str, Shape]) -> None:
    """Note a path that is read, and what it is compared with."""
    if isinstance(expression, Path | Call):
        _shape(expression, root, scope)
    if not isinstance(expression, Compare):
        return
    sides = (expression.left, expression.right)
    literals: list[Value] = [one.value for one in sides if isinstance(one, String | Number)]
    for side in sides:
        literals = literals or list(_RIVALS)
        for one in subexpressions(side):
            if isinstance(one, Path | Call):
                _shape(one, root, scope).literals += literals


def generate(shape: Shape, n: int, seed: int) -> Iterator[dict[str, Value]]:
    """So many values objects: first none, all there, all empty; then by chance."""
    yield from ({}, _whole(shape, 2), _whole(shape, 1), _whole(shape, 0))[:n]
    random = Random(seed)  # noqa: S311 - tests want the same values again, not secrets
    for _ in range(n - 4):
        boldness = random.choice((0.02, 0.1, 0.3))
        made = {name: _made(one, random, boldness) for name, one in shape.fields.items()}
        yield {name: one for name, one in made.items() if one is not _ABSENT}


_ABSENT = object()


def _whole(shape: Shape, size: int) -> Any:
    """Everything the template reads; lists of `size` items."""
    if shape.fields:
        return {name: _whole(one, size) for name, one in shape.fields.items()}
    if shape.item:
        return [_whole(shape.item, size) for _ in range(size)]
    return (shape.literals[0] if shape.literals else "Ann") if size else ""


def _made(shape: Shape, random: Random, boldness: float) -> Any:
    """A value for a shape; `boldness` is how likely it is of another kind than is read."""
    chance = random.random()
    if chance < boldness:
        return random.choice((_ABSENT, None, random.choice(_AWKWARD)))
    if shape.item:
        return _rows(shape, random, boldness)
    if shape.fields:
        made = {name: _made(one, random, boldness) for name, one in shape.fields.items()}
        if random.random() < 0.05:
            made.setdefault(random.choice(_METHODS), 1)
        return {name: one for name, one in made.items() if one is not _ABSENT}
    if shape.literals and random.random() < 0.6:
        return _near(random.choice(shape.literals), random)
    return random.choice(_AWKWARD)


def _rows(shape: Shape, random: Random, boldness: float) -> Value:
    item = shape.item or Shape()
    made = [_made(item, random, boldness) for _ in range(random.choice((0, 1, 1, 2, 3)))]
    rows = [None if one is _ABSENT else one for one in made]
    fields = {name: _made(one, random, boldness) for name, one in shape.fields.items()}
    fields = {name: one for name, one in fields.items() if one is not _ABSENT}
    if fields or random.random() < 0.2:
        return {**dict(zip(("b", "a", "items"), rows, strict=False)), **fields}
    return rows


def _near(literal: Value, random: Random) -> Value:
    """A literal, or what is easily taken for it."""
    if type(literal) not in (str, int, float):
        return literal
    around: list[Value] = [literal, [literal], {str(literal): 1}, f"{literal}", f" {literal} "]
    if isinstance(literal, str):
        around += [literal, literal.upper(), f"x{literal}x", [[literal], literal]]
        around += _numbers(literal)
    else:
        around += [float(literal), bool(literal), literal + 1, f"{float(literal)}", [f"{literal}"]]
    return random.choice(around)


def _numbers(literal: str) -> list[Value]:
    try:
        number = float(literal)
    except ValueError:
        return []
    near: list[Value] = [number, [number]]
    return [*near, int(number), bool(number)] if abs(number) < 1e300 else []
