"""Who may receive a message: the profiles of a database, listed in a thread as they are read.

Of each profile only what the list shows is kept, in one text.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from relvars.errors import RelvarsError
from relvars.preview.world import is_distant
from relvars.sources import Source
from relvars.sources.source import ListingSource
from relvars.values import Value, is_number, is_text

_DISTANT_MOST = 200  # ids taken from a source that is another computer
_BREATH = 200  # rows between looks at whether somebody waits
_PATIENCE = 0.4  # seconds that a page waits for rows not read yet
_DETAILS = ("email", "phone", "_city", "city")
_SHOWN = 60  # characters of a name, and of what stands beside it


@dataclass
class Listing:
    """The profiles of a database so far: ids, and `name TAB detail` of each.

    Both only grow, in the source's order. `note` says why there is none or no more.
    """

    database: str
    data: int
    ids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    done: bool = False
    note: str = ""
    stopped: bool = False
    grown: threading.Condition = field(default_factory=threading.Condition)


class Found(NamedTuple):
    """A page of a listing; `following` is where the next one begins, None after the last.

    `total` is None while the listing grows.
    """

    rows: list[int]
    following: int | None
    total: int | None


def start_listing(source: Source, database: str, data: int, breathe: Callable[[], None]) -> Listing:
    """A listing that a thread fills; `breathe` is called now and then, to let others go first."""
    listing = Listing(database, data)
    work = threading.Thread(
        target=_fill, args=(listing, source, breathe), name="recipients", daemon=True
    )
    work.start()
    return listing


def _fill(listing: Listing, source: Source, breathe: Callable[[], None]) -> None:
    try:
        for number, (profile_id, text) in enumerate(_rows(source, listing.database)):
            listing.texts.append(text)
            listing.ids.append(profile_id)
            if number % _BREATH == 0:
                if listing.stopped:
                    return
                _tell(listing)
                breathe()
        if is_distant(source) and len(listing.ids) == _DISTANT_MOST:
            listing.note = f"Only the first {_DISTANT_MOST} are listed of {source.url}."
        elif not listing.ids:
            listing.note = f"{source.url} has no profiles of {listing.database!r}."
    except RelvarsError as error:
        listing.note = str(error)
    except Exception as error:  # a thread has nobody to raise to
        listing.note = f"The profiles cannot be listed ({type(error).__name__})."
    listing.done = True
    _tell(listing)


def _tell(listing: Listing) -> None:
    with listing.grown:
        listing.grown.notify_all()


def _rows(source: Source, database: str) -> Iterator[tuple[str, str]]:
    if isinstance(source, ListingSource):
        for profile_id, profile in source.each_profile(database):
            yield profile_id, described(profile_id, profile)
        return
    for one in islice(source.recipients(database), _DISTANT_MOST):
        yield one.profile_id, f"{one.profile_id}\t"


def described(profile_id: str, profile: Mapping[str, Value]) -> str:
    """The name of a profile, a tab, and what else tells it from others."""
    names = (_text(profile.get(name)) for name in ("_fname", "_lname"))
    told = [one for name in _DETAILS if (one := _text(profile.get(name)))]
    name = " ".join(one for one in names if one) or (told.pop(0) if told else profile_id)
    return f"{name[:_SHOWN]}\t{', '.join(told[:2])[:_SHOWN]}"


def _text(value: Value) -> str:
    shown = str.__str__(value) if is_text(value) else repr(value) if is_number(value) else ""
    return " ".join(shown[:200].split())


def page(listing: Listing, sought: str, after: int, limit: int) -> Found:
    """So many rows from a place on that hold all words sought; waits a little for the first."""
    with listing.grown:
        listing.grown.wait_for(
            lambda: listing.done or (not sought and len(listing.ids) > after + limit), _PATIENCE
        )
    done, known = listing.done, len(listing.ids)
    words = sought.casefold().split()
    if not words:
        rows = list(range(after, min(known, after + limit)))
        following = after + len(rows)
        more = not done or following < known
        return Found(rows, following if more else None, known if done else None)
    matching = _matching(listing, words, known)
    rows = [number for number in matching if number >= after][:limit]
    last = not matching or not rows or rows[-1] == matching[-1]
    following = rows[-1] + 1 if rows else known
    return Found(rows, None if last and done else following, len(matching) if done else None)


def _matching(listing: Listing, words: list[str], known: int) -> list[int]:
    """The rows that hold all words, in the text or the id."""
    texts, ids = listing.texts, listing.ids
    rows = list(range(known))
    for word in words:
        rows = [n for n in rows if word in texts[n].casefold() or word in ids[n]]
    return rows


def item(listing: Listing, number: int) -> dict[str, Any]:
    """A row as the page gets it."""
    name, _, detail = listing.texts[number].partition("\t")
    profile_id = listing.ids[number]
    return {"to": f"{listing.database}:{profile_id}", "name": name, "detail": detail, "why": []}
