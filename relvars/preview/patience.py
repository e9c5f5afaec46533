"""An end to what takes too long: loops within loops may run for hours and print nothing."""

import ctypes
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from relvars.errors import RelvarsError

SECONDS = 10.0
_AGAIN = 0.5  # seconds; what was raised may have been lost


class TooSlowError(RelvarsError):
    """Something was given up."""

    def __init__(self) -> None:
        super().__init__(
            f"The message was not finished after {SECONDS:g} seconds;"
            " a loop within a loop may run too often."
        )


@contextmanager
def at_most(seconds: float | None = None) -> Iterator[None]:
    """Ends what is within after so many seconds, `SECONDS` if not said; for what computes only.

    Raises:
        TooSlowError: at any place of what is within.
    """
    caller, lock, over = threading.get_ident(), threading.Lock(), threading.Event()
    fired = collects = False

    def end() -> None:
        nonlocal fired, collects
        pause = SECONDS if seconds is None else seconds
        while not over.wait(pause):
            with lock:
                if over.is_set():
                    return
                if not fired:
                    # What is raised while garbage is collected is lost: not now, then.
                    collects = gc.isenabled()
                    gc.disable()
                fired = True
                _raise_in(caller, TooSlowError)
            pause = _AGAIN

    threading.Thread(target=end, daemon=True).start()
    try:
        yield
    finally:
        with lock:
            over.set()
        if fired:  # it may not have arrived yet, and what follows is none of its business
            _raise_in(caller, None)
            if collects:
                gc.enable()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Raise in another thread, or take back what was not raised yet."""
    kept = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), kept)
