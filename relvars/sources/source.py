"""What a data source is: it fetches what one message needs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from relvars.schema import Direction, Relation
from relvars.values import Key, Recipient, Value


class Fetched(NamedTuple):
    """What a source had; `origins` says of each key prefix where it came from, for people."""

    values: dict[str, Value]
    origins: dict[Key, str]


class Source(Protocol):
    """A data source; `url` names it and holds no secrets.

    Both methods raise `SourceError`, or `DataError` if what was read is wrong.
    """

    @property
    def url(self) -> str:
        """The URL it was opened with."""
        ...

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """The values at the keys, as far as there are any; a prefix stands for all below it."""
        ...

    def recipients(self, database: str) -> Iterator[Recipient]:
        """Every profile of a database, in the source's own order."""
        ...


class LinkRecord(NamedTuple):
    """A link: the ids of its profiles in A and in B, and what it carries by property."""

    a: str
    b: str
    values: Mapping[str, Value]


class LinkedSource(Source, Protocol):
    """A source that can also tell single links, which recording needs."""

    def linked(
        self, relation: Relation, profile_id: str, direction: Direction
    ) -> Sequence[LinkRecord]:
        """All links of a profile, seen in a direction."""
        ...


@runtime_checkable
class ListingSource(Source, Protocol):
    """A source that can also give whole profiles one after the other, which a list of names needs.

    One that is not on this machine is none.
    """

    def each_profile(self, database: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
        """Every profile of a database with its id, in the order of `recipients`."""
        ...


def put(values: dict[str, Value], names: Key, value: Value) -> None:
    """Put a value at a path, making the objects on the way."""
    for name in names[:-1]:
        values = values.setdefault(name, {})
    values[names[-1]] = value


# Deeper than any path; values may nest deeper than the stack allows.
_MERGED = 100


def merge(
    into: Mapping[str, Value], more: Mapping[str, Value], *, levels: int = _MERGED
) -> dict[str, Value]:
    """Both in one; objects in both are merged, of anything else the second wins."""
    merged = dict(into)
    for name, value in more.items():
        held: Value = merged.get(name)
        both = levels > 0 and type(held) is dict and type(value) is dict
        merged[name] = merge(held, value, levels=levels - 1) if both else value
    return merged
