"""Wrong keys and types of relvars.toml, as sentences that name what would be right."""

import json
from collections.abc import Iterator
from typing import Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from relvars.config.checks import Finding
from relvars.config.models import TABLES, Settings
from relvars.config.toml_lines import Place
from relvars.spelling import did_you_mean

_MOST_SHOWN = 60
_WANTED = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}
_ARRAYS = ("database", "relation", "property")


def misfits(data: dict[str, Any]) -> list[Finding]:
    """What keeps a file's tables from being of the shape that the models describe."""
    for model in TABLES.values():
        with_config(ConfigDict(extra="forbid", strict=True))(model)
    try:
        TypeAdapter(Settings).validate_python(data)
    except ValidationError as error:
        return list(_findings(error))
    return []


def _findings(error: ValidationError) -> Iterator[Finding]:
    for one in error.errors(include_url=False):
        place: Place = one["loc"]
        match one["type"]:
            case "extra_forbidden":
                yield Finding(place, _unknown(place))
            case "missing":
                yield Finding(place[:-1], f"{_table(place[:-1])} needs {place[-1]}")
            case kind:
                wanted = _WANTED.get(kind) or one.get("ctx", {}).get("expected")
                yield Finding(place, _unfit(place, wanted or one["msg"].lower(), one["input"]))


def _unknown(place: Place) -> str:
    key = str(place[-1])
    names = tuple(str(part) for part in place[:-1] if isinstance(part, str))
    model = TABLES.get(names) or TABLES[names[:1]]  # [template."glob"] has a name of its own
    known = list(get_type_hints(model))
    there = did_you_mean(key, known) or f"; known are {', '.join(known)}"
    return f"unknown key {key!r} in {_table(place[:-1])}{there}"


def _unfit(place: Place, wanted: str, given: Any) -> str:
    if place[-1] in _ARRAYS and wanted == "a list":
        table = _table((*place, 0))
        return f"there may be several: write {table} with double brackets"
    # An item of a list has no key of its own.
    key = place[-1] if isinstance(place[-1], str) else place[-2]
    near = did_you_mean(given, wanted.split("'")[1::2]) if isinstance(given, str) else ""
    return f"{key} must be {wanted}, not {_said(given)}{near}"


def _table(place: Place) -> str:
    """A table as its header is written."""
    if not place:
        return "relvars.toml"
    names = ".".join(_part(part) for part in place if isinstance(part, str))
    return f"[[{names}]]" if isinstance(place[-1], int) else f"[{names}]"


def _part(name: str) -> str:
    return name if name.isidentifier() or name == "per-file" else json.dumps(name)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "a table"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
