"""Profiles of a database in a file, found by their ids."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from relvars.catalog import catalog
from relvars.errors import DataError
from relvars.schema import Database
from relvars.sources.reading import Record, SourceFile, json_line, records, unreadable
from relvars.spelling import nearest_few
from relvars.values import EACH, Key, Recipient, Value

Profile = dict[str, Value]

# Columns that are no texts, whatever the schema says or does not say of them.
_LISTS = {"subscriptions": "objects", "subscription": "object"}

# How many ids a wrong one is compared with, as comparing takes its time.
COMPARED = 5_000


class Profiles(NamedTuple):
    """The profiles of a file by id: JSON lines by where they begin, of other files whole."""

    file: SourceFile
    offsets: Mapping[str, int]
    whole: Mapping[str, Profile]


def index_profiles(file: SourceFile, database: Database | None) -> Profiles:
    """Read the file once and remember where each profile is.

    Raises:
        DataError: for a record that is wrong, has no id, or has one that another has.
    """
    offsets: dict[str, int] = {}
    whole: dict[str, Profile] = {}
    by_line = file.path.suffix == ".jsonl"
    for record in records(file, profile_types(database)):
        profile_id = identifier(file, record, "_id")
        if profile_id in offsets:
            raise DataError(f"{file.label}: {record.place}: another profile is {profile_id!r} too")
        offsets[profile_id] = record.offset
        if not by_line:
            whole[profile_id] = record.data
    return Profiles(file, offsets, whole)


def profile_types(database: Database | None) -> dict[str, str]:
    """The types of CSV columns: the schema's, else the system fields'; others are texts."""
    known = {name: field.type for name, field in catalog().fields["lead"].items()}
    return known | dict(database.fields if database else {}) | _LISTS | {"_id": "string"}


def identifier(file: SourceFile, record: Record, name: str) -> str:
    """The profile's id in a field of the record; a whole number counts as its digits."""
    found = record.data.get(name)
    if type(found) is int:
        return str(found)
    if type(found) is str and found:
        return found
    raise DataError(
        f"{file.label}: {record.place}: {name!r} must be a profile's id, a text,"
        f" not {_shown(found) if name in record.data else 'missing'}"
    )


def _shown(value: Value) -> str:
    return repr(value)[:60]


def profile(profiles: Profiles, profile_id: str) -> Profile | None:
    """The profile of that id, None if there is none."""
    if profile_id not in profiles.offsets or profile_id in profiles.whole:
        return profiles.whole.get(profile_id)
    offset = profiles.offsets[profile_id]
    try:
        with profiles.file.path.open("rb") as lines:
            lines.seek(offset)
            return json_line(profiles.file, f"byte {offset}", lines.readline(), offset).data
    except OSError as error:
        raise unreadable(profiles.file, error) from None


def not_found(profiles: Profiles, database: str, profile_id: str) -> DataError:
    """The exception for an id that no profile has, with those that look like it."""
    held, label = len(profiles.offsets), profiles.file.label
    return no_such_profile(label, Recipient(database, profile_id), profiles.offsets, held)


def no_such_profile(label: str, recipient: Recipient, ids: Iterable[str], held: int) -> DataError:
    """The exception for an id that none of a source's `held` profiles has; `ids` are the first."""
    database, profile_id = recipient
    near = nearest_few(profile_id, islice(ids, COMPARED))
    advice = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"it holds {held} profile{'' if held == 1 else 's'}"
    )
    return DataError(
        f"{label}: no profile of the database {database} has the id {profile_id!r}; {advice}"
    )


def picked(record: Profile, paths: Collection[Key]) -> Profile:
    """The parts of a profile at the paths; an empty path is all of it."""
    if () in paths:
        return record
    chosen: Profile = {}
    for path in paths:
        _pick(record, chosen, path[: path.index(EACH)] if EACH in path else path)
    return chosen


def _pick(record: Value, chosen: Profile, path: Key) -> None:
    """Copy what stands at a path; nothing if the profile has nothing there."""
    for name in path[:-1]:
        record = record.get(name)
        if type(record) is not dict:
            return
        held = chosen.setdefault(name, {})
        if held is record:  # all of it was asked for as well, and is there already
            return
        chosen = held
    if path[-1] in record:
        chosen[path[-1]] = record[path[-1]]
