"""One call of the platform: at its turn, tried again where that does no harm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, TypeVar

from relvars.errors import SourceError
from relvars.sources.api.answers import AnswerError, Call, read_answer
from relvars.sources.api.pace import Pace, hold, pause, wait_turn
from relvars.sources.api.shapes import Shape
from relvars.sources.api.token import Token
from relvars.sources.api.transport import Request, Response, Transport, TransportError
from relvars.values import Value

S = TypeVar("S", bound=Shape)

# Nobody waits longer than this because an answer says so, in seconds.
_PATIENCE = 120.0


class Again(NamedTuple):
    """How often a call may be sent again: when it cannot have arrived, and when it may have."""

    unsent: int
    sent: int


READ = Again(4, 4)
SAME = Again(4, 1)  # doing it twice leaves the same state
ADDS = Again(4, 0)  # doing it twice would count twice


@dataclass(frozen=True)
class Client:
    """The platform at a host; the token is here only to be kept out of messages."""

    host: str
    transport: Transport = field(repr=False)
    pace: Pace = field(repr=False)
    token: Token = field(repr=False)


def call(
    client: Client, path: str, body: Mapping[str, Value], shape: type[S], *, again: Again = READ
) -> S:
    """Make a call and read its answer.

    Raises:
        SourceError: when no good answer comes; AnswerError, which is one, for an answer that is
            an error, with the platform's number and text.
    """
    tried = 0
    while True:
        wait_turn(client.pace)
        try:
            response = client.transport.send(Request(path, body))
            return read_answer(Call(client.host, path, client.token), response, shape)
        except TransportError as error:
            tried += 1
            if tried > (again.sent if error.sent else again.unsent):
                raise _gave_up(client, path, error, tried) from None
            client.pace.clock.sleep(pause(client.pace, tried - 1))
        except AnswerError as error:
            tried += 1
            if not _passing(error) or tried > again.sent:
                raise
            _stand_back(client, error, response, tried)


def _gave_up(client: Client, path: str, error: TransportError, tried: int) -> SourceError:
    times = f" (tried {tried} times)" if tried > 1 else ""
    return SourceError(f"{client.host}: {path}: {error}{times}")


def _passing(error: AnswerError) -> bool:
    """Whether the trouble may be over soon; the number in the body counts like an HTTP status."""
    return any(number == 429 or 500 <= number < 600 for number in (error.status, error.code))


def _stand_back(client: Client, error: AnswerError, response: Response, tried: int) -> None:
    asked = _retry_after(response)
    if asked is not None and asked > _PATIENCE:
        raise SourceError(f"{error}; it asks to come back in {asked:.0f} seconds") from None
    if asked is not None or 429 in (error.status, error.code):
        hold(client.pace, max(asked or 0, pause(client.pace, tried - 1)))
    else:
        client.pace.clock.sleep(pause(client.pace, tried - 1))


def _retry_after(response: Response) -> float | None:
    """What the header says, in seconds from now; None if it says nothing that can be read."""
    written = response.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
