"""A folder of `files:DIR` into a store, file by file; each is one transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.errors import DataError
from relvars.schema import Database, Relation
from relvars.sources.files import MARKET, RECORDS, FilesSource, find_file
from relvars.sources.links import link_rows
from relvars.sources.profiles import identifier, profile_types
from relvars.sources.reading import SourceFile, read_json, read_text, records, source_file
from relvars.store import (
    Progress,
    Store,
    StoreError,
    import_links,
    import_profiles,
    put_document,
    schema_of,
)
from relvars.values import Value


class Loaded(NamedTuple):
    """A file that was imported: its name for people, what it holds, and how many of them."""

    label: str
    what: str
    number: int


# Told the name of a file; gives what is to be told how far it has come.
Watch = Callable[[str], Progress]


def import_folder(
    store: Store, folder: Path, base: Path, assumptions: Assumptions, watch: Watch
) -> Iterator[Loaded]:
    """Import what a folder holds, in the order of the schema; labels are paths below the base.

    Raises:
        DataError: for a file that is wrong, or of a database or relation that there is none of;
            the files before it are imported.
    """
    source = FilesSource("", folder, base, schema_of(store), assumptions)
    _require_known(source)
    for database in schema_of(store).databases:
        if file := find_file(source, "profiles", database.name, RECORDS):
            with _in(file):
                number = import_profiles(
                    store, database.id, _profiles(file, database),
                    progress=watch(file.label), once=True,
                )  # fmt: skip
            yield Loaded(file.label, "profiles", number)
    for relation in schema_of(store).relations:
        if file := find_file(source, "links", relation.short_name, RECORDS):
            with _in(file):
                number = import_links(
                    store, relation.id, _links(file, relation),
                    progress=watch(file.label), once=True,
                )  # fmt: skip
            yield Loaded(file.label, "links", number)
    for file, name, value in _documents(source):
        put_document(store, name, value)
        yield Loaded(file.label, "document", 1)


def _require_known(source: FilesSource) -> None:
    """Files of what the schema does not know would be passed over in silence."""
    schema = source.schema
    for folder, kind, known in (
        ("profiles", "database", {one.name for one in schema.databases}),
        ("links", "relation", {one.short_name for one in schema.relations}),
    ):
        for path in sorted((source.folder / folder).glob("*")):
            if path.suffix in RECORDS and path.stem not in known:
                label = source_file(path, source.base).label
                raise DataError(
                    f"{label}: the schema has no {kind} {path.stem!r}; describe it in relvars.toml,"
                    f" under [[{kind}]]"
                )


@contextmanager
def _in(file: SourceFile) -> Iterator[None]:
    """Let what the store says of a row begin with the file it is in."""
    try:
        yield
    except StoreError as error:
        raise DataError(f"{file.label}: {error}") from None


def _profiles(file: SourceFile, database: Database) -> Iterator[Mapping[str, Value]]:
    for record in records(file, profile_types(database)):
        identifier(file, record, "_id")
        yield record.data


def _links(file: SourceFile, relation: Relation) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    names = [one.short_name for one in relation.properties]
    for _, a, b, weights in link_rows(file, relation):
        yield a, b, dict(zip(names, weights, strict=True))


def _documents(source: FilesSource) -> Iterator[tuple[SourceFile, str, Value]]:
    for name in ("json", "apicontent", "loyalty"):
        if file := find_file(source, "", name, (".json",)):
            yield file, name, read_json(file.path, file.label)
    for name in MARKET:
        if file := find_file(source, "market", name, (".jsonl", ".json")):
            yield file, f"market/{name}", [record.data for record in records(file, {})]
    endings = (".html", ".txt")
    for path in sorted((source.folder / "fragments").glob("*")):
        file = (
            find_file(source, "fragments", path.stem, endings) if path.suffix in endings else None
        )
        if file:
            yield file, f"fragment/{path.stem}", read_text(file)
