"""What a function of the language is, and what its arguments may be."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.syntax.ast import Call, Number, String
from relvars.values import Key, Value, Values


class BadArgumentError(ValueError):
    """An argument the function cannot take; the message is a sentence that says what it can."""


class Context(NamedTuple):
    """What a function may look at; `equal` is the language's comparison of two values."""

    values: Values
    assumptions: Assumptions
    equal: Callable[[Value, Value], bool]


class Function(NamedTuple):
    """A function of the language.

    `reads` names what it needs of the values beyond the paths among its arguments. `check` says
    what is wrong with the arguments that stand in the template, None when nothing is. `evaluate`
    takes the arguments' values and raises `BadArgumentError`.
    """

    name: str
    reads: Callable[[Call], tuple[Key, ...]]
    check: Callable[[Call], str | None]
    evaluate: Callable[[Sequence[Value], Context], Value]


def literal(call: Call, place: int) -> Value:
    """The argument at a place (from 0) if it stands in the template; None for paths and none."""
    if place < len(call.arguments):
        argument = call.arguments[place]
        if isinstance(argument, String | Number):
            return argument.value
    return None


def text_argument(arguments: Sequence[Value], place: int, name: str) -> str:
    """The argument at a place (from 0), which must be a text.

    Raises:
        BadArgumentError: if there is none, or it is something else.
    """
    value = arguments[place] if place < len(arguments) else None
    if type(value) is str:
        return value
    raise BadArgumentError(f'The {name} must be a text in quotes, as in "…".')


def complaint(read: Callable[[], object]) -> str | None:
    """The sentence of the `BadArgumentError` that reading something raises, None if it does not."""
    try:
        read()
    except BadArgumentError as error:
        return str(error)
    return None


def field_at(value: Value, names: Sequence[str]) -> Value:
    """What stands at the end of the names, each a field of an object; None when there is none."""
    for name in names:
        # Exact types: a value's own class must never get to run code here.
        if type(value) is not dict or name not in value:
            return None
        value = value[name]
    return value


def value_at(values: Values, names: Sequence[str]) -> Value:
    """The same for a whole path; the outermost mapping may be of any kind."""
    root = names[0]
    return field_at(values[root], names[1:]) if root in values else None


def objects_at(values: Values, names: Sequence[str]) -> list[dict[str, Value]]:
    """The objects in the list at the end of a path; empty when there is no list."""
    found = value_at(values, names)
    return [one for one in found if type(one) is dict] if type(found) is list else []
