"""The answer to `GET /api/recipients`: a page of people, in the source's order or worst first."""

import threading
from time import monotonic
from typing import Any

from relvars.errors import ConfigError, RelvarsError
from relvars.preview.asking import message_of
from relvars.preview.events import publish
from relvars.preview.filling import draft, has_errors, together
from relvars.preview.messages import Message
from relvars.preview.people import Listing, item, page
from relvars.preview.ranking import Ranking, look, over, ranked, sample
from relvars.preview.state import State, breathe, listing
from relvars.preview.world import World, is_distant
from relvars.values import Recipient

_MOST = 200  # rows of a page
_TOLD = 0.5  # seconds between words on how far a ranking is

Json = dict[str, Any]


def recipients(state: State, query: dict[str, str]) -> Json:
    """A page of recipients; the query is `database`, `q`, `order`, `after`, `limit`, `message`."""
    world = state.world
    message = message_of(world, query["message"]) if query.get("message") else None
    database = query.get("database") or _database(world, message)
    known = listing(state, database)
    after, limit = _number(query, "after", 0), _number(query, "limit", 50)
    limit = max(1, min(limit, _MOST))
    if query.get("order") == "worst" and message is not None:
        return _worst(state, message, known, slice(after, after + limit))
    found = page(known, query.get("q", ""), after, limit)
    return _answer(
        known,
        [item(known, row) for row in found.rows],
        found.following,
        found.total,
        len(known.ids),
    )


def _answer(
    known: Listing, items: list[Json], following: int | None, total: int | None, scanned: int
) -> Json:
    return {
        "version": 1,
        "database": known.database,
        "items": items,
        "next": None if following is None else str(following),
        "total": total,
        "scanned": scanned,
        "ready": known.done,
        "note": known.note or None,
    }


def _database(world: World, message: Message | None) -> str:
    """Whose profiles receive a message; without one, those that the project names."""
    found = message.database if message is not None else world.project.database
    names = [one.name for one in world.project.schema.databases]
    return found or next(iter(names), "")


def _number(query: dict[str, str], name: str, default: int) -> int:
    written = query.get(name) or str(default)
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise ConfigError(f"{name!r} must be a number, not {written[:40]!r}.")
    return int(written)


def _worst(state: State, message: Message, known: Listing, asked: slice) -> Json:
    world = state.world
    if is_distant(world.source):
        note = f"{world.source.url} would be asked for every profile, so nobody is ranked."
        return _answer(known, [], None, 0, 0) | {"note": note}
    ranking = _ranking(state, world, message, known)
    rows = ranked(ranking)
    items = [
        item(known, row) | {"why": [one["sentence"] for one in reasons], "reasons": reasons}
        for row, reasons in rows[asked]
    ]
    following = asked.stop if asked.stop < len(rows) else None
    total = len(rows) if ranking.done else None
    return _answer(known, items, following, total, len(ranking.seen)) | {"ready": ranking.done}


def _ranking(state: State, world: World, message: Message, known: Listing) -> Ranking:
    """The ranking for the templates as they are, started if there is none."""
    drafts = [draft(state, world, one) for one in message.parts]
    usable = (one.good or one.template for one in drafts)
    templates = tuple(one for one in usable if not has_errors(one))
    key = (message.id, known.database, world.data, tuple(one.document.text for one in templates))
    with state.lock:
        if state.ranking is not None and state.ranking.key == key:
            return state.ranking
        if state.ranking is not None:
            state.ranking.stopped = True
        state.ranking = ranking = Ranking(key, templates)
    work = threading.Thread(
        target=_rank, args=(state, world, message.id, ranking, known), name="ranking", daemon=True
    )
    work.start()
    return ranking


def _rank(state: State, world: World, name: str, ranking: Ranking, known: Listing) -> None:
    with known.grown:
        known.grown.wait_for(lambda: known.done or ranking.stopped or known.stopped)
    whole = together(ranking.templates)
    started = told = monotonic()
    for row in sample(len(known.ids)):
        breathe(state)
        if ranking.stopped or over(started):
            break
        to = Recipient(known.database, known.ids[row])
        try:
            ranking.seen.append(look(world, ranking, whole, to, row))
        except (RelvarsError, RecursionError):
            continue
        if monotonic() - told > _TOLD:
            told = monotonic()
            _tell(state, name, ranking)
    ranking.done = True
    if not ranking.stopped:
        _tell(state, name, ranking)


def _tell(state: State, name: str, ranking: Ranking) -> None:
    scanned = {"scanned": len(ranking.seen), "done": ranking.done}
    publish(state.feed, "worst", {"message": name, **scanned})
