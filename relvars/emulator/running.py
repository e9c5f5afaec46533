"""An emulator for a project: what it serves, from where, and running it."""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from starlette.types import ASGIApp

from relvars.catalog import catalog, channel_of
from relvars.config import Project, channel_for, find_project, load_project
from relvars.emulator.app import Options, application
from relvars.emulator.assumed import assumed as assumed_from
from relvars.emulator.faults import parse_faults
from relvars.emulator.server import address_of, listen, serve
from relvars.emulator.template_shelf import Shelf, shelf_of
from relvars.errors import ConfigError
from relvars.store import PROJECT_STORE, Store, make_store_folder, open_store

TOKEN = "ALTCRAFT_TOKEN"  # noqa: S105 the name of a variable


class Emulator(NamedTuple):
    """An emulator that is about to serve at `address`, a URL."""

    app: ASGIApp
    listening: socket.socket
    address: str


class Wanted(NamedTuple):
    """What the command line asks for; `store` is None for the project's own."""

    project: str = "."
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    faults: str = ""
    assumed: Sequence[str] = ()
    allow_remote: bool = False


def prepare(wanted: Wanted) -> Emulator:
    """An emulator for the project of a folder, or for a store that has its own schema.

    Raises:
        ConfigError: for a wrong argument or project.
        SourceError: if the store cannot be opened, or the address cannot be had.
    """
    options = Options(
        token=os.environ.get(TOKEN, ""),
        assumed=assumed_from(wanted.assumed),
        faults=parse_faults(wanted.faults) if wanted.faults else None,
        allow_remote=wanted.allow_remote,
    )
    project = _project(wanted.project, wanted.store)
    open_it = _opener(project, wanted.store)
    open_it().close()  # a store that cannot be opened is told of before anything listens
    app = application(open_it, _shelf(project) if project else Shelf(), options)
    listening = listen(wanted.host, wanted.port, allow_remote=wanted.allow_remote)
    return Emulator(app, listening, address_of(listening))


def run(emulator: Emulator, ready: Callable[[], None]) -> bool:
    """Serve until told to stop; False if it could not start. `ready` is called once it answers."""
    return serve(emulator.app, emulator.listening, ready)


def _project(folder: str, store: str | None) -> Project | None:
    """The project; None where there is none and a store stands in for it."""
    if not Path(folder).exists():
        raise ConfigError(f"there is no folder {folder}")
    return None if store and find_project(folder) is None else load_project(folder)


def _opener(project: Project | None, store: str | None) -> Callable[[], Store]:
    if project is None:
        return lambda: open_store(store or "", create=False)
    if store is None:
        path = project.root / PROJECT_STORE
        make_store_folder(path.parent)
        return lambda: open_store(path, project.schema)
    return lambda: open_store(store, project.schema)


def _shelf(project: Project) -> Shelf:
    """The project's templates: files of one name and several channels are one of them."""
    files = [one for one in sorted(project.templates.rglob("*")) if one.is_file()]
    parts = [part for file in files if (part := _part(project, file))]
    return shelf_of(parts, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _part(project: Project, file: Path) -> tuple[str, str, str] | None:
    """The name of a file's message, its channel and its text; None where it has none of them."""
    channel = channel_for(project, file) or channel_of(file.name)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return (_message(project, file), channel, text) if channel else None


def _message(project: Project, file: Path) -> str:
    name = file.relative_to(project.templates).as_posix()
    ending = next((one for one in catalog().channels if name.lower().endswith(one)), "")
    return name.removesuffix(name[len(name) - len(ending) :]) if ending else name
