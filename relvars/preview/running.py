"""A preview of a project: what it shows, where it listens, and running it."""

import gc
import secrets
import socket
from collections.abc import Callable
from typing import NamedTuple

from starlette.types import ASGIApp

from relvars.errors import ConfigError, SourceError
from relvars.preview.app import application
from relvars.preview.events import end
from relvars.preview.guard import Gate
from relvars.preview.mailing import server
from relvars.preview.state import State
from relvars.preview.world import open_world
from relvars.serving.guard import is_loopback
from relvars.serving.listening import address_of, listen, serve, shown_address

_RISK = "whoever asks sees your templates and the data of your recipients"
_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - looked for, not listened on


class Wanted(NamedTuple):
    """What the command line asks for."""

    folder: str = "."
    host: str = "127.0.0.1"
    port: int = 8025
    allow_remote: bool = False
    smtp: str = ""
    allow_remote_smtp: bool = False


class Preview(NamedTuple):
    """A preview that is about to serve at `address`, a URL; messages come from a second socket."""

    app: ASGIApp
    sockets: tuple[socket.socket, socket.socket]
    address: str
    state: State


def prepare(wanted: Wanted) -> Preview:
    """A preview of a folder's project.

    Raises:
        ConfigError: for a wrong argument or project.
        SourceError: if the address cannot be had.
    """
    state = State(
        open_world(wanted.folder),
        run=secrets.token_hex(4),
        token=secrets.token_urlsafe(32),
        smtp=wanted.smtp,
        remote_smtp=wanted.allow_remote_smtp,
    )
    if wanted.smtp:
        server(state, wanted.smtp)
    page = listen(wanted.host, wanted.port, allow_remote=wanted.allow_remote, risk=_RISK)
    try:
        frame = _beside(page, wanted)
    except BaseException:
        page.close()
        raise
    gate = _gate(page, frame, wanted, state.token)
    return Preview(application(state, gate), (page, frame), _address(page), state)


def run(preview: Preview, ready: Callable[[], None]) -> bool:
    """Serve until told to stop; False if it could not start. `ready` is called once it answers."""
    gc.freeze()  # what is loaded now stays; looking through it again and again costs time
    return serve(preview.app, preview.sockets, ready, lambda: end(preview.state.feed))


def _beside(page: socket.socket, wanted: Wanted) -> socket.socket:
    """A second socket, on the next port where that is free."""
    number = page.getsockname()[1] + 1
    try:
        return listen(wanted.host, number, allow_remote=wanted.allow_remote)
    except (ConfigError, SourceError):
        return listen(wanted.host, 0, allow_remote=wanted.allow_remote)


def _gate(page: socket.socket, frame: socket.socket, wanted: Wanted, token: str) -> Gate:
    named = {wanted.host.strip("[]").lower(), page.getsockname()[0], "localhost"}
    if not is_loopback(wanted.host):
        named |= {socket.gethostname().lower(), "127.0.0.1", "::1"}
    hosts = frozenset(named - set(_ANYWHERE))
    ports = page.getsockname()[1], frame.getsockname()[1]
    return Gate(*ports, hosts, token, wanted.allow_remote)


def _address(page: socket.socket) -> str:
    """Where a browser on this computer finds it."""
    host, port = page.getsockname()[:2]
    return shown_address("127.0.0.1", port) if host in _ANYWHERE else address_of(page)
