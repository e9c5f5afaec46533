"""The templates that the emulator serves: those of a project, and what calls make of them.

They are kept in memory; a project's files are never written to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from relvars.values import Value

# Which channel of the platform, and which of its fields, a file's channel is.
_FIELDS = {
    "html": ("email", "html"),
    "text": ("email", "text"),
    "subject": ("email", "subject"),
    "amp": ("email", "amp"),
    "sms": ("sms", "sms"),
    "push": ("push", "body"),
}


@dataclass(slots=True)
class Stored:
    """A template; `channels` are objects {sid, fields} as the calls take them."""

    name: str
    channels: list[dict[str, Value]]
    description: str = ""
    updated: str = ""
    more: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """Templates by id, and the id of the next one."""

    templates: dict[int, Stored] = field(default_factory=dict)
    following: int = 1


def put_on(shelf: Shelf, stored: Stored) -> int:
    """Give a template the next id."""
    number = shelf.following
    shelf.templates[number] = stored
    shelf.following += 1
    return number


def shelf_of(parts: Sequence[tuple[str, str, str]], updated: str) -> Shelf:
    """Templates of parts (name of the message, channel of the file, text), in their order."""
    messages: dict[str, dict[str, dict[str, Value]]] = {}
    for name, channel, text in parts:
        if channel in _FIELDS:
            sid, key = _FIELDS[channel]
            fields = messages.setdefault(name, {}).setdefault(sid, {})
            fields[key] = text
            if channel == "amp":
                fields["is_amp"] = True
    shelf = Shelf()
    for name, channels in messages.items():
        put_on(shelf, Stored(name, _objects(channels), updated=updated))
    return shelf


def _objects(channels: Mapping[str, dict[str, Value]]) -> list[dict[str, Value]]:
    return [{"sid": sid, "fields": fields} for sid, fields in channels.items()]
