"""Files to text, JSON, TOML and records; every complaint says the file and the place in it."""

import csv
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from re import compile as regex
from typing import NamedTuple

from relvars.errors import ConfigError, DataError, SourceError
from relvars.values import NotAValueError, Value, load_json


class SourceFile(NamedTuple):
    """A file and the name people know it by."""

    path: Path
    label: str


class Record(NamedTuple):
    """An object of a file; `place` says where it stands, `offset` where its bytes begin."""

    place: str
    data: dict[str, Value]
    offset: int = 0


def source_file(path: Path, base: Path) -> SourceFile:
    """The file, known by its path below the base where it is there."""
    try:
        return SourceFile(path, path.relative_to(base).as_posix())
    except ValueError:
        return SourceFile(path, path.as_posix())


def read_bytes(file: SourceFile) -> bytes:
    """All of a file.

    Raises:
        ConfigError: if there is no such file.
        SourceError: if it cannot be read.
    """
    try:
        return file.path.read_bytes()
    except (OSError, ValueError) as error:
        raise unreadable(file, error) from None


def unreadable(file: SourceFile, error: OSError | ValueError) -> ConfigError | SourceError:
    """The exception that says why a file could not be opened or read."""
    if isinstance(error, FileNotFoundError):
        return ConfigError(f"there is no file {file.label}")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return SourceError(f"{file.label} could not be read: {reason}")


def read_text(file: SourceFile) -> str:
    """The text of a file in UTF-8, with its line ends as they are."""
    return decoded(read_bytes(file), file.label)


def decoded(data: bytes, where: str) -> str:
    """The text of bytes in UTF-8.

    Raises:
        DataError: if they are something else, with the place of the first wrong byte.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: not UTF-8 at byte {error.start}") from None


def read_json(path: Path, label: str | None = None) -> Value:
    """The value in a JSON file.

    Raises:
        ConfigError: if there is no such file.
        SourceError: if it cannot be read; DataError if it is not JSON, with the place.
    """
    file = SourceFile(path, label or str(path))
    try:
        return load_json(read_text(file))
    except NotAValueError as error:
        raise DataError(f"{file.label}: {error}") from None


_TOML_PLACE = regex(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def parse_toml(text: str, label: str) -> dict[str, Value]:
    """The tables of a TOML text.

    Raises:
        ConfigError: if it is not TOML; begins with the label and the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _TOML_PLACE.search(said)
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        said = said[: place.start()] if place else said
        raise ConfigError(
            f"{label}:{line}: this is not TOML: {said[:1].lower()}{said[1:]}"
        ) from None
    except RecursionError:
        raise ConfigError(f"{label}:1: it nests too deeply to be read") from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise ConfigError(f"{label}:1: this cannot be read: {error}") from None


def records(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    """The objects of a .jsonl, .json, .csv or .parquet file, read as they are asked for.

    `types` are those of columns, by name and as in relvars.toml; other columns of CSV are texts.
    """
    return _READERS[file.path.suffix](file, types)


def _json_lines(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    offset = 0
    try:
        with file.path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield json_line(file, f"line {number}", line, offset)
                offset += len(line)
    except OSError as error:
        raise unreadable(file, error) from None


def json_line(file: SourceFile, place: str, line: bytes, offset: int) -> Record:
    """The object in one line of a .jsonl file."""
    where = f"{file.label}: {place}"
    try:
        value = load_json(decoded(line, where).strip())
    except NotAValueError as error:
        # JSON knows this line only, so its own complaints would always say line 1.
        raise DataError(f"{where}: {str(error).replace(', line 1, column', ', column')}") from None
    return _record(file, place, value, offset)


def _json_list(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    listed = read_json(file.path, file.label)
    if type(listed) is not list:
        raise DataError(f"{file.label}: it must hold a list of objects")
    for number, value in enumerate(listed, 1):
        yield _record(file, f"record {number}", value, 0)


def _record(file: SourceFile, place: str, value: Value, offset: int) -> Record:
    if type(value) is not dict:
        raise DataError(f"{file.label}: {place}: it must hold an object, as in {{…}}")
    return Record(place, value, offset)


def _csv_rows(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    try:
        with file.path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.reader(lines, strict=True)
            names = _header(file, next(rows, []))
            kinds = [types.get(name, "string") for name in names]
            end = rows.line_num
            for cells in rows:
                # A cell in quotes may span lines: a row begins after the one before it.
                place, end = f"line {end + 1}", rows.line_num
                if cells:
                    yield Record(place, _row(file, place, names, kinds, cells))
    except OSError as error:
        raise unreadable(file, error) from None
    except UnicodeDecodeError as error:
        raise DataError(f"{file.label}: not UTF-8: {error.reason}") from None
    except csv.Error as error:
        raise DataError(f"{file.label}: line {rows.line_num}: {error}") from None


def _header(file: SourceFile, names: list[str]) -> list[str]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(f"{file.label}: line 1: two columns are called {twice[0]!r}")
    return names


def _row(
    file: SourceFile, place: str, names: list[str], kinds: list[str], cells: list[str]
) -> dict[str, Value]:
    """A row as an object; an empty cell is a missing field."""
    if len(cells) != len(names):
        raise DataError(
            f"{file.label}: {place}: {len(cells)} cells, but the header has {len(names)}"
        )
    row = {}
    for name, kind, cell in zip(names, kinds, cells, strict=True):
        if cell:
            try:
                row[name] = CELLS[kind](cell)
            except ValueError:
                raise DataError(
                    f"{file.label}: {place}: column {name}: {cell[:60]!r} is not {KINDS[kind]}"
                ) from None
    return row


_INTEGER = regex(r"[+-]?[0-9]+")
_FLOAT = regex(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        raise ValueError
    return int(cell)


def _float(cell: str) -> float:
    if not _FLOAT.fullmatch(cell) or float(cell) in (float("inf"), float("-inf")):
        raise ValueError
    return float(cell)


def _boolean(cell: str) -> bool:
    if cell.lower() not in _BOOLEANS:
        raise ValueError
    return _BOOLEANS[cell.lower()]


def _tags(cell: str) -> list[str]:
    return [tag.strip() for tag in cell.split(",") if tag.strip()]


def _object(cell: str) -> Value:
    value = load_json(cell)
    if type(value) is not dict:
        raise ValueError
    return value


def _objects(cell: str) -> Value:
    value = load_json(cell)
    if type(value) is not list:
        raise ValueError
    return value


# How a text in a cell becomes a value of each type, and what such a value is called.
CELLS: dict[str, Callable[[str], Value]] = {
    "string": str, "date": str, "integer": _integer, "float": _float, "boolean": _boolean,
    "tags": _tags, "object": _object, "objects": _objects,
}  # fmt: skip
KINDS = {
    "integer": "a whole number", "float": "a number", "boolean": "true or false",
    "object": "a JSON object", "objects": "a JSON list",
}  # fmt: skip


def _parquet_rows(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    # It brings modules that few folders of data need.
    found: Iterator[Record] = import_module("relvars.sources.parquet").rows(file, types)
    return found


_READERS = {
    ".jsonl": _json_lines, ".json": _json_list, ".csv": _csv_rows, ".parquet": _parquet_rows,
}  # fmt: skip


def safe_name(name: str) -> bool:
    """Whether a name from outside may be part of a file's name: it stays in its folder."""
    return (
        name not in ("", ".", "..")
        and not any(sign in name for sign in ("/", "\\", "\0", os.sep))
        and name.isprintable()
    )
