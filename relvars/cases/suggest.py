"""Cases for what no case reaches yet: the smallest values that do, or why none can."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from relvars.cases.writing import Written, expectation, is_writable
from relvars.catalog import Assumptions
from relvars.coverage import Hits, Measured, Point, Reached, measured, merged, reach
from relvars.coverage.points import BRANCHES, RENDERED
from relvars.coverage.possible import Demands, demands, impossible
from relvars.errors import RelvarsError
from relvars.generator import generate, reaching
from relvars.schema import Schema
from relvars.syntax.ast import Call, For, If, Node, Output, Path, Template, walk
from relvars.text import position
from relvars.values import Value, is_list, is_number, is_object

_LONGEST = 60  # characters of a condition in a name


class Subject(NamedTuple):
    """A template, and what its values must keep to."""

    template: Template
    assumptions: Assumptions
    schema: Schema | None = None
    database: str = ""
    limit: int | None = None


class Suggestion(NamedTuple):
    """A case for a point, or why there is none; `values` is None then.

    `is_proven` says that no values can reach it, not only that none were found.
    """

    point: Point
    name: str
    line: int
    values: dict[str, Value] | None = None
    output: str = ""
    reason: str = ""
    is_proven: bool = False


def suggest(subject: Subject, hits: Hits) -> list[Suggestion]:
    """A suggestion for each point without hits; one case may do for several.

    Every case is replayed: it is there because it reaches its point.
    """
    whole = measured("", subject.template, hits, subject.assumptions)
    ways = demands(subject.template)
    known: dict[Point, int] = dict(hits)
    made: list[Suggestion] = []
    for point in _in_order(whole, ways):
        if not known.get(point):
            one = _for_many(subject, point, whole, known) or _suggestion(subject, point, ways)
            made.append(one)
            if one.values is not None:
                known = merged([known, _reached(subject, one.values).hits])
    return sorted(made, key=lambda one: one.point)


def _in_order(whole: Measured, ways: Mapping[Point, Demands]) -> list[Point]:
    """Branches before values, the innermost first: who reaches them reaches those around them."""
    branches = sorted(whole.branches, key=lambda one: (-len(ways.get(one, ())), one))
    values = sorted(whole.outputs, key=lambda one: (-len(ways.get(one, ())), one))
    return [*branches, *values]


def _for_many(subject: Subject, point: Point, whole: Measured, known: Hits) -> Suggestion | None:
    """All values at once, or none: for printed values, if more than one of them wants that."""
    if point.kind in BRANCHES or point == RENDERED:
        return None
    name = "everything is there" if point.kind == "printed" else "nothing is known"
    tries = generate(subject.template, 3, 1, schema=subject.schema, database=subject.database)
    for values in reversed(list(tries)) if point.kind == "printed" else iter([{}]):
        reached = _reached(subject, values)
        gains = [one for one in whole.outputs if reached.hits.get(one) and not known.get(one)]
        if point in gains and gains[1:] and is_writable(values):
            return Suggestion(point, name, 1, values, reached.output)
    return None


def _suggestion(subject: Subject, point: Point, ways: Mapping[Point, Demands]) -> Suggestion:
    line = position(subject.template.document, point.start).line
    name = _name(subject.template, point, line)
    reason = impossible(subject.template, ways.get(point, ()), subject.assumptions)
    if reason:
        return Suggestion(point, name, line, reason=reason, is_proven=True)
    values = _values(subject, point)
    if values is None:
        return Suggestion(point, name, line, reason="not found in 400 tries")
    output = _reached(subject, values).output
    return Suggestion(point, name, line, values, output)


def _values(subject: Subject, point: Point) -> dict[str, Value] | None:
    def reaches(values: dict[str, Value]) -> bool:
        return is_writable(values) and bool(_reached(subject, values).hits.get(point))

    if reaches({}):
        return {}
    node = next((one for one in walk(subject.template.body) if one.span.start == point.start
                 and isinstance(one, If | For | Output)), None)  # fmt: skip
    if node is None or point == RENDERED:
        return None
    kind = {"printed": "then", "empty": "else"}.get(point.kind, point.kind)
    found = reaching(
        _aimable(subject.template) if isinstance(node, Output) else subject.template,
        node.span,
        kind,  # type: ignore[arg-type]  # one of the three that are left
        reaches,
        schema=subject.schema,
        database=subject.database,
    )
    return None if found is None else _readable(found, reaches)


def _readable(values: dict[str, Value], reaches: Callable[[dict[str, Value]], bool]) -> Any:
    """The same with made-up values that are the names of their fields, where that does as well."""

    def renamed(value: Value, name: str, whole: bool) -> Value:
        if is_object(value) and value:
            return {key: renamed(one, key, whole) for key, one in value.items()}
        if is_list(value) and not (whole and not any(map(is_object, value))):
            return [renamed(one, name, whole) for one in value]
        plain = name.strip("_")
        return plain if plain and not is_number(value) and len(str(value)) < 4 else value

    tries = (renamed(values, "", whole) for whole in (True, False))
    return next((one for one in tries if reaches(one)), values)


def _aimable(template: Template) -> Template:
    """The template with every printed value in a block of its own, so that it can be aimed at."""
    return replace(template, body=_each_in_a_block(template.body))


def _each_in_a_block(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(map(_in_a_block, nodes))


def _in_a_block(node: Node) -> Node:
    match node:
        case Output(value=value, span=span):
            return If(value, (node,), None, span, None, None, span)
        case If(body=body, orelse=orelse) | For(body=body, orelse=orelse):
            other = None if orelse is None else _each_in_a_block(orelse)
            return replace(node, body=_each_in_a_block(body), orelse=other)
        case _:
            return node


def _reached(subject: Subject, values: dict[str, Value]) -> Reached:
    """What values reach; nothing when they make no message."""
    try:
        return reach(subject.template, values, assumptions=subject.assumptions, limit=subject.limit)
    except RelvarsError:
        return Reached("", {}, {})


def _name(template: Template, point: Point, line: int) -> str:
    """What the case is about: `line 7: without lead._fname`."""
    if point == RENDERED:
        return "rendered at all"
    node = next(one for one in walk(template.body) if one.span.start == point.start
                and isinstance(one, If | For | Output))  # fmt: skip
    match node:
        case If(condition=asked) if isinstance(asked, Path | Call):
            forms = {"then": "with {}", "else": "without {}"}
        case If(condition=asked):
            forms = {"then": "{}", "else": "not {}"}
        case For(collection=asked):
            forms = {"body": "loop over {} has items", "else": "loop over {} is empty"}
        case Output(value=asked):
            forms = {"printed": "{} prints something", "empty": "{} is empty"}
    written = " ".join(template.document.text[slice(*asked.span)].split())
    shown = written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
    return f"line {line}: {forms[point.kind].format(shown)}"


def as_cases(made: list[Suggestion]) -> list[Written]:
    """The suggestions that are cases, to be written; their names are told apart."""
    taken: dict[str, int] = {}
    cases = []
    for one in made:
        if one.values is not None:
            taken[one.name] = taken.get(one.name, 0) + 1
            name = one.name if taken[one.name] == 1 else f"{one.name} ({taken[one.name]})"
            cases.append(Written(name, one.values, expectation(one.output)))
    return cases
