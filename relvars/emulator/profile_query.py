"""The query of profiles/list: MongoDB's query documents, as far as they compare values.

Which part of that language the platform takes is not documented; whatever is not here is refused.
"""

from collections.abc import Callable, Mapping, Sequence

from relvars.values import Value, is_list, is_number, is_object, is_text


class WrongQueryError(ValueError):
    """A query holds what is not understood; the message names it."""


_DEEPEST = 50


def fits(query: Mapping[str, Value], profile: Mapping[str, Value], level: int = 0) -> bool:
    """Whether a profile is one that the query describes.

    Raises:
        WrongQueryError: for an operator or a shape that is not understood.
    """
    if level > _DEEPEST:
        raise WrongQueryError("it nests too deeply")
    results = [_clause(name, value, profile, level) for name, value in query.items()]
    return all(results)


def ids_asked(query: Mapping[str, Value]) -> list[str] | None:
    """The ids that a query on nothing but `_id` names, in order and once; None for any other."""
    if tuple(query) != ("_id",):
        return None
    wanted: Value = query["_id"]
    if is_object(wanted) and tuple(wanted) == ("$in",) and is_list(wanted["$in"]):
        wanted = wanted["$in"]
    elif is_text(wanted):
        wanted = [wanted]
    if not is_list(wanted) or not all(type(one) is str for one in wanted):
        return None
    return sorted({str(one) for one in wanted})


def _clause(name: str, value: Value, profile: Mapping[str, Value], level: int) -> bool:
    if not name.startswith("$"):
        return _field(_found(profile, name.split(".")), value, level)
    if name not in ("$and", "$or", "$nor"):
        raise WrongQueryError(f"{name} is not understood")
    if not is_list(value) or not value or not all(is_object(one) for one in value):
        raise WrongQueryError(f"{name} must be a list of queries")
    results = [fits(one, profile, level + 1) for one in value]
    return all(results) if name == "$and" else any(results) == (name == "$or")


def _found(value: Value, names: Sequence[str]) -> list[Value]:
    """What stands at a path, once for each object of a list on the way; empty when missing."""
    if not names:
        return [value]
    if is_list(value):
        return [found for one in value if is_object(one) for found in _found(one, names)]
    return _found(value[names[0]], names[1:]) if is_object(value) and names[0] in value else []


def _field(found: Sequence[Value], wanted: Value, level: int) -> bool:
    if level > _DEEPEST:
        raise WrongQueryError("it nests too deeply")
    if not is_object(wanted) or not any(name.startswith("$") for name in wanted):
        return _any_is(found, wanted)
    results = [_operator(found, name, value, level) for name, value in wanted.items()]
    return all(results)


def _operator(found: Sequence[Value], name: str, value: Value, level: int) -> bool:
    match name:
        case "$eq":
            return _any_is(found, value)
        case "$ne":
            return not _any_is(found, value)
        case "$in" | "$nin":
            if not is_list(value):
                raise WrongQueryError(f"{name} must be a list")
            return any(_any_is(found, one) for one in value) == (name == "$in")
        case "$exists":
            return bool(found) == bool(value)
        case "$not":
            if not is_object(value):
                raise WrongQueryError("$not must be an object of operators")
            return not _field(found, value, level + 1)
        case _:
            order = _ORDERS.get(name)
            if order is None:
                raise WrongQueryError(f"{name} is not understood")
            return any(_comparable(one, value) and order(one, value) for one in _each(found))


_ORDERS: Mapping[str, Callable[[Value, Value], bool]] = {
    "$gt": lambda one, other: bool(one > other),
    "$gte": lambda one, other: bool(one >= other),
    "$lt": lambda one, other: bool(one < other),
    "$lte": lambda one, other: bool(one <= other),
}


def _each(found: Sequence[Value]) -> list[Value]:
    """The values, and the members of those that are lists."""
    return [one for value in found for one in (value, *(value if is_list(value) else ()))]


def _any_is(found: Sequence[Value], wanted: Value) -> bool:
    """Whether one of the values is the wanted one; null is also what is missing."""
    if wanted is None and not found:
        return True
    return any(_same(one, wanted) for one in _each(found))


def _same(one: Value, other: Value) -> bool:
    if is_number(one) and is_number(other):
        return one == other
    return type(one) is type(other) and bool(one == other)


def _comparable(one: Value, other: Value) -> bool:
    return (is_number(one) and is_number(other)) or (is_text(one) and is_text(other))
