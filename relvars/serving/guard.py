"""Who asks and how much: hosts that are this computer, tidied paths, bodies with a limit."""

import ipaddress
import re
from urllib.parse import urlsplit

from starlette.requests import Request

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


def host_of(url: str) -> str:
    """The host that a URL names; "" where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def tidy(path: str) -> str:
    """A path without doubled slashes and without one at its end."""
    return re.sub("/+", "/", path).rstrip("/") or "/"


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
