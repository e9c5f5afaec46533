"""`*.case.toml` to records. What is wrong with a case stays with that case; the others live."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relvars.cases.keys import AXES, FILE_KEYS, KEYS, MATRIX_KEYS, Complaint, wrong_keys
from relvars.errors import ConfigError
from relvars.sources.reading import parse_toml, read_text, source_file
from relvars.text import BOM
from relvars.values import Value


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `line` is that of its `[[case]]`; None and empty mean that nothing is asked.

    `wrong` holds a sentence for each mistake in how the case itself is written.
    """

    name: str
    line: int
    file: Path
    text: str | None = None
    template: str | None = None
    to: str | None = None
    values: Mapping[str, Value] | None = None
    data: str | None = None
    set: Mapping[str, Value] = field(default_factory=dict)
    assume: Mapping[str, Value] = field(default_factory=dict)
    renders: str | None = None
    contains: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    diagnostics: tuple[str, ...] | None = None
    snapshot: bool = False
    status: str = ""
    source: str = ""
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Templates by recipients or data files, all of them globs; `each` is what holds for all."""

    each: Case
    template: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases and matrices of a file, in its order."""

    file: Path
    cases: tuple[Case, ...]
    matrices: tuple[Matrix, ...] = ()


_TEXT_FILE = Path("<cases>")
# Headers count only where no string and no comment is: those are matched, and passed over, first.
_HEADER = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}"
    r"|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|\#[^\n]*"
    r"|^[ \t]*\[\[[ \t]*(?P<table>\w+)[ \t]*\]\]",
    re.DOTALL | re.MULTILINE,
)


def load_cases(text_or_path: str | Path) -> CaseFile:
    """Read a case file, or its text.

    Raises:
        ConfigError: when the file as a whole says nothing: it is not there, not TOML, without
            cases, or wrong outside them. Begins with file and line.
        SourceError: when it cannot be read.
    """
    if isinstance(text_or_path, Path):
        text, file = read_text(source_file(text_or_path, Path.cwd())), text_or_path
    else:
        text, file = text_or_path, _TEXT_FILE
    text = text.removeprefix(BOM)
    data = parse_toml(text, shown(file))
    _check_file(data, file)
    lines = _lines(text)
    return CaseFile(file, _cases(data, file, lines), _matrices(data, file, lines))


def _check_file(data: dict[str, Any], file: Path) -> None:
    wrong = wrong_keys(data, FILE_KEYS, "a case file")
    if "text" in data and "template" in data:
        wrong.append("both `text` and `template` are given; keep one")
    if not wrong and not data.get("case") and not data.get("matrix"):
        wrong.append("there is no `[[case]]` in this file")
    if wrong:
        raise ConfigError("\n".join(f"{shown(file)}:1: {sentence}" for sentence in wrong))


def _lines(text: str) -> dict[str, list[int]]:
    """The lines of the headers `[[case]]` and `[[matrix]]`, in order."""
    lines: dict[str, list[int]] = {}
    line, counted = 1, 0
    for match in _HEADER.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        if match["table"]:
            lines.setdefault(match["table"], []).append(line)
    return lines


def _line(lines: dict[str, list[int]], table: str, number: int) -> int:
    """The line of a table's header; 1 for tables that are written without headers."""
    found = lines.get(table, [])
    return found[number] if number < len(found) else 1


def _cases(data: dict[str, Any], file: Path, lines: dict[str, list[int]]) -> tuple[Case, ...]:
    return tuple(
        _case(table, data, file, _line(lines, "case", number))
        for number, table in enumerate(data.get("case", []))
    )


def _case(table: Mapping[str, Any], data: Mapping[str, Any], file: Path, line: int) -> Case:
    wrong = [*wrong_keys(table, KEYS, "a case"), *_wrong_together(table, data)]
    fields = {**_inherited(data, table), **_fields(table, KEYS), "name": _name(table, line)}
    return Case(line=line, file=file, wrong=tuple(wrong), **fields)


def _matrices(data: dict[str, Any], file: Path, lines: dict[str, list[int]]) -> tuple[Matrix, ...]:
    return tuple(
        _matrix(table, data, file, _line(lines, "matrix", number))
        for number, table in enumerate(data.get("matrix", []))
    )


def _matrix(table: Mapping[str, Any], data: Mapping[str, Any], file: Path, line: int) -> Matrix:
    wrong = [*wrong_keys(table, MATRIX_KEYS, "a matrix"), *_wrong_axes(table, data)]
    fields = {**_inherited(data, table), **_fields(table, MATRIX_KEYS)}
    given = {axis: _several(fields.pop(axis, None)) for axis in AXES}
    fields["name"] = _name(table, line)
    return Matrix(
        Case(line=line, file=file, wrong=tuple(wrong), **fields),
        template=given["templates"] or given["template"],
        to=given["to"],
        data=given["data"],
    )


def _wrong_axes(table: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    wrong = []
    if "name" not in table:
        wrong.append("`name` is missing")
    if not any(axis in table for axis in AXES):
        wrong.append('`to` is missing: the recipients, as in ["agents:*"]')
    wrong += [f"`{axis}` is empty: there is nothing to go over" for axis in AXES
              if table.get(axis) in ([], "")]  # fmt: skip
    wrong += _excluding(table, ("text", "template", "templates"), "keep one")
    wrong += _excluding(table, ("to", "values", "data"), "values have one origin")
    if not any(key in {**data, **table} for key in ("text", "template", "templates")):
        wrong.append("there is neither `text` nor `templates`, in the matrix or at the file's top")
    return wrong


def _excluding(table: Mapping[str, Any], keys: tuple[str, ...], why: str) -> list[str]:
    given = [f"`{key}`" for key in keys if key in table]
    return [f"{' and '.join(given)} exclude each other: {why}"] if len(given) > 1 else []


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _name(table: Mapping[str, Any], line: int) -> str:
    """The name in one line; a case that has none goes by its line."""
    name = table.get("name")
    return " ".join(name.split()) if isinstance(name, str) and name.strip() else f"line {line}"


def _inherited(data: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """What the file says for all cases; a case that names a template of its own needs none."""
    own = any(key in table for key in ("text", "template", "templates"))
    return {} if own else {key: data[key] for key in ("text", "template") if key in data}


def _fields(table: Mapping[str, Any], kinds: Mapping[str, Complaint]) -> dict[str, Any]:
    """The keys of a table that are as they should be; lists become tuples."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
        if key in kinds and kinds[key](value) is None
    }


def _wrong_together(table: Mapping[str, Any], data: Mapping[str, Any]) -> list[str]:
    """Keys that are missing, or that exclude each other."""
    wrong = []
    if "name" not in table:
        wrong.append("`name` is missing")
    own = [key for key in ("text", "template") if key in table]
    if len(own) > 1:
        wrong.append("both `text` and `template` are given; keep one")
    if not own and "text" not in data and "template" not in data:
        wrong.append("there is neither `text` nor `template`, in the case or at the file's top")
    return wrong + _excluding(table, ("to", "values", "data"), "values have one origin")


def shown(file: Path) -> str:
    """A path as short as it can be told from the current folder."""
    return source_file(file, Path.cwd()).label
