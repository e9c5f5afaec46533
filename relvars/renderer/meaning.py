"""What values mean: text, truth, equality, containment, look-up, iteration. Written only here.

A value is what JSON can hold, and missing is None. Types are asked for before anything is done
with a value, and then only the built-in types' own methods are called: an object that is no value,
or that only looks like one, never gets to run.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from types import MappingProxyType
from typing import Any

from relvars.catalog import Assumptions, Operator
from relvars.errors import DataError
from relvars.values import Value, is_boolean, is_list, is_number, is_object, is_text

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_WHOLE = 1e21  # whole numbers below this are printed with all their digits
_TYPE_NAME = type.__dict__["__name__"].__get__  # the class's own name, whatever its metaclass says


def text(value: Value, assumptions: Assumptions) -> str:
    """What a value prints.

    Raises:
        DataError: when it is no value (an object of Python's, NaN), or nests too deeply.
    """
    try:
        printed = _text(value, assumptions)
    except RecursionError:
        raise DataError("a value nests too deeply to be printed") from None
    return printed.translate(_HTML) if assumptions.escape == "html" else printed


def _text(value: Value, assumptions: Assumptions) -> str:
    if value is None:
        return assumptions.missing
    if is_text(value):
        return str.__str__(value)
    if is_boolean(value) or is_number(value):
        return number_text(value, assumptions)
    if is_list(value):
        if assumptions.list_text == "json":
            return _json(value, assumptions)
        return ", ".join(_text(one, assumptions) for one in _items(value))
    if is_object(value):
        return _json(value, assumptions) if assumptions.object_text == "json" else ""
    raise DataError(f"{_TYPE_NAME(type(value))} is not a value: give text, numbers, lists, objects")


def printer(assumptions: Assumptions) -> Callable[[Value], str]:
    """`text` with the commonest kinds of value first."""
    missing = assumptions.missing
    plain = assumptions.escape == "none"
    shortest = assumptions.number_text == "shortest"

    def quick(value: Value) -> str:
        kind = type(value)
        if plain and kind is str:
            return value  # type: ignore[no-any-return]  # its type was just asked for
        if value is None and plain:
            return missing
        if kind is float and shortest and -_WHOLE < value < _WHOLE:
            return str(int(value)) if value.is_integer() else repr(value)
        return text(value, assumptions)

    return quick


def number_text(value: bool | int | float, assumptions: Assumptions) -> str:
    """What a boolean or a number prints."""
    if is_boolean(value):
        return "true" if value else "false"
    plain = _number(value)
    if type(plain) is int:
        return _digits(plain)
    if not float("-inf") < plain < float("inf"):
        raise DataError("NaN and infinities are not values")
    if plain == int(plain) and abs(plain) < _WHOLE:
        return str(int(plain)) if assumptions.number_text == "shortest" else f"{int(plain)}.0"
    return repr(plain)


def _digits(value: int) -> str:
    try:
        return int.__repr__(value)
    except ValueError:  # Python prints no integer of more than some thousand digits
        raise DataError("an integer has too many digits to be printed") from None


def _json(value: Value, assumptions: Assumptions) -> str:
    if value is None:
        return "null"
    if is_text(value):
        return json.dumps(str.__str__(value), ensure_ascii=False)
    if is_list(value):
        return "[" + ",".join(_json(one, assumptions) for one in _items(value)) + "]"
    if is_object(value):
        pairs = (
            f"{_json(_key(key), assumptions)}:{_json(one, assumptions)}"
            for key, one in dict.items(value)
        )
        return "{" + ",".join(pairs) + "}"
    return _text(value, assumptions)


def _key(key: object) -> str:
    if is_text(key):
        return key
    raise DataError("the keys of an object are texts")


def _items(value: list[Value] | tuple[Value, ...]) -> Iterable[Value]:
    return list.__iter__(value) if issubclass(type(value), list) else tuple.__iter__(value)  # type: ignore[arg-type]


def truth(value: Value, assumptions: Assumptions) -> bool:
    """Is a value true in a condition? What is no value is not."""
    if is_number(value):
        return _number(value) != 0 or assumptions.zero == "true"
    return value is True or size(value) > 0


def size(value: Value) -> int:
    """The length of a text, a list or an object; 0 for all else."""
    if is_text(value):
        return str.__len__(value)
    if is_object(value):
        return dict.__len__(value)
    return len(list(_items(value))) if is_list(value) else 0


def equal(left: Value, right: Value, assumptions: Assumptions) -> bool:
    """Are two values the same? Never by recursion, so at any depth.

    Lists and objects that were compared, or are being compared, are not compared again: one that
    stands in many places costs no more than once, and one that holds itself comes to an end.
    """
    pairs = [(left, right)]
    begun: set[tuple[int, int]] = set()
    while pairs:
        one, other = pairs.pop()
        if is_list(one) or is_object(one):
            if (id(one), id(other)) in begun:
                continue
            begun.add((id(one), id(other)))
        if is_list(one) and is_list(other):
            if size(one) != size(other):
                return False
            pairs.extend(zip(_items(one), _items(other), strict=True))
        elif is_object(one) and is_object(other):
            if dict.keys(one) != dict.keys(other):
                return False
            for key, inner in dict.items(one):
                pairs.append((inner, dict.__getitem__(other, key)))
        elif not _same_scalar(one, other, assumptions):
            return False
    return True


def _same_scalar(one: Value, other: Value, assumptions: Assumptions) -> bool:
    if one is None or other is None or is_boolean(one) or is_boolean(other):
        return one is other
    if is_text(one) and is_text(other):
        return str.__eq__(one, other)
    if is_number(one) and is_number(other):
        return _number(one) == _number(other)
    return assumptions.coerce == "text" and _same_text(one, other, assumptions)


def _same_text(one: Value, other: Value, assumptions: Assumptions) -> bool:
    """Is one of them a number and the other exactly its text?"""
    number, written = (one, other) if is_text(other) else (other, one)
    if not (is_number(number) and is_text(written)):
        return False
    return number_text(number, assumptions) == str.__str__(written)


def _number(value: int | float) -> int | float:
    if issubclass(type(value), int):
        return int.__int__(value)  # type: ignore[arg-type]  # the type was asked for
    return float.__float__(value)


def contains(whole: Value, part: Value, assumptions: Assumptions) -> bool:
    """Does a text hold a text, a list a member, an object a key? Nothing holds what is missing."""
    if is_list(whole):
        return any(equal(one, part, assumptions) for one in _items(whole))
    if is_text(part):
        written = str.__str__(part)
    elif is_number(part) or is_boolean(part):
        written = number_text(part, assumptions)
    else:
        return False
    if is_text(whole):
        return str.__contains__(whole, written)
    return is_object(whole) and dict.__contains__(whole, written)


def ordered(operator: Operator, left: Value, right: Value) -> bool:
    """`lt`, `le`, `gt`, `ge` of two numbers or of two texts; of anything else, false."""
    if is_number(left) and is_number(right):
        return _ORDER[operator](_number(left), _number(right))
    if is_text(left) and is_text(right):
        return _ORDER[operator](str.__str__(left), str.__str__(right))
    return False


_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
}


def compare(operator: Operator, left: Value, right: Value, assumptions: Assumptions) -> bool:
    """Any comparison, by the name of its operator."""
    match operator:
        case "eq" | "ne":
            return equal(left, right, assumptions) is (operator == "eq")
        case "contains" | "not-contains":
            return contains(left, right, assumptions) is (operator == "contains")
        case "in" | "not-in":
            return contains(right, left, assumptions) is (operator == "in")
        case "lt" | "le" | "gt" | "ge":
            return ordered(operator, left, right)


def as_object(value: Value) -> dict[str, Value]:
    """The value if it is an object, else an empty one: what is read through it is missing."""
    if type(value) is dict:
        return value
    if is_object(value):
        return dict(dict.items(value))  # `dict.copy` would ask the object itself for its keys
    return dict(value) if type(value) is MappingProxyType else {}


def lookup(value: Value, segments: Iterable[str]) -> Value:
    """Follow the segments; through anything missing, or anything but an object, is missing."""
    for segment in segments:
        value = as_object(value).get(segment)
    return value


def pairs(value: Value, base: int) -> list[tuple[Value, Value]] | None:
    """What a loop goes over: (index, item) or (key, value).

    Empty when there is nothing to list; None when the value is nothing to loop over.
    """
    if is_list(value):
        return list(zip(count(base), _items(value)))
    if is_object(value):
        return list(dict.items(value))
    if value is None or (is_text(value) and not size(value)):
        return []
    return None


def items(value: Value) -> list[Value]:
    """What a loop goes over, without index or key; empty when there is nothing to loop over."""
    return [item for _, item in pairs(value, 0) or ()]
