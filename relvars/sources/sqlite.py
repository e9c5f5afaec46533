"""`sqlite:FILE`: the embedded store, asked for what `files:DIR` is asked for."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from relvars.catalog import Assumptions
from relvars.errors import DataError
from relvars.schema import (
    Direction,
    Relation,
    Schema,
    database_named,
    property_named,
    relation_named,
)
from relvars.sources.files import MARKET, owner
from relvars.sources.profiles import COMPARED, Profile, no_such_profile, picked
from relvars.sources.reading import source_file
from relvars.sources.related import Need, related_database, relation_needs, require_side
from relvars.sources.source import Fetched, LinkRecord, Source, put
from relvars.sources.subscribed import subscription_root
from relvars.spelling import nearest
from relvars.store import (
    Statistics,
    Store,
    count_profiles,
    document,
    links,
    open_store,
    profile,
    profile_ids,
    profiles,
    statistics,
)
from relvars.values import EACH, Key, Recipient, Value

_PAGE = 1000


@dataclass(frozen=True)
class SqliteSource:
    """A store, opened to be read whenever something is fetched, so that any thread may ask.

    What the project's schema does not say, the store's own does.
    """

    url: str
    path: Path
    label: str
    schema: Schema
    assumptions: Assumptions

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """What the store holds of the keys."""
        fetched = Fetched({}, {})
        with _opened(self) as store:
            for root in sorted({key[0] for key in keys if key}):
                reader = _READERS.get(root)
                if reader:
                    asked = _Asked(self, store, recipient, fetched)
                    reader(asked, [key for key in keys if key and key[0] == root])
        return fetched

    def recipients(self, database: str) -> Iterator[Recipient]:
        """Every profile of a database, in the order of their ids."""
        with _opened(self) as store:
            number, after = _database(self, store, database), ""
            while page := profile_ids(store, number, after=after, limit=_PAGE):
                for profile_id in page:
                    yield Recipient(database, profile_id)
                after = page[-1]

    def each_profile(self, database: str) -> Iterator[tuple[str, Profile]]:
        """Every profile of a database, in the order of their ids, a page at a time."""
        after = ""
        while page := self._page(database, after):
            yield from ((str(one["_id"]), one) for one in page)
            after = str(page[-1]["_id"])

    def _page(self, database: str, after: str) -> list[Profile]:
        # A thread of its own may go on with the next page: a connection belongs to one.
        with _opened(self) as store:
            return profiles(store, _database(self, store, database), after=after, limit=_PAGE)

    def linked(self, relation: Relation, profile_id: str, direction: Direction) -> list[LinkRecord]:
        """All links of a profile, in the order of their ids."""
        found: list[LinkRecord] = []
        with _opened(self) as store:
            known = relation_named(store.schema, relation.short_name)
            end = "b" if direction == "direct" else "a"
            after = ("", "")
            while known:
                page = links(store, known.id, **{end: profile_id}, after=after, limit=_PAGE)
                found += [LinkRecord(*one) for one in page]
                if len(page) < _PAGE:
                    break
                after = page[-1][:2]
        return found


def open_sqlite(
    url: str, place: str, *, schema: Schema, assumptions: Assumptions, base: Path
) -> Source:
    """The source of a store; a relative path hangs on the base."""
    file = source_file(base / place, base)
    return SqliteSource(url, file.path, file.label, schema, assumptions)


def _opened(source: SqliteSource) -> Store:
    store = open_store(source.path, read_only=True, label=source.label)
    store.schema = Schema(
        source.schema.databases or store.schema.databases,
        source.schema.relations or store.schema.relations,
    )
    return store


@dataclass(frozen=True)
class _Asked:
    """A question to an open store, and what has been found."""

    source: SqliteSource
    store: Store
    recipient: Recipient
    fetched: Fetched


def _lead(asked: _Asked, keys: list[Key]) -> None:
    _add(asked, ("lead",), picked(_recipient(asked), [key[1:] for key in keys]))


def _subscription(asked: _Asked, keys: list[Key]) -> None:
    root = subscription_root(_recipient(asked), asked.source.assumptions.subscription_priority)
    _add(asked, ("subscription",), picked(root, [key[1:] for key in keys]))


def _document(asked: _Asked, keys: list[Key]) -> None:
    """`json`, `apicontent` and `loyalty`, whole."""
    _add_document(asked, (keys[0][0],))


def _fragment(asked: _Asked, keys: list[Key]) -> None:
    for name in sorted({key[1] for key in keys if len(key) > 1}):
        _add_document(asked, ("fragment", name))


def _market(asked: _Asked, keys: list[Key]) -> None:
    for name in MARKET:
        if any(len(key) < 2 or key[1] == name for key in keys):
            _add_document(asked, ("market", name))


def _add_document(asked: _Asked, names: Key) -> None:
    found = document(asked.store, "/".join(names))
    if found is None:
        return
    (value,) = found
    if names == ("market", "orders"):
        value = [one for one in value if owner(one) in (None, asked.recipient.profile_id)]
    _add(asked, names, value)


def _relation(asked: _Asked, keys: list[Key]) -> None:
    store, recipient = asked.store, asked.recipient
    for name, needs in relation_needs(keys).items():
        relation = relation_named(store.schema, name)
        if relation is None:
            continue
        for need in needs:
            require_side(store.schema, relation, need, recipient)
        _require_recipient(asked)
        for direction in sorted({need.direction for need in needs}):
            kept = statistics(store, relation.id, recipient.profile_id, direction)
            for need in needs:
                if need.direction == direction and property_named(relation, need.property):
                    _add_statistics(asked, relation, need, kept[need.property])


def _add_statistics(asked: _Asked, relation: Relation, need: Need, kept: Statistics) -> None:
    place: Key = ("relation", relation.short_name, need.direction, need.property)
    if "count" in need.statistics:
        _add(asked, (*place, "count"), kept.count)
    if "total" in need.statistics:
        off = 0 if asked.source.assumptions.stat_off == "zero" else None
        _add(asked, (*place, "total"), off if kept.sum is None else kept.sum)
    if "top" in need.statistics:
        number = _number(
            asked.store, related_database(asked.store.schema, relation, need.direction)
        )
        top = [
            {"value": value, "lead": _related_lead(asked.store, number, other, need.fields)}
            for other, value in kept.top or ()
        ]
        _add(asked, (*place, "top"), top)
        if need.fields and number is not None:
            asked.fetched.origins[(*place, "top", EACH, "lead")] = asked.source.label


def _related_lead(
    store: Store, number: int | None, profile_id: str, fields: tuple[Key, ...]
) -> Profile:
    """What is asked of a related profile; its id where the profile itself is not known."""
    record = profile(store, number, profile_id) if fields and number is not None else None
    return {"_id": profile_id} if record is None else picked(record, fields)


def _recipient(asked: _Asked) -> Profile:
    database = asked.recipient.database
    number = _database(asked.source, asked.store, database)
    found = profile(asked.store, number, asked.recipient.profile_id)
    if found is None:
        raise _not_found(asked, number)
    return found


def _require_recipient(asked: _Asked) -> None:
    """A mistyped id has no links either: say so, where there are profiles to know it by."""
    number = _number(asked.store, asked.recipient.database)
    if number is None or profile(asked.store, number, asked.recipient.profile_id) is not None:
        return
    if profile_ids(asked.store, number, limit=1):
        raise _not_found(asked, number)


def _not_found(asked: _Asked, number: int) -> DataError:
    ids = profile_ids(asked.store, number, limit=COMPARED)
    held = count_profiles(asked.store, number)
    return no_such_profile(asked.source.label, asked.recipient, ids, held)


def _database(source: SqliteSource, store: Store, name: str) -> int:
    """The number of a database.

    Raises:
        DataError: if there is none, or it has no profiles.
    """
    number = _number(store, name)
    if number is not None and profile_ids(store, number, limit=1):
        return number
    near = nearest(name, [one.name for one in store.schema.databases])
    advice = f"; did you mean {near!r}?" if near not in ("", name) else ""
    raise DataError(f"{source.label}: there are no profiles of the database {name!r}{advice}")


def _number(store: Store, name: str) -> int | None:
    found = database_named(store.schema, name)
    return found.id if found else None


def _add(asked: _Asked, names: Key, value: Value) -> None:
    put(asked.fetched.values, names, value)
    asked.fetched.origins[names] = asked.source.label


_READERS: dict[str, Callable[[_Asked, list[Key]], None]] = {
    "lead": _lead,
    "subscription": _subscription,
    "json": _document,
    "apicontent": _document,
    "loyalty": _document,
    "fragment": _fragment,
    "market": _market,
    "relation": _relation,
}
