"""Links of a relation in a file, and the statistics the platform keeps of them."""

from collections.abc import Iterator, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from relvars.errors import DataError
from relvars.schema import Direction, Property, Relation
from relvars.sources.profiles import identifier
from relvars.sources.reading import Record, SourceFile, records
from relvars.sources.source import LinkRecord
from relvars.spelling import nearest
from relvars.values import Value

Number = int | float | bool

# The values of a link in the order of the relation's properties; None where it carries none.
Weights = tuple[Number | None, ...]


class Links(NamedTuple):
    """The links of a relation: the weights by the ids in A and B, and the ids in A by that in B."""

    relation: Relation
    weights: Mapping[str, Mapping[str, Weights]]
    receivers: Mapping[str, Sequence[str]]


class Weighed(NamedTuple):
    """A related profile and what the link to it carries."""

    profile_id: str
    value: Number


def read_links(file: SourceFile, relation: Relation) -> Links:
    """Read the file once.

    Raises:
        DataError: for a link that is wrong, or that stands there twice.
    """
    weights: dict[str, dict[str, Weights]] = {}
    receivers: dict[str, list[str]] = {}
    ids: dict[str, str] = {}  # one object for each id, however many links have it
    for place, receiver, initiator, carried in link_rows(file, relation):
        a, b = ids.setdefault(receiver, receiver), ids.setdefault(initiator, initiator)
        of_a = weights.setdefault(a, {})
        if b in of_a:
            raise DataError(f"{file.label}: {place}: {a!r} and {b!r} are linked more than once")
        of_a[b] = carried
        receivers.setdefault(b, []).append(a)
    return Links(relation, weights, receivers)


def link_rows(file: SourceFile, relation: Relation) -> Iterator[tuple[str, str, str, Weights]]:
    """The links of the file as they are read: the place of each, both ids and what it carries.

    Raises:
        DataError: for a link that is wrong.
    """
    known = {one.short_name: one for one in relation.properties}
    types: dict[str, str] = {name: one.type for name, one in known.items()}
    for record in records(file, types | {"a": "string", "b": "string"}):
        a, b = identifier(file, record, "a"), identifier(file, record, "b")
        _require_known(file, record, known)
        yield record.place, a, b, tuple(_weight(file, record, one) for one in known.values())


def _require_known(file: SourceFile, record: Record, known: Mapping[str, Property]) -> None:
    for name in record.data:
        if name not in known and name not in ("a", "b"):
            near = nearest(name, known)
            advice = f"did you mean {near!r}?" if near else f"it has {', '.join(known) or 'none'}"
            raise DataError(
                f"{file.label}: {record.place}: the relation has no property {name!r}; {advice}"
            )


_TYPES: dict[str, tuple[type, ...]] = {"integer": (int,), "float": (int, float), "boolean": (bool,)}
_KINDS = {"integer": "a whole number", "float": "a number", "boolean": "true or false"}


def _weight(file: SourceFile, record: Record, one: Property) -> Number | None:
    value: Number | None = record.data.get(one.short_name)
    if value is None or type(value) in _TYPES[one.type]:
        return value
    raise DataError(
        f"{file.label}: {record.place}: {one.short_name} must be {_KINDS[one.type]},"
        f" not {repr(value)[:60]}"
    )


def links_of(
    links: Links, profile_id: str, direction: Direction, short_name: str
) -> tuple[Weighed, ...]:
    """What the links of a profile carry for a property, in the order of the file.

    Direct: the profile initiates (it is in B); reverse: it receives (it is in A).
    """
    place = [one.short_name for one in links.relation.properties].index(short_name)
    return tuple(
        Weighed(other, weights[place])  # type: ignore[arg-type]  # None is left out just below
        for other, weights in _sides(links, profile_id, direction)
        if weights[place] is not None
    )


def _sides(links: Links, profile_id: str, direction: Direction) -> Iterator[tuple[str, Weights]]:
    if direction == "reverse":
        yield from links.weights.get(profile_id, {}).items()
    else:
        for a in links.receivers.get(profile_id, ()):
            yield a, links.weights[a][profile_id]


def link_records(links: Links, profile_id: str, direction: Direction) -> list[LinkRecord]:
    """The links of a profile with all they carry, in the order of the file."""
    names = [one.short_name for one in links.relation.properties]
    return [
        LinkRecord(
            *((profile_id, other) if direction == "reverse" else (other, profile_id)),
            {name: value for name, value in zip(names, weights, strict=True) if value is not None},
        )
        for other, weights in _sides(links, profile_id, direction)
    ]


def total(weighed: Sequence[Weighed], one: Property, *, stat_off: str) -> Value:
    """The sum of the values; what `stat_off` says where the platform keeps no sum.

    Raises:
        DataError: if it is too large for a number.
    """
    if not one.sum or one.type == "boolean":
        return 0 if stat_off == "zero" else None
    values = [link.value for link in weighed]
    try:
        return sum(values) if all(type(value) is int for value in values) else fsum(values)
    except OverflowError:
        raise DataError(f"the sum of {one.short_name} is too large for a number") from None


def top(weighed: Sequence[Weighed], one: Property) -> tuple[Weighed, ...]:
    """The links a top keeps: by value, then by the related profile's id."""
    if one.top == "off" or one.type == "boolean":
        return ()
    by_id = sorted(weighed, key=lambda link: link.profile_id)
    by_id.sort(key=lambda link: link.value, reverse=one.top == "highest")
    return tuple(by_id[: one.limit])
