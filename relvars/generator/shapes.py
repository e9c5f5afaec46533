"""What a template reads, as a shape, and the ways through it as goals to aim at."""

from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from relvars.schema import Schema
from relvars.semantics.infer import Account, account_of, type_of
from relvars.semantics.scope import Scope, in_body, in_else
from relvars.semantics.types import Object, Type, Unknown
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
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
from relvars.syntax.parser import as_template
from relvars.text import Span
from relvars.values import Value

GoalKind = Literal["then", "else", "body"]
FUNCTIONS = "functions"  # the root under which the results of calls are given
DEEPEST = 60  # objects and lists within each other; what is read below is never there

# For two values that are compared: near to each other, at every depth.
RIVALS: tuple[Value, ...] = (
    {"k": 1}, {"k": 2}, {"k": "1"}, {"j": 1}, {"true": 1}, {"1": 1}, [1, 2], [1, "2"], [1, 3],
    [True], "k", "true", "1", 1, 1.0, True, None,
)  # fmt: skip


@dataclass(eq=False)
class Shape:
    """What a template reads of one value: fields, items, and the literals it is compared with.

    `index` stands for a loop's index or key. `kind` is what the schema says the value is. `depth`
    is how many objects and lists are around it.
    """

    parent: "Shape | None" = None
    kind: Type = field(default_factory=Unknown)
    depth: int = 0
    fields: dict[str, "Shape"] = field(default_factory=dict)
    item: "Shape | None" = None
    index: "Shape | None" = None
    literals: list[Value] = field(default_factory=list)


class Names(NamedTuple):
    """The loop variables at a place: their shapes by name, and what the schema says of them."""

    shapes: dict[str, Shape]
    types: Scope


class Step(NamedTuple):
    """A block to go through, which way, and the names where it stands."""

    block: If | For
    kind: GoalKind
    names: Names


class Goal(NamedTuple):
    """A branch, by the span of its block, and the steps that lead to it, the outermost first."""

    span: Span
    kind: GoalKind
    steps: tuple[Step, ...]


@dataclass
class Outline:
    """All that a template reads, from the root; and its branches, in order of place.

    `account` is None when no schema is to be kept to.
    """

    root: Shape
    account: Account | None
    goals: list[Goal] = field(default_factory=list)


def shape_of(
    template: Template | str, *, schema: Schema | None = None, database: str = ""
) -> Shape:
    """The shape of a template's values; the results of its calls are under `functions`."""
    return outline(template, schema=schema, database=database).root


def outline(
    template: Template | str, *, schema: Schema | None = None, database: str = ""
) -> Outline:
    """What a template reads, and the ways through it."""
    account = account_of(schema, database) if schema else None
    made = Outline(Shape(kind=Object()), account)
    _walk(made, as_template(template).body, Names({}, Scope()), ())
    return made


def _walk(made: Outline, nodes: tuple[Node, ...], names: Names, steps: tuple[Step, ...]) -> None:
    for node in nodes:
        for expression in expressions(node):
            _note(made, expression, names)
        match node:
            case If():
                then, other = (Step(node, kind, names) for kind in _IF)
                _goal(made, (*steps, then), node.body, names)
                _goal(made, (*steps, other), node.orelse or (), names)
            case For():
                _loop(made, node, names, steps)
            case Text() | Output() | Broken():
                pass


_IF: tuple[GoalKind, GoalKind] = ("then", "else")
_FOR: tuple[GoalKind, GoalKind] = ("body", "else")


def _goal(made: Outline, steps: tuple[Step, ...], nodes: tuple[Node, ...], names: Names) -> None:
    """Note a branch, and what is in it; `names` are those inside."""
    made.goals.append(Goal(steps[-1].block.span, steps[-1].kind, steps))
    _walk(made, nodes, names, steps)


def _loop(made: Outline, node: For, names: Names, steps: tuple[Step, ...]) -> None:
    over, types = Shape(), names.types
    kind: Type = Unknown()
    if isinstance(node.collection, Path | Call):
        over = shape_at(made, node.collection, names)
        kind = _type(made, node.collection, names)
    inside = in_body(types, node, kind)
    item = over.item or _part(over, _type_of_item(inside))
    over.item = item if over.depth < DEEPEST else None
    over.index = over.index or Shape(over)
    own = {node.index: over.index, node.item: item}
    body, other = (Step(node, kind, names) for kind in _FOR)
    _goal(made, (*steps, body), node.body, Names({**names.shapes, **own}, inside))
    outside = Names(names.shapes, in_else(types, node))
    _goal(made, (*steps, other), node.orelse or (), outside)


def _type_of_item(inside: Scope) -> Type:
    return inside.bindings[-1].type if inside.bindings else Unknown()


def _type(made: Outline, expression: Expression, names: Names) -> Type:
    return type_of(expression, names.types, made.account) if made.account else Unknown()


def shape_at(made: Outline, value: Path | Call, names: Names) -> Shape:
    """The shape of what is read; one that belongs to nothing where nothing is."""
    if isinstance(value, Call):
        return _below(_below(made.root, FUNCTIONS, Object()), value.written,
                      _type(made, value, names))  # fmt: skip
    reached = names.shapes.get(value.root)
    if reached is None:
        if value.root.startswith("$"):
            return Shape()
        start = replace(value, segments=())
        reached = _below(made.root, value.root, _type_on_way(made, start, value, names))
    for end in range(1, len(value.segments) + 1):
        part = replace(value, segments=value.segments[:end])
        kind = _type_on_way(made, part, value, names)
        reached = _below(reached, part.segments[-1], kind)
    return reached


def _type_on_way(made: Outline, part: Path, whole: Path, names: Names) -> Type:
    """What the beginning of a path is; a fragment may be anything, and is rendered first."""
    if made.account is None or part.root == "fragment":
        return Unknown()
    if part.root in ("relation", "loyalty") and part.segments != whole.segments:
        return Object()
    return _type(made, part, names)


def _below(start: Shape, name: str, kind: Type) -> Shape:
    if name in start.fields:
        return start.fields[name]
    made = _part(start, kind)
    if start.depth < DEEPEST:
        start.fields[name] = made
    return made


def _part(start: Shape, kind: Type) -> Shape:
    return Shape(start, kind, depth=start.depth + 1)


def _note(made: Outline, expression: Expression, names: Names) -> None:
    """Note a value that is read, and what it is compared with."""
    if isinstance(expression, Path | Call):
        shape_at(made, expression, names)
    if not isinstance(expression, Compare):
        return
    sides = (expression.left, expression.right)
    literals: list[Value] = [one.value for one in sides if isinstance(one, String | Number)]
    for side in sides:
        for one in subexpressions(side):
            if isinstance(one, Path | Call):
                shape_at(made, one, names).literals += literals or RIVALS
