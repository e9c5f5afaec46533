"""Listening: a socket, uvicorn on it, and word of the address once it answers."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from relvars.emulator.faults import CLOSE
from relvars.emulator.guard import is_loopback
from relvars.errors import ConfigError, SourceError


class _Protocol(H11Protocol):
    """uvicorn's protocol, which lets an application close the connection without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app = _closing(self.app, transport.close)


def _closing(app: ASGIApp, close: Callable[[], None]) -> ASGIApp:
    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        extensions = {**scope.get("extensions", {}), CLOSE: close}
        await app({**scope, "extensions": extensions}, receive, send)

    return call


def listen(host: str, port: int, *, allow_remote: bool) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        ConfigError: for a host that is not this computer, unless others are allowed, or no port.
        SourceError: if the address cannot be had.
    """
    if not allow_remote and not is_loopback(host):
        raise ConfigError(
            f"{host} can be reached from other computers, and the emulator has no access control"
            " to speak of: add --allow-remote to listen there"
        )
    if port not in range(65536):  # the system's own look-up would wrap it round
        raise ConfigError(f"--port must be 0 to 65535, not {port}")
    name = host.strip("[]")
    try:
        return _bound(name, port)
    except OSError as error:
        raise SourceError(
            f"{shown_address(name, port)} cannot be listened on: {error.strerror or error};"
            " --port 0 takes any free port"
        ) from None


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except BaseException:
        listening.close()
        raise
    return listening


def shown_address(host: str, port: int) -> str:
    """An address as it stands in a URL."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def address_of(listening: socket.socket) -> str:
    """The URL at which a socket is reached."""
    host, port = listening.getsockname()[:2]
    return shown_address(host, port)


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> bool:
    """Serve until the process is told to stop; `ready` is called once requests are answered.

    Gives False if the application could not start.
    """
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    with listening:
        asyncio.run(_serve(server, listening, ready))
    return server.started


async def _serve(
    server: uvicorn.Server, listening: socket.socket, ready: Callable[[], None]
) -> None:
    serving = asyncio.ensure_future(_until_told(server, listening))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if server.started:
        ready()
    await serving


async def _until_told(server: uvicorn.Server, listening: socket.socket) -> None:
    with suppress(SystemExit):  # uvicorn ends the process where an application cannot start
        await server.serve(sockets=[listening])
