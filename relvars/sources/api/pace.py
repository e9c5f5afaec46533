"""When the next request may leave: one rate for all threads, and pauses between tries."""

import random
import time
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

    Moments are in seconds of the clock. `held` is the moment before which nothing may leave.
    """

    per_second: float
    clock: Clock = SYSTEM
    next_turn: float = 0.0
    held: float = 0.0
    lock: Lock = field(default_factory=Lock, repr=False)


def wait_turn(pace: Pace) -> None:
    """Wait until a request may leave, also through pauses that others are told of meanwhile."""
    waiting = True
    while waiting:
        with pace.lock:
            now = pace.clock.now()
            turn = max(now, pace.next_turn, pace.held)
            pace.next_turn = turn + (1 / pace.per_second if pace.per_second else 0)
        if turn > now:
            pace.clock.sleep(turn - now)
        waiting = turn < pace.held


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
