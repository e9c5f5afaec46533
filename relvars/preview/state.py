"""What a running preview remembers from one request to the next."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from time import monotonic

from relvars.preview.checking import Checks
from relvars.preview.checking import end as end_checks
from relvars.preview.events import Feed, publish
from relvars.preview.people import Listing, start_listing
from relvars.preview.ranking import Ranking
from relvars.preview.world import Change, World, changed
from relvars.sources import Fetched

_FETCHED = 32  # sets of values kept; stepping back and forth needs a few
_LISTED = 16  # databases whose lists are kept
_LOADING = 0.1  # seconds after a file of a page in which it asks for the next


@dataclass
class State:
    """A running preview; `good` holds, by path, the last text of a part that had no errors.

    `world` is replaced whole, so who reads it once has one that fits together. `lock` is for
    what is changed in place, `fetching` for who gets values. `asked` counts the requests that are
    being answered, `loaded` is when a page last got one of its files, by `monotonic`; `blind` says
    why changes of files are not seen, if they are not.
    """

    world: World
    run: str
    token: str
    smtp: str = ""
    remote_smtp: bool = False
    blind: str = ""
    feed: Feed = field(default_factory=Feed)
    lock: threading.RLock = field(default_factory=threading.RLock)
    good: dict[str, str] = field(default_factory=dict)
    fetched: OrderedDict[Hashable, Fetched] = field(default_factory=OrderedDict)
    fetching: threading.Lock = field(default_factory=threading.Lock)
    asked: int = 0
    loaded: float = 0.0
    ended: threading.Event = field(default_factory=threading.Event)
    checks: Checks = field(default_factory=Checks)
    listings: dict[str, Listing] = field(default_factory=dict)
    ranking: Ranking | None = None


def take_in(state: State, paths: Collection[str]) -> Change | None:
    """Note that files have changed, and tell the pages; None when it concerns nobody."""
    with state.lock:
        state.world, change = changed(state.world, paths)
        if change is None:
            return None
        if change.data or change.project:
            state.fetched.clear()
    told = {"revision": change.revision, "messages": list(change.messages)}
    publish(state.feed, "change", {**told, "project": change.project, "data": change.data})
    return change


def remembered(state: State, key: Hashable) -> Fetched | None:
    """Values fetched before under a key; None when they are not kept."""
    with state.lock:
        found = state.fetched.get(key)
        if found is not None:
            state.fetched.move_to_end(key)
        return found


def remember(state: State, key: Hashable, fetched: Fetched) -> None:
    """Keep values; the oldest go."""
    with state.lock:
        state.fetched[key] = fetched
        while len(state.fetched) > _FETCHED:
            state.fetched.popitem(last=False)


def keep_good(state: State, path: str, text: str) -> None:
    """Remember the text of a part that could be rendered."""
    with state.lock:
        state.good[path] = text


def breathe(state: State) -> None:
    """Let requests go first: wait while any is answered or a page loads, but not for ever."""
    for _ in range(100):
        busy = state.asked or monotonic() - state.loaded < _LOADING
        if not busy or state.ended.wait(0.005):
            return


def listing(state: State, database: str) -> Listing:
    """The profiles of a database as they are now, as far as they are read."""
    with state.lock:
        known = state.listings.get(database)
        if known is None or known.data != state.world.data:
            if known is not None:
                known.stopped = True
            world = state.world
            known = start_listing(world.source, database, world.data, lambda: breathe(state))
            state.listings[database] = known
            while len(state.listings) > _LISTED:
                state.listings.pop(next(iter(state.listings))).stopped = True
        return known


def stop(state: State) -> None:
    """Let all threads end."""
    state.ended.set()
    end_checks(state.checks)
    # Without the lock: whoever has it may be reading a file that never ends.
    for one in [*state.listings.values()]:
        one.stopped = True
    if state.ranking is not None:
        state.ranking.stopped = True
