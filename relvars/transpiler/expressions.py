"""Values and conditions in Jinja2. Every expression gives None, never undefined, when missing."""

import re
from math import isfinite

from relvars.catalog import catalog
from relvars.semantics.infer import type_of
from relvars.semantics.types import ListOf, Scalar, Type, Unknown
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    Logic,
    Not,
    Number,
    Path,
    String,
    subexpressions,
)
from relvars.transpiler.macros import MACROS
from relvars.transpiler.spelling import is_field, is_name, member, string
from relvars.transpiler.writing import Holder, Place, Writer, free_name

FUNCTIONS = "functions"  # the root under which results are precomputed
_LIKE_A_NUMBER = re.compile(r"-?\d")
_FIELD = re.compile(r"(\w+)\.get\(\"(\w+)\"\)")
_STRING = Scalar("string")
_NUMBERS = (Scalar("integer"), Scalar("float"))
_ORDER = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def value_of(writer: Writer, expression: Expression, place: Place) -> str:
    """An expression for a value."""
    match expression:
        case String(value=value):
            return string(value)
        case Number(value=value):
            return _number(writer, expression, value)
        case Path():
            return _path(writer, expression, place)
        case Call():
            return _call(writer, expression, place)
        case Compare() | Logic() | Not():
            return f"(true if {truth_of(writer, expression, place)} else false)"
        case Broken():
            return "none"  # a template with errors is never translated


def printed(writer: Writer, expression: Path | Call, place: Place) -> str:
    """An expression for what a value prints."""
    value = value_of(writer, expression, place)
    if writer.assumptions.escape == "none" and isinstance(expression, Path):
        if expression.root in place.counted and not expression.segments:
            return value
        is_string = known_type(writer, expression, place) == _STRING
        if is_string and writer.assumptions.missing == "":
            return f"{_plainer(value)}|default({string('')}, true)"
    writer.used.add("text_of")
    return f"text_of({value})"


def _plainer(value: str) -> str:
    """A look-up as `object.name`, which may be undefined, unless that could reach a method."""
    match = _FIELD.fullmatch(value)
    return member(match[1], match[2]) if match and is_field(match[2]) else value


def known_type(writer: Writer, expression: Expression, place: Place) -> Type:
    """What the value is, if it is not missing, by the template itself or by the schema.

    The results of calls and fragments may be answered by the values, so nothing is known of them.
    """
    if isinstance(expression, String | Number):
        return _STRING if isinstance(expression, String) else _NUMBERS[0]
    if writer.account is None or not isinstance(expression, Path) or expression.root == "fragment":
        return Unknown()
    return type_of(expression, place.scope, writer.account)


def truth_of(writer: Writer, expression: Expression, place: Place, *, inner: bool = False) -> str:
    """An expression that is true when the condition holds; `inner` ones are in parentheses."""
    match expression:
        case Logic(word=word, left=left, right=right):
            one, other = (truth_of(writer, side, place, inner=True) for side in (left, right))
            return f"({one} {word} {other})" if inner else f"{one} {word} {other}"
        case Not(operand=operand):
            return f"(not {truth_of(writer, operand, place, inner=True)})"
        case Compare():
            return _compare(writer, expression, place)
        case String() | Number() | Path() | Call() | Broken():
            value = value_of(writer, expression, place)
            if writer.assumptions.zero == "true":
                return f"({value} or {value} is number and {value} is not boolean)"
            return value


def condition_of(writer: Writer, condition: Expression, place: Place) -> str:
    """A condition; relvars works out results at once, so all are asked for before any `and`."""
    rights = [one.right for one in subexpressions(condition) if isinstance(one, Logic)]
    inner = (one for right in rights for one in subexpressions(right))
    keys = {key: None for key in map(result_key, inner) if key}
    written = truth_of(writer, condition, place)
    if not keys:
        return written
    return " and ".join([*(f"known({string(key)})" for key in keys), f"({written})"])


def result_key(expression: Expression) -> str:
    """The key of a result that is worked out beforehand; "" for what is none."""
    if isinstance(expression, Call):
        return expression.written
    if isinstance(expression, Path) and is_fragment(expression):
        return f"fragment.{expression.segments[0]}"
    return ""


def _number(writer: Writer, number: Number, value: float) -> str:
    if not isfinite(value):
        writer.refuse(number.span, "This number is too large to be one.")
    return repr(value) if value >= 0 else f"({value!r})"


