"""What a page asks for, read strictly: a message, for whom, and what to put over their values."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from relvars.errors import ConfigError
from relvars.preview.messages import Message, Part
from relvars.preview.world import World
from relvars.sources.overrides import Override, read_path
from relvars.sources.values import check_values
from relvars.values import Recipient, Value, is_object, is_text, parse_recipient

# What the page's form and its pasted documents are called where a value came from.
EDITED, PASTED = "what if", "pasted"
_SET = "set."


class NoSuchError(ConfigError):
    """What is asked for is not in the project."""


class Asked(NamedTuple):
    """A message for a recipient; None is nobody. `values` stand in for all that a source has."""

    message: Message
    to: Recipient | None
    overrides: tuple[Override, ...] = ()
    values: Mapping[str, Value] | None = None
    fresh: bool = False


def read_asked(world: World, body: Mapping[str, Value]) -> Asked:
    """What the body of a request asks.

    Raises:
        NoSuchError: for a message that the project does not have.
        ConfigError: for what is not written as it should be.
    """
    message = message_of(world, text_of(body, "message"))
    values = body.get("as_json")
    return Asked(
        message,
        recipient_of(message, text_of(body, "to")),
        (*_roots(body), *_set(body)),
        None if values is None else check_values(values, "the values", roots=words(world)),
        body.get("fresh") is True,
    )


def asked_in_query(world: World, message: Message, query: Mapping[str, str]) -> Asked:
    """The same of an address: `?to=DB:ID&set.lead._fname=Ann`."""
    overrides = tuple(
        Override(EDITED, read_path(EDITED, name.removeprefix(_SET)), value)
        for name, value in query.items()
        if name.startswith(_SET)
    )
    return Asked(message, recipient_of(message, query.get("to", "")), overrides)


def message_of(world: World, name: str) -> Message:
    """The message of that id."""
    found = world.messages.get(name)
    if found is None:
        raise NoSuchError(f"There is no message {name!r}.")
    return found


def part_of(message: Message, path: str) -> Part:
    """The part of that path."""
    found = next((one for one in message.parts if one.path == path), None)
    if found is None:
        raise NoSuchError(f"The message {message.id} has no part {path!r}.")
    return found


def recipient_of(message: Message, written: str) -> Recipient | None:
    """Whoever is written, else who previews of this message are for."""
    if not written:
        return message.to
    found = parse_recipient(written)
    if found is None:
        raise ConfigError(f"{written!r} is no recipient; write DATABASE:PROFILE_ID.")
    return found


def text_of(body: Mapping[str, Value], name: str) -> str:
    """A text of the body; "" where there is none.

    Raises:
        ConfigError: when it is something else.
    """
    found = body.get(name)
    if found is not None and not is_text(found):
        raise ConfigError(f"{name!r} must be a text.")
    return found or ""


def words(world: World) -> list[str]:
    """The roots that values may have by the project's own catalog."""
    known = world.project.language
    return [*(root for root, _ in known.roots), *known.variables]


def _roots(body: Mapping[str, Value]) -> list[Override]:
    return [Override(PASTED, read_path(PASTED, k), v) for k, v in _table(body, "roots").items()]


def _set(body: Mapping[str, Value]) -> list[Override]:
    return [Override(EDITED, read_path(EDITED, k), v) for k, v in _table(body, "set").items()]


def _table(body: Mapping[str, Value], name: str) -> dict[str, Any]:
    found = body.get(name)
    if found is not None and not is_object(found):
        raise ConfigError(f"{name!r} must be an object.")
    return found or {}
