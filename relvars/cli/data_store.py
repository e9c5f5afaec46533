"""Which store `relvars data` is about, and what its words mean there."""

from argparse import Namespace
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import Assumptions, assume
from relvars.cli.arguments import usage_error
from relvars.config import find_project, load_project
from relvars.errors import ConfigError
from relvars.schema import Property, Relation, Schema, relation_named
from relvars.spelling import did_you_mean
from relvars.store import (
    PROJECT_STORE,
    Store,
    make_store_folder,
    open_store,
    profile,
    profile_ids,
)
from relvars.values import NotAValueError, Value, load_json


class Place(NamedTuple):
    """A store's file and what its project says; the project's folder is None where there is none.

    `base` is what the names of files are shown below.
    """

    file: Path
    label: str
    schema: Schema | None
    assumptions: Assumptions
    root: Path | None
    base: Path


def place_of(args: Namespace) -> Place:
    """The store that is asked for.

    Raises:
        ConfigError: without a project and without --store.
    """
    found = find_project(".")
    if found is None:
        if not args.store:
            raise usage_error("relvars data", "there is no project here: add --store FILE")
        return Place(Path(args.store), args.store, None, assume(), None, Path())
    project = load_project(found)
    file = Path(args.store) if args.store else project.root / PROJECT_STORE
    label = args.store or PROJECT_STORE.as_posix()
    return Place(file, label, project.schema, project.assumptions, project.root, project.base)


def opened(place: Place, *, create: bool = False, read_only: bool = False) -> Store:
    """The store, with the project's schema written into it unless it is only read."""
    if create and place.root and place.file == place.root / PROJECT_STORE:
        make_store_folder(place.file.parent)
    schema = place.schema if place.schema and any(place.schema) else None
    return open_store(place.file, schema, create=create, read_only=read_only, label=place.label)


def relation_called(store: Store, name: str) -> Relation:
    """The relation of that short name.

    Raises:
        ConfigError: if there is none, with the one that is probably meant.
    """
    found = relation_named(store.schema, name)
    if found is None:
        known = [one.short_name for one in store.schema.relations]
        raise ConfigError(f"no relation is called {name!r}{did_you_mean(name, known)}")
    return found


def require_profile(store: Store, database_id: int, profile_id: str) -> None:
    """Check that there is such a profile, where any of its database are known.

    Raises:
        ConfigError: if there is none, with the one that is probably meant.
    """
    known = profile_ids(store, database_id, limit=5000)
    if known and profile(store, database_id, profile_id) is None:
        database = next(one.name for one in store.schema.databases if one.id == database_id)
        raise ConfigError(
            f"no profile of the database {database} has the id {profile_id!r}"
            f"{did_you_mean(profile_id, known)}"
        )


def read_weight(relation: Relation, word: str) -> tuple[str, Value]:
    """A word NAME=VALUE; an empty value is none.

    Raises:
        ConfigError: if it is not of that form, or the value is not JSON.
    """
    name, equals, value = word.partition("=")
    known: dict[str, Property] = {one.short_name: one for one in relation.properties}
    if not equals:
        raise ConfigError(f"what a link carries is given as NAME=VALUE, not as {word!r}")
    if name not in known:
        raise ConfigError(f"the relation has no property {name!r}{did_you_mean(name, [*known])}")
    try:
        return name, load_json(value) if value else None
    except NotAValueError:
        raise ConfigError(f"{word}: {value!r} is no number, and neither true nor false") from None
