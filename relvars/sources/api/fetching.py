"""What one message needs, in the fewest calls.

One `profiles/get` for the recipient, one `relations/get_counter` a relation whatever the number of
properties, one `profiles/list` a database of related profiles, with only the fields that are read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.errors import ConfigError
from relvars.schema import (
    Direction,
    Property,
    Relation,
    Schema,
    database_named,
    property_named,
    relation_named,
)
from relvars.sources.api.calls import PAGE, get_counters, get_links, get_profile, list_profiles
from relvars.sources.api.client import Client
from relvars.sources.api.related import Wanted, get_related, want
from relvars.sources.api.shapes import Counter
from relvars.sources.profiles import Profile, picked
from relvars.sources.related import Need, relation_needs, require_side
from relvars.sources.source import Fetched, LinkRecord, Source, put
from relvars.sources.subscribed import subscription_root
from relvars.values import EACH, Key, Recipient, Value

# The roots whose values the platform's API knows.
PLATFORM_ROOTS = frozenset({"lead", "subscription", "relation"})

_NO_COUNTER = Counter(total=0, sum=0, top=[])


@dataclass(frozen=True)
class ApiSource:
    """The API at a host; `beside` has what the API cannot give, None if nothing has."""

    url: str
    client: Client = field(repr=False)
    schema: Schema = field(repr=False)
    assumptions: Assumptions = field(repr=False)
    parallel: int = 8
    beside: Source | None = field(default=None, repr=False)

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """What the platform has of the keys, and what lies beside it."""
        ours = [key for key in keys if key and key[0] in PLATFORM_ROOTS]
        asked = _asked(self, recipient, ours)
        fetched = _beside(self, recipient, [key for key in keys if key and key not in ours])
        _profile(self, recipient, ours, fetched)
        _relations(self, recipient, asked, fetched)
        return fetched

    def recipients(self, database: str) -> Iterator[Recipient]:
        """Every profile of a database, a page at a time."""
        number, after = database_number(self.schema, database), ""
        while True:
            page = list_profiles(self.client, number, fields=("_id",), after=after, limit=PAGE)
            yield from (Recipient(database, str(one["_id"])) for one in page.profiles)
            after = page.following
            if not after:
                return

    def linked(
        self, relation: Relation, profile_id: str, direction: Direction
    ) -> Sequence[LinkRecord]:
        """The links of a profile; the API knows them from the receiving side only."""
        if direction == "direct":
            raise no_direct(self.client.host, relation)
        found = get_links(self.client, relation.id, profile_id)
        return [LinkRecord(profile_id, one.profile_id, one.values) for one in found]


def database_number(schema: Schema, database: str) -> int:
    """The number by which the API knows a database; a name that is a number is one.

    Raises:
        ConfigError: if relvars.toml does not say.
    """
    found = database_named(schema, database)
    if found:
        return found.id
    if database.isascii() and database.isdigit():
        return int(database)
    raise ConfigError(
        f"the API knows databases by number, and no [[database]] in relvars.toml is called"
        f" {database!r}"
    )


def no_direct(host: str, relation: Relation) -> ConfigError:
    """The exception for what no call of the platform answers."""
    name = relation.short_name
    return ConfigError(
        f"{host}: relation.{name}.direct cannot be read from the API: it tells the links of those"
        " who receive them (reverse), never of those they come from."
        f"\n  Either relvars record --walk {name} --source URL --store FILE reads the links of all"
        " receivers into a store,"
        "\n  or import the links into a store with relvars data import;"
        " then --source sqlite:FILE has both directions."
    )


class _Asked(NamedTuple):
    """A relation and what is asked of it."""

    relation: Relation
    needs: list[Need]


def _asked(source: ApiSource, recipient: Recipient, keys: Collection[Key]) -> list[_Asked]:
    """What is asked of relations, checked before anything is sent."""
    asked = []
    for name, needs in relation_needs(keys).items():
        relation = relation_named(source.schema, name)
        if relation is None:
            continue
        for need in needs:
            require_side(source.schema, relation, need, recipient)
            if need.direction == "direct":
                raise no_direct(source.client.host, relation)
        asked.append(_Asked(relation, needs))
    return asked


def _beside(source: ApiSource, recipient: Recipient, keys: Collection[Key]) -> Fetched:
    if source.beside is None or not keys:
        return Fetched({}, {})
    return source.beside.fetch(recipient, keys)


def _profile(
    source: ApiSource, recipient: Recipient, keys: Collection[Key], fetched: Fetched
) -> None:
    of_lead = [key[1:] for key in keys if key[0] == "lead"]
    of_subscription = [key[1:] for key in keys if key[0] == "subscription"]
    if not of_lead and not of_subscription:
        return
    number = database_number(source.schema, recipient.database)
    record = get_profile(source.client, number, recipient.profile_id)
    if of_lead:
        _add(source, fetched, ("lead",), picked(record, of_lead), "profiles/get")
    if of_subscription:
        root = subscription_root(record, source.assumptions.subscription_priority)
        _add(source, fetched, ("subscription",), picked(root, of_subscription), "profiles/get")


def _relations(
    source: ApiSource, recipient: Recipient, asked: Collection[_Asked], fetched: Fetched
) -> None:
    counters = {
        one.relation.id: get_counters(source.client, one.relation.id, recipient.profile_id)
        for one in asked
    }
    related = get_related(source.client, _wanted(asked, counters))
    for relation, needs in asked:
        for need in needs:
            one = property_named(relation, need.property)
            if one is None:
                continue
            counter = counters[relation.id].get(need.property, _NO_COUNTER)
            place: Key = ("relation", relation.short_name, need.direction, need.property)
            for statistic, value in _statistics(source, one, counter, need):
                _add(source, fetched, (*place, statistic), value, "relations/get_counter")
            if "top" in need.statistics:
                top = _top(counter, need, related.get(relation.database_b, {}))
                _add(source, fetched, (*place, "top"), top, "relations/get_counter")
                fetched.origins[(*place, "top", EACH, "lead")] = _label(source, "profiles/list")


def _statistics(
    source: ApiSource, one: Property, counter: Counter, need: Need
) -> Iterator[tuple[str, Value]]:
    """Count and total as templates call them: the API's `total` is the count, its `sum` the total.

    Here and nowhere else the one becomes the other.
    """
    if "count" in need.statistics:
        yield "count", counter.total or 0
    if "total" in need.statistics:
        kept = one.sum and one.type != "boolean"
        yield "total", counter.sum if kept else _OFF[source.assumptions.stat_off]


_OFF: Mapping[str, int | None] = {"zero": 0, "missing": None}


def _top(counter: Counter, need: Need, related: Mapping[str, Profile]) -> list[Value]:
    """The links a top keeps, in the platform's own order."""
    return [
        {"value": item.value, "lead": _lead(related.get(item.profile_id), item.profile_id, need)}
        for item in counter.top or ()
    ]


def _lead(record: Profile | None, profile_id: str, need: Need) -> Profile:
    """What is asked of a related profile; its id where nothing is, or it is gone."""
    if record is None or not need.fields:
        return {"_id": profile_id}
    return picked(record, need.fields)


def _wanted(
    asked: Collection[_Asked], counters: Mapping[int, Mapping[str, Counter]]
) -> dict[int, Wanted]:
    """Which related profiles, and what of them, by the number of their database."""
    wanted: dict[int, Wanted] = {}
    for relation, needs in asked:
        for need in needs:
            counter = counters[relation.id].get(need.property)
            if counter and counter.top and "top" in need.statistics:
                here = wanted.setdefault(relation.database_b, Wanted())
                want(here, [item.profile_id for item in counter.top], need.fields)
    return {database: one for database, one in wanted.items() if one.ids}


def _add(source: ApiSource, fetched: Fetched, names: Key, value: Value, path: str) -> None:
    put(fetched.values, names, value)
    fetched.origins[names] = _label(source, path)


def _label(source: ApiSource, path: str) -> str:
    return f"{source.client.host}: {path}"
