"""The transport over HTTP, with httpx2."""

import json
from dataclasses import dataclass, field
from weakref import finalize

import httpx2

from relvars.errors import SourceError
from relvars.sources.api.token import Token
from relvars.sources.api.transport import Request, Response, TransportError
from relvars.sources.connection import TokenPlace

# The most bytes an answer may have once unpacked: a list of 100,000 links has some 20 MB.
LARGEST = 64 * 1024 * 1024
_ROOT = "/api/v1.1/"
_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
_NOT_LEFT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_KINDS = {
    httpx2.ConnectTimeout: "no connection within 10 seconds",
    httpx2.ReadTimeout: "no answer within 60 seconds",
    httpx2.WriteTimeout: "the request could not be sent within 60 seconds",
    httpx2.PoolTimeout: "all connections are busy",
    httpx2.ReadError: "the connection was lost while the answer came",
    httpx2.RemoteProtocolError: "the connection was closed before the whole answer had come",
}


@dataclass(frozen=True)
class HttpTransport:
    """Sends to an origin such as `https://panel.example`; threads may share it."""

    origin: str
    token: Token
    token_in: TokenPlace
    client: httpx2.Client = field(repr=False)

    def send(self, request: Request) -> Response:
        """The answer; see `Transport`."""
        body = dict(request.body)
        headers = {"content-type": "application/json", "accept": "application/json"}
        if self.token_in == "body":  # noqa: S105 - a place
            body["token"] = self.token.value
        else:
            headers["authorization"] = f"Bearer {self.token.value}"
        url = f"{self.origin}{_ROOT}{request.path}"
        try:
            with self.client.stream(
                "POST", url, content=json.dumps(body).encode(), headers=headers
            ) as answer:
                names = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status_code, names, _body(answer))
        except httpx2.TransportError as error:
            raise TransportError(_said(error), sent=not isinstance(error, _NOT_LEFT)) from None
        except httpx2.DecodingError:
            raise TransportError("the answer's compression is broken", sent=True) from None


def open_http(origin: str, token: Token, token_in: TokenPlace, *, local: bool) -> HttpTransport:
    """The transport to an origin; `local` ones are reached without any proxy."""
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64)
    client = httpx2.Client(
        timeout=_TIMEOUT, limits=limits, follow_redirects=False, trust_env=not local
    )
    transport = HttpTransport(origin, token, token_in, client)
    # A source has no end of its own: its connections close when nobody holds it any more.
    finalize(transport, client.close)
    return transport


def _body(answer: httpx2.Response) -> bytes:
    chunks, size = [], 0
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > LARGEST:
            raise SourceError(
                f"{answer.request.url.host}: {answer.request.url.path.removeprefix(_ROOT)}:"
                f" the answer is larger than {LARGEST // 1024 // 1024} MB"
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _said(error: httpx2.TransportError) -> str:
    """What went wrong; the library's own words only where they cannot quote the request."""
    known = _KINDS.get(type(error))
    if known:
        return known
    if isinstance(error, _NOT_LEFT):
        return f"it cannot be reached: {error}"
    return f"the connection failed ({type(error).__name__})"
