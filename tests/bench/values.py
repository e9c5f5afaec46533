"""Values for the messages: one set for each of several recipients."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.bench.message import Choice, Equal, Field, Loop, Message, fields_of

RECIPIENTS = 8
ITEMS = 20
_LATIN = ("Ann", "Robert", "Northern branch", "Oslo", "A-1047", "+7 900 000-00-00", "2026-11-22")
_CYRILLIC = ("Анна", "Роберт", "Северный филиал", "Тверь", "А-1047", "ул. Лесная, 5", "да")


def recipients(message: Message, kind: str) -> list[dict[str, Any]]:
    """What eight recipients have at the message's paths, all of one kind.

    Mixed is strings, every seventh one an integer, and a loop's own value integer or float in
    turn. Missing is mixed with a fifth of the printed fields left out. All come from JSON, as
    values do, and so share no names with the code that reads them.
    """
    chance = Random(kind)
    return [json.loads(json.dumps(_values(message, kind, chance))) for _ in range(RECIPIENTS)]


def _values(message: Message, kind: str, chance: Random) -> dict[str, Any]:
    values: dict[str, Any] = {"lead": {}, "json": {}, "relation": {}}
    for number, field in enumerate(fields_of(message)):
        if field.path[0] != "$item":
            _put(values, field.path, number, kind, chance)
    for path, text in _tests(message):
        _set(values, path, text if chance.random() < 0.5 else "")
    for piece in message:
        if isinstance(piece, Loop):
            _set(values, piece.path, [_item(piece, kind, n, chance) for n in range(ITEMS)])
    return values


def _item(loop: Loop, kind: str, number: int, chance: Random) -> dict[str, Any]:
    item: dict[str, Any] = {"lead": {}}
    for field in fields_of(loop.body):
        own = field.path[1:] == ("value",) and kind in {"mixed", "missing"}
        shown = ("floats" if number % 2 else "integers") if own else kind
        _put(item, field.path[1:], number % 5 + 1, shown, chance)
    return item


def _put(values: dict[str, Any], path: tuple[str, ...], n: int, kind: str, chance: Random) -> None:
    if kind == "missing":
        _set(values, path[:-1], {}) if len(path) > 1 else None
        if chance.random() < 0.2:
            return
    _set(values, path, _value(kind, n, chance))


def _value(kind: str, number: int, chance: Random) -> Any:
    if kind == "integers" or (kind in {"mixed", "missing"} and number % 7 == 6):
        return chance.randrange(100_000)
    if kind == "floats":  # never whole: a whole one is printed without its point here only
        return chance.randrange(100_000) + chance.randrange(1, 100) / 100
    return chance.choice(_CYRILLIC if kind == "cyrillic" else _LATIN)


def _set(values: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        values = values.setdefault(name, {})
    values.setdefault(path[-1], value)


def _tests(message: Message) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every tested path, with a value by which its test holds."""
    for piece in message:
        match piece:
            case Choice(condition=Field(path)):
                yield path, True
            case Choice(condition=Equal(field, text)):
                yield field.path, text
            case _:
                pass
