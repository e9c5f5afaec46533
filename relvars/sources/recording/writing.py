"""A recording into a project's data folder: whole files, together with what they hold already."""

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from relvars.errors import ConfigError, DataError, SourceError
from relvars.schema import Database, Schema, database_named, relation_named
from relvars.sources.files import RECORDS, owner
from relvars.sources.links import read_links
from relvars.sources.profiles import identifier, profile_types
from relvars.sources.reading import Record as Read
from relvars.sources.reading import SourceFile, records, safe_name, source_file
from relvars.sources.recording.collecting import Record, Recording, woven
from relvars.sources.source import merge
from relvars.values import Value

_HALVES = re.compile("[\ud800-\udfff]")
_TEXTS = (".html", ".txt")


def work_tree(folder: Path) -> Path | None:
    """The git work tree a folder is in or would be in; None if it is in none."""
    place = Path(os.path.realpath(folder))
    return next((one for one in (place, *place.parents) if (one / ".git").exists()), None)


def write_recording(recording: Recording, folder: Path, base: Path, schema: Schema) -> list[str]:
    """Write it into the folder, in the layout of `files:`; gives the names of the files.

    A profile or a link that is there already gets the new fields and keeps its others. All files
    are made before the first is put in its place.

    Raises:
        DataError: if what is there cannot be read, or cannot hold what came.
        SourceError: if the files cannot be written.
    """
    files = dict(_files(recording, folder, base, schema))
    try:
        _put(files)
    except OSError as error:
        raise SourceError(
            f"{error.filename or folder} could not be written: {error.strerror}"
        ) from None
    return [source_file(path, base).label for path in files]


def _files(
    recording: Recording, folder: Path, base: Path, schema: Schema
) -> Iterator[tuple[Path, str]]:
    for database, profiles in recording.profiles.items():
        file = _file(folder, "profiles", database, base)
        yield file.path, _merged_profiles(file, profiles, database_named(schema, database))
    for relation, links in recording.links.items():
        file = _file(folder, "links", relation, base)
        yield file.path, _merged_links(file, links, relation, schema)
    for root, value in recording.documents.items():
        yield from _documents(folder, root, value, base)


def _file(
    folder: Path, part: str, name: str, base: Path, endings: tuple[str, ...] = RECORDS
) -> SourceFile:
    """The file of that name that is there, else the one to make, with the first of the endings."""
    if not safe_name(name):
        raise DataError(f"{name!r} cannot be the name of a file")
    paths = [folder / part / f"{name}{ending}" for ending in endings]
    file = source_file(next((path for path in paths if path.is_file()), paths[0]), base)
    if not Path(os.path.realpath(file.path)).is_relative_to(os.path.realpath(folder)):
        raise DataError(f"{file.label} leads out of its folder")
    return file


def _merged_profiles(
    file: SourceFile, profiles: Mapping[str, Record], database: Database | None
) -> str:
    types = profile_types(database)
    held: dict[str, Record] = {}
    for one in _held(file, types):
        held[identifier(file, one, "_id")] = one.data
    for profile_id, fields in profiles.items():
        held[profile_id] = merge(held.get(profile_id, {}), fields)
    return _WRITERS[file.path.suffix](file, list(held.values()), types)


def _merged_links(
    file: SourceFile,
    links: Mapping[tuple[str, str], Record],
    name: str,
    schema: Schema,
) -> str:
    relation = relation_named(schema, name)
    if relation is None:
        raise ConfigError(f"the schema has no relation {name!r}")
    types: dict[str, str] = {one.short_name: one.type for one in relation.properties}
    held: dict[tuple[str, str], Record] = {}
    if file.path.is_file():
        kept = read_links(file, relation)
        for a, of_a in kept.weights.items():
            for b, weights in of_a.items():
                pairs = zip(types, weights, strict=True)
                held[a, b] = {one: value for one, value in pairs if value is not None}
    for pair, values in links.items():
        held[pair] = {one: value for one, value in values.items() if one in types}
    rows = [{"a": a, "b": b, **values} for (a, b), values in held.items()]
    return _WRITERS[file.path.suffix](file, rows, {"a": "string", "b": "string", **types})


