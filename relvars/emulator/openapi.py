"""The calls as an OpenAPI description, made from their table."""

from collections.abc import Mapping

from relvars import __version__
from relvars.emulator.call import Call, Kind, Parameter
from relvars.emulator.calls import PREFIX, SHARED
from relvars.emulator.parameters import INTEGERS
from relvars.values import Value

_TYPES: Mapping[Kind, dict[str, Value]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer", "minimum": INTEGERS[0], "maximum": INTEGERS[-1]},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
    "list": {"type": "array", "items": {}},
    "scalar": {"type": ["string", "number"]},
    "document": {"type": "object"},
}
_ENVELOPE = {
    "type": "object",
    "required": ["error", "error_text"],
    "properties": {
        "error": {"type": "integer", "description": "0 when all went well"},
        "error_text": {"type": "string"},
    },
}
_ABOUT = (
    "What relvars emulates of the vendor's API. The HTTP status is 200 also for refused requests:"
    " the body's `error` tells."
)


def description(address: str, calls: Mapping[str, Call]) -> dict[str, Value]:
    """The OpenAPI document of a server at that address."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "relvars emulator", "version": __version__, "description": _ABOUT},
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": {f"{PREFIX}{path}": {"post": _operation(call)} for path, call in calls.items()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Envelope": _ENVELOPE},
        },
    }


def _operation(call: Call) -> dict[str, Value]:
    refused = {"description": "Refused or failed, in the same envelope", "content": _content()}
    return {
        "operationId": call.path.replace("/", "_"),
        "summary": call.about,
        "requestBody": {"required": True, "content": {"application/json": _request(call)}},
        "responses": {
            "200": {"description": "The answer, good or bad", "content": _content()},
            "default": refused,
        },
    }


def _request(call: Call) -> dict[str, Value]:
    parameters = {one.name: one for one in (*SHARED, *call.parameters)}.values()
    required = [one.name for one in parameters if one.required]
    schema: dict[str, Value] = {
        "type": "object",
        "properties": {one.name: _property(one) for one in parameters},
    }
    return {"schema": {**schema, "required": required} if required else schema,
            "example": call.example}  # fmt: skip


def _property(parameter: Parameter) -> dict[str, Value]:
    return {**_TYPES[parameter.kind], "description": parameter.about}


def _content() -> dict[str, Value]:
    return {
        kind: {"schema": {"$ref": "#/components/schemas/Envelope"}}
        for kind in ("application/json", "application/xml")
    }
