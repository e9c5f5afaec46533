"""Answers to records, or to errors that say what came."""

import re
from http import HTTPStatus
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError

from relvars.errors import DataError, SourceError
from relvars.sources.api.shapes import Envelope, Shape
from relvars.sources.api.token import Token, hidden
from relvars.sources.api.transport import Response
from relvars.values import NotAValueError, Value, load_json

S = TypeVar("S", bound=Shape)

_SHOWN = 120
_BLANKS = re.compile(r"\s+")
_HTML = re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE)


class Call(NamedTuple):
    """Which call an answer belongs to."""

    host: str
    path: str
    token: Token


class AnswerError(SourceError):
    """The answer is no good; `code` is the platform's own number, 0 where it gave none."""

    def __init__(self, message: str, *, status: int, code: int = 0, text: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.text = text


class NotFoundError(AnswerError, DataError):
    """The platform knows no such profile or relation."""


def read_answer(call: Call, response: Response, shape: type[S]) -> S:
    """The record of an answer.

    Raises:
        AnswerError: for a redirect, an HTTP error, an error number, what is not JSON or not of
            the documented shape.
    """
    if 300 <= response.status < 400:
        raise _redirected(call, response)
    data = _object(call, response)
    envelope = _envelope(call, response, data)
    if envelope.error or response.status >= 400:
        raise _refused(call, response, envelope)
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise _misshapen(call, response, error) from None


def _fault(call: Call, response: Response, sentence: str) -> AnswerError:
    return AnswerError(f"{call.host}: {call.path}: {sentence}", status=response.status)


def _redirected(call: Call, response: Response) -> AnswerError:
    place = urlsplit(response.headers.get("location", ""))
    where = f"{place.netloc.rpartition('@')[2]}{place.path}" or "nowhere"
    return _fault(
        call,
        response,
        f"redirected to {_cut(call, where)} (HTTP {response.status}); the token is not sent there:"
        " correct the source's URL",
    )


def _object(call: Call, response: Response) -> dict[str, Value]:
    try:
        data = load_json(response.body.decode())
    except (UnicodeDecodeError, NotAValueError):
        raise _fault(call, response, f"{_status(response)}{_came(call, response)}") from None
    if type(data) is not dict:
        kind = "a list" if type(data) is list else "a single value"
        raise _fault(call, response, f"{_status(response)}the answer is {kind}, not an object")
    return data


def _status(response: Response) -> str:
    """The HTTP status as the beginning of a sentence, where it is an error."""
    if response.status < 400:
        return ""
    known = {one.value: one.phrase for one in HTTPStatus}
    return f"HTTP {response.status} {known.get(response.status, '')}".rstrip() + ": "


def _came(call: Call, response: Response) -> str:
    """What a body is that is no JSON."""
    body = response.body
    if not body.strip():
        return "the answer is empty"
    # The token is taken out before anything is cut: half of it would not be found any more.
    beginning = _cut(call, body.decode("utf-8", "replace"))
    if _HTML.match(body):
        return f"the answer is an HTML page, not JSON: {beginning!r}"
    if body.lstrip()[:1] == b"{" and body.rstrip()[-1:] != b"}":
        return f"the answer breaks off after {len(body)} bytes"
    return f"the answer is not JSON: {beginning!r}"


def _cut(call: Call, text: str) -> str:
    """The beginning of what the other side wrote, without the token if it wrote that."""
    text = hidden(call.token, _BLANKS.sub(" ", text).strip())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _envelope(call: Call, response: Response, data: dict[str, Value]) -> Envelope:
    try:
        return Envelope.model_validate(data)
    except ValidationError as error:
        if response.status >= 400:
            return Envelope(error=0)
        raise _misshapen(call, response, error) from None


def _refused(call: Call, response: Response, envelope: Envelope) -> AnswerError:
    said = _cut(call, envelope.error_text or "")
    number = f"error {envelope.error}" if envelope.error else "no error number"
    kind = NotFoundError if 404 in (envelope.error, response.status) else AnswerError
    return kind(
        f"{call.host}: {call.path}: {_status(response)}{number}{f': {said}' if said else ''}",
        status=response.status,
        code=envelope.error,
        text=said,
    )


def _misshapen(call: Call, response: Response, error: ValidationError) -> AnswerError:
    """The first place that is wrong; values are not shown, as they may be personal."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(one) for one in first["loc"])
    came = type(first["input"]).__name__
    return _fault(
        call,
        response,
        f"{_status(response)}the answer is not of the documented shape at {place}:"
        f" {first['msg'][:1].lower()}{first['msg'][1:]}, came {came}",
    )
