"""The smallest values object that still shows something."""

from collections.abc import Callable, Iterator

from relvars.values import Value, is_list, is_number, is_object, is_text

_MOST = 5000  # trials; each may render a template twice

Step = str | int


def shrink(
    values: dict[str, Value], failing: Callable[[dict[str, Value]], bool]
) -> dict[str, Value]:
    """Take away and simplify while `failing` holds, which it must of `values`; those stay as is.

    What is put in the place of a value is of the same type, so values keep to a schema.
    """
    left, before = _MOST, None
    while before != values and left > 0:
        before = values
        for place in _places(values, ()):
            for smaller in _smaller_at(values, place):
                left -= 1
                if left >= 0 and failing(smaller):
                    values = smaller
                    break
    return values


def _places(value: Value, start: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Where something stands: a whole before its parts, the last parts first.

    So what was taken away is not looked for again, and the numbers of the items left still hold.
    """
    yield start
    if is_object(value):
        for name in reversed(list(value)):
            yield from _places(value[name], (*start, name))
    elif is_list(value):
        for at in reversed(range(len(value))):
            yield from _places(value[at], (*start, at))


def _smaller_at(values: dict[str, Value], place: tuple[Step, ...]) -> Iterator[dict[str, Value]]:
    """Values with less at a place: nothing there at all, then something simpler."""
    value: Value = values
    for step in place:
        if not _has(value, step):
            return
        value = value[step]
    if place:
        yield _without(values, place)
    for simpler in _simpler(value):
        yield _with(values, place, simpler)


def _has(value: Value, step: Step) -> bool:
    if is_object(value):
        return step in value
    return is_list(value) and isinstance(step, int) and step < len(value)


def _without(value: Value, place: tuple[Step, ...]) -> Value:
    first, rest = place[0], place[1:]
    if rest:
        return _with(value, (first,), _without(value[first], rest))
    if is_object(value):
        return {name: one for name, one in value.items() if name != first}
    return [one for at, one in enumerate(value) if at != first]


def _with(value: Value, place: tuple[Step, ...], new: Value) -> Value:
    if not place:
        return new
    first, inner = place[0], _with(value[place[0]], place[1:], new)
    if is_object(value):
        return {name: inner if name == first else one for name, one in value.items()}
    return [inner if at == first else one for at, one in enumerate(value)]


def _simpler(value: Value) -> Iterator[Value]:
    """Values of the same type that are simpler than this one, the simplest first."""
    if is_object(value) and len(value) > 1:
        yield {}
    elif is_list(value) and len(value) > 1:
        yield []
    elif is_text(value) and value:
        yield from dict.fromkeys(("", value[: len(value) // 2], value[1:], value[:-1]))
    elif is_number(value) and value not in (0, 1):
        nearer = (type(value)(one) for one in (0, 1))
        yield from nearer
        if abs(value) > 10:
            yield type(value)(value // 10)
