"""Files of the project that change: seen at once, taken in when they have settled."""

import asyncio
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import monotonic

from watchfiles import Change, awatch

from relvars.config import FILE_NAME
from relvars.preview.checking import ask_unknown, forget
from relvars.preview.filling import let_go
from relvars.preview.state import State, take_in
from relvars.preview.world import World, data_place, is_shown
from relvars.serving.threads import in_thread

# The system tells of changes; these say how long to wait for more of the same save.
_STEP, _DEBOUNCE = 16, 60  # milliseconds
_SETTLING = 0.04  # seconds
_BEHIND = 0.15  # seconds
_AGAIN, _LONGEST = 1.0, 60.0  # seconds until what went wrong is tried again
_LATE = 0.3  # seconds after which new folders are looked at once more
_SKIPPED = {".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__", ".relvars_cache"}


async def watch(state: State) -> None:
    """Take in changes until cancelled; where the system tells of none, say so, and look at times.

    A file whose name is no text ends the watching as well; it begins anew then.
    """
    wait = _AGAIN
    while True:
        began = monotonic()
        try:
            await _watch(state)
        except Exception as error:  # the system's own limits, and what nobody foresaw
            wait = _AGAIN if monotonic() - began > _AGAIN else min(2 * wait, _LONGEST)
            if wait > _AGAIN:
                _tell(state, error)
        await asyncio.sleep(wait)
        while not state.world.project.root.is_dir():
            await asyncio.sleep(_AGAIN)
        await _taken(state, {str(state.world.project.root / FILE_NAME)})


def _tell(state: State, error: BaseException) -> None:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    sentence = f"Changes of files are not seen ({type(error).__name__}: {error})."
    if sentence != state.blind:
        state.blind = sentence
        print(f"relvars preview: {sentence}", file=sys.stderr)


async def _watch(state: State) -> None:
    """Take in changes until the project's folder is gone."""
    late: set[asyncio.Task[None]] = set()
    while folders := watched(state.world):
        async for changes in awatch(
            *folders,
            watch_filter=None,
            debounce=_DEBOUNCE,
            step=_STEP,
            recursive=False,
            ignore_permission_denied=True,
        ):
            state.blind = ""
            paths = {path for _, path in changes}
            # A folder that was there before may be another one by now, which nobody watches.
            gone = {path for kind, path in changes if kind == Change.deleted} & {*folders}
            await _settled(state.world, paths)
            await _taken(state, paths)
            if gone or (_moves_folders(paths, folders) and watched(state.world) != folders):
                late = {asyncio.create_task(_catch_up(state, {*folders} - gone))}
                break
        late = {one for one in late if not one.done()}


async def _catch_up(state: State, before: Iterable[str]) -> None:
    """Take in what was written to new folders before they were watched."""
    for wait in (0.0, _LATE):
        await asyncio.sleep(wait)
        new = await in_thread(lambda: _new(before, watched(state.world)))
        await _taken(state, new)


def _moves_folders(paths: Iterable[str], folders: Iterable[str]) -> bool:
    """Whether a folder may have come or gone, or the settings may name other ones."""
    known = set(folders)
    return any(path in known or os.path.isdir(path) or path.endswith(FILE_NAME) for path in paths)


async def _taken(state: State, paths: set[str]) -> None:
    """Take changes in; the linter looks at them once the pages have asked for what is new."""
    change = await in_thread(lambda: take_in(state, paths))
    if change is not None:
        ids = [*state.world.messages] if change.project or change.data else change.messages
        forget(state.checks, ids)
        let_go()
        first = not (change.project or change.data)
        asyncio.get_running_loop().call_later(
            _BEHIND, lambda: ask_unknown(state.checks, ids, first=first)
        )


async def _settled(world: World, paths: Iterable[str]) -> None:
    """Wait a little for files that an editor has moved away to come back."""
    if any(not os.path.lexists(path) and is_shown(world, path) for path in paths):
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
