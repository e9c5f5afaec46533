"""A message described in no language: texts, fields, choices and loops."""

from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str, ...]


class Field(NamedTuple):
    """Print, or test, what stands at a path; in a loop the path may begin with `$item`."""

    path: Path


class Query(NamedTuple):
    """The first match of a JSONPath under a field."""

    field: Field
    path: str


class Equal(NamedTuple):
    """A field has exactly this text."""

    field: Field
    text: str


class Both(NamedTuple):
    """Two conditions at once."""

    left: "Condition"
    right: "Condition"


class Choice(NamedTuple):
    """One body or the other; `orelse` is None when there is no other."""

    condition: "Condition"
    body: "Message"
    orelse: "Message | None" = None


class Loop(NamedTuple):
    """The body once for each item of the list at a path."""

    path: Path
    body: "Message"


Condition = Field | Equal | Both
Piece = str | Field | Query | Choice | Loop
Message = tuple[Piece, ...]


def fields_of(message: Message) -> Iterator[Field]:
    """Every field that is printed, not those that are tested, in order of place."""
    for piece in message:
        match piece:
            case Field():
                yield piece
            case Choice(body=body, orelse=orelse):
                yield from fields_of(body + (orelse or ()))
            case Loop(body=body):
                yield from fields_of(body)
            case str() | Query():
                pass
