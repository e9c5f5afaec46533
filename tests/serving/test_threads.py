"""Work in threads that nobody waits for."""

import asyncio
import threading

import pytest

from relvars.serving.threads import in_thread


def test_what_work_gives_is_given() -> None:
    assert asyncio.run(in_thread(lambda: 6 * 7)) == 42


def test_what_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(lambda: 1 // 0))


def test_who_is_cancelled_does_not_wait() -> None:
    go, done = threading.Event(), threading.Event()

    def work() -> None:
        go.wait(10)
        done.set()

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(work), 0.01)

    before = {*threading.enumerate()}
    asyncio.run(given_up())
    (left,) = [one for one in threading.enumerate() if one not in before]
    assert left.daemon
    assert not done.is_set()
    go.set()
    left.join(10)
    assert done.is_set()


def test_what_ends_after_its_caller_harms_nobody() -> None:
    go = threading.Event()

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(lambda: go.wait(10)), 0.01)
        go.set()
        await asyncio.sleep(0.05)

    asyncio.run(given_up())
