"""What is previewed: a project as it is now, its messages, its data source."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import channel_of
from relvars.config import FILE_NAME, Project, load_project, open_project_source
from relvars.config import lint_world as linting
from relvars.errors import ConfigError, RelvarsError
from relvars.preview.messages import Message, Part, messages
from relvars.sources import Source

_DISTANT = ("https:", "http:")


class World(NamedTuple):
    """A project as it was at a revision.

    `trouble` says what is wrong with relvars.toml; the project is then the last good one. `data`
    is the revision at which the data last changed.
    """

    revision: int
    data: int
    project: Project
    trouble: str
    source: Source
    linting: linting.World
    messages: Mapping[str, Message]


class Change(NamedTuple):
    """What became different from one revision to the next: ids of messages, and more than that."""

    revision: int
    messages: tuple[str, ...]
    project: bool
    data: bool


def open_world(folder: str | Path, revision: int = 1) -> World:
    """The world of a folder's project.

    Raises:
        ConfigError: when there is no such folder or no project, or the project is wrong.
    """
    if not Path(folder).exists():  # a project above a mistyped name is not what is meant
        raise ConfigError(f"there is no folder {folder}")
    return _world(load_project(folder), revision)


def _world(project: Project, revision: int) -> World:
    return World(
        revision,
        revision,
        project,
        "",
        open_project_source(project, project.assumptions),
        linting.world_of(project),
        messages(project),
    )


def is_distant(source: Source) -> bool:
    """Whether asking the source means asking another computer."""
    return source.url.startswith(_DISTANT)


def changed(world: World, paths: Collection[str]) -> tuple[World, Change | None]:
    """The world after files have changed, and what of it is new; None when nothing is."""
    revision = world.revision + 1
    root = str(world.project.root)
    if os.path.join(root, FILE_NAME) in paths:
        return _reloaded(world, revision)
    touched = any(_is_data(world, path) for path in paths)
    ids = _touched(world.messages, paths)
    after = world._replace(revision=revision)
    listed = any(_is_listed_anew(world, path) for path in paths)
    if listed:
        after = after._replace(messages=messages(world.project))
        ids = tuple(dict.fromkeys((*ids, *_touched(after.messages, paths))))
        listed = _names(after) != _names(world)
    if touched:
        after = _with_new_data(after)
    if not (ids or listed or touched):
        return world, None
    return after, Change(revision, ids, project=listed, data=touched)


def _is_listed_anew(world: World, path: str) -> bool:
    """Whether a file or folder among the templates may have come or gone."""
    folder = str(world.project.templates)
    if _holds(path, folder):
        return True
    if not _below(path, folder):
        return False
    if not os.path.exists(path):
        return any(_below(str(one.file), path) or str(one.file) == path for one in _parts(world))
    if os.path.isdir(path) or os.path.basename(path) == ".gitignore":
        return True
    return bool(channel_of(path)) and all(str(one.file) != path for one in _parts(world))


def _parts(world: World) -> Iterator[Part]:
    return (part for one in world.messages.values() for part in one.parts)


def is_shown(world: World, path: str) -> bool:
    """Whether it is a file that the world is made of."""
    settings = str(world.project.root / FILE_NAME)
    return path == settings or any(str(one.file) == path for one in _parts(world))


def _reloaded(world: World, revision: int) -> tuple[World, Change]:
    try:
        after = _world(load_project(world.project.root / FILE_NAME), revision)
    except RelvarsError as error:
        after = world._replace(revision=revision, trouble=str(error))
    ids = tuple(dict.fromkeys((*world.messages, *after.messages)))
    return after, Change(revision, ids, project=True, data=not after.trouble)


def _with_new_data(world: World) -> World:
    """The world with a source that remembers nothing of the data as they were."""
    project = world.project
    return world._replace(
        data=world.revision,
        source=open_project_source(project, project.assumptions),
        linting=linting.world_of(project),
    )


def _names(world: World) -> list[tuple[str, ...]]:
    return [tuple(part.path for part in one.parts) for one in world.messages.values()]


def _touched(known: Mapping[str, Message], paths: Collection[str]) -> tuple[str, ...]:
    asked = set(paths)
    return tuple(
        one.id for one in known.values() if any(str(part.file) in asked for part in one.parts)
    )


def data_place(project: Project) -> Path | None:
    """The folder or file of the project's data; None where they are not on this machine."""
    scheme, _, place = project.source_url.partition(":")
    return None if f"{scheme}:" in _DISTANT else Path(os.path.abspath(project.base / place))


def _is_data(world: World, path: str) -> bool:
    place = data_place(world.project)
    if place is None:
        return False
    # A store has files beside it that hold what was written last.
    beside = (f"{place}-wal", f"{place}-journal")
    return path in beside or _holds(path, str(place)) or _below(path, str(place))


def _holds(path: str, folder: str) -> bool:
    """Whether it is that folder, or one around it."""
    return path == folder or _below(folder, path)


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
