"""What templates need of recipients, taken from a source as profiles, links and documents."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from relvars.schema import Direction, Relation, Schema, other_side, relation_named
from relvars.sources.related import related_database, relation_needs
from relvars.sources.side_by_side import side_by_side
from relvars.sources.source import LinkedSource, LinkRecord, merge
from relvars.values import EACH, Key, Recipient, Value

Record = dict[str, Value]

# What the root `subscription` is made of.
_SUBSCRIPTION = ("subscription", "subscriptions", "email", "phones", "hash_id")


@dataclass
class Recording:
    """Profiles by database and id, links by relation and their two ids, documents by root."""

    profiles: dict[str, dict[str, Record]] = field(default_factory=dict)
    links: dict[str, dict[tuple[str, str], Record]] = field(default_factory=dict)
    documents: Record = field(default_factory=dict)


class _Side(NamedTuple):
    """A relation as the recipients see it."""

    relation: Relation
    direction: Direction


class _Part(NamedTuple):
    """What came for one recipient."""

    recipient: Recipient
    values: Record
    links: Sequence[tuple[_Side, Sequence[LinkRecord]]]


def record(  # noqa: PLR0913 - what to take, from where and how, by name
    source: LinkedSource,
    recipients: Iterable[Recipient],
    keys: Collection[Key],
    *,
    schema: Schema,
    at_once: int = 1,
    done: Callable[[int], None] = lambda _: None,
) -> Recording:
    """Fetch for each recipient what is at the keys; `done` is told how many are.

    Raises:
        SourceError: if the source cannot be read; ConfigError if it cannot tell what is asked.
    """
    wanted = _widened(keys)
    sides = _sides(keys, schema)
    kept = Recording()

    def fetch(recipient: Recipient) -> _Part:
        values = source.fetch(recipient, sorted(wanted)).values
        links = [
            (side, source.linked(side.relation, recipient.profile_id, side.direction))
            for side in sides
        ]
        return _Part(recipient, values, links)

    for number, part in enumerate(side_by_side(fetch, recipients, at_once), 1):
        _keep(kept, part, schema)
        done(number)
    return kept


def _widened(keys: Collection[Key]) -> set[Key]:
    """The keys, so that what comes for them can be kept as profiles."""
    wanted = {key for key in keys if key and key[0] != "subscription"}
    if any(key[:1] == ("subscription",) for key in keys):
        wanted |= {("lead", name) for name in _SUBSCRIPTION}
    for relation, needs in relation_needs(keys).items():
        for need in needs:
            if "top" in need.statistics:
                place = ("relation", relation, need.direction, need.property)
                wanted.add((*place, "top", EACH, "lead", "_id"))
    return wanted


def _sides(keys: Collection[Key], schema: Schema) -> list[_Side]:
    found = {
        (name, need.direction) for name, needs in relation_needs(keys).items() for need in needs
    }
    return [
        _Side(relation, direction)
        for name, direction in sorted(found)
        if (relation := relation_named(schema, name))
    ]


def _keep(kept: Recording, part: _Part, schema: Schema) -> None:
    recipient, values, links = part
    _keep_profile(kept, recipient.database, recipient.profile_id, values.pop("lead", {}))
    related = values.pop("relation", {})
    for side, records in links:
        name = side.relation.short_name
        database = related_database(schema, side.relation, side.direction)
        for lead in _leads(related.get(name, {}).get(side.direction, {})):
            _keep_profile(kept, database or str(other_side(*side)), str(lead.get("_id", "")), lead)
        rows = kept.links.setdefault(name, {})
        rows.update({(one.a, one.b): dict(one.values) for one in records})
    market: Record = values.get("market", {})
    if "orders" in market:
        held = kept.documents.get("market", {}).get("orders", [])
        values = {**values, "market": {**market, "orders": woven(held, market["orders"])}}
    kept.documents = merge(kept.documents, values)


def woven(held: Sequence[Value], more: Sequence[Value]) -> list[Value]:
    """Both lists in one, what is in both once; each keeps its order, as far as both agree on it."""
    old, new = _marked(held), _marked(more)
    waiting: list[Value] = []
    before: dict[_Mark, list[Value]] = {}
    for mark, value in new.items():
        if mark in old:
            before[mark], waiting = waiting, []
        else:
            waiting.append(value)
    found = [one for mark, value in old.items() for one in (*before.get(mark, ()), value)]
    return found + waiting


# A value as text, and which of several equal ones it is.
_Mark = tuple[str, int]


def _marked(values: Sequence[Value]) -> dict[_Mark, Value]:
    seen, marked = Counter[str](), dict[_Mark, Value]()
    for value in values:
        text = json.dumps(value, sort_keys=True)
        marked[text, seen[text]] = value
        seen[text] += 1
    return marked


def _leads(properties: Record) -> Iterable[Record]:
    return (
        item["lead"]
        for statistics in properties.values()
        for item in statistics.get("top") or ()
        if type(item.get("lead")) is dict
    )


def _keep_profile(kept: Recording, database: str, profile_id: str, fields: Record) -> None:
    if profile_id:
        held = kept.profiles.setdefault(database, {})
        named = {"_id": profile_id, **{name: one for name, one in fields.items() if name != "_id"}}
        held[profile_id] = merge(held.get(profile_id, {}), named)
