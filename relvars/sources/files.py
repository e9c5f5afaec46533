"""`files:DIR`: profiles, links and documents in a folder.

DIR/profiles/<database>.{jsonl,json,csv,parquet}    records with `_id`
DIR/links/<relation>.{jsonl,json,csv,parquet}       records with `a`, `b` and the properties
DIR/json.json  apicontent.json  loyalty.json
DIR/market/{products,sku,orders}.{jsonl,json}
DIR/fragments/<fragment>.{html,txt}
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from os.path import isfile, realpath
from pathlib import Path

from relvars.catalog import Assumptions
from relvars.errors import ConfigError, DataError
from relvars.schema import (
    Direction,
    Relation,
    Schema,
    database_named,
    property_named,
    relation_named,
)
from relvars.sources.links import Links, link_records, links_of, read_links, top, total
from relvars.sources.profiles import (
    Profile,
    Profiles,
    identifier,
    index_profiles,
    not_found,
    picked,
    profile,
    profile_types,
)
from relvars.sources.reading import (
    SourceFile,
    read_json,
    read_text,
    records,
    safe_name,
    source_file,
    unreadable,
)
from relvars.sources.related import Need, related_database, relation_needs, require_side
from relvars.sources.source import Fetched, LinkRecord, Source, put
from relvars.sources.subscribed import subscription_root
from relvars.spelling import nearest
from relvars.values import EACH, Key, Recipient, Value

RECORDS = (".jsonl", ".json", ".csv", ".parquet")
MARKET = ("products", "sku", "orders")

# A file as it was when it was read: its path, its last change, its size.
Stamp = tuple[Path, int, int]


@dataclass(frozen=True)
class FilesSource:
    """A folder of data; each file is read when first asked for, and again when it has changed."""

    url: str
    folder: Path
    base: Path
    schema: Schema
    assumptions: Assumptions
    profiles: dict[Stamp, Profiles] = field(default_factory=dict, repr=False)
    links: dict[Stamp, Links] = field(default_factory=dict, repr=False)

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """What the files hold of the keys."""
        _require_folder(self)
        fetched = Fetched({}, {})
        for root in sorted({key[0] for key in keys if key}):
            reader = _READERS.get(root)
            if reader:
                reader(self, recipient, [key for key in keys if key and key[0] == root], fetched)
        return fetched

    def recipients(self, database: str) -> Iterator[Recipient]:
        """Every profile of a database, in the order of its file."""
        _require_folder(self)
        for profile_id in _profiles(self, database).offsets:
            yield Recipient(database, profile_id)

    def each_profile(self, database: str) -> Iterator[tuple[str, Profile]]:
        """Every profile of a database, in the order of its file; nothing of it is kept."""
        _require_folder(self)
        file = find_file(self, "profiles", database, RECORDS)
        known = profile_types(database_named(self.schema, database))
        if file:
            for record in records(file, known):
                yield identifier(file, record, "_id"), record.data

    def linked(self, relation: Relation, profile_id: str, direction: Direction) -> list[LinkRecord]:
        """All links of a profile; none if there is no file of the relation."""
        _require_folder(self)
        file = find_file(self, "links", relation.short_name, RECORDS)
        return link_records(_links(self, file, relation), profile_id, direction) if file else []


def open_files(
    url: str, place: str, *, schema: Schema, assumptions: Assumptions, base: Path
) -> Source:
    """The source of a folder; a relative path hangs on the base."""
    return FilesSource(url, base / place, base, schema, assumptions)


def _require_folder(source: FilesSource) -> None:
    if not source.folder.is_dir():
        label = source_file(source.folder, source.base).label
        raise ConfigError(f"there is no folder {label} to take data from")


def _lead(source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched) -> None:
    file, record = _recipient(source, recipient)
    _add(fetched, ("lead",), picked(record, [key[1:] for key in keys]), file)


def _subscription(
    source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched
) -> None:
    file, record = _recipient(source, recipient)
    root = subscription_root(record, source.assumptions.subscription_priority)
    _add(fetched, ("subscription",), picked(root, [key[1:] for key in keys]), file)


def _document(source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched) -> None:
    """`json`, `apicontent` and `loyalty`: a file each, whole."""
    root = keys[0][0]
    file = find_file(source, "", root, (".json",))
    if file:
        _add(fetched, (root,), read_json(file.path, file.label), file)


def _fragment(source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched) -> None:
    for name in sorted({key[1] for key in keys if len(key) > 1}):
        file = find_file(source, "fragments", name, (".html", ".txt"))
        if file:
            _add(fetched, ("fragment", name), read_text(file), file)


def _market(source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched) -> None:
    for name in MARKET:
        wanted = any(len(key) < 2 or key[1] == name for key in keys)
        file = find_file(source, "market", name, (".jsonl", ".json")) if wanted else None
        if file:
            found = [record.data for record in records(file, {})]
            if name == "orders":
                found = [one for one in found if owner(one) in (None, recipient.profile_id)]
            _add(fetched, ("market", name), found, file)


def owner(order: Profile) -> Value:
    """The id of the profile that an order is of; None if it is everybody's."""
    owner = order.get("profile_id")
    return str(owner) if type(owner) is int else owner


