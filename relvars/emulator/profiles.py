"""The calls below profiles/."""

from collections.abc import Iterator, Mapping
from itertools import islice

from relvars import store
from relvars.emulator.call import Asked, Call, CallError, Parameter, World, refused
from relvars.emulator.databases import LIMIT, database_of, page_limit
from relvars.emulator.matching import BLOCK, Match, match_of, matched
from relvars.emulator.parameters import fields_from_text
from relvars.emulator.profile_query import WrongQueryError, fits, ids_asked
from relvars.emulator.profile_shape import picked, shown
from relvars.schema import Database
from relvars.store import StoreError
from relvars.values import Value, is_object

_PAGE = 1000
_DB_ID = Parameter("db_id", "integer", "the database's id", required=True)
_DATA = Parameter("data", "object", "fields of the profile, subscriptions included", required=True)
_ROWS = Parameter("data", "list", "fields of each profile", required=True)
_FROM_ID = Parameter("from_id", "string", "where the page begins: next_from_id of the last answer")
_QUERY = Parameter("query", "document", "a MongoDB query document (in XML: as JSON text)")
_FIELDS = Parameter("fields", "list", "which fields to give; all when not said")
# Taken and passed over: nothing here has triggers, segments or places.
_IDLE = (
    Parameter("skip_triggers", "boolean", "taken, without effect here"),
    Parameter("skip_invalid_subscriptions", "boolean", "taken, without effect here"),
    Parameter("detect_geo", "boolean", "taken, without effect here"),
    Parameter("add_to_segments", "list", "taken, without effect here"),
    Parameter("remove_from_segments", "list", "taken, without effect here"),
)


def _get(world: World, asked: Asked) -> dict[str, Value]:
    number = database_of(world, asked.values["db_id"]).id
    return {"data": shown(matched(world, number, match_of(world, asked.values)), number)}


def _list(world: World, asked: Asked) -> dict[str, Value]:
    """A page; `next_from_id` is there if another follows."""
    number = database_of(world, asked.values["db_id"]).id
    limit = page_limit(world, asked.values)
    fields = _names(world, asked.values.get("fields"))
    try:
        found = list(islice(_fitting(world, number, asked.values), limit + 1))
    except WrongQueryError as error:
        raise refused(world, f"query: {error}") from None
    data = [picked(shown(one, number), fields) for one in found[:limit]]
    following = {"next_from_id": found[limit - 1]["_id"]} if len(found) > limit else {}
    return {"data": data, **following}


def _names(world: World, fields: Value) -> list[str] | None:
    if fields is None:
        return None
    names = [str(one) for one in fields if type(one) is str]
    if len(names) < len(fields):
        raise refused(world, "fields must be a list of names")
    return names


def _fitting(world: World, number: int, values: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    query, after = values.get("query", {}), values.get("from_id", "")
    fits(query, {})  # a wrong query is wrong where there are no profiles, too
    ids = ids_asked(query)
    rows = _all(world, number, after) if ids is None else _named(world, number, ids, after)
    return (one for one in rows if fits(query, one))


def _named(world: World, number: int, ids: list[str], after: str) -> Iterator[dict[str, Value]]:
    for one in ids:
        if one > after and (found := store.profile(world.store, number, one)):
            yield found


def _all(world: World, number: int, after: str) -> Iterator[dict[str, Value]]:
    while page := store.profiles(world.store, number, after=after, limit=_PAGE):
        yield from page
        after = page[-1]["_id"]


def _import(world: World, asked: Asked) -> dict[str, Value]:
    database = database_of(world, asked.values["db_id"])
    match = match_of(world, asked.values)
    return {"profile_id": _imported(world, database, match, _data(database, asked))}


def _data(database: Database, asked: Asked) -> dict[str, Value]:
    data: dict[str, Value] = asked.values["data"]
    return fields_from_text(data, database) if asked.xml else data


def _imported(world: World, database: Database, match: Match, data: Mapping[str, Value]) -> str:
    done = store.import_profile(
        world.store, database.id, data, matching=match.mode, **match.criteria
    )
    return done.profile_id


def _import_batch(world: World, asked: Asked) -> dict[str, Value]:
    database = database_of(world, asked.values["db_id"])
    return {"result": [_outcome(world, database, asked, one) for one in asked.values["data"]]}


def _outcome(world: World, database: Database, asked: Asked, row: Value) -> dict[str, Value]:
    """How the import of one profile of many went; one that fails leaves the others alone."""
    try:
        if not is_object(row):
            raise refused(world, "each of data must be an object")
        data = fields_from_text(row, database) if asked.xml else row
        match = match_of(world, _shared(asked.values))
        profile_id = _imported(world, database, match, data)
    except CallError as error:
        return {"error": error.code, "error_text": error.text, "profile_id": ""}
    except StoreError as error:
        return {"error": error.code, "error_text": str(error), "profile_id": ""}
    return {"error": 0, "error_text": "", "profile_id": profile_id}


def _shared(values: Mapping[str, Value]) -> dict[str, Value]:
    """What holds for all profiles of a bulk call; what each is matched by is in its own data."""
    names = ("matching", "field_name", "resource_id")
    return {"matching": "email"} | {name: values[name] for name in names if name in values}


def _update(world: World, asked: Asked) -> dict[str, Value]:
    database = database_of(world, asked.values["db_id"])
    found: str = matched(world, database.id, match_of(world, asked.values))["_id"]
    store.update_profile(world.store, database.id, found, _data(database, asked))
    return {"profile_id": found}


def _delete(world: World, asked: Asked) -> dict[str, Value]:
    database = database_of(world, asked.values["db_id"])
    found: str = matched(world, database.id, match_of(world, asked.values))["_id"]
    store.delete_profile(world.store, database.id, found)
    return {"profile_id": found}


_MATCHED = {"db_id": 1, "matching": "email", "email": "example@example.com"}
_OLLY = {"_fname": "Olly", "_lname": "Lambert", "email": "example@example.com"}
CALLS = (
    Call("profiles/get", "One profile", (_DB_ID, *BLOCK), _get, _MATCHED),
    Call(
        "profiles/list",
        "Many profiles, page by page",
        (_DB_ID, _FROM_ID, LIMIT, _QUERY, _FIELDS),
        _list,
        {"db_id": 1, "query": {"_lname": "Lambert"}, "fields": ["_id", "_fname"]},
    ),
    Call(
        "profiles/import",
        "Create a profile, or update the one that matches",
        (_DB_ID, *BLOCK, *_IDLE, _DATA),
        _import,
        {**_MATCHED, "data": _OLLY},
    ),
    Call(
        "profiles/import_batch",
        "The same for many, each matched by its own data",
        (_DB_ID, *BLOCK, *_IDLE, _ROWS),
        _import_batch,
        {"db_id": 1, "matching": "email", "data": [_OLLY]},
    ),
    Call(
        "profiles/update",
        "Update the profile that matches",
        (_DB_ID, *BLOCK, *_IDLE, _DATA),
        _update,
        {**_MATCHED, "data": {"_fname": "Oliver"}},
    ),
    Call("profiles/delete", "Delete a profile", (_DB_ID, *BLOCK), _delete, _MATCHED),
)
