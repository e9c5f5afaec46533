"""The form of "what if": what the templates read, of which type, and what it is now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from relvars.catalog import catalog
from relvars.preview.filling import needed
from relvars.preview.world import World
from relvars.schema import Schema
from relvars.sources import Fetched
from relvars.syntax.ast import Compare, Path, String, Template, expressions, walk
from relvars.values import EACH, Key, Value, is_boolean, is_list, is_number, is_object

_LARGEST = 50  # items of a list; a longer one is not for editing
_STATISTICS = {"count": "integer", "total": "float"}


def form(world: World, templates: Sequence[Template], fetched: Fetched) -> list[dict[str, Any]]:
    """A field for each thing that the templates read, in order of path."""
    types = _types(world.project.schema)
    choices = _choices(templates)
    keys = dict.fromkeys(_key(key) for one in templates for key in needed(one))
    return [
        _field(key, types, choices.get(key, ()), fetched)
        for key in sorted(keys)
        if key[0] not in ("functions", "fragment") and not _within(key, keys)
    ]


def _key(key: Key) -> Key:
    """A place that can be edited: a list is edited whole."""
    return key[: key.index(EACH)] if EACH in key else key


def _within(key: Key, keys: Mapping[Key, Any]) -> bool:
    """Is something above it edited as a whole?"""
    return any(key[:length] in keys for length in range(1, len(key)))


def _field(
    key: Key, types: Mapping[Key, str], choices: Sequence[str], fetched: Fetched
) -> dict[str, Any]:
    value = _at(fetched.values, key)
    large = is_list(value) and len(value) > _LARGEST
    return {
        "path": ".".join(key),
        "type": _type(key, value, types),
        "value": None if large else value,
        "large": large,
        "missing": value is None,
        "origin": _origin(key, fetched),
        **({"choices": list(choices)} if choices else {}),
    }


def _at(values: Mapping[str, Value], key: Key) -> Value:
    held: Value = values
    for name in key:
        held = held.get(name) if is_object(held) else None
    return held


def _origin(key: Key, fetched: Fetched) -> str:
    while key and key not in fetched.origins:
        key = key[:-1]
    return fetched.origins.get(key, "")


def _type(key: Key, value: Value, types: Mapping[Key, str]) -> str:
    """What the value is, or by the schema would be."""
    if is_list(value) or is_object(value):
        return "json"
    known = types.get(key) or (_STATISTICS.get(key[-1]) if key[0] == "relation" else None)
    if known in ("object", "objects"):
        return "json"
    if known:
        return known
    if is_boolean(value):
        return "boolean"
    if is_number(value):
        return "integer" if type(value) is int else "float"
    whole = len(key) == 1 and key[0] in catalog().roots
    return "json" if whole or key[0] == "relation" else "string"


def _types(schema: Schema) -> Mapping[Key, str]:
    system: dict[Key, str] = {
        (root, name): field.type
        for root, fields in catalog().fields.items()
        for name, field in fields.items()
    }
    own: dict[Key, str] = {
        ("lead", name): kind for one in schema.databases for name, kind in one.fields.items()
    }
    return {**system, **own}


def _choices(templates: Sequence[Template]) -> dict[Key, list[str]]:
    """The texts that values are compared with, by their paths."""
    found: dict[Key, list[str]] = {}
    for key, text in _compared(templates):
        known = found.setdefault(key, [])
        if text not in known:
            known.append(text)
    return found


def _compared(templates: Sequence[Template]) -> Iterator[tuple[Key, str]]:
    for template in templates:
        for node in walk(template.body):
            for one in expressions(node):
                if isinstance(one, Compare):
                    for path, text in ((one.left, one.right), (one.right, one.left)):
                        if isinstance(path, Path) and isinstance(text, String):
                            yield (path.root, *path.segments), text.value
