"""What stands before the page: only this computer's own pages ask, and only what they may."""

import hmac
import ipaddress
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OWN = ("", "same-origin", "none")
_SHARED: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Gate(NamedTuple):
    """Who is let in: the ports of both sites, the hosts they go by, and the token of this run."""

    page: int
    frame: int
    hosts: frozenset[str]
    token: str
    remote: bool = False


def is_frame(gate: Gate, scope: Scope) -> bool:
    """Whether a request came to the site that shows messages."""
    server = scope.get("server") or ("", 0)
    return int(server[1] or 0) == gate.frame


def origins(gate: Gate, host: str) -> tuple[str, str]:
    """The origins of the page and of the frame, by the name under which one was asked for."""
    name = host.rpartition(":")[0]
    return f"http://{name}:{gate.page}", f"http://{name}:{gate.frame}"


def guarded(app: ASGIApp, gate: Gate) -> ASGIApp:
    """The application behind the guard."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        refused = _refused(gate, scope, Headers(scope=scope))
        if refused:
            status, sentence = refused
            answer = JSONResponse({"version": 1, "error": sentence}, status)
            await answer(scope, receive, _with_headers(send, _SHARED.items()))
            return
        host = Headers(scope=scope).get("host", "")
        headers = [*_SHARED.items(), *_of_site(gate, scope, host)]
        await app(scope, receive, _with_headers(send, headers))

    return call


def _refused(gate: Gate, scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """The status and the sentence for a request that is not to be answered."""
    frame, host = is_frame(gate, scope), headers.get("host", "")
    if not _is_ours(gate, host, gate.frame if frame else gate.page):
        return 403, "The preview answers to the address that it printed, and to no other name."
    own = origins(gate, host)[1 if frame else 0]
    if headers.get("origin", own) != own:
        return 403, "The preview takes nothing from pages of other sites."
    if not _may_fetch(scope["path"], headers, frame=frame):
        return 403, "The preview gives nothing to pages of other sites."
    if scope["method"] in ("GET", "HEAD"):
        return None
    if scope["method"] != "POST" or frame:
        return 405, "Only GET and POST are answered."
    return _unwelcome(gate, headers)


def _unwelcome(gate: Gate, headers: Headers) -> tuple[int, str] | None:
    """The same for what may write: it knows the token, which no other site can read."""
    if not hmac.compare_digest(headers.get("x-relvars-token", "").encode(), gate.token.encode()):
        return 403, "The token is not that of this run; load the page anew."
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return 415, "The body must be JSON and say so: Content-Type: application/json."
    return None


def _is_ours(gate: Gate, host: str, port: int) -> bool:
    try:
        found = urlsplit(f"//{host}")
        name, asked = found.hostname or "", found.port or 80
    except ValueError:
        return False
    if asked != port or found.netloc != host or "@" in host:
        return False
    return name in gate.hosts or (gate.remote and _is_address(name))


def _is_address(name: str) -> bool:
    """Whether it is an address and no name: a name could be made to lead anywhere."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return "%" not in name  # what follows it may be anything, and this is echoed in policies


def _may_fetch(path: str, headers: Headers, *, frame: bool) -> bool:
    """Whether a browser's own word on who asks lets this be answered; programs say nothing."""
    site = headers.get("sec-fetch-site", "")
    if site in _OWN:
        return True
    if frame:  # the page shows the frame, from another port of the same host
        return site == "same-site"
    followed = headers.get("sec-fetch-mode") == "navigate"
    alone = headers.get("sec-fetch-dest", "document") == "document"
    return followed and alone and (path == "/" or path.startswith("/render/"))


def _of_site(gate: Gate, scope: Scope, host: str) -> Iterable[tuple[str, str]]:
    page, frame = origins(gate, host)
    if is_frame(gate, scope):
        remote = b"images=1" in scope.get("query_string", b"").split(b"&")
        images = "data: https: http:" if remote else "data:"
        yield (
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            f" img-src {images}; frame-src 'self'; base-uri 'none'; form-action 'none';"
            f" frame-ancestors {page}",
        )
        yield "Cross-Origin-Resource-Policy", "same-site"
        return
    yield (
        "Content-Security-Policy",
        f"default-src 'self'; img-src 'self' data:; frame-src {frame}; object-src 'none';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    yield "X-Frame-Options", "DENY"
    yield "Cross-Origin-Resource-Policy", "same-origin"


def _with_headers(send: Send, headers: Iterable[tuple[str, str]]) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = MutableHeaders(scope=message)
            for name, value in headers:
                if name not in found:
                    found[name] = value
        await send(message)

    return told
