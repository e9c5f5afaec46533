"""The calls below databases/."""

from collections.abc import Mapping

from relvars.emulator.assumed import FIELD_TYPES
from relvars.emulator.call import Asked, Call, CallError, Parameter, World, refused
from relvars.schema import Database, database_numbered
from relvars.values import Value

FROM_ID = Parameter("from_id", "integer", "the first id to list; 1 when not said")
LIMIT = Parameter("limit", "integer", "how many to give at most; 1000 when not said")
_ID = Parameter("id", "integer", "the database's id", required=True)
_DB_ID = Parameter("db_id", "integer", "the database's id")


def database_of(world: World, number: int) -> Database:
    """The database of that id.

    Raises:
        CallError: if there is none.
    """
    found = database_numbered(world.schema, number)
    if found is None:
        raise CallError(world.assumed.database_missing_code, world.assumed.database_missing_text)
    return found


def page_limit(world: World, values: Mapping[str, Value]) -> int:
    """How many things a list gives at most.

    Raises:
        CallError: for less than one.
    """
    limit: int = values.get("limit", 1000)
    if limit < 1:
        raise refused(world, "limit must be at least 1")
    return min(limit, world.assumed.list_limit)


def _list(world: World, asked: Asked) -> dict[str, Value]:
    limit = page_limit(world, asked.values)
    first = asked.values.get("from_id", 1)
    known = sorted(world.schema.databases, key=lambda one: one.id)
    rest = [one for one in known if one.id >= first]
    listed = [{"id": one.id, "name": one.name, "ui_tags": [], "Groups": []} for one in rest[:limit]]
    following = {"next_from_id": rest[limit].id} if len(rest) > limit else {}
    return {"data": listed, **following, "total_count": len(known)}


def _get(world: World, asked: Asked) -> dict[str, Value]:
    found = database_of(world, asked.values["id"])
    return {"data": {"id": found.id, "name": found.name, "suppress_id": 0, "description": ""}}


def _fields_get(world: World, asked: Asked) -> dict[str, Value]:
    number = asked.values.get("db_id", asked.values.get("id"))
    if number is None:
        raise refused(world, "db_id is missing")
    fields = database_of(world, number).fields
    return {"data": [{"name": name, "type": FIELD_TYPES[kind]} for name, kind in fields.items()]}


CALLS = (
    Call("databases/list", "The databases", (FROM_ID, LIMIT), _list, {}),
    Call("databases/get", "One database", (_ID,), _get, {"id": 1}),
    Call(
        "databases/fields_get",
        "The fields of a database",
        (_DB_ID, _ID._replace(required=False)),
        _fields_get,
        {"db_id": 1},
    ),
)
