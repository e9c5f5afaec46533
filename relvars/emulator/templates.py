"""The calls below templates/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from relvars.emulator.assumed import CHANNEL_IDS, OTHER_CHANNEL_ID
from relvars.emulator.call import Asked, Call, CallError, Parameter, World, refused
from relvars.emulator.databases import FROM_ID, LIMIT, page_limit
from relvars.emulator.parameters import as_type
from relvars.emulator.template_shelf import Stored, put_on
from relvars.values import Value, is_object

_ID = Parameter("id", "integer", "the template's id", required=True)
_NAME = Parameter("name", "string", "the template's name", required=True)
_CHANNELS = Parameter("channels", "list", "channel objects {sid, fields}", required=True)
_CHANNEL = Parameter("channel", "string", "only templates with this channel")
_SIDS = Parameter("channel_sid", "list", "only these channels")
_MORE = (
    Parameter("descr", "string", "what it is for; read back as description"),
    Parameter("json_url", "string", "where its external JSON is"),
    Parameter("ui_tags", "list", "its tags"),
    Parameter("groups", "list", "its groups"),
    Parameter("is_draft", "boolean", "whether it is a draft"),
    Parameter("is_confirm", "boolean", "whether it confirms a subscription"),
    Parameter("suppress_id", "integer", "its suppression list"),
)
_FLAGS = {"is_amp", "is_not_inline", "add_sms_url_scheme"}
_WHOLE = {"sms_max_count"}


def _stored(world: World, number: int) -> Stored:
    found = world.templates.templates.get(number)
    if found is None:
        raise CallError(world.assumed.template_missing_code, world.assumed.template_missing_text)
    return found


def _list(world: World, asked: Asked) -> dict[str, Value]:
    limit = page_limit(world, asked.values)
    channel, first = asked.values.get("channel"), asked.values.get("from_id", 1)
    shown = {
        number: _summary(number, stored)
        for number, stored in world.templates.templates.items()
        if channel is None or channel in _sids(stored)
    }
    rest = [number for number in sorted(shown) if number >= first]
    following = {"next_from_id": rest[limit]} if len(rest) > limit else {}
    data = [shown[number] for number in rest[:limit]]
    return {"data": data, **following, "total_count": len(shown)}


def _summary(number: int, stored: Stored) -> dict[str, Value]:
    return {
        "id": number,
        "name": stored.name,
        "channels": _sids(stored),
        "is_draft": stored.more.get("is_draft", False),
        "is_confirm": stored.more.get("is_confirm", False),
        "ui_tags": stored.more.get("ui_tags", []),
        "groups": stored.more.get("groups", []),
    }


def _sids(stored: Stored) -> list[str]:
    return [one["sid"] for one in stored.channels]


def _get(world: World, asked: Asked) -> dict[str, Value]:
    stored = _stored(world, asked.values["id"])
    wanted = asked.values.get("channel_sid") or _sids(stored)
    channels = [
        {"id": CHANNEL_IDS.get(one["sid"], OTHER_CHANNEL_ID), **one, "presets": None}
        for one in stored.channels
        if one["sid"] in wanted
    ]
    data = {
        "id": asked.values["id"],
        "updated_user": "",
        "update_time": stored.updated,
        "name": stored.name,
        "description": stored.description,
        "channels": channels,
        **stored.more,
    }
    return {"data": data}


def _add(world: World, asked: Asked) -> dict[str, Value]:
    values = asked.values
    channels = _channels(world, asked)
    stored = Stored(values["name"], channels, values.get("descr", ""), _now(), _more(values))
    return {"data": {"saved_id": put_on(world.templates, stored)}}


def _update(world: World, asked: Asked) -> dict[str, Value]:
    stored, values = _stored(world, asked.values["id"]), asked.values
    if "channels" in values:
        stored.channels = _channels(world, asked)
    stored.name = values.get("name", stored.name)
    stored.description = values.get("descr", stored.description)
    stored.more |= _more(values)
    stored.updated = _now()
    return {"data": {"saved_id": values["id"]}}


def _delete(world: World, asked: Asked) -> dict[str, Value]:
    _stored(world, asked.values["id"])
    del world.templates.templates[asked.values["id"]]
    return {"data": asked.values["id"]}


def _more(values: Mapping[str, Value]) -> dict[str, Value]:
    return {one.name: values[one.name] for one in _MORE[1:] if one.name in values}


def _channels(world: World, asked: Asked) -> list[dict[str, Value]]:
    return [_channel(world, one, xml=asked.xml) for one in asked.values["channels"]]


def _channel(world: World, given: Value, *, xml: bool) -> dict[str, Value]:
    if not is_object(given) or type(given.get("sid")) is not str:
        raise refused(world, "each of channels must be an object with a sid")
    fields = as_type(given.get("fields", {}), "object") if xml else given.get("fields", {})
    if not is_object(fields):
        raise refused(world, "the fields of a channel must be an object")
    typed = {name: _typed(name, value) for name, value in fields.items()} if xml else fields
    return {"sid": given["sid"], "fields": typed}


def _typed(name: str, value: Value) -> Value:
    kind = "boolean" if name in _FLAGS else "integer" if name in _WHOLE else "string"
    return as_type(value, kind)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_EXAMPLE = {
    "name": "Welcome",
    "channels": [{"sid": "email", "fields": {"subject": "Hi", "html": "Hi {lead._fname}!"}}],
}
CALLS = (
    Call("templates/list", "The templates", (FROM_ID, LIMIT, _CHANNEL), _list, {}),
    Call("templates/get", "One template", (_ID, _SIDS), _get, {"id": 1}),
    Call("templates/add", "Make a template", (_NAME, _CHANNELS, *_MORE), _add, _EXAMPLE),
    Call(
        "templates/update",
        "Change a template",
        (
            _ID,
            _NAME._replace(required=False),
            _CHANNELS._replace(required=False),
            *_MORE,
        ),
        _update,
        {"id": 1, "name": "Welcome!"},
    ),
    Call("templates/delete", "Delete a template", (_ID,), _delete, {"id": 1}),
)
