"""Finding a profile by what the vendor's API calls matching."""

import json
import sqlite3
from collections.abc import Iterator, Mapping

from relvars.schema import database_numbered
from relvars.spelling import nearest
from relvars.store.contacts import folded_email, folded_phone, push_address, resource_of
from relvars.store.store import BAD_REQUEST, NOT_FOUND, Store, StoreError, reading
from relvars.subscriptions import on_channel, subscription_value
from relvars.values import Value

# What each mode looks for, and in which kinds of contacts.
MATCHING: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "email_profile": ("email",),
    "email_sub": ("email",),
    "phone": ("phone",),
    "phone_sub": ("phone",),
    "profile_id": ("profile_id",),
    "push_sub": ("provider", "subscription_id"),
    "custom": ("field_name", "field_value"),
    "custom_sub": ("field_name", "field_value"),
    "email_phone": ("email", "phone"),
    "email_phone_sub": ("email", "phone"),
}
_KINDS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "email": (("email", ("email", "email_sub")),),
    "email_profile": (("email", ("email",)),),
    "email_sub": (("email", ("email_sub",)),),
    "phone": (("phone", ("phone", "phone_sub")),),
    "phone_sub": (("phone", ("phone_sub",)),),
    "email_phone": (("email", ("email", "email_sub")), ("phone", ("phone", "phone_sub"))),
    "email_phone_sub": (("email", ("email_sub",)), ("phone", ("phone_sub",))),
}
_EITHER = ("email_phone", "email_phone_sub")
_CRITERIA = {name for names in MATCHING.values() for name in names} | {"resource_id"}


def find_profile(
    store: Store, database_id: int, matching: str = "email", **criteria: Value
) -> dict[str, Value] | None:
    """The profile that fits, None if there is none; of several the one with the least id.

    Criteria are named as in the vendor's requests: email, phone, profile_id, field_name,
    field_value, provider, subscription_id, resource_id. None counts as not given, what the mode
    does not use is passed over. Assumed: of email_phone either is enough, the e-mail goes first;
    resource_id narrows subscriptions, not the profile's own addresses.

    Raises:
        StoreError: 404 for an unknown database, 400 for an unknown mode or a missing criterion.
    """
    if database_numbered(store.schema, database_id) is None:
        raise StoreError(NOT_FOUND, f"there is no database {database_id}")
    sought = required(matching, criteria, {})
    with reading(store) as connection:
        return find(connection, database_id, matching, sought)


def required(
    matching: str, criteria: Mapping[str, Value], data: Mapping[str, Value]
) -> dict[str, Value]:
    """The criteria of a mode; those not given are read from a profile's data, if it has them.

    Raises:
        StoreError: 400 for an unknown mode, a missing criterion or one of the wrong type.
    """
    if matching not in MATCHING:
        near = nearest(str(matching), MATCHING)
        advice = f"did you mean {near!r}?" if near else f"there are {', '.join(MATCHING)}"
        raise _wrong(f"no matching is called {str(matching)[:60]!r}; {advice}")
    if unknown := sorted(set(criteria) - _CRITERIA):
        raise _wrong(f"no criterion is called {unknown[0]!r}")
    given = {name: value for name, value in criteria.items() if value is not None}
    names = MATCHING[matching]
    found = dict(_read(matching, given, data)) | given
    lacking = [name for name in names if name not in found]
    if lacking and not (matching in _EITHER and len(lacking) < len(names)):
        raise _wrong(f"matching by {matching} needs {lacking[0]}")
    for name in names:
        kinds = (str, int) if name in ("field_value", "profile_id") else (str,)
        if name in found and (type(found[name]) not in kinds or found[name] == ""):
            raise _wrong(f"{name} must be a text, not {repr(found[name])[:60]}")
    return found


