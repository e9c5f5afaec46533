"""What carries a request to the platform and its answer back."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from relvars.errors import SourceError
from relvars.values import Value


class Request(NamedTuple):
    """A call: its path below the API's root, and its parameters without the token."""

    path: str
    body: Mapping[str, Value]


class Response(NamedTuple):
    """What came back; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Carries requests; it adds the token, so that nothing else has to hold it."""

    def send(self, request: Request) -> Response:
        """The answer, whatever its status; redirects are not followed.

        Raises:
            TransportError: if none came, or not all of it; SourceError if it is too large.
        """
        ...


class TransportError(SourceError):
    """No whole answer came; `sent` says whether the request may have reached the other side."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent
