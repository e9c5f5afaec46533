"""Awkward values, and which values are of a type of the schema."""

from collections.abc import Mapping

from relvars.semantics.types import ListOf, Object, ScalarKind, Type, Unknown
from relvars.values import Value, is_list, is_number, is_object, is_text

# Values that are printed, compared or looked into wrongly, each for a reason of its own.
AWKWARD: tuple[Value, ...] = (
    None, True, False, 0, 1, -1, 0.0, -0.0, 1.0, 343.0, 8.95, 0.1, 1e-05, 1e16, 1e20, 1e21, -1e21,
    5e-324, 1.5e300, 9007199254740993, 123456789012345678901234567890, 2**1100, "", " ", "0", "1",
    "343", "343.0", "1e21", "1.0", "true", "None", "null", "x", "Анна", "<b>\"&'</b>", "&lt;",
    "a\r\nb\rc\n", " x \n", "\\", 'q"q', "{{ lead }}", "{% if %}", "{# x", "{lead.x}", "##",
    "\x00\x01\x1f\x7f\u2028", "\u00a0é👋", [], {}, [[]], [None, True, 1.0, "a"],
    ["x", {"k": [1, "é<'"]}], {"a": 1, "b": None}, {"": 0, "é\n": "\"\\"},
    {"items": 1, "keys": 2, "get": 3}, [0], ["1"], [1], [{}], "ab",
)  # fmt: skip
METHODS = ("items", "keys", "values", "get", "pop", "update", "count", "index", "copy")

_DATES: tuple[Value, ...] = ("2024-02-29", "2024-02-29T23:59:59Z", "29.02.2024", "")
_POOLS: Mapping[ScalarKind, tuple[Value, ...]] = {
    "string": tuple(one for one in AWKWARD if is_text(one)),
    "integer": tuple(one for one in AWKWARD if type(one) is int),
    "float": tuple(one for one in AWKWARD if is_number(one)),
    "boolean": (True, False),
    "date": _DATES,
}
# What is usual, for values that nothing is known of but their type.
USUAL: Mapping[ScalarKind, Value] = {
    "string": "Ann", "integer": 3, "float": 8.95, "boolean": True, "date": "2024-02-29",
}  # fmt: skip


def pool(kind: Type) -> tuple[Value, ...]:
    """Awkward values of a type; None is in none but that of an unknown one."""
    match kind:
        case Unknown():
            return AWKWARD
        case ListOf(item=item):
            some = pool(item)
            return ([], [some[0]], [some[-1], some[len(some) // 2]])
        case Object():
            return ({},)
        case _:
            return _POOLS[kind.kind]


def conforms(value: Value, kind: Type) -> bool:
    """Is a value of the type, or missing? What an object holds beyond known fields is free."""
    if value is None:
        return True
    match kind:
        case Unknown():
            return True
        case ListOf(item=item):
            return is_list(value) and all(conforms(one, item) for one in value)
        case Object(fields=fields):
            return is_object(value) and all(
                conforms(value.get(name), one) for name, one in fields.items()
            )
        case _:
            return _is_scalar(value, kind.kind)


def _is_scalar(value: Value, kind: ScalarKind) -> bool:
    match kind:
        case "string" | "date":
            return is_text(value)
        case "integer":
            return is_number(value) and not issubclass(type(value), float)
        case "float":
            return is_number(value)
        case "boolean":
            return type(value) is bool
