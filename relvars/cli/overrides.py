"""`--set lead._fname=Ann` and `--set-json json='{…}'`: values put over those that were got."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from relvars.errors import ConfigError
from relvars.values import NotAValueError, Value, load_json

_DEEPEST = 100  # what is deeper would not be printed either
_PATH = re.compile(r"[^\W\d]\w*(\.\w+)*")


class Override(NamedTuple):
    """A value for a path; a segment of digits counts the items of a list from 0."""

    option: str
    path: tuple[str, ...]
    value: Value


def text_override(written: str) -> Override:
    """`PATH=TEXT`, as --set takes it.

    Raises:
        ConfigError: when it is not of that form.
    """
    path, text = _parts("--set", "lead._fname=Ann", written)
    return Override("--set", path, text)


def json_override(written: str) -> Override:
    """`PATH=JSON`, as --set-json takes it.

    Raises:
        ConfigError: when it is not of that form, or the value is not JSON.
    """
    path, text = _parts("--set-json", """json='{"a": 1}'""", written)
    try:
        return Override("--set-json", path, load_json(text))
    except NotAValueError as error:
        raise ConfigError(
            f"--set-json {'.'.join(path)}: {text!r} is not JSON: {error}"
            f"\n  a text needs quotes inside quotes: '{'.'.join(path)}=\"text\"'"
        ) from None


def _parts(option: str, example: str, written: str) -> tuple[tuple[str, ...], str]:
    path, equals, value = written.partition("=")
    if not equals or not _PATH.fullmatch(path):
        raise ConfigError(f"{option} takes PATH=VALUE, as in {example}, not {written!r}")
    segments = tuple(path.split("."))
    if len(segments) > _DEEPEST:
        raise ConfigError(f"{option} takes a path of {_DEEPEST} segments at most")
    return segments, value


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
