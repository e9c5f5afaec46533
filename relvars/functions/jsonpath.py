"""`jsonpath(json.root "path" "item")`: the first match of a JSONPath, or all of them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from relvars.functions.function import (
    BadArgumentError,
    Context,
    Function,
    complaint,
    literal,
    text_argument,
)
from relvars.functions.jsonpath_step import Step
from relvars.syntax.ast import Call, Number, Path, String
from relvars.values import Key, Value

_FORMATS = ("item", "array")
_SCALARS = (str, int, float, bool, type(None))

# How many places of a document one path may look at: a few seconds in the library, and twice what
# the largest document that the platform takes (1 MB) can have.
_PLACES = 1_000_000


def _reads(call: Call) -> tuple[Key, ...]:
    """The document, unless it is a loop variable, of which only the template knows more."""
    first = call.arguments[0] if call.arguments else None
    if isinstance(first, Path) and not first.root.startswith("$"):
        return ((first.root, *first.segments),)
    return ()


def _check(call: Call) -> str | None:
    if call.arguments and isinstance(call.arguments[0], String | Number):
        return "The first argument of jsonpath must be a path, as in json.store."
    path, form = literal(call, 1), literal(call, 2)
    if type(path) is str and (wrong := complaint(lambda: _steps(path))):
        return wrong
    return complaint(lambda: _is_item(form)) if type(form) is str else None


def _steps(path: str) -> tuple[Step, ...]:
    # Most templates have no path, and the parser has a dozen expressions to compile.
    from relvars.functions.jsonpath_parser import parse_path

    return parse_path(path)


def _is_item(form: str) -> bool:
    if form not in _FORMATS:
        raise BadArgumentError(f'The format must be "item" or "array", not "{form}".')
    return form == "item"


def _evaluate(arguments: Sequence[Value], context: Context) -> Value:
    document = arguments[0] if arguments else None
    steps = _steps(text_argument(arguments, 1, "path"))
    item = _is_item(text_argument(arguments, 2, "format"))
    if context.assumptions.jsonpath_dialect == "basic" and not _simple(steps):
        raise BadArgumentError(
            "The path may hold only names, numbers and *: the assumption jsonpath_dialect is basic."
        )
    found = find(document, steps)
    if item:
        return found[0] if found else ""
    return found


def find(document: Value, steps: tuple[Step, ...]) -> list[Value]:
    """Everything in the document that the path leads to, in the document's order.

    Raises:
        BadArgumentError: if the path looks at too many places, or the document is no JSON.
    """
    return walk(document, steps) if _simple(steps) else query(document, steps)


def _simple(steps: tuple[Step, ...]) -> bool:
    return all(step.kind != "other" for step in steps)


def walk(document: Value, steps: tuple[Step, ...]) -> list[Value]:
    """What a path of names, numbers and `*` leads to: the short cut, without the library."""
    found = [document]
    left = _PLACES
    for step in steps:
        found = [child for one in found for child in _children(one, step)]
        left = _spend(left, len(found))
    return found


def _children(value: Value, step: Step) -> Sequence[Value]:
    # Exact types: a value's own class must never get to run code here.
    kind, key = type(value), step.value
    if step.kind == "each":
        return list(value.values()) if kind is dict else value if kind is list else ()
    if step.kind == "name":
        return (value[key],) if kind is dict and key in value else ()
    if kind is list and isinstance(key, int) and -len(value) <= key < len(value):
        return (value[key],)
    return ()


def query(document: Value, steps: tuple[Step, ...]) -> list[Value]:
    """What any path leads to, by the library, one step at a time so that none can run away."""
    _require_json(document)
    found: list[Any] = [document]
    values: list[Value] = found
    left = _PLACES
    for step in steps:
        compared = sum(_size(one) for path in step.compared for one in walk(document, path))
        for value in values:
            looked_at = _size(value) if step.deep else len(value) if _holds(value) else 0
            left = _spend(left, looked_at * (1 + compared))
        found = _library_find(step.query, found)
        values = [match.value for match in found]
        left = _spend(left, len(found))
    return values


def _library_find(text: str, found: list[Any]) -> list[Any]:
    try:
        expression = _compiled(text)
        return [match for one in found for match in expression.find(one)]
    except Exception as error:
        # Whatever the library stumbles over is a path it does not take, and no crash of ours.
        raise BadArgumentError(f"The path cannot be followed ({type(error).__name__}).") from error


@lru_cache(maxsize=256)
def _compiled(text: str) -> Any:
    from jsonpath_ng.ext.parser import parse  # 26 ms that few messages need

    return parse(f"@{text}")


def _require_json(document: Value) -> None:
    if not all(_is_json(value) for value in _places(document)):
        raise BadArgumentError("The document holds something that is not JSON.")


def _is_json(value: Value) -> bool:
    """Whether the value is of a JSON type; what it holds is not looked at."""
    if type(value) is dict:
        return all(type(key) is str for key in value)
    return type(value) is list or type(value) in _SCALARS


def _size(value: Value) -> int:
    return sum(1 for _ in _places(value))


def _places(value: Value) -> Iterator[Value]:
    """The value and everything in it; stops with an error where there is no end."""
    left = _PLACES
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        left = _spend(left, 1)
        if _holds(one):
            waiting.extend(one.values() if type(one) is dict else one)


def _holds(value: Value) -> bool:
    return type(value) is dict or type(value) is list


def _spend(left: int, places: int) -> int:
    if places > left:
        raise BadArgumentError(f"The path looks at more than {_PLACES:,} places of the document.")
    return left - places


JSONPATH = Function("jsonpath", _reads, _check, _evaluate)
