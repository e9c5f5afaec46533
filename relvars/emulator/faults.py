"""Faults on purpose: an emulator that is as hostile as a network can be, the same way each time."""

import asyncio
import json
import re
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relvars.errors import ConfigError

RATES = ("429", "500", "html", "drop", "truncate")
# Where a connection's own `close` is found in a request's scope; see server.py.
CLOSE = "relvars.close"

_KNOWN = "latency, 429, 500, drop, truncate, html and seed"
_LATENCY = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(ms|s)")
_RATE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%")
_PAGE = b"<!doctype html><title>Bad gateway</title><h1>502 Bad gateway</h1>\n"


class Faults(NamedTuple):
    """`latency` in seconds; how likely each fault is, from 0 to 1; where chance begins."""

    latency: float = 0.0
    rates: Mapping[str, float] = {}
    seed: int = 0


def parse_faults(spec: str) -> Faults:
    """Read `latency=200ms,429=5%,500=1%,drop=1%,truncate=1%,html=1%,seed=7`, any part left out.

    Raises:
        ConfigError: for what is not of that form.
    """
    latency, seed, rates = 0.0, 0, dict[str, float]()
    for part in filter(None, (one.strip() for one in spec.split(","))):
        name, _, value = (word.strip() for word in part.partition("="))
        if name == "latency":
            latency = _seconds(value)
        elif name == "seed":
            seed = _seed(value)
        elif name in RATES:
            rates[name] = _rate(name, value)
        else:
            raise ConfigError(f"--faults knows {_KNOWN}, not {name!r}")
    return Faults(latency, rates, seed)


def _seconds(value: str) -> float:
    found = _LATENCY.fullmatch(value)
    if not found:
        raise ConfigError(f"--faults: latency is as in 200ms or 1.5s, not {value!r}")
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def _seed(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise ConfigError(f"--faults: seed is a whole number, not {value!r}")
    return int(value)


def _rate(name: str, value: str) -> float:
    found = _RATE.fullmatch(value)
    if not found or float(found[1]) > 100:
        raise ConfigError(f"--faults: {name} is a share as in 5%, at most 100%, not {value!r}")
    return float(found[1]) / 100


def faulty(app: ASGIApp, faults: Faults, prefix: str) -> ASGIApp:
    """The application with faults in its answers to calls below a prefix.

    429, html and 500 come instead of the call; truncate comes after it; drop, by a coin's throw,
    before or after.
    """
    chance = Random(faults.seed)  # noqa: S311 no secret hangs on it

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(prefix):
            await app(scope, receive, send)
            return
        happening, coin = _happening(faults, chance), chance.random() < 0.5
        await asyncio.sleep(faults.latency)
        if happening == "drop":
            await _drop(app if coin else None, scope, receive)
        elif happening == "truncate":
            await _truncate(app, scope, receive, send)
        elif happening:
            await _instead(happening, receive, send)
        else:
            await app(scope, receive, send)

    return call


def _happening(faults: Faults, chance: Random) -> str:
    """The fault of a request or "". As many numbers are drawn whatever happens."""
    drawn = {name: chance.random() for name in RATES}
    return next((name for name in RATES if drawn[name] < faults.rates.get(name, 0.0)), "")


async def _instead(happening: str, receive: Receive, send: Send) -> None:
    await _discard(receive)
    status, body, kind = 200, _PAGE, b"text/html"
    if happening != "html":
        status, kind = int(happening), b"application/json"
        text = "Too many requests" if status == 429 else "Internal error"
        body = json.dumps({"error": status, "error_text": text}).encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if status == 429:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _discard(receive: Receive) -> None:
    """Read the request without keeping it, so that the connection can go on."""
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def _drop(app: ASGIApp | None, scope: Scope, receive: Receive) -> None:
    if app is not None:
        await app(scope, receive, _nowhere)
    close = scope.get("extensions", {}).get(CLOSE)
    if close is None:
        raise ConnectionResetError("the connection was dropped on purpose")
    close()
    # Without an answer the server would make one of its own, unless it knows that nobody listens.
    while (await receive())["type"] != "http.disconnect":
        pass


async def _nowhere(message: Message) -> None:
    pass


async def _truncate(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Promise the whole answer and send half of it; the server then closes the connection."""
    kept: list[Message] = []

    async def keep(message: Message) -> None:
        kept.append(message)

    await app(scope, receive, keep)
    body = b"".join(message.get("body", b"") for message in kept[1:])
    await send(kept[0])
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
