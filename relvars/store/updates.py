"""What new data makes of a profile: plain values replace, functional updates change."""

from collections.abc import Callable, Mapping
from math import isfinite

from relvars.spelling import nearest
from relvars.store.contacts import resource_of
from relvars.store.store import BAD_REQUEST, StoreError
from relvars.subscriptions import FIELDS, subscription_value
from relvars.values import Value

Profile = dict[str, Value]

_MISSING = object()
_PARTS = {"action", "value", "submatch"}


def updated(profile: Profile, data: Mapping[str, Value], fields: Mapping[str, str]) -> Profile:
    """The profile with the data in it; `fields` are the types of the database's own fields.

    The id stays; subscriptions join those there are.

    Raises:
        StoreError: 400 for an unknown action, or a value that does not fit it or the field.
    """
    found = dict(profile)
    for name, value in data.items():
        if name == "_id":
            continue
        if name == "subscriptions" and type(value) is list:
            found[name] = _subscriptions(found.get(name), value)
            continue
        new = _changed(name, found.get(name, _MISSING), value)
        if new is _MISSING:
            found.pop(name, None)
        else:
            _require_type(name, new, fields.get(name))
            found[name] = new
    return found


def _changed(name: str, held: Value, value: Value) -> Value:
    if type(value) is not dict or "action" not in value or not set(value) <= _PARTS:
        return value
    action = value["action"]
    if type(action) is not str or action not in _ACTIONS:
        near = nearest(str(action), _ACTIONS)
        advice = f"did you mean {near!r}?" if near else f"there are {', '.join(_ACTIONS)}"
        raise _wrong(f"{name}: no action is called {str(action)[:60]!r}; {advice}")
    return _ACTIONS[action](name, held, value)


def _unset(name: str, held: Value, value: Profile) -> Value:
    if name == "email":
        raise _wrong("email cannot be unset")
    return _MISSING


def _incr(name: str, held: Value, value: Profile) -> Value:
    step: Value = value.get("value")
    base: Value = 0 if held is _MISSING or held is None else held
    for one in (step, base):
        if type(one) not in (int, float):
            raise _wrong(f"{name}: incr is for numbers, not {repr(one)[:60]}")
    try:
        new = base + step
    except OverflowError:
        new = float("inf")
    if type(new) is float and not isfinite(new):
        raise _wrong(f"{name}: the sum is too large for a number")
    return new


def _items(name: str, value: Value) -> list[Value]:
    if value is _MISSING or value is None:
        return []
    if type(value) in (str, dict):
        return [value]
    if type(value) is not list:
        raise _wrong(f"{name}: a list is needed, not {repr(value)[:60]}")
    return value


def _add(name: str, held: Value, value: Profile) -> Value:
    old = _items(name, held)
    return old + [one for one in _items(name, value.get("value")) if one not in old]


def _delete(name: str, held: Value, value: Profile) -> Value:
    gone = _items(name, value.get("value"))
    return [one for one in _items(name, held) if one not in gone]


def _upsert(name: str, held: Value, value: Profile) -> Value:
    """Merge objects: into the field's own, or into those of its list that agree in `submatch`."""
    new, path = value.get("value"), value.get("submatch")
    if type(new) is dict and type(held) is dict:
        return held | new
    if type(new) is dict and path is None and held in (_MISSING, None):
        return new
    result = list(_items(name, held))
    if type(path) is not str:
        raise _wrong(f"{name}: upsert into a list needs submatch, the path to compare by")
    for item in _items(name, new):
        place = next((at for at, one in enumerate(result) if _agree(one, item, path)), None)
        if place is None:
            result.append(item)
        else:
            result[place] = result[place] | item
    return result


def _agree(one: Value, other: Value, path: str) -> bool:
    found = _at(one, path)
    return found is not _MISSING and found == _at(other, path)


def _at(value: Value, path: str) -> Value:
    for name in path.split("."):
        if type(value) is not dict or name not in value:
            return _MISSING
        value = value[name]
    return value


_ACTIONS: dict[str, Callable[[str, Value, Profile], Value]] = {
    "set": lambda name, held, value: value.get("value"),
    "unset": _unset,
    "incr": _incr,
    "add": _add,
    "delete": _delete,
    "upsert": _upsert,
}


def _subscriptions(held: Value, new: list[Value]) -> list[Value]:
    """Each in place of the one with its resource, channel and address, else behind the others."""
    result = list(held) if type(held) is list else []
    for one in new:
        if type(one) is not dict or type(one.get("channel")) is not str:
            raise _wrong("subscriptions: each must be an object with a channel")
        place = next(
            (at for at, old in enumerate(result) if _identity(old) == _identity(one)), None
        )
        if place is None:
            result.append(one)
        else:
            result[place] = result[place] | one
    return result


def _identity(subscription: Value) -> Value:
    """What no two subscriptions of a profile have in common; None for what is none."""
    if type(subscription) is not dict:
        return None
    channel: Value = subscription.get("channel")
    if type(channel) is str and channel in FIELDS:
        address = subscription_value(subscription, channel, FIELDS[channel][0])
    else:
        address = subscription.get("cc_data")
    return resource_of(subscription), channel, address


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "date": (str,), "integer": (int,), "float": (int, float),
    "boolean": (bool,), "tags": (list,), "object": (dict,), "objects": (list,),
}  # fmt: skip
_KINDS = {
    "string": "a text", "date": "a date as text", "integer": "a whole number",
    "float": "a number", "boolean": "true or false", "tags": "a list of texts",
    "object": "an object", "objects": "a list of objects",
}  # fmt: skip


def _require_type(name: str, value: Value, kind: str | None) -> None:
    if kind and value is not None and type(value) not in _TYPES[kind]:
        raise _wrong(f"{name} must be {_KINDS[kind]}, not {repr(value)[:60]}")


def _wrong(sentence: str) -> StoreError:
    return StoreError(BAD_REQUEST, sentence)
