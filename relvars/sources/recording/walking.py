"""All links of a relation into a store: through every profile of A, since none tells its B side."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from relvars.disk import replace_file
from relvars.errors import DataError
from relvars.schema import Relation
from relvars.sources.api.calls import PAGE, LinkFound, get_links, list_profiles
from relvars.sources.api.fetching import ApiSource
from relvars.sources.recording.masking import Masking, mask_id, mask_profile
from relvars.sources.side_by_side import side_by_side
from relvars.store import Store, detach, import_links, import_profiles, links
from relvars.values import Value

# Profiles between two savings: what is lost, at most, when a walk is killed.
PORTION = 100

Row = tuple[str, str, Mapping[str, Value]]


class Walk(NamedTuple):
    """How far a walk is: `after` is the platform's own pointer, `stage` the database paged through.

    `total` is how many profiles A has, as counted at the beginning; `mask` tells whether there are
    pseudonyms, and by which key, without telling it: "" for none.
    """

    url: str
    relation: int
    stage: str = "a"
    after: str = ""
    profiles: int = 0
    links: int = 0
    total: int = 0
    mask: str = ""


class Way(NamedTuple):
    """What is walked and where to; `saved` is the file that holds how far it is."""

    source: ApiSource
    relation: Relation
    store: Store
    saved: Path
    masking: Masking | None = None


def begin(way: Way) -> Walk:
    """The walk that was left off, else a new one, for which A's profiles are counted.

    Raises:
        SourceError: if the platform cannot be asked; DataError if the file is not a walk's, or
            its walk had other pseudonyms: people would be in the store twice, or unmasked.
    """
    source, relation, mask = way.source, way.relation, _mask(way.masking)
    found = _load(way.saved)
    if found and (found.url, found.relation) == (source.url, relation.id):
        if found.mask != mask:
            raise DataError(
                f"{way.saved}: that walk was masked in another way: go on as it began, or delete"
                " this file and the store to begin anew"
            )
        return found
    total, after, more = 0, "", True
    while more:
        page = list_profiles(source.client, relation.database_a, fields=("_id",), after=after)
        total, after = total + len(page.profiles), page.following
        more = bool(after)
    return Walk(source.url, relation.id, total=total, mask=mask)


def _mask(masking: Masking | None) -> str:
    return mask_id(masking, "0" * 23 + "a") if masking else ""


def requests_left(walk: Walk) -> int:
    """How many calls the rest of A takes: one a profile, one a portion."""
    left = max(walk.total - walk.profiles, 0) if walk.stage == "a" else 0
    return left + -(-left // PORTION)


def go_on(way: Way, walk: Walk, done: Callable[[int], None] = lambda _: None) -> Walk:
    """Walk to the end, saving how far it is; `done` is told the calls so far.

    Raises:
        SourceError: if the platform or the store fails; the walk can go on later.
    """
    calls = count(1)
    while walk.stage == "a":
        walk = _portion(way, walk, lambda: done(next(calls)))
        _save(way.saved, walk)
    while walk.stage == "b" and way.relation.database_b != way.relation.database_a:
        walk = _others(way, walk)
        _save(way.saved, walk)
    with suppress(FileNotFoundError):
        way.saved.unlink()
    return walk


def _portion(way: Way, walk: Walk, called: Callable[[], None]) -> Walk:
    """A page of A with the links of each of its profiles."""
    number, found = way.relation.database_a, walk.links
    page = list_profiles(way.source.client, number, after=walk.after, limit=PORTION)
    called()
    import_profiles(way.store, number, _masked(way, page.profiles))
    for rows in _links(way, page.profiles):
        called()
        _replace(way, rows)
        found += len(rows.links)
    return walk._replace(
        after=page.following,
        profiles=walk.profiles + len(page.profiles),
        links=found,
        stage="a" if page.following else "b",
    )


def _others(way: Way, walk: Walk) -> Walk:
    """A page of the profiles of B."""
    number = way.relation.database_b
    page = list_profiles(way.source.client, number, after=walk.after, limit=PAGE)
    import_profiles(way.store, number, _masked(way, page.profiles))
    return walk._replace(after=page.following, stage="b" if page.following else "")


class _Rows(NamedTuple):
    """The links of a profile in A, as the store takes them."""

    profile_id: str
    links: Sequence[Row]


def _links(way: Way, profiles: Sequence[Mapping[str, Value]]) -> Iterator[_Rows]:
    known = {one.short_name for one in way.relation.properties}

    def get(profile_id: str) -> list[LinkFound]:
        return get_links(way.source.client, way.relation.id, profile_id)

    ids = [str(one["_id"]) for one in profiles]
    for a, found in zip(ids, side_by_side(get, ids, way.source.parallel), strict=True):
        now = _id(way, a)
        yield _Rows(now, [
            (now, _id(way, one.profile_id),
             {name: value for name, value in one.values.items() if name in known})
            for one in found
        ])  # fmt: skip


def _replace(way: Way, rows: _Rows) -> None:
    """Make the store's links of a profile these: others are gone from the platform."""
    number, fresh = way.relation.id, {b for _, b, _ in rows.links}
    stale, after = [], ("", "")
    while page := links(way.store, number, a=rows.profile_id, after=after, limit=PAGE):
        stale += [one.b for one in page if one.b not in fresh]
        after = page[-1][:2]
    for b in stale:
        detach(way.store, number, rows.profile_id, b)
    if rows.links:
        import_links(way.store, number, rows.links)


def _masked(way: Way, profiles: Sequence[Mapping[str, Value]]) -> Iterator[Mapping[str, Value]]:
    for one in profiles:
        yield mask_profile(way.masking, one) if way.masking else one


def _id(way: Way, profile_id: str) -> str:
    return mask_id(way.masking, profile_id) if way.masking else profile_id


def _load(saved: Path) -> Walk | None:
    try:
        held = json.loads(saved.read_text(encoding="utf-8"))
        return Walk(**held)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise DataError(f"{saved} says nothing of a walk; delete it to begin anew") from None


def _save(saved: Path, walk: Walk) -> None:
    replace_file(saved, json.dumps(walk._asdict()).encode())
