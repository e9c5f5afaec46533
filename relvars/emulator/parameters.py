"""Parameters of a request: told apart by name, checked by kind, read from text where XML is."""

import re
from collections.abc import Mapping, Sequence

from relvars.catalog import catalog
from relvars.emulator.call import Kind, Parameter
from relvars.schema import Database, Relation, property_named
from relvars.values import NotAValueError, Value, is_number, is_object, load_json

# What SQLite and most languages hold; the platform's own range is not documented.
INTEGERS = range(-(2**63), 2**63)

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_FLOAT = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_NAMES = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "object": "an object",
    "list": "a list",
    "scalar": "a string or a number",
    "document": "an object",
}
# In a subscription; whatever is not here is text.
_SUBSCRIPTION = {"resource_id": "integer", "priority": "integer", "cats": "tags"}


class WrongParameterError(ValueError):
    """A parameter is missing or of the wrong kind; the message names it."""


def read_parameters(
    parameters: Sequence[Parameter], given: Mapping[str, Value], *, xml: bool
) -> dict[str, Value]:
    """The parameters that were given, null counting as not given; unknown ones are passed over.

    Raises:
        WrongParameterError: for the first that is missing or of the wrong kind.
    """
    read = {}
    for parameter in parameters:
        value = given.get(parameter.name)
        if xml and value is not None:
            value = _from_text(value, parameter.kind)
        if value is not None:
            read[parameter.name] = _checked(parameter, value)
        elif parameter.required:
            raise WrongParameterError(f"{parameter.name} is missing")
    return read


def _checked(parameter: Parameter, value: Value) -> Value:
    if not _fits(value, parameter.kind):
        raise WrongParameterError(f"{parameter.name} must be {_NAMES[parameter.kind]}")
    if type(value) is int and value not in INTEGERS:
        raise WrongParameterError(f"{parameter.name} is too large an integer")
    return value


def _fits(value: Value, kind: Kind) -> bool:
    match kind:
        case "string":
            return type(value) is str
        case "integer":
            return type(value) is int
        case "boolean":
            return type(value) is bool
        case "list":
            return type(value) is list
        case "scalar":
            return type(value) is str or is_number(value)
        case "object" | "document":
            return is_object(value)


def _from_text(value: Value, kind: Kind) -> Value:
    """What XML says, as the kind that is wanted; left alone where it cannot be that."""
    match kind:
        case "integer":
            return number(value, float)
        case "boolean":
            return _boolean(value)
        case "object":
            return {} if value == "" else value
        case "list":
            return [] if value == "" else value if type(value) is list else [value]
        case "document":
            return _document(value)
        case "string" | "scalar":
            return value


def _document(value: Value) -> Value:
    if type(value) is not str:
        return value
    try:
        return load_json(value)
    except NotAValueError as error:
        raise WrongParameterError(f"a document in XML is JSON text, and {error}") from None


def number(value: Value, wanted: type[int] | type[float]) -> Value:
    """A text as the number it writes, where it writes one: whole ones are integers."""
    if type(value) is not str:
        return value
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if wanted is float and _FLOAT.fullmatch(value) else value


def _boolean(value: Value) -> Value:
    return {"true": True, "false": False}.get(value, value) if type(value) is str else value


def weights_from_text(weights: Mapping[str, Value], relation: Relation) -> dict[str, Value]:
    """The weights of a request in XML, by the types of the relation's properties."""
    typed = {}
    for name, value in weights.items():
        known = property_named(relation, name)
        typed[name] = as_type(value, known.type) if known else value
    return typed


def fields_from_text(data: Mapping[str, Value], database: Database | None) -> dict[str, Value]:
    """The data of a profile in XML, by the types of its database and the system's fields."""
    types: dict[str, str] = {name: one.type for name, one in catalog().fields["lead"].items()}
    types |= database.fields if database else {}
    types["subscriptions"] = "objects"
    typed = {name: _field(value, types.get(name, "string")) for name, value in data.items()}
    if type(typed.get("subscriptions")) is list:
        typed["subscriptions"] = [_subscription(one) for one in typed["subscriptions"]]
    return typed


def _field(value: Value, kind: str) -> Value:
    """A field, or what is to be done to it: {"action": …, "value": …}."""
    if is_object(value) and "action" in value and "value" in value:
        return {**value, "value": as_type(value["value"], kind)}
    return as_type(value, kind)


def _subscription(given: Value) -> Value:
    if not is_object(given):
        return given
    typed = {name: as_type(value, _SUBSCRIPTION.get(name, "")) for name, value in given.items()}
    if is_object(typed.get("cc_data")) and "id" in typed["cc_data"]:
        typed["cc_data"] = {**typed["cc_data"], "id": number(typed["cc_data"]["id"], int)}
    return typed


def as_type(value: Value, kind: str) -> Value:
    """A text of XML as a type of relvars.toml; left alone where it cannot be that."""
    match kind:
        case "integer" | "float":
            return number(value, float)
        case "boolean":
            return _boolean(value)
        case "tags" | "objects":
            return _from_text(value, "list")
        case "object":
            return _from_text(value, "object")
        case _:
            return value
