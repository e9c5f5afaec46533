"""The emulator's socket and server, which may close a connection without an answer."""

import asyncio
import socket
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from relvars.emulator.faults import CLOSE
from relvars.serving import listening as sockets
from relvars.serving.listening import address_of, shown_address

__all__ = ["address_of", "listen", "serve", "shown_address"]

_RISK = "the emulator has no access control to speak of"


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
    """A socket that listens; raises as `relvars.serving.listening.listen`."""
    return sockets.listen(host, port, allow_remote=allow_remote, risk=_RISK)


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> bool:
    """Serve until told to stop; see `relvars.serving.listening.serve`."""
    return sockets.serve(app, [listening], ready, http=_Protocol)
