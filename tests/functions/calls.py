"""Calls and contexts as the parser and the renderer would make them."""

from relvars.catalog import assume
from relvars.functions import FUNCTIONS, Context
from relvars.syntax.ast import Call, Number, Path, String
from relvars.text import Span
from relvars.values import Key, Value, Values

NOWHERE = Span(0, 0)


def equal(left: Value, right: Value) -> bool:
    """Enough of the language's comparison: numbers equal their texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, str) != isinstance(right, str) and None not in (left, right):
        return str(left) == str(right)
    return bool(left == right)


def context(values: Values, **assumptions: str) -> Context:
    return Context(values, assume(assumptions), equal)


def call(name: str, *arguments: str | int | float | tuple[str, ...]) -> Call:
    """A call; a tuple is a path."""
    nodes: list[Path | String | Number] = []
    for argument in arguments:
        if isinstance(argument, tuple):
            nodes.append(Path(argument[0], argument[1:], NOWHERE))
        elif isinstance(argument, str):
            nodes.append(String(argument, NOWHERE))
        else:
            nodes.append(Number(argument, NOWHERE))
    return Call(name, tuple(nodes), name, NOWHERE)


def evaluate(name: str, values: Values, *arguments: Value, **assumptions: str) -> Value:
    return FUNCTIONS[name].evaluate(arguments, context(values, **assumptions))


def check(name: str, *arguments: str | int | float | tuple[str, ...]) -> str | None:
    return FUNCTIONS[name].check(call(name, *arguments))


def reads(name: str, *arguments: str | int | float | tuple[str, ...]) -> tuple[Key, ...]:
    return FUNCTIONS[name].reads(call(name, *arguments))
