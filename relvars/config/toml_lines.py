"""Where the keys of a TOML text stand, and setting keys without touching the rest of it.

`tomllib` gives values without places, and nothing in the standard library writes TOML.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

# The way to a table, a key or an item: ("relation", 0, "property", 2, "limit").
Place = tuple[str | int, ...]


class Spot(NamedTuple):
    """Offsets: where a key or a header starts, and where its value starts and ends."""

    start: int
    value: int
    end: int


class _Token(NamedTuple):
    text: str
    start: int


_TOKEN = re.compile(
    r"""
      "{3} (?: \\. | [^\\] )*? "{3,5} | '{3} .*? '{3,5}
    | " (?: \\. | [^"\\] )* " | '[^']*'
    | [\[\]{}=,.\n]
    | [^\s\[\]{}=,."'\#]+
    | \#[^\n]*
    """,
    re.VERBOSE | re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def locate(text: str) -> dict[Place, Spot]:
    """The spot of every table, key and array item; the text must be valid TOML."""
    spots: dict[Place, Spot] = {}
    found = [_Token(match[0], match.start()) for match in _TOKEN.finditer(text)]
    tokens = [token for token in reversed(found) if not token.text.startswith("#")]
    table: Place = ()
    while tokens:  # the next token is the last of the list
        if tokens[-1].text == "\n":
            tokens.pop()
        elif tokens[-1].text == "[":
            table = _header(tokens, spots)
        else:
            _pair(tokens, table, spots)
    return spots


def _header(tokens: list[_Token], spots: dict[Place, Spot]) -> Place:
    """Read `[a.b]` or `[[a.b]]`; below an array of tables its latest item is meant."""
    start = tokens.pop().start
    many = tokens[-1].text == "["
    if many:
        tokens.pop()
    *parents, name = _names(tokens, "]")
    place: Place = ()
    for parent in parents:
        place = (*place, parent)
        if number := _count(place, spots):
            place = (*place, number - 1)
    place = (*place, name)
    if many:
        place = (*place, _count(place, spots))
    end = start
    for _ in range(1 + many):
        end = tokens.pop().start + 1
    spots[place] = Spot(start, end, end)
    return place


def _count(place: Place, spots: dict[Place, Spot]) -> int:
    """How many items an array of tables has so far; 0 for what is none."""
    number = 0
    while (*place, number) in spots:
        number += 1
    return number


def _names(tokens: list[_Token], stop: str) -> tuple[str, ...]:
    """The names of a dotted key; the stop is left where it is."""
    names = []
    while tokens[-1].text != stop:
        word = tokens.pop().text
        if word != ".":
            names.append(tomllib.loads(f"x = {word}")["x"] if word[0] in "\"'" else word)
    return tuple(names)


def _pair(tokens: list[_Token], table: Place, spots: dict[Place, Spot]) -> None:
    start = tokens[-1].start
    place = table
    for name in _names(tokens, "="):
        place = (*place, name)
        spots.setdefault(place, Spot(start, start, start))
    tokens.pop()
    spots[place] = Spot(start, tokens[-1].start, _value(tokens, place, spots))


def _value(tokens: list[_Token], place: Place, spots: dict[Place, Spot]) -> int:
    """Read a value and note what is in it; gives the offset of its end."""
    token = tokens.pop()
    if token.text == "{":
        while _inside(tokens, "}"):
            _pair(tokens, place, spots)
        token = tokens.pop()
    elif token.text == "[":
        while _inside(tokens, "]"):
            start = tokens[-1].start
            item = (*place, _count(place, spots))
            spots[item] = Spot(start, start, start)
            spots[item] = Spot(start, start, _value(tokens, item, spots))
        token = tokens.pop()
    else:
        # 1.5 and 1979-05-27 07:32:00 are several tokens.
        while tokens and tokens[-1].text not in ("\n", ",", "]", "}"):
            token = tokens.pop()
    return token.start + len(token.text)


def _inside(tokens: list[_Token], closer: str) -> bool:
    """Skip commas and line breaks; false at the closer."""
    while tokens[-1].text in ("\n", ","):
        tokens.pop()
    return tokens[-1].text != closer


def set_keys(text: str, table: str, settings: Mapping[str, Any]) -> str:
    """The text with keys of a top-level table set, and nothing else of it changed.

    Raises:
        ValueError: when the table is written in a way that cannot be added to.
    """
    before = tomllib.loads(text)
    if not settings:
        return text
    after = text
    for name, value in settings.items():
        after = _set_key(after, table, name, _spelled(value))
    expected = {**before, table: {**before.get(table, {}), **_plain(settings)}}
    try:
        kept = tomllib.loads(after) == expected
    except tomllib.TOMLDecodeError:
        kept = False
    if not kept:
        raise ValueError(f"the table {table} is written in a way that cannot be added to")
    return after


def _set_key(text: str, table: str, name: str, value: str) -> str:
    spots = locate(text)
    if spot := spots.get((table, name)):
        return text[: spot.value] + value + text[spot.end :]
    newline = "\r\n" if "\r\n" in text else "\n"
    row = f"{name if _BARE_KEY.fullmatch(name) else _spelled(name)} = {value}"
    inside = [spot.end for place, spot in spots.items() if place[0] == table]
    if not inside:
        gap = newline if text and not text.endswith("\n") else ""
        blank = newline if text else ""
        return f"{text}{gap}{blank}[{table}]{newline}{row}{newline}"
    end = text.find("\n", max(inside))
    if end < 0:
        return f"{text}{newline}{row}{newline}"
    return f"{text[: end + 1]}{row}{newline}{text[end + 1 :]}"


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()
    }


def _spelled(value: Any) -> str:
    """A value as TOML writes it: text, numbers, booleans and lists of these."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_spelled(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