def _relation(source: FilesSource, recipient: Recipient, keys: list[Key], fetched: Fetched) -> None:
    for name, needs in relation_needs(keys).items():
        file = find_file(source, "links", name, RECORDS)
        relation = relation_named(source.schema, name)
        if relation is None:
            if file:
                raise DataError(f"{file.label}: the schema has no relation {name!r}")
            continue
        for need in needs:
            require_side(source.schema, relation, need, recipient)
        _require_recipient(source, recipient)
        if file is None:
            _require_no_misspelt(source, name)
        links = _links(source, file, relation) if file else Links(relation, {}, {})
        for need in needs:
            place: Key = ("relation", name, need.direction, need.property)
            related = _related(source, links, need)
            for statistic, value in _statistics(source, recipient, links, need, related):
                _add(fetched, (*place, statistic), value, file)
            if related:
                fetched.origins[(*place, "top", EACH, "lead")] = related.file.label


def _require_no_misspelt(source: FilesSource, name: str) -> None:
    """Links in a file that is no relation's would be passed over as if there were none."""
    folder = source.folder / "links"
    there = [one for one in folder.iterdir() if one.suffix in RECORDS] if folder.is_dir() else []
    strangers = {
        one.stem: one for one in sorted(there) if not relation_named(source.schema, one.stem)
    }
    if near := nearest(name, strangers, 0.8):
        label = source_file(strangers[near], source.base).label
        raise DataError(f"{label}: the schema has no relation {near!r}: did you mean {name!r}?")


def _statistics(
    source: FilesSource, recipient: Recipient, links: Links, need: Need, related: Profiles | None
) -> Iterator[tuple[str, Value]]:
    """What is asked of a property, by the name of the statistic."""
    one = property_named(links.relation, need.property)
    if one is None:
        return
    weighed = links_of(links, recipient.profile_id, need.direction, need.property)
    if "count" in need.statistics:
        yield "count", len(weighed)
    if "total" in need.statistics:
        yield "total", total(weighed, one, stat_off=source.assumptions.stat_off)
    if "top" in need.statistics:
        yield (
            "top",
            [
                {"value": link.value, "lead": _related_lead(related, link.profile_id, need.fields)}
                for link in top(weighed, one)
            ],
        )


def _related(source: FilesSource, links: Links, need: Need) -> Profiles | None:
    """The profiles on the other side; None if nothing is asked of them or there is no file."""
    database = related_database(source.schema, links.relation, need.direction)
    if not need.fields or not database:
        return None
    return _profiles_if_any(source, database)


def _related_lead(related: Profiles | None, profile_id: str, fields: tuple[Key, ...]) -> Profile:
    """What is asked of a related profile; its id where the profile itself is not known."""
    record = profile(related, profile_id) if related else None
    return {"_id": profile_id} if record is None else picked(record, fields)


def _recipient(source: FilesSource, recipient: Recipient) -> tuple[SourceFile, Profile]:
    profiles = _profiles(source, recipient.database)
    found = profile(profiles, recipient.profile_id)
    if found is None:
        raise not_found(profiles, recipient.database, recipient.profile_id)
    return profiles.file, found


def _require_recipient(source: FilesSource, recipient: Recipient) -> None:
    """A mistyped id has no links either: say so, where there are profiles to know it by."""
    profiles = _profiles_if_any(source, recipient.database)
    if profiles and recipient.profile_id not in profiles.offsets:
        raise not_found(profiles, recipient.database, recipient.profile_id)


def _profiles(source: FilesSource, database: str) -> Profiles:
    found = _profiles_if_any(source, database)
    if found:
        return found
    folder = source_file(source.folder / "profiles", source.base).label
    near = nearest(database, [one.name for one in source.schema.databases])
    advice = f"; did you mean {near!r}?" if near not in ("", database) else ""
    raise DataError(
        f"there are no profiles of the database {database!r}: no file"
        f" {folder}/{database}.jsonl, .json, .csv or .parquet{advice}"
    )


def _profiles_if_any(source: FilesSource, database: str) -> Profiles | None:
    file = find_file(source, "profiles", database, RECORDS)
    if file is None:
        return None
    stamp = _stamp(file)
    if stamp not in source.profiles:
        known = database_named(source.schema, database)
        source.profiles[stamp] = index_profiles(file, known)
    return source.profiles[stamp]


def _links(source: FilesSource, file: SourceFile, relation: Relation) -> Links:
    stamp = _stamp(file)
    if stamp not in source.links:
        source.links[stamp] = read_links(file, relation)
    return source.links[stamp]


def _stamp(file: SourceFile) -> Stamp:
    try:
        status = file.path.stat()
    except OSError as error:
        raise unreadable(file, error) from None
    return file.path, status.st_mtime_ns, status.st_size


def find_file(
    source: FilesSource, folder: str, name: str, endings: tuple[str, ...]
) -> SourceFile | None:
    """The file of that name with one of the endings, None if there is none.

    Raises:
        DataError: if there are two, or it is not inside the source's folder.
    """
    if not safe_name(name):
        raise DataError(f"{name!r} cannot be the name of a file")
    paths = [source.folder / folder / f"{name}{ending}" for ending in endings]
    found = [source_file(path, source.base) for path in paths if isfile(path)]
    if len(found) > 1:
        raise DataError(f"{' and '.join(file.label for file in found)} are both there; keep one")
    if not found:
        return None
    if not Path(realpath(found[0].path)).is_relative_to(realpath(source.folder)):
        raise DataError(f"{found[0].label} leads out of the folder of the data source")
    return found[0]


def _add(fetched: Fetched, names: Key, value: Value, file: SourceFile | None) -> None:
    put(fetched.values, names, value)
    if file:
        fetched.origins[names] = file.label


_READERS: dict[str, Callable[[FilesSource, Recipient, list[Key], Fetched], None]] = {
    "lead": _lead,
    "subscription": _subscription,
    "json": _document,
    "apicontent": _document,
    "loyalty": _document,
    "fragment": _fragment,
    "market": _market,
    "relation": _relation,
}