def _documents(folder: Path, root: str, value: Value, base: Path) -> Iterator[tuple[Path, str]]:
    """The files of a root that is no profile: fragments and market have one for each name."""
    if root in ("json", "apicontent", "loyalty"):
        yield _file(folder, "", root, base, (".json",)).path, _json(value)
    elif root == "fragment" and type(value) is dict:
        for name, text in value.items():
            if safe_name(name):
                yield _file(folder, "fragments", name, base, _TEXTS).path, text
    elif root == "market" and type(value) is dict:
        for name, listed in value.items():
            file = _file(folder, "market", name, base, (".json", ".jsonl"))
            rows = _merged_orders(file, listed) if name == "orders" else listed
            yield file.path, _WRITERS[file.path.suffix](file, rows, {})


def _merged_orders(file: SourceFile, orders: list[Record]) -> list[Record]:
    """The orders, and those that are there of profiles that none of them is of."""
    held = [one.data for one in _held(file, {})]
    fresh = {owner(one) for one in orders}
    return woven([one for one in held if owner(one) not in fresh or one in orders], orders)


def _held(file: SourceFile, types: Mapping[str, str]) -> Iterator[Read]:
    return records(file, types) if file.path.is_file() else iter(())


def _json(value: Value) -> str:
    return _written(value, indent=2) + "\n"


def _written(value: Value, *, indent: int | None = None) -> str:
    """JSON that people can read, with escapes only if it holds what UTF-8 cannot write."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return json.dumps(value, indent=indent) if _HALVES.search(text) else text


def _json_list(file: SourceFile, rows: list[Record], types: Mapping[str, str]) -> str:
    return _json(rows)


def _json_lines(file: SourceFile, rows: list[Record], types: Mapping[str, str]) -> str:
    return "".join(_written(row) + "\n" for row in rows)


def _csv(file: SourceFile, rows: list[Record], types: Mapping[str, str]) -> str:
    """As CSV, if every value comes back from it as it is."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(file, types, name, row.get(name)) for name in names])
    return text.getvalue()


def _cell(file: SourceFile, types: Mapping[str, str], name: str, value: Value) -> str:
    kind = types.get(name, "string")
    if value is None or value == "":
        return ""
    if type(value) is bool and kind == "boolean":
        return "true" if value else "false"
    if type(value) in (int, float) and kind in ("integer", "float"):
        return repr(value)
    if type(value) is str and kind in ("string", "date"):
        return value
    if type(value) is list and kind == "tags" and not any("," in str(one) for one in value):
        return ", ".join(str(one) for one in value)
    if type(value) in (list, dict) and kind in ("object", "objects"):
        return _written(value)
    raise DataError(
        f"{file.label}: the column {name} cannot hold what came without losing its type: turn the"
        f" file into {file.path.stem}.jsonl"
    )


def _parquet(file: SourceFile, rows: list[Record], types: Mapping[str, str]) -> str:
    raise DataError(
        f"{file.label}: a recording cannot be added to Parquet: turn the file into"
        f" {file.path.stem}.jsonl"
    )


_WRITERS: dict[str, Callable[[SourceFile, list[Record], Mapping[str, str]], str]] = {
    ".jsonl": _json_lines,
    ".json": _json_list,
    ".csv": _csv,
    ".parquet": _parquet,
}


def _put(files: Mapping[Path, str]) -> None:
    """Write all files beside their places, then move each there."""
    parts: dict[Path, str] = {}
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            number, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            parts[path] = part
            with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        for path, part in parts.items():
            os.chmod(part, _mode(path))
            os.replace(part, os.path.realpath(path))
    finally:
        _remove(parts.values())


def _mode(path: Path) -> int:
    """The permissions a file has; a new one holds people's data, so it is its owner's alone."""
    return path.stat().st_mode & 0o7777 if path.exists() else 0o600


def _remove(parts: Iterable[str]) -> None:
    for part in parts:
        with suppress(FileNotFoundError):
            os.unlink(part)
