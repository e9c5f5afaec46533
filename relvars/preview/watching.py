"""Files of the project that change: seen at once, taken in when they have settled."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import awatch

from relvars.preview.checking import ask
from relvars.preview.state import State, take_in
from relvars.preview.world import World, data_place

# The system tells of changes; these say how long to wait for more of the same save.
_STEP, _DEBOUNCE = 10, 60  # milliseconds
_SETTLING = 0.04  # seconds for a file that an editor has moved away to come back
_SKIPPED = {".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__", ".relvars_cache"}


async def watch(state: State) -> None:
    """Take in changes until cancelled."""
    while True:
        folders = watched(state.world)
        async for changes in awatch(
            *folders,
            watch_filter=None,
            debounce=_DEBOUNCE,
            step=_STEP,
            recursive=False,
            ignore_permission_denied=True,
            raise_interrupt=False,
        ):
            paths = {path for _, path in changes}
            await _settled(paths)
            await asyncio.to_thread(_taken, state, paths)
            if watched(state.world) != folders:
                await asyncio.to_thread(_taken, state, _new(folders, watched(state.world)))
                break


def _taken(state: State, paths: set[str]) -> None:
    change = take_in(state, paths)
    if change is not None:
        ids = change.messages if not change.project else tuple(state.world.messages)
        ask(state.checks, ids, first=not change.project)


async def _settled(paths: Iterable[str]) -> None:
    if any(not os.path.lexists(path) for path in paths):
        await asyncio.sleep(_SETTLING)


def watched(world: World) -> tuple[str, ...]:
    """The folders whose files matter: that of relvars.toml, and all of templates and data."""
    project, data = world.project, data_place(world.project)
    found = {str(project.root), *_tree(project.templates)}
    if data is not None:
        found |= set(_tree(data)) if data.is_dir() else {str(data.parent)}
    return tuple(sorted(one for one in found if os.path.isdir(one)))


def _tree(folder: Path) -> Iterable[str]:
    for name, folders, _ in os.walk(folder):
        folders[:] = [one for one in folders if one not in _SKIPPED]
        yield name


def _new(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """The files of folders that were not watched when they were written."""
    found = set()
    for folder in set(after) - set(before):
        with suppress(OSError):
            found |= {entry.path for entry in os.scandir(folder)}
    return found
