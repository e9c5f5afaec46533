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

PORT = 8025
_BESIDE = 2  # the port between is the emulator's
_STEP = 4  # from the ports of one preview to those of another
_RARELY = 100_000, 5, 10
_RISK = "whoever asks sees your templates and the data of your recipients"
_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - looked for, not listened on


class Wanted(NamedTuple):
    """What the command line asks for; without a port it is 8025, or another where that is taken."""

    folder: str = "."
    host: str = "127.0.0.1"
    port: int | None = None
    allow_remote: bool = False
    smtp: str = ""
    allow_remote_smtp: bool = False


class Preview(NamedTuple):
    """A preview that is about to serve at `address`, a URL; messages come from a second socket.

    `instead` says which address was taken already, if it was.
    """

    app: ASGIApp
    sockets: tuple[socket.socket, socket.socket]
    address: str
    state: State
    instead: str = ""


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
    page = _page(wanted)
    try:
        frame = _beside(page, wanted)
    except BaseException:
        page.close()
        raise
    gate = _gate(page, frame, wanted, state.token)
    instead = ""
    if wanted.port is None and page.getsockname()[1] != PORT:
        instead = shown_address(wanted.host.strip("[]"), PORT)
    return Preview(application(state, gate), (page, frame), _address(page), state, instead)


def run(preview: Preview, ready: Callable[[], None]) -> bool:
    """Serve until told to stop; False if it could not start. `ready` is called once it answers."""
    # What is loaded now stays, and a message is made of many small things: looking through them
    # again and again costs time. The linter's thread does it when nobody waits.
    gc.freeze()
    gc.set_threshold(*_RARELY)
    return serve(preview.app, preview.sockets, ready, lambda: end(preview.state.feed))


def _page(wanted: Wanted) -> socket.socket:
    """The socket of the page, on the port that was asked for, or the first that is free."""
    ports = range(PORT, PORT + 10 * _STEP, _STEP) if wanted.port is None else (wanted.port,)
    first: SourceError | None = None
    for port in ports:
        try:
            return listen(wanted.host, port, allow_remote=wanted.allow_remote, risk=_RISK)
        except SourceError as error:
            first = first or error
    assert first is not None  # noqa: S101 - there is a port, and it was not to be had
    raise first


def _beside(page: socket.socket, wanted: Wanted) -> socket.socket:
    """A second socket, on the port after the next where that is free."""
    number = page.getsockname()[1] + _BESIDE
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
