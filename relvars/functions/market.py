"""The market functions: `products sku orders` give lists, `order` the first match."""

from collections.abc import Callable, Sequence
from functools import partial

from relvars.catalog import catalog
from relvars.functions.function import (
    BadArgumentError,
    Context,
    Function,
    complaint,
    field_at,
    literal,
    objects_at,
    text_argument,
    value_at,
)
from relvars.functions.market_filter import matches, own_field, parse_filter, references
from relvars.syntax.ast import Call
from relvars.values import Key, Value

Record = dict[str, Value]
_DIRECTIONS = ("asc", "desc")


def _reads(call: Call, *, records: str, prefix: str) -> tuple[Key, ...]:
    """The records, and what the filter says of the profile if it stands in the template."""
    key: Key = ("market", records)
    text = literal(call, 0)
    if type(text) is not str:
        return (key,)
    try:
        return (key, *references(parse_filter(text, prefix)))
    except BadArgumentError:
        return (key,)


def _check(call: Call, *, prefix: str, many: bool) -> str | None:
    reader: list[Callable[[Value], object]] = [lambda text: parse_filter(text, prefix)]
    if many:
        reader += [_limit, lambda path: own_field(path, prefix), _descending]
    for place, read in enumerate(reader):
        value = literal(call, place)
        # A word where a number belongs, or the other way round, is the signature's business.
        if value is not None and (type(value) is str) == (place != 1):
            wrong = complaint(partial(read, value))
            if wrong:
                return wrong
    return None


def _limit(value: Value) -> int:
    most = catalog().limits["market"]
    if type(value) is int and 1 <= value <= most:
        return value
    raise BadArgumentError(f"The limit must be a whole number from 1 to {most}.")


def _descending(word: str) -> bool:
    if word not in _DIRECTIONS:
        raise BadArgumentError(f'The order must be "asc" or "desc", not "{word}".')
    return word == "desc"


def _evaluate_list(
    arguments: Sequence[Value], context: Context, *, records: str, prefix: str
) -> Value:
    found = _selected(arguments, context, records, prefix)
    limit = _limit(arguments[1] if len(arguments) > 1 else None)
    if len(arguments) > 2:
        field = own_field(text_argument(arguments, 2, "sort field"), prefix)
        word = text_argument(arguments, 3, "order") if len(arguments) > 3 else "asc"
        found = _sorted(found, field, descending=_descending(word))
    return found[:limit]


def _evaluate_first(
    arguments: Sequence[Value], context: Context, *, records: str, prefix: str
) -> Value:
    found = _selected(arguments, context, records, prefix)
    return found[0] if found else None


def _selected(
    arguments: Sequence[Value], context: Context, records: str, prefix: str
) -> list[Record]:
    conditions = parse_filter(text_argument(arguments, 0, "filter"), prefix)
    profile = partial(value_at, context.values)
    return [
        record
        for record in objects_at(context.values, ("market", records))
        if matches(record, conditions, profile, context.equal)
    ]


def _sorted(records: list[Record], field: Sequence[str], *, descending: bool) -> list[Record]:
    """Stable; records that lack the field come last in both directions."""
    held = [record for record in records if field_at(record, field) is not None]
    lacking = [record for record in records if field_at(record, field) is None]
    held.sort(key=lambda record: _rank(field_at(record, field)), reverse=descending)
    return held + lacking


def _rank(value: Value) -> tuple[int, int | float, str]:
    """A place for a value of any type: numbers, then texts, then booleans, then all the rest."""
    kind = type(value)
    if kind is int or kind is float:
        return (0, value, "")
    if kind is str:
        return (1, 0, value)
    return (2, int(value), "") if kind is bool else (3, 0, "")


def _list_function(name: str, records: str, prefix: str) -> Function:
    return Function(
        name,
        partial(_reads, records=records, prefix=prefix),
        partial(_check, prefix=prefix, many=True),
        partial(_evaluate_list, records=records, prefix=prefix),
    )


PRODUCTS = _list_function("products", "products", "product")
SKU = _list_function("sku", "sku", "sku")
ORDERS = _list_function("orders", "orders", "order")
ORDER = Function(
    "order",
    partial(_reads, records="orders", prefix="order"),
    partial(_check, prefix="order", many=False),
    partial(_evaluate_first, records="orders", prefix="order"),
)
