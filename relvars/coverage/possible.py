"""Which branches no values can take, and why.

A proof over the conditions on the way to a branch: every combination of true and false that their
smallest parts could have is tried, but for those that contradict each other. Where it finds
nothing wrong the branch may be possible all the same or not: it claims only what it can show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from relvars.catalog import Assumptions, assume
from relvars.coverage.points import Point
from relvars.renderer import meaning
from relvars.semantics.guards import guards_of
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Number,
    Output,
    Path,
    String,
    Template,
    subexpressions,
)
from relvars.text import position
from relvars.values import Value

_MOST = 10  # parts of conditions; each doubles the combinations
_LISTS = ("products", "sku", "orders")
_POSITIVE = {"ne": "eq", "not-contains": "contains", "not-in": "in"}

Truths = Mapping[Expression, bool]


class Demand(NamedTuple):
    """What a way through the template asks: `asked` is true, or false; `shown` as it is written."""

    asked: Expression
    holds: bool
    block: If | For
    shown: Expression


Demands = tuple[Demand, ...]
_Scope = Mapping[str, str]


def demands(template: Template) -> dict[Point, Demands]:
    """What each branch asks of the values; for `empty`, that the value itself is false."""
    return dict(_demands(template.body, (), {}))


def _demands(
    nodes: tuple[Node, ...], way: Demands, scope: _Scope
) -> Iterator[tuple[Point, Demands]]:
    for node in nodes:
        start = node.span.start
        match node:
            case If(condition=condition):
                asked = _renamed(condition, scope)
                for kind, holds, body in (("then", True, node.body), ("else", False, node.orelse)):
                    own = (*way, Demand(asked, holds, node, condition))
                    yield Point(start, "then" if kind == "then" else "else"), own
                    yield from _demands(body or (), own, scope)
            case For():
                yield from _of_loop(node, way, scope)
            case Output(value=value):
                stand_in = If(value, (), None, node.span, None, None, node.span)
                yield Point(start, "printed"), way
                yield (
                    Point(start, "empty"),
                    (
                        *way,
                        Demand(_renamed(value, scope), False, stand_in, value),
                    ),
                )
            case _:
                pass


def _of_loop(node: For, way: Demands, scope: _Scope) -> Iterator[tuple[Point, Demands]]:
    start, asked = node.span.start, _renamed(node.collection, scope)
    inner = {**scope, node.index: f"{node.index}@{start}", node.item: f"{node.item}@{start}"}
    body = (*way, Demand(asked, True, node, node.collection))
    yield Point(start, "body"), body
    yield from _demands(node.body, body, inner)
    # What is true need not be a list: the `{else}` of a loop may still run, but for sure lists.
    other = (*way, Demand(asked, False, node, node.collection)) if _is_list(node) else way
    yield Point(start, "else"), other
    yield from _demands(node.orelse or (), other, scope)


def _is_list(node: For) -> bool:
    match node.collection:
        case Path(root=root):
            return root == "relation"
        case Call(name=name):
            return name in _LISTS
        case Broken():
            return False


def impossible(
    template: Template, way: Demands, assumptions: Assumptions | None = None
) -> str | None:
    """Why no values can meet these demands, as a sentence; None when that cannot be shown."""
    settings = assumptions or assume()
    if not way or not _contradict(way, settings):
        return None
    left = way
    for one in way:
        fewer = tuple(other for other in left if other is not one)
        if fewer and _contradict(fewer, settings):
            left = fewer
    return _sentence(template, left)


def is_asked_before(way: Demands) -> bool:
    """Does an earlier demand speak of the last one's value? Else the last adds no contradiction."""
    return any(part == way[-1].asked for one in way[:-1] for part in subexpressions(one.asked))


def _sentence(template: Template, some: Demands) -> str:
    text = template.document.text

    def told(one: Demand) -> str:
        line = position(template.document, one.block.span.start).line
        written = " ".join(text[slice(*one.shown.span)].split())
        return f"`{written}` {'true' if one.holds else 'false'} (line {line})"

    if len(some) == 1:
        line = position(template.document, some[0].block.span.start).line
        written = " ".join(text[slice(*some[0].shown.span)].split())
        return f"`{written}` on line {line} is never {'true' if some[0].holds else 'false'}"
    return f"it would need {', '.join(map(told, some[:-1]))} and {told(some[-1])} at once"


