"""The keys of case files: which there are, and what each of them holds."""

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from relvars.spelling import nearest
from relvars.values import parse_recipient

# What is wrong with a key's value, as the rest of a sentence, or None.
Complaint = Callable[[Any], str | None]


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) else 'must be a text, as in "…"'


def _name(value: Any) -> str | None:
    return None if isinstance(value, str) and value.strip() else 'must be a text, as in "…"'


def _texts(value: Any) -> str | None:
    listed = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return None if listed else 'must be a list of texts, as in ["…"]'


def _patterns(value: Any) -> str | None:
    return _texts(value) or next(filter(None, map(_pattern, value)), None)


def _pattern(value: str) -> str | None:
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError) as error:
        return f"holds {value!r}, which is no regular expression: {error}"
    return None


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _recipient(value: Any) -> str | None:
    known = isinstance(value, str) and parse_recipient(value)
    return None if known else 'must name a recipient, as in "agents:5d63dbdb439e7306b596c5d0"'


def _globs(value: Any) -> str | None:
    return None if isinstance(value, str) else _texts(value)


def _values(value: Any) -> str | None:
    return _not_json(value) if isinstance(value, dict) else "must be a table, as in { … }"


def _not_json(value: Any) -> str | None:
    """TOML knows more than JSON: dates, times, infinities. Never by recursion, so at any depth."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case dict() as table:
                waiting.extend(table.values())
            case list() as items:
                waiting.extend(items)
            case float() as number if not isfinite(number):
                return f"holds {number}, which is not a value"
            case str() | int() | float():
                pass
            case other:
                return f'holds {other}, which JSON has no form for; write it as a text, "…"'
    return None


_SHARED = {
    "name": _name,
    "set": _values,
    "assume": _values,
    "contains": _texts,
    "excludes": _texts,
    "matches": _patterns,
    "diagnostics": _texts,
    "snapshot": _boolean,
    "status": _text,
    "source": _text,
}
KEYS: Mapping[str, Complaint] = {
    **_SHARED,
    "text": _text,
    "template": _text,
    "to": _recipient,
    "values": _values,
    "data": _text,
    "renders": _text,
}
# What a matrix goes over: one glob or several.
AXES = ("template", "templates", "to", "data")
MATRIX_KEYS: Mapping[str, Complaint] = {
    **_SHARED,
    "text": _text,
    **dict.fromkeys(AXES, _globs),
    "values": _values,
    "renders": _text,
}


def _tables(value: Any) -> str | None:
    listed = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return None if listed else "must be tables with a header of two brackets, as in [[case]]"


FILE_KEYS: Mapping[str, Complaint] = {
    "text": _text,
    "template": _text,
    "case": _tables,
    "matrix": _tables,
}


def wrong_keys(table: Mapping[str, Any], kinds: Mapping[str, Complaint], owner: str) -> list[str]:
    """A sentence for each key of a table that is not known, or that holds what it cannot."""
    return [sentence for key in table if (sentence := _wrong_key(key, table[key], kinds, owner))]


def _wrong_key(key: str, value: Any, kinds: Mapping[str, Complaint], owner: str) -> str | None:
    if key in kinds:
        complaint = kinds[key](value)
        return complaint and f"`{key}` {complaint}"
    near = nearest(key, kinds)
    advice = f"did you mean `{near}`?" if near else f"there are {', '.join(kinds)}"
    return f"{owner} has no key `{key}`; {advice}"
