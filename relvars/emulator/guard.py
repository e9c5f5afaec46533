"""What stands before the calls: only this computer asks, paths are tidied, bodies have a limit."""

import ipaddress
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

BODY_LIMIT = 10_000_000
# So much of a body that is too long is still read, without keeping it: a client that is writing
# would otherwise see a broken connection instead of the answer.
_PATIENCE = 100_000_000


class TooLongError(Exception):
    """A body is over the limit."""


def is_loopback(host: str) -> bool:
    """Whether a host's name or address can only be this computer."""
    name = host.strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def guarded(app: ASGIApp, *, allow_remote: bool) -> ASGIApp:
    """The application behind the guard.

    Without `allow_remote` it refuses requests that a page of some other site makes a browser send
    here: their Origin, or the name by which they came, is not this computer.
    """

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if not allow_remote and (reason := _foreign(Headers(scope=scope))):
                await PlainTextResponse(f"{reason}\n", 403)(scope, receive, send)
                return
            scope = {**scope, "path": tidy(scope["path"])}
        await app(scope, receive, send)

    return call


def tidy(path: str) -> str:
    """A path without doubled slashes and without one at its end."""
    return re.sub("/+", "/", path).rstrip("/") or "/"


def _foreign(headers: Headers) -> str:
    if not is_loopback(_host(f"//{headers.get('host', '')}")):
        return "this emulator answers to localhost only; see --allow-remote"
    origin = headers.get("origin")
    if origin is not None and not is_loopback(_host(origin)):
        return "this emulator takes nothing from pages of other sites; see --allow-remote"
    return ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


async def limited_body(request: Request) -> bytes:
    """A request's body.

    Raises:
        TooLongError: if it is over the limit.
        starlette.requests.ClientDisconnect: if the client went away.
    """
    said = request.headers.get("content-length", "")
    if len(said) > 15 or (said.isdigit() and int(said) > _PATIENCE):
        raise TooLongError
    kept, length = [], 0
    async for piece in request.stream():
        length += len(piece)
        if length <= BODY_LIMIT:
            kept.append(piece)
        elif length > _PATIENCE:
            break
    if length > BODY_LIMIT:
        raise TooLongError
    return b"".join(kept)
