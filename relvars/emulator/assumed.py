"""Whatever the vendor's pages do not say of the HTTP API is decided here, and only here.

A field of `Assumed` is a setting, changed by `relvars emulator --assume NAME=SETTING`; functions
and tables below it are decisions that nobody needs to change.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

from relvars.errors import ConfigError
from relvars.schema import FieldType
from relvars.spelling import did_you_mean


class Assumed(NamedTuple):
    """How the emulator behaves where the documentation is silent."""

    # What attaching an existing link, and detaching a missing one, does.
    attach_existing: Literal["overwrite", "error"] = "overwrite"
    detach_missing: Literal["done", "error"] = "done"
    link_exists_code: int = 400
    link_missing_code: int = 404

    # No page shows a failing answer; of the codes only 400 to 403 are listed.
    profile_missing_code: int = 404
    profile_missing_text: str = "profile not found"
    relation_missing_code: int = 404
    relation_missing_text: str = "relation not found"
    database_missing_code: int = 404
    database_missing_text: str = "database not found"
    template_missing_code: int = 404
    template_missing_text: str = "template not found"
    token_code: int = 401
    token_text: str = "API token required"  # noqa: S105 what is said, no token
    refused_code: int = 400
    refused_text: str = "Incorrect request"

    # Whether the HTTP status of an answer is its error code, where that is one, instead of 200.
    mirror_http_status: bool = False

    # The newest page of get_counter shows no number of links, and no properties without links.
    counter_shape: Literal["full", "newest"] = "full"

    # How many things a list gives at most, whatever its `limit` says.
    list_limit: int = 10_000

    # The pages of relations list five ways of matching, those of profiles all eleven.
    relation_matching: Literal["documented", "all"] = "documented"

    # Newer examples give a profile_id without saying that it is what to match by.
    bare_profile_id: bool = True

    # A page shows the `result` of a bulk answer in XML as an element named like the root.
    xml_result_element: str = "xml"

    # Lists of one element are marked in some XML examples and not in others.
    xml_mark_single: bool = True


RELATION_MATCHING = ("email", "email_profile", "phone", "profile_id", "custom")

# The names of types that databases/fields_get gives; four of them are in examples elsewhere.
FIELD_TYPES: Mapping[FieldType, str] = {
    "string": "string",
    "integer": "int",
    "float": "float",
    "boolean": "bool",
    "date": "date",
    "tags": "tags",
    "object": "object",
    "objects": "arr_object",
}

# The ids of channels; three of them are in examples, in the order of their making.
CHANNEL_IDS: Mapping[str, int] = {"email": 1, "sms": 2, "push": 4}
OTHER_CHANNEL_ID = 100


def xxh(profile_id: str) -> str:
    """The hash of a profile's id: 16 hexadecimal digits, not those that the platform gives."""
    return blake2b(profile_id.encode("utf-8", "replace"), digest_size=8).hexdigest()


def assumed(chosen: Sequence[str]) -> Assumed:
    """The settings, with those NAME=SETTING put over them.

    Raises:
        ConfigError: for an unknown name or a setting that it does not take.
    """
    settings: dict[str, Any] = dict(_setting(written) for written in chosen)
    return Assumed()._replace(**settings)


def _setting(written: str) -> tuple[str, int | str | bool]:
    name, equals, value = written.partition("=")
    if not equals:
        raise ConfigError(
            f"--assume takes NAME=SETTING, as in detach_missing=error, not {written!r}"
        )
    if name not in Assumed._fields:
        hint = did_you_mean(name, Assumed._fields)
        raise ConfigError(f"--assume: the emulator has no setting {name!r}{hint}")
    return name, _read(name, value)


def _read(name: str, value: str) -> int | str | bool:
    kind = get_type_hints(Assumed)[name]
    if kind is str:
        return value
    if kind is int:
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise ConfigError(f"--assume {name} must be a number, not {value!r}")
        return int(value)
    choices = ("true", "false") if kind is bool else get_args(kind)
    if value not in choices:
        raise ConfigError(f"--assume {name} must be {' or '.join(choices)}, not {value!r}")
    return value == "true" if kind is bool else value
