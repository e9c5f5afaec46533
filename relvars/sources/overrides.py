"""Values put over those that a source had: by path, with their origin."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from relvars.errors import ConfigError, DataError
from relvars.sources.source import Fetched
from relvars.sources.values import check_values
from relvars.values import Key, Value

_DEEPEST = 100  # what is deeper would not be printed either
# A dotted path.
PATH = re.compile(r"[^\W\d]\w*(\.\w+)*")


class Override(NamedTuple):
    """A value for a path; a segment of digits counts the items of a list from 0.

    `option` is what people know it by: an option of the command line, a place of a page.
    """

    option: str
    path: tuple[str, ...]
    value: Value


def read_path(option: str, written: str, example: str = "lead._fname") -> Key:
    """A dotted path, taken apart.

    Raises:
        ConfigError: when it is none, or is too deep.
    """
    if not PATH.fullmatch(written):
        raise ConfigError(f"{option} takes a path, as in {example}, not {written!r}")
    segments = tuple(written.split("."))
    if len(segments) > _DEEPEST:
        raise ConfigError(f"{option} takes a path of {_DEEPEST} segments at most")
    return segments


def overridden(fetched: Fetched, override: Override, roots: Collection[str] = ()) -> Fetched:
    """What was fetched, with one value more; `roots` are those that a project adds.

    Raises:
        ConfigError: for a root that no values have, or as `apply`.
    """
    try:
        check_values({override.path[0]: None}, override.option, roots=roots)
    except DataError as error:
        raise ConfigError(str(error)) from None
    origins = {
        key: label for key, label in fetched.origins.items() if not _covers(override.path, key)
    }
    # An origin is told of all items of a list, not of one.
    if not any(segment.isdecimal() for segment in override.path):
        origins[override.path] = override.option
    return Fetched(apply(fetched.values, override), origins)


def _covers(path: Key, key: Key) -> bool:
    return key[: len(path)] == path


def apply(values: Value, override: Override) -> Value:
    """The values with one more; those given stay as they are.

    Raises:
        ConfigError: for a path that goes through a text or past a list's end.
    """
    return _put(values, override, 0)


def _put(held: Value, override: Override, depth: int) -> Value:
    if depth == len(override.path):
        return override.value
    segment = override.path[depth]
    if isinstance(held, list):
        if not segment.isdecimal() or len(segment) > 9 or int(segment) >= len(held):
            raise _astray(override, depth, f"a list of {len(held)}, with items from 0")
        number = int(segment)
        return [*held[:number], _put(held[number], override, depth + 1), *held[number + 1 :]]
    if held is None or isinstance(held, Mapping):
        inner = dict(held or {})
        return {**inner, segment: _put(inner.get(segment), override, depth + 1)}
    raise _astray(override, depth, "neither an object nor a list")


def _astray(override: Override, depth: int, what: str) -> ConfigError:
    whole, reached = ".".join(override.path), ".".join(override.path[:depth])
    return ConfigError(
        f"{override.option} {whole}: {reached} is {what}"
        f"\n  --set-json {reached}='…' sets it as a whole"
    )
