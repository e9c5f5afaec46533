"""Work on many things at the same time, in order and without holding all of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], things: Iterable[T], at_once: int) -> Iterator[R]:
    """The results in the order of the things, of which so many are worked on at once.

    What the work raises is raised in its turn; what is not begun by then never is.
    """
    if at_once <= 1:
        yield from map(work, things)
        return
    rest = iter(things)
    with ThreadPoolExecutor(at_once, thread_name_prefix="relvars") as threads:
        running: deque[Future[R]] = deque()
        try:
            running.extend(threads.submit(work, one) for one in islice(rest, 2 * at_once))
            while running:
                yield running.popleft().result()
                running.extend(threads.submit(work, one) for one in islice(rest, 1))
        finally:
            threads.shutdown(cancel_futures=True)
