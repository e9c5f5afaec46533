"""When the next request may leave: one rate for all threads, and pauses between tries."""

import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class Clock(NamedTuple):
    """Time in seconds, waiting, and chance (from 0 to 1); tests bring their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


SYSTEM = Clock()


@dataclass
class Pace:
    """The turns of all threads; `per_second` 0 means no limit.

    Moments are in seconds of the clock. `turns` are the latest, as many as may fall into a second;
    `held` is the moment before which nothing may leave.
    """

    per_second: float
    clock: Clock = SYSTEM
    turns: deque[float] = field(default_factory=deque)
    held: float = 0.0
    lock: Lock = field(default_factory=Lock, repr=False)


def wait_turn(pace: Pace) -> None:
    """Wait until a request may leave, also through pauses that others are told of meanwhile."""
    waiting = True
    while waiting:
        with pace.lock:
            now = pace.clock.now()
            turn = max(_free(pace, now), pace.held)
            pace.turns.append(turn)
        if turn > now:
            pace.clock.sleep(turn - now)
        waiting = turn < pace.held


def _free(pace: Pace, now: float) -> float:
    """The first moment from which on a second has room for one more; one message need not wait."""
    if not pace.per_second:
        pace.turns.clear()
        return now
    most = max(1, int(pace.per_second))
    while len(pace.turns) > most:
        pace.turns.popleft()
    return now if len(pace.turns) < most else max(now, pace.turns[0] + most / pace.per_second)


def hold(pace: Pace, seconds: float) -> None:
    """Let nothing leave for a while: the platform said so to one, and means all."""
    with pace.lock:
        pace.held = max(pace.held, pace.clock.now() + seconds)


def pause(pace: Pace, tried: int) -> float:
    """Seconds to wait after so many tries: twice as many each time, and a different part of them.

    Chance keeps those who failed together from coming back together.
    """
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * float(1 << min(tried, 10)))
    return longest * (0.5 + pace.clock.chance() / 2)
