"""A message of the page, saved as a case: the only thing that the preview ever writes."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from relvars.cases import Case, Outcome, load_cases, snapshot_file
from relvars.cases.writing import expectation, is_writable, toml
from relvars.errors import ConfigError, DataError, RelvarsError
from relvars.preview.asking import Asked, part_of, text_of
from relvars.preview.filling import draft, fetched
from relvars.preview.messages import Part, is_inside
from relvars.preview.rendering import outputs
from relvars.preview.state import State
from relvars.preview.world import World
from relvars.snapshots import store
from relvars.snapshots.storing import encoded
from relvars.values import Value, is_list, is_object

_ENDING = ".case.toml"
_FOLDER = "tests"
_LONGEST = 200  # characters of a name


class Saved(NamedTuple):
    """Where a case was written."""

    file: str
    line: int
    text: str


def save_case(state: State, world: World, asked: Asked, body: Mapping[str, Value]) -> Saved:
    """Add a case to the file of its message, with what the message is now as what it must be.

    Raises:
        ConfigError: for what cannot be written as a case, or a case file that is wrong already.
        SourceError: when it cannot be written.
    """
    part = _part(asked, body)
    message = outputs(state, world, asked, [part])[part.path]
    file, wanted = _file(world, asked), _name(body, part)
    rows = {"template": part.path, **_values(state, world, asked, part), **expectation(message)}
    with state.lock:  # two cases saved at once are both kept
        text, line = _added(file, wanted, rows, message)
    return Saved(file.relative_to(world.project.root).as_posix(), line, text)


def _added(file: Path, wanted: str, rows: Mapping[str, Value], message: str) -> tuple[str, int]:
    """Add a case to a file; gives its text and its line."""
    before = _before(file)
    name = _free_name(file, wanted, before)
    text = _case({"name": name, **rows})
    after = f"{before.rstrip()}\n\n{text}" if before.strip() else text
    if not _is_toml(after):
        raise ConfigError(f"{file.name} is not written in [[case]] tables: add the case by hand.")
    if "snapshot" in rows:
        case = Case(name, 1, file, template=str(rows["template"]))
        store(snapshot_file(Outcome(case, (), output=message)), encoded(message))
    _write(file, after)
    return text, after.removesuffix(text).count("\n") + 1


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


def _part(asked: Asked, body: Mapping[str, Value]) -> Part:
    path = text_of(body, "part")
    return part_of(asked.message, path) if path else asked.message.parts[0]


def _name(body: Mapping[str, Value], part: Part) -> str:
    name = " ".join(text_of(body, "name").split())[:_LONGEST]
    if not name.isprintable() or not is_writable(name):
        raise ConfigError("The name of a case is a text that can be printed.")
    return name or f"{part.kind} as previewed"


def _file(world: World, asked: Asked) -> Path:
    """`tests/<message>.case.toml`, where the message is known by its place among the templates."""
    root = world.project.root
    templates = os.path.relpath(world.project.templates, root).replace(os.sep, "/")
    name = asked.message.id.removeprefix(f"{templates}/")
    file = root / _FOLDER / f"{name}{_ENDING}"
    if ".." in Path(name).parts or not is_inside(world.project, file):
        raise ConfigError(f"{_FOLDER}/{name}{_ENDING} leads out of the project.")
    return file


def _before(file: Path) -> str:
    """The text of a case file, "" where there is none; it must be right, or nothing is added."""
    if not file.exists():
        return ""
    load_cases(file)
    return file.read_bytes().decode("utf-8-sig")


def _free_name(file: Path, name: str, before: str) -> str:
    """The name, with a number behind it where another case has it."""
    taken = {one.name for one in load_cases(file).cases} if before else set()
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _case(rows: Mapping[str, Value]) -> str:
    return "".join(["[[case]]\n", *(f"{key} = {toml(one)}\n" for key, one in rows.items())])


def _values(state: State, world: World, asked: Asked, part: Part) -> dict[str, Value]:
    """`to` and `set` where they can say it, else `values`."""
    paths = {".".join(one.path): _plain(one.value) for one in asked.overrides}
    listed = any(segment.isdecimal() for one in asked.overrides for segment in one.path)
    if asked.values is None and asked.to is not None and not listed:
        whole = all(is_writable(value) for value in paths.values())
        if whole and not any(is_object(value) for value in paths.values()):
            return {"to": str(asked.to), **({"set": paths} if paths else {})}
    values = _plain(fetched(state, world, [draft(state, world, part)], asked).values)
    if not is_writable(values):
        raise ConfigError("A case file cannot hold these values: a list in them has a null.")
    return {"values": values}


def _plain(value: Value) -> Any:
    """The value without nulls in objects: a missing field is the same."""
    if is_object(value):
        return {name: _plain(one) for name, one in value.items() if one is not None}
    return [_plain(one) for one in value] if is_list(value) else value


def _write(file: Path, text: str) -> None:
    try:
        store(file, text.encode())
    except UnicodeEncodeError:
        raise DataError("The case holds half of a surrogate pair; no file can keep it.") from None
    except RelvarsError as error:
        raise type(error)(str(error).replace("the snapshot ", "the case file ")) from None
