"""The smallest values object that still shows something."""

from collections.abc import Callable, Iterator

from relvars.values import Value

_MOST = 2000  # trials; each renders the template twice


def shrink(values: dict[str, Value], shows: Callable[[dict[str, Value]], bool]) -> dict[str, Value]:
    """Take away and simplify while `shows` holds; `shows(values)` must."""
    left = _MOST
    progress = True
    while progress and left > 0:
        progress = False
        for smaller in _smaller(values):
            left -= 1
            if isinstance(smaller, dict) and shows(smaller):
                values, progress = smaller, True
                break
            if left <= 0:
                break
    return values


def _smaller(value: Value) -> Iterator[Value]:
    """Values that are simpler than this one, the simplest first; each is nearer to nothing."""
    match value:
        case dict():
            if value:
                yield {}
            for key in value:
                yield {name: one for name, one in value.items() if name != key}
            for key, inner in value.items():
                yield from ({**value, key: one} for one in _smaller(inner))
        case list():
            if value:
                yield []
            for at in range(len(value)):
                yield value[:at] + value[at + 1 :]
            for at, inner in enumerate(value):
                yield from ([*value[:at], one, *value[at + 1 :]] for one in _smaller(inner))
        case str() if len(value) > 1:
            yield value[: len(value) // 2]
            yield value[1:]
            yield value[:-1]
        case _:
            return