def _read(
    matching: str, given: Mapping[str, Value], data: Mapping[str, Value]
) -> Iterator[tuple[str, Value]]:
    """Criteria that a profile's own data gives."""
    if matching == "profile_id" and data.get("_id"):
        yield "profile_id", data["_id"]
    if matching == "custom" and data.get(str(given.get("field_name"))) is not None:
        yield "field_value", data[str(given["field_name"])]
    if matching in ("email", "email_profile", "email_phone") and data.get("email"):
        yield "email", data["email"]
    phones = data.get("phones")
    if matching in ("phone", "email_phone") and type(phones) is list and phones:
        yield "phone", phones[0]
    channels = {"email_sub": "email", "phone_sub": "sms", "push_sub": "push"}
    if matching in channels:
        channel = channels[matching]
        fields = {"email": "email", "sms": "phone", "push": "subscription_id"}
        for one in on_channel(data.get("subscriptions"), channel)[:1]:
            yield fields[channel], subscription_value(one, channel, fields[channel])
            if channel == "push":
                yield "provider", subscription_value(one, channel, "provider")


def find(
    connection: sqlite3.Connection, database_id: int, matching: str, sought: Mapping[str, Value]
) -> dict[str, Value] | None:
    """The profile with the least id that fits criteria from `required`, None if there is none."""
    if matching == "profile_id":
        return _profile(connection, database_id, str(sought["profile_id"]))
    if matching in ("custom", "custom_sub"):
        return _search(connection, database_id, matching, sought)
    if matching == "push_sub":
        address = push_address(sought["provider"], sought["subscription_id"])
        return _by_contact(connection, database_id, ("push_sub",), address, sought)
    for name, kinds in _KINDS[matching]:
        if name in sought:
            fold = folded_email if name == "email" else folded_phone
            found = _by_contact(connection, database_id, kinds, fold(sought[name]), sought)
            if found is not None:
                return found
    return None


def _profile(
    connection: sqlite3.Connection, database_id: int, profile_id: str
) -> dict[str, Value] | None:
    found = connection.execute(
        "select data from profiles where database = ? and id = ?", (database_id, profile_id)
    ).fetchone()
    return json.loads(found[0]) if found else None


def _by_contact(
    connection: sqlite3.Connection,
    database_id: int,
    kinds: tuple[str, ...],
    value: str,
    sought: Mapping[str, Value],
) -> dict[str, Value] | None:
    marks = ", ".join("?" * len(kinds))
    (profile_id,) = connection.execute(
        f"select min(profile) from contacts where database = ? and kind in ({marks}) and value = ?"
        " and (resource < 0 or ? is null or resource = ?)",
        (database_id, *kinds, value, *[_resource(sought)] * 2),
    ).fetchone()
    return _profile(connection, database_id, profile_id) if profile_id is not None else None


def _resource(sought: Mapping[str, Value]) -> int | None:
    """The resource to look in, None for all."""
    number = sought.get("resource_id")
    if number is None or (type(number) is int and 0 <= number < 1 << 63):
        return number
    raise _wrong(f"resource_id must be a whole number, not {repr(number)[:60]}")


def _search(
    connection: sqlite3.Connection, database_id: int, matching: str, sought: Mapping[str, Value]
) -> dict[str, Value] | None:
    """Look through the profiles whose text has the field's name at all."""
    name, value = sought["field_name"], str(sought["field_value"])
    rows = connection.execute(
        "select data from profiles where database = ? and instr(data, ?) order by id",
        (database_id, json.dumps(name) + ":"),
    )
    resource = _resource(sought)
    for (text,) in rows:
        profile = json.loads(text)
        if matching == "custom" and _holds(profile.get(name), value):
            return dict(profile)
        if matching == "custom_sub" and _in_subscriptions(profile, name, value, resource):
            return dict(profile)
    return None


def _in_subscriptions(
    profile: dict[str, Value], name: str, value: str, resource: int | None
) -> bool:
    listed = profile.get("subscriptions")
    for one in listed if type(listed) is list else []:
        fields = one.get("custom_fields") if type(one) is dict else None
        fits = type(fields) is dict and _holds(fields.get(name), value)
        if fits and resource in (None, resource_of(one)):
            return True
    return False


def _holds(held: Value, sought: str) -> bool:
    """Whether a field has a value; one of tags, whether it has all of `tag-1, tag-2`."""
    if type(held) is list:
        tags = {tag.strip() for tag in sought.split(",") if tag.strip()}
        return bool(tags) and tags <= {one for one in held if type(one) is str}
    return type(held) in (str, int, float) and str(held) == sought


def _wrong(sentence: str) -> StoreError:
    return StoreError(BAD_REQUEST, sentence)