def _contradict(way: Demands, assumptions: Assumptions) -> bool:
    formulas = [(_plain(one.asked), one.holds) for one in way]
    parts = list(dict.fromkeys(part for one, _ in formulas for part in _parts(one)))
    if len(parts) > _MOST:
        return False
    return not any(
        all(_holds(one, truths, assumptions) == holds for one, holds in formulas)
        and _consistent(truths, way[0].block, assumptions)
        for combination in product((True, False), repeat=len(parts))
        for truths in (dict(zip(parts, combination, strict=True)),)
    )


def _plain(expression: Expression) -> Expression:
    """The same with `ne` as not `eq`, and with literals on the right."""
    match expression:
        case Not(operand=operand):
            return replace(expression, operand=_plain(operand))
        case Logic(left=left, right=right):
            return replace(expression, left=_plain(left), right=_plain(right))
        case Compare():
            return _plain_compare(expression)
        case _:
            return expression


def _plain_compare(compare: Compare) -> Expression:
    left, right = compare.left, compare.right
    if compare.operator in _POSITIVE:
        same = replace(compare, operator=_POSITIVE[compare.operator])  # type: ignore[arg-type]
        return Not(_plain_compare(same), compare.span)
    if compare.operator == "in":
        return replace(compare, operator="contains", word="", left=right, right=left)
    if compare.operator == "eq" and isinstance(left, String | Number):
        return replace(compare, word="", left=right, right=left)
    return replace(compare, word="")


def _parts(expression: Expression) -> Iterator[Expression]:
    """The smallest parts that are true or false by themselves."""
    match expression:
        case Not(operand=operand):
            yield from _parts(operand)
        case Logic(left=left, right=right):
            yield from _parts(left)
            yield from _parts(right)
        case String() | Number():
            return
        case Path() | Call() | Compare() | Broken():
            yield expression


def _holds(expression: Expression, truths: Truths, assumptions: Assumptions) -> bool:
    match expression:
        case Not(operand=operand):
            return not _holds(operand, truths, assumptions)
        case Logic(word=word, left=left, right=right):
            one, other = (_holds(side, truths, assumptions) for side in (left, right))
            return (one and other) if word == "and" else (one or other)
        case String(value=value):
            return meaning.truth(value, assumptions)
        case Number(value=value):
            return meaning.truth(value, assumptions)
        case Path() | Call() | Compare() | Broken():
            return truths[expression]


def _consistent(truths: Truths, block: If | For, assumptions: Assumptions) -> bool:
    """Could these all be so at once, as far as is told here?"""
    for part, holds in truths.items():
        facts = guards_of(block, part, holds=holds)
        if any(truths.get(fact.condition, fact.holds) != fact.holds for fact in facts):
            return False
        if not _fits(part, holds, truths, assumptions):
            return False
    return True


def _fits(part: Expression, holds: bool, truths: Truths, assumptions: Assumptions) -> bool:
    """Do comparisons of one value go together, where the first says what the value is?"""
    match part:
        case Compare(left=String() | Number() as left, right=String() | Number() as right):
            return holds == meaning.compare(part.operator, left.value, right.value, assumptions)
        case Compare(operator="eq", right=String() | Number() as literal) if holds:
            return all(
                _agrees(part.left, literal.value, other, held, assumptions)
                for other, held in truths.items()
                if isinstance(other, Compare)
            )
        case _:
            return True


def _agrees(
    asked: Expression, value: Value, other: Compare, held: bool, assumptions: Assumptions
) -> bool:
    """Does what equals `value` compare as it should, where that is told by two literals?"""
    # A value equal to a number may be that number's text, and the other way round.
    certain = isinstance(value, str) and not _is_like_a_number(value)
    if other.operator != "eq" and not certain:
        return True
    match other:
        case Compare(left=left, right=String() | Number() as literal) if left == asked:
            return held == meaning.compare(other.operator, value, literal.value, assumptions)
        case Compare(left=String() | Number() as literal, right=right) if right == asked:
            return held == meaning.compare(other.operator, literal.value, value, assumptions)
        case _:
            return True


def _is_like_a_number(text: str) -> bool:
    return any(character.isdigit() for character in text) or text in ("", "true", "false")


def _renamed(expression: Expression, scope: _Scope) -> Expression:
    """The same with each loop variable under the name of its own loop."""
    match expression:
        case Path(root=root):
            return replace(expression, root=scope.get(root, root))
        case Compare(left=left, right=right):
            return replace(expression, left=_renamed(left, scope), right=_renamed(right, scope))
        case Logic(left=left, right=right):
            return replace(expression, left=_renamed(left, scope), right=_renamed(right, scope))
        case Not(operand=operand):
            return replace(expression, operand=_renamed(operand, scope))
        case Call() | String() | Number() | Broken():
            return expression
