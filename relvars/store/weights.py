"""The values a link carries: checked against the relation, and as the cells of its row."""

from collections.abc import Mapping
from math import isfinite

from relvars.schema import Property, Relation
from relvars.spelling import nearest
from relvars.store.store import BAD_REQUEST, StoreError
from relvars.store.tallies import Cell, Cells
from relvars.values import Value

_TYPES: dict[str, tuple[type, ...]] = {"integer": (int,), "float": (int, float), "boolean": (bool,)}
_KINDS = {"integer": "a whole number", "float": "a number", "boolean": "true or false"}
_LARGEST = (1 << 63) - 1


def properties_of(relation: Relation) -> dict[str, Property]:
    """The relation's properties by short name."""
    return {one.short_name: one for one in relation.properties}


def check_weight(one: Property, value: Value) -> Cell:
    """A value as it is stored, None if there is none.

    Raises:
        StoreError: 400 if it is not of the property's type, or too large.
    """
    if value is None:
        return None
    if type(value) not in _TYPES[one.type]:
        raise _wrong(f"{one.short_name} must be {_KINDS[one.type]}, not {repr(value)[:60]}")
    if type(value) is float and not isfinite(value):
        raise _wrong(f"{one.short_name} must be a number, not {value}")
    if type(value) is int and not -_LARGEST <= value <= _LARGEST:
        raise _wrong(f"{one.short_name} is too large: {repr(value)[:60]} does not fit in 64 bits")
    return int(value) if type(value) is bool else value


def check_weights(known: Mapping[str, Property], weights: Mapping[str, Value]) -> dict[str, Cell]:
    """The values as they are stored, by short name.

    Raises:
        StoreError: 400 for a property the relation lacks, or a value that is wrong.
    """
    cells = {}
    for name, value in weights.items():
        if name not in known:
            near = nearest(str(name), known)
            has = f"did you mean {near!r}?" if near else f"it has {', '.join(known) or 'none'}"
            raise _wrong(f"the relation has no property {str(name)[:60]!r}; {has}")
        cells[name] = check_weight(known[name], value)
    return cells


def check_id(value: Value) -> str:
    """A profile's id.

    Raises:
        StoreError: 400 if it is no text, or an empty one.
    """
    if type(value) is str and value:
        return value
    raise _wrong(f"a profile's id must be a text, not {repr(value)[:60]}")


def read_weights(relation: Relation, slots: Mapping[str, int], cells: Cells) -> dict[str, Value]:
    """The values a row carries, by short name; `cells` are those of all columns."""
    found: dict[str, Value] = {}
    for one in relation.properties:
        slot = slots.get(one.short_name)
        cell = None if slot is None else cells[slot]
        if cell is not None:
            found[one.short_name] = bool(cell) if one.type == "boolean" else cell
    return found


def _wrong(sentence: str) -> StoreError:
    return StoreError(BAD_REQUEST, sentence)
