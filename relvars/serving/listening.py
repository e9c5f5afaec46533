"""Listening: sockets, uvicorn on them, and word of it once they answer."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from relvars.errors import ConfigError, SourceError
from relvars.serving.guard import is_loopback

_ALLOW = "add --allow-remote to listen there"


def listen(host: str, port: int, *, allow_remote: bool, risk: str = "") -> socket.socket:
    """A socket that listens; port 0 takes a free one. `risk` is what letting others in means.

    Raises:
        ConfigError: for a host that is not this computer, unless others are allowed, or no port.
        SourceError: if the address cannot be had.
    """
    if not allow_remote and not is_loopback(host):
        reason = f", and {risk}" if risk else ""
        raise ConfigError(f"{host} can be reached from other computers{reason}: {_ALLOW}")
    if port not in range(65536):  # the system's own look-up would wrap it round
        raise ConfigError(f"--port must be 0 to 65535, not {port}")
    name = host.strip("[]")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        address = str(found[4][0])
        if not allow_remote and not is_loopback(address):
            raise ConfigError(f"{host} is {address}, which other computers reach: {_ALLOW}")
        return _bound(found)
    except UnicodeError:
        raise ConfigError(f"{name!r} cannot be the name of a computer") from None
    except socket.gaierror as error:
        raise SourceError(f"{host} is not known here: {error.strerror}") from None
    except OSError as error:
        raise SourceError(
            f"{shown_address(name, port)} cannot be listened on: {error.strerror or error};"
            " --port 0 takes any free port"
        ) from None


def _bound(found: tuple[Any, ...]) -> socket.socket:
    family, kind, protocol, _, address = found
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


def serve(
    app: ASGIApp,
    sockets: Sequence[socket.socket],
    ready: Callable[[], None],
    ending: Callable[[], None] = lambda: None,
    http: Any = "h11",
) -> bool:
    """Serve until the process is told to stop; `ready` is called once requests are answered.

    `ending` is called before open answers are waited for, so that endless ones can end; `http` is
    uvicorn's setting. Gives False if the application could not start.
    """
    config = uvicorn.Config(
        app,
        http=http,
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
    with ExitStack() as opened:
        for one in sockets:
            opened.enter_context(one)
        asyncio.run(_serve(server, sockets, ready, ending))
    return server.started


async def _serve(
    server: uvicorn.Server,
    sockets: Sequence[socket.socket],
    ready: Callable[[], None],
    ending: Callable[[], None],
) -> None:
    _before_shutdown(server, ending)
    serving = asyncio.ensure_future(_until_told(server, sockets))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if server.started:
        ready()
    await serving


def _before_shutdown(server: uvicorn.Server, ending: Callable[[], None]) -> None:
    shutdown = server.shutdown

    async def told(sockets: list[socket.socket] | None = None) -> None:
        ending()
        await shutdown(sockets)

    server.shutdown = told  # type: ignore[method-assign]


async def _until_told(server: uvicorn.Server, sockets: Sequence[socket.socket]) -> None:
    with suppress(SystemExit):  # uvicorn ends the process where an application cannot start
        await server.serve(sockets=[*sockets])