def _compare(writer: Writer, compare: Compare, place: Place) -> str:
    left = value_of(writer, compare.left, place)
    right = value_of(writer, compare.right, place)
    operator = compare.operator
    if operator in ("eq", "ne"):
        return _equal(writer, compare, place, left, right)
    types = [known_type(writer, one, place) for one in (compare.left, compare.right)]
    if operator in _ORDER:
        writer.used.add("ordered")
        return f"(ordered({left}, {right}) and {left} {_ORDER[operator]} {right})"
    if operator in ("in", "not-in"):
        left, right, types = right, left, types[::-1]
    held = _holds(left, right, types, compare)
    if held is None:
        writer.used.add("holds")
        held = f"holds({left}, {right})"
    return f"(not {held})" if "not" in operator else held


def _holds(whole: str, part: str, types: list[Type], compare: Compare) -> str | None:
    """Containment in Jinja2's own words, where both sides are known well enough."""
    sides = (compare.left, compare.right)
    is_literal = any(isinstance(one, String) and one.value and string(one.value) == part
                     for one in sides)  # fmt: skip
    if not is_literal or types[1] != _STRING or types[0] not in (_STRING, ListOf(_STRING)):
        return None
    empty = '""' if types[0] == _STRING else "[]"
    return f"({part} in ({whole} or {empty}))"


def _equal(writer: Writer, compare: Compare, place: Place, left: str, right: str) -> str:
    is_equal = compare.operator == "eq"
    sides = (compare.left, compare.right)
    types = [known_type(writer, one, place) for one in sides]
    # A number can equal a string that spells it; of what cannot be one, Jinja2 thinks alike.
    unlike = any(isinstance(one, String) and not _LIKE_A_NUMBER.match(one.value) for one in sides)
    if unlike or all(one == _STRING for one in types) or all(one in _NUMBERS for one in types):
        return f"{left} {'==' if is_equal else '!='} {right}"
    writer.used.add("differs")
    return f"(not differs({left}, {right}))" if is_equal else f"differs({left}, {right})"


def _path(writer: Writer, path: Path, place: Place) -> str:
    holder = place.holders.get(path.root)
    if holder is not None:
        return _below(holder, path.segments) if path.segments else holder.name
    if path.root.startswith("$"):
        return "none"  # out of scope: missing
    if is_fragment(path):
        return _result(writer, f"fragment.{path.segments[0]}")
    if path.root not in {*writer.roots, *writer.variables} or path.root == FUNCTIONS:
        _check_name(writer, path.root, path)
    if path.segments:
        return _below(root(writer, path.root), path.segments)
    return _variable(writer, path)


def is_fragment(path: Path) -> bool:
    """Does the path read a fragment's text?"""
    return path.root == "fragment" and len(path.segments) == 1


def _below(holder: Holder, segments: tuple[str, ...]) -> str:
    return f"{holder.object(segments[:-1])}.get({string(segments[-1])})"


def root(writer: Writer, name: str) -> Holder:
    """The holder of a root, which Jinja2 knows by the same name."""
    if name not in writer.roots:
        writer.roots[name] = Holder(name, name, writer.taken)
        writer.roots[name].object(())
    return writer.roots[name]


def _check_name(writer: Writer, name: str, where: Path) -> None:
    if not is_name(name) or name in (*MACROS, FUNCTIONS):
        writer.refuse(where.span, f"Jinja2 cannot have a variable `{name}`.", "rename the root")


def _variable(writer: Writer, path: Path) -> str:
    """A bare variable; a placeholder stands for it where the values do not have it."""
    name = path.root
    if name not in writer.variables:
        known = catalog().variables.get(name)
        other = string(known.placeholder) if known else "none"
        own = free_name(writer.taken, (f"{name}_link",))
        writer.variables[name] = own
        writer.roots.setdefault(f"{name} ", Holder(name, own, writer.taken)).lines.append(
            f"set {own} = {name} if {name} is defined else {other}"
        )
    return writer.variables[name]


def _call(writer: Writer, call: Call, place: Place) -> str:
    if hangs_on_loop(call, place):
        writer.refuse(
            call.span,
            "This call takes a loop's variable, so its result cannot be worked out beforehand.",
            "call it outside the loop, or loop over its result",
        )
    return _result(writer, call.written)


def _result(writer: Writer, key: str) -> str:
    """A result worked out beforehand; Jinja2 fails where there is none."""
    writer.used.add("known")
    return f"{root(writer, FUNCTIONS).object(())}[known({string(key)})]"


def hangs_on_loop(call: Call, place: Place) -> bool:
    """Does the call take a variable of a loop around it?"""
    paths = (one for one in subexpressions(call) if isinstance(one, Path))
    return any(one.root in place.holders for one in paths)


def depth(expression: Expression) -> int:
    """How deep a condition nests, as Jinja2 will see it."""
    match expression:
        case Compare(left=left, right=right):
            return 3 + max(depth(left), depth(right))
        case Logic(left=left, right=right):
            return 1 + max(depth(left), depth(right))
        case Not(operand=operand):
            return 1 + depth(operand)
        case _:
            return 0
