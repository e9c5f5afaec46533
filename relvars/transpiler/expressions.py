"""Values and conditions in Jinja2. Every expression gives None, never undefined, when missing."""

import re
from math import isfinite

from relvars.catalog import catalog
from relvars.semantics.infer import type_of
from relvars.semantics.types import Scalar
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
from relvars.transpiler.spelling import is_name, string
from relvars.transpiler.writing import Holder, Place, Writer, free_name

FUNCTIONS = "functions"  # the root under which results are precomputed
_LIKE_A_NUMBER = re.compile(r"-?\d")
_FIELD = re.compile(r"(\w+)\.get\(\"(\w+)\"\)")
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
    if _is_plain(writer) and is_string(writer, expression, place):
        return f"{_quicker(value)}|default({string('')}, true)"
    writer.used.add("text_of")
    return f"text_of({value})"


def _quicker(value: str) -> str:
    """A look-up as a subscript, which may be undefined, unless that could reach a method."""
    match = _FIELD.fullmatch(value)
    if match is None or match[2] in dir(dict):
        return value
    return f'{match[1]}["{match[2]}"]'


def _is_plain(writer: Writer) -> bool:
    return writer.assumptions.missing == "" and writer.assumptions.escape == "none"


def is_string(writer: Writer, expression: Expression, place: Place) -> bool:
    """Is the value, by the schema, a string or missing?"""
    if writer.account is None or (isinstance(expression, Path) and expression.root == "fragment"):
        return isinstance(expression, String)
    return type_of(expression, place.scope, writer.account) == Scalar("string")


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
    if operator in _ORDER:
        writer.used.add("ordered")
        return f"(ordered({left}, {right}) and {left} {_ORDER[operator]} {right})"
    if operator in ("in", "not-in"):
        left, right = right, left
    writer.used.add("holds")
    return f"(not holds({left}, {right}))" if "not" in operator else f"holds({left}, {right})"


def _equal(writer: Writer, compare: Compare, place: Place, left: str, right: str) -> str:
    is_equal = compare.operator == "eq"
    sides = (compare.left, compare.right)
    strings = [is_string(writer, one, place) for one in sides]
    # A number can equal a string that spells it; of what cannot be one, Jinja2 thinks alike.
    unlike = any(isinstance(one, String) and not _LIKE_A_NUMBER.match(one.value) for one in sides)
    if unlike or (all(strings) and any(isinstance(one, String) for one in sides)):
        return f"{left} {'==' if is_equal else '!='} {right}"
    writer.used.add("differs")
    return f"(not differs({left}, {right}))" if is_equal else f"differs({left}, {right})"


def _path(writer: Writer, path: Path, place: Place) -> str:
    holder = place.holders.get(path.root)
    if holder is not None:
        return _below(holder, path.segments) if path.segments else holder.name
    if path.root.startswith("$"):
        return "none"  # out of scope: missing
    if path.root == "fragment" and len(path.segments) == 1:
        return _below(root(writer, FUNCTIONS, path), (f"fragment.{path.segments[0]}",))
    if path.segments:
        return _below(root(writer, path.root, path), path.segments)
    return _variable(writer, path)


def _below(holder: Holder, segments: tuple[str, ...]) -> str:
    return f"{holder.object(segments[:-1])}.get({string(segments[-1])})"


def root(writer: Writer, name: str, where: Path | Call) -> Holder:
    """The holder of a root, which Jinja2 knows by the same name."""
    if name not in writer.roots:
        _check_name(writer, name, where)
        writer.roots[name] = Holder(name, name, writer.taken)
        writer.roots[name].object(())
    return writer.roots[name]


def _check_name(writer: Writer, name: str, where: Path | Call) -> None:
    if name != FUNCTIONS and (not is_name(name) or name in MACROS):
        writer.refuse(where.span, f"Jinja2 cannot have a variable `{name}`.", "rename the root")


def _variable(writer: Writer, path: Path) -> str:
    """A bare variable; a placeholder stands for it where the values do not have it."""
    name = path.root
    if name not in writer.variables:
        _check_name(writer, name, path)
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
    return _below(root(writer, FUNCTIONS, call), (call.written,))


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
            return 2 + depth(operand)
        case _:
            return 0
