"""What stands before the calls: only this computer asks, and paths are tidied."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from relvars.serving.guard import host_of, is_loopback, tidy


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


def _foreign(headers: Headers) -> str:
    if not is_loopback(host_of(f"//{headers.get('host', '')}")):
        return "this emulator answers to localhost only; see --allow-remote"
    origin = headers.get("origin")
    if origin is not None and not is_loopback(host_of(origin)):
        return "this emulator takes nothing from pages of other sites; see --allow-remote"
    return ""
