"""Work that may take long, in threads that nobody waits for when the process is to end."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

Given = TypeVar("Given")


async def in_thread(work: Callable[[], Given]) -> Given:
    """What `work` gives or raises; whoever is cancelled meanwhile leaves it behind.

    A pool's threads would keep a process alive until the slowest mail server has answered.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Given] = loop.create_future()

    def run() -> None:
        settle: Callable[[], None]
        try:
            settle = partial(future.set_result, work())
        except BaseException as error:  # whoever waits is told
            settle = partial(future.set_exception, error)
        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(lambda: None if future.done() else settle())

    threading.Thread(target=run, name="work", daemon=True).start()
    return await future
