"""The filter language of the market functions: `order.status == 'new' && (id == 'lead.last')`.

Documented are `==`, `&&`, parentheses, texts in single quotes, and a quoted `lead.…` as a reference
to the profile. Anything else is refused, because nobody outside the vendor knows what it means.
"""

from collections.abc import Callable
from functools import lru_cache
from re import compile as regex
from typing import NamedTuple

from relvars.functions.function import BadArgumentError, field_at
from relvars.values import Key, Value

_TOKEN = regex(
    r"\s*(?:(?P<text>'[^']*')|(?P<mark>==|&&|[()])|(?P<name>[^\W\d]\w*(?:\.\w+)*)"
    r"|(?P<other>\w+|'|[^\s\w()']+))"
)
_REFERENCE = regex(r"lead(?:\.\w+)+")
_ALLOWED = "only field == 'value', && and parentheses are documented."
_PREFIXES = ("product", "sku", "order")

# A filter is a short line; what nests deeper is an attack on the stack.
_NESTING = 50


class Condition(NamedTuple):
    """A field of the record (without its prefix) equals a text, or a field of the profile."""

    field: tuple[str, ...]
    text: str
    reference: Key | None


class _Token(NamedTuple):
    kind: str
    text: str


@lru_cache(maxsize=256)
def parse_filter(text: str, prefix: str) -> tuple[Condition, ...]:
    """The conditions, all of which must hold; parentheses change nothing, as there is only `&&`.

    Raises:
        BadArgumentError: for anything that is not documented.
    """
    tokens = _tokens(text)
    if not tokens:
        raise BadArgumentError(f"The filter is empty; {_ALLOWED}")
    conditions: list[Condition] = []
    rest = _conjunction(tokens, 0, prefix, conditions, depth=0)
    if rest < len(tokens):
        raise _unexpected(tokens, rest, "&&")
    return tuple(conditions)


def references(conditions: tuple[Condition, ...]) -> tuple[Key, ...]:
    """The fields of the profile that the conditions compare with."""
    return tuple(one.reference for one in conditions if one.reference)


def matches(
    record: Value,
    conditions: tuple[Condition, ...],
    profile: Callable[[Key], Value],
    equal: Callable[[Value, Value], bool],
) -> bool:
    """Whether all conditions hold of a record.

    A reference to a field that the profile lacks holds of nothing.
    """

    def holds(one: Condition) -> bool:
        wanted = profile(one.reference) if one.reference else one.text
        return wanted is not None and equal(field_at(record, one.field), wanted)

    return all(holds(one) for one in conditions)


def own_field(path: str, prefix: str) -> tuple[str, ...]:
    """The names of a dotted path in the record itself: `order.custom_fields.x` without `order`.

    Raises:
        BadArgumentError: if it begins with the prefix of other records.
    """
    names = tuple(path.split("."))
    if len(names) > 1 and names[0] in _PREFIXES:
        if names[0] != prefix:
            raise BadArgumentError(
                f"The field {path} is none of these records; write {prefix}.{'.'.join(names[1:])}."
            )
        return names[1:]
    return names


def _tokens(text: str) -> list[_Token]:
    # Blanks at the end belong to no token, and would be searched anew from each of them.
    tokens = _scan(text.rstrip())
    found = [_Token(match.lastgroup or "", match[match.lastgroup or 0]) for match in tokens]
    for token in found:
        if token.kind == "other":
            wrong = "a quote is not closed" if token.text == "'" else f"{token.text!r} is unknown"
            raise BadArgumentError(f"In the filter {wrong}; {_ALLOWED}")
    return found


_scan = _TOKEN.finditer


def _conjunction(
    tokens: list[_Token], at: int, prefix: str, conditions: list[Condition], *, depth: int
) -> int:
    """Read conditions joined by `&&`; the place after them."""
    at = _operand(tokens, at, prefix, conditions, depth=depth)
    while _text(tokens, at) == "&&":
        at = _operand(tokens, at + 1, prefix, conditions, depth=depth)
    return at


def _operand(
    tokens: list[_Token], at: int, prefix: str, conditions: list[Condition], *, depth: int
) -> int:
    if _text(tokens, at) != "(":
        return _condition(tokens, at, prefix, conditions)
    if depth >= _NESTING:
        raise BadArgumentError(f"The filter nests deeper than {_NESTING} parentheses.")
    at = _conjunction(tokens, at + 1, prefix, conditions, depth=depth + 1)
    if _text(tokens, at) != ")":
        raise _unexpected(tokens, at, "&& or )")
    return at + 1


def _condition(tokens: list[_Token], at: int, prefix: str, conditions: list[Condition]) -> int:
    if at >= len(tokens) or tokens[at].kind != "name":
        raise _unexpected(tokens, at, "a field")
    if _text(tokens, at + 1) != "==":
        raise _unexpected(tokens, at + 1, "==")
    if at + 2 >= len(tokens) or tokens[at + 2].kind != "text":
        raise _unexpected(tokens, at + 2, "a value in single quotes")
    text = tokens[at + 2].text[1:-1]
    reference = tuple(text.split(".")) if _REFERENCE.fullmatch(text) else None
    conditions.append(Condition(own_field(tokens[at].text, prefix), text, reference))
    return at + 3


def _text(tokens: list[_Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _unexpected(tokens: list[_Token], at: int, wanted: str) -> BadArgumentError:
    found = f"{tokens[at].text} stands" if at < len(tokens) else "it ends"
    return BadArgumentError(f"In the filter {found} where {wanted} belongs; {_ALLOWED}")
