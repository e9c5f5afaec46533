"""The messages of a project: files that differ only in their channel are parts of one."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import channel_of
from relvars.config import Project, channel_for, database_for, recipient_for
from relvars.config.template_files import excluded
from relvars.errors import DataError
from relvars.linter.files import Read, read_file, template_files
from relvars.linter.grouping import part_of
from relvars.values import Recipient

# The order in which the parts of a message are shown.
KINDS = ("subject", "html", "amp", "text", "sms", "push")


class Part(NamedTuple):
    """A file of a message; `path` is from the project's root on, `kind` its channel."""

    path: str
    file: Path
    kind: str


class Message(NamedTuple):
    """The parts of a message in one language; `id` is their path without endings.

    `database` is whose profiles receive it, `to` for whom it is shown when nobody is chosen.
    """

    id: str
    name: str
    folder: str
    parts: tuple[Part, ...]
    database: str = ""
    to: Recipient | None = None


def messages(project: Project) -> dict[str, Message]:
    """All messages by their ids, in the order of the tree."""
    found: dict[str, list[Part]] = {}
    for part in _parts(project):
        found.setdefault(_id(part.path), []).append(part)
    return {name: _message(project, name, found[name]) for name in sorted(found)}


def _parts(project: Project) -> Iterator[Part]:
    if not project.templates.is_dir():
        return
    for name in template_files([str(project.templates)], excluded(project)):
        if isinstance(name, str) and is_inside(project, name):
            path = os.path.relpath(name, project.root).replace(os.sep, "/")
            yield Part(path, Path(name), channel_for(project, name) or channel_of(path))


def is_inside(project: Project, name: str | Path) -> bool:
    """Whether a file, links followed, is of the project."""
    real = os.path.realpath(name)
    return any(
        os.path.commonpath((real, folder)) == folder
        for folder in (os.path.realpath(project.root), os.path.realpath(project.templates))
    )


def _id(path: str) -> str:
    taken = part_of(path)
    name = f"{taken.base}.{taken.locale}" if taken.locale else taken.base
    return f"{taken.folder}/{name}" if taken.folder else name


def _message(project: Project, name: str, parts: list[Part]) -> Message:
    folder, _, last = name.rpartition("/")
    ordered = tuple(sorted(parts, key=lambda one: KINDS.index(one.kind)))
    if not project.rules:  # else each asks which of them fit, which takes its time
        return Message(name, last, folder, ordered, project.database, project.recipient)
    file = ordered[0].file
    database, to = database_for(project, file), recipient_for(project, file)
    return Message(name, last, folder, ordered, database, to)


def read_part(project: Project, part: Part) -> str:
    """The text of a part as it stands on disk now.

    Raises:
        DataError: when it cannot be read, or has become a link out of the project.
    """
    if not is_inside(project, part.file):
        raise DataError(f"{part.path} leads out of the project")
    if part.file.exists() and not part.file.is_file():
        raise DataError(f"{part.path} is no file: reading it might never end")
    read = read_file(str(part.file))
    if isinstance(read, Read):
        return read.text
    raise DataError(f"{part.path} {read.why}")
