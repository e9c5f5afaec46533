"""Profiles: kept as the objects they are, with an index of their addresses."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from secrets import token_hex
from typing import NamedTuple

from relvars.schema import Database, database_numbered
from relvars.store.contacts import contacts
from relvars.store.linking import remove_row, table_of
from relvars.store.matching import find, required
from relvars.store.store import BAD_REQUEST, NOT_FOUND, Store, StoreError, reading, writing
from relvars.store.updates import updated
from relvars.values import Value

Profile = dict[str, Value]


class Imported(NamedTuple):
    """What an import did to which profile."""

    profile_id: str
    inserted: bool
    updated: bool


def database_of(store: Store, database_id: int) -> Database:
    """The database of that id.

    Raises:
        StoreError: 404 if there is none.
    """
    found = database_numbered(store.schema, database_id)
    if found is None:
        raise StoreError(NOT_FOUND, f"there is no database {database_id}")
    return found


def id_of(data: Mapping[str, Value]) -> str:
    """The id in a profile's data; a whole number counts as its digits.

    Raises:
        StoreError: 400 if there is none.
    """
    found = data.get("_id")
    if type(found) is int:
        return str(found)
    if type(found) is str and found:
        return found
    raise StoreError(BAD_REQUEST, f"_id must be a profile's id, a text, not {repr(found)[:60]}")


def import_profile(
    store: Store,
    database_id: int,
    data: Mapping[str, Value],
    *,
    matching: str = "email",
    **criteria: Value,
) -> Imported:
    """Create a profile or update the one that matches; criteria left out are read from the data.

    A field's value may be {"action": …, "value": …} with set, unset, incr, add, delete or upsert.

    Raises:
        StoreError: 404 for an unknown database, 400 for wrong data or matching.
    """
    database = database_of(store, database_id)
    sought = required(matching, criteria, data)
    with writing(store) as connection:
        known = find(connection, database_id, matching, sought)
        if known is None:
            new = _new(data, matching, sought)
            profile_id = id_of(new)
            if read(connection, database_id, profile_id):
                raise StoreError(BAD_REQUEST, f"another profile has the id {profile_id!r}")
            made = updated({"_id": new.pop("_id")}, new, database.fields)
            replace_profiles(connection, database_id, {profile_id: made})
            return Imported(profile_id, inserted=True, updated=False)
        changed = updated(known, data, database.fields)
        replace_profiles(connection, database_id, {id_of(known): changed})
        return Imported(id_of(known), inserted=False, updated=True)


def _new(data: Mapping[str, Value], matching: str, sought: Mapping[str, Value]) -> Profile:
    """The data of a new profile, with what it was sought by.

    Assumed: a profile that is not found has what it was sought by.
    """
    found: Profile = {"_id": token_hex(12)}
    if matching == "profile_id":
        found["_id"] = sought["profile_id"]
    elif matching == "custom" and type(sought["field_name"]) is str:
        found[sought["field_name"]] = sought["field_value"]
    elif matching in ("email", "email_profile", "email_phone") and sought.get("email"):
        found["email"] = sought["email"]
    if matching in ("phone", "email_phone") and sought.get("phone"):
        found["phones"] = [sought["phone"]]
    return found | dict(data)


def update_profile(
    store: Store, database_id: int, profile_id: str, data: Mapping[str, Value]
) -> None:
    """Update a profile, with functional updates as in `import_profile`.

    Raises:
        StoreError: 404 for an unknown database or profile, 400 for wrong data.
    """
    database = database_of(store, database_id)
    with writing(store) as connection:
        known = read(connection, database_id, profile_id)
        if known is None:
            raise StoreError(NOT_FOUND, "profile not found")
        changed = updated(known, data, database.fields)
        replace_profiles(connection, database_id, {profile_id: changed})


def delete_profile(store: Store, database_id: int, profile_id: str) -> bool:
    """Delete a profile with its links; gives whether there was one.

    Raises:
        StoreError: 404 for an unknown database.
    """
    database_of(store, database_id)
    with writing(store) as connection:
        known = read(connection, database_id, profile_id)
        if known is None:
            return False
        _forget_contacts(connection, database_id, profile_id, known)
        connection.execute(
            "delete from profiles where database = ? and id = ?", (database_id, profile_id)
        )
        for relation in store.schema.relations:
            ends = (("a", relation.database_a), ("b", relation.database_b))
            for end in [name for name, number in ends if number == database_id]:
                _unlink(store, connection, relation.id, end, profile_id)
        return True


def _unlink(
    store: Store, connection: sqlite3.Connection, relation_id: int, end: str, profile_id: str
) -> None:
    """Remove all links of a profile at one end."""
    table = table_of(store, relation_id)
    sought = f"select a, b from links_{relation_id} where {end} = ? limit 1000"
    while found := connection.execute(sought, (profile_id,)).fetchall():
        for a, b in found:
            remove_row(connection, table, a, b)


def profile(store: Store, database_id: int, profile_id: str) -> Profile | None:
    """The profile of that id, None if there is none."""
    with reading(store) as connection:
        return read(connection, database_id, profile_id)


def profiles(
    store: Store, database_id: int, *, after: str = "", limit: int = 1000
) -> list[Profile]:
    """Profiles in the order of their ids, from the one behind `after` on."""
    with reading(store) as connection:
        rows = connection.execute(
            "select data from profiles where database = ? and id > ? order by id limit ?",
            (database_id, after, limit),
        ).fetchall()
    return [json.loads(data) for (data,) in rows]


def profile_ids(store: Store, database_id: int, *, after: str = "", limit: int = 1000) -> list[str]:
    """Ids of profiles in their order, from the one behind `after` on."""
    with reading(store) as connection:
        rows = connection.execute(
            "select id from profiles where database = ? and id > ? order by id limit ?",
            (database_id, after, limit),
        ).fetchall()
    return [profile_id for (profile_id,) in rows]


def count_profiles(store: Store, database_id: int) -> int:
    """How many profiles a database has."""
    with reading(store) as connection:
        (number,) = connection.execute(
            "select count(*) from profiles where database = ?", (database_id,)
        ).fetchone()
        return int(number)


def read(connection: sqlite3.Connection, database_id: int, profile_id: str) -> Profile | None:
    """The profile of that id, None if there is none."""
    found = connection.execute(
        "select data from profiles where database = ? and id = ?", (database_id, profile_id)
    ).fetchone()
    return json.loads(found[0]) if found else None


def replace_profiles(
    connection: sqlite3.Connection, database_id: int, found: Mapping[str, Profile]
) -> None:
    """Write profiles by id, in place of those there are."""
    for profile_id in found:
        known = read(connection, database_id, profile_id)
        if known is not None:
            _forget_contacts(connection, database_id, profile_id, known)
    connection.executemany(
        "insert into profiles values (?, ?, ?)"
        " on conflict (database, id) do update set data = excluded.data",
        [(database_id, profile_id, json.dumps(data)) for profile_id, data in found.items()],
    )
    connection.executemany(
        "insert into contacts values (?, ?, ?, ?, ?)",
        [row for item in found.items() for row in contact_rows(database_id, *item)],
    )


def contact_rows(
    database_id: int, profile_id: str, data: Profile
) -> Iterable[tuple[int, str, str, str, int]]:
    """The rows of a profile's addresses in the index."""
    for kind, value, resource in contacts(data):
        yield database_id, kind, value, profile_id, resource


def _forget_contacts(
    connection: sqlite3.Connection, database_id: int, profile_id: str, known: Profile
) -> None:
    connection.executemany(
        "delete from contacts where database = ? and kind = ? and value = ? and profile = ?"
        " and resource = ?",
        contact_rows(database_id, profile_id, known),
    )
