"""Word of what changes, to every page that listens: server-sent events."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

HEARTBEAT = 15.0  # seconds; without a word for longer, something in between may hang up
_KEPT = 100


@dataclass
class Feed:
    """Listeners, each with a queue, and the changes of late for those who come back.

    All of it belongs to the thread of `loop`; other threads only `publish`.
    """

    loop: asyncio.AbstractEventLoop | None = None
    listeners: set[asyncio.Queue[str | None]] = field(default_factory=set)
    recent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    ended: bool = False


def publish(feed: Feed, event: str, data: dict[str, Any]) -> None:
    """Tell all listeners; from any thread. A `change` is kept for those who miss it."""
    if feed.loop is not None and not feed.loop.is_closed():
        feed.loop.call_soon_threadsafe(_tell, feed, event, data)


def _tell(feed: Feed, event: str, data: dict[str, Any]) -> None:
    text = written(event, data)
    if event == "change":
        feed.recent.append((data["revision"], text))
    for queue in feed.listeners:
        queue.put_nowait(text)


def written(event: str, data: dict[str, Any]) -> str:
    """An event as it is sent; the id of a change is its revision."""
    number = f"id: {data['revision']}\n" if event in ("change", "hello") else ""
    return f"{number}event: {event}\ndata: {json.dumps(data)}\n\n"


async def stream(feed: Feed, hello: dict[str, Any], last: int | None) -> AsyncIterator[str]:
    """Events for one listener; `last` is the revision that it knows already, if it says so."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    feed.listeners.add(queue)
    try:
        yield "retry: 500\n\n" + written("hello", hello)
        for revision, text in [*feed.recent]:
            if last is not None and revision > last:
                yield text
        while not feed.ended:
            text_or_end = await _next(queue)
            if text_or_end is None:
                return
            yield text_or_end
    finally:
        feed.listeners.discard(queue)


async def _next(queue: asyncio.Queue[str | None]) -> str | None:
    try:
        return await asyncio.wait_for(queue.get(), HEARTBEAT)
    except TimeoutError:
        return ":\n\n"


def end(feed: Feed) -> None:
    """Let every listener go; called in the feed's own thread."""
    feed.ended = True
    for queue in feed.listeners:
        queue.put_nowait(None)
