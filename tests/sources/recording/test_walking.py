"""Walking through a relation into a store, also when it is cut short."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from relvars.errors import DataError, SourceError
from relvars.sources.api.transport import TransportError
from relvars.sources.recording.masking import Masking
from relvars.sources.recording.walking import Way, begin, go_on, requests_left
from relvars.store import check, links, open_store, profiles, statistics
from relvars.store.store import Store
from relvars.values import Value
from tests.sources.platform import Platform, answer, fine, linked
from tests.sources.project import FRIENDS, LOYAL, SCHEMA

PEOPLE = 250


def platform() -> Platform:
    """Agents with two customers each, one of them everybody's."""
    ids = [f"a{number:03}" for number in range(PEOPLE)]
    return Platform(
        profiles={1: {one: {"_fname": one} for one in ids},
                  2: {one: {} for one in ("all", *(f"b{name}" for name in ids))}},
        links={(3, one): [linked(one, "all", profit=1.5, unknown=1),
                           linked(one, f"b{one}", visits=2)]
               for one in ids},
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as opened:
        yield opened


def way(of: Platform, store: Store, tmp_path: Path, masking: Masking | None = None) -> Way:
    return Way(of.source(), LOYAL, store, tmp_path / "x.walk", masking)


def all_links(store: Store) -> list[tuple[str, str, dict[str, Value]]]:
    return [(one.a, one.b, one.values) for one in links(store, 3, limit=10 * PEOPLE)]


def test_a_walk_brings_links_and_profiles_of_both_sides(store: Store, tmp_path: Path) -> None:
    of, told = platform(), list[int]()
    here = way(of, store, tmp_path)
    first = begin(here)
    assert (first.total, requests_left(first)) == (250, 253)
    ended = go_on(here, first, told.append)
    assert (ended.profiles, ended.links) == (250, 500)
    assert told == list(range(1, 254))
    assert of.paths.count("relations/get") == 250
    assert len(all_links(store)) == 500
    assert len(profiles(store, 1)) == 250
    assert len(profiles(store, 2)) == 251
    everybody = statistics(store, 3, "all", "direct")["profit"]
    assert (everybody.count, everybody.sum) == (250, 375.0)
    assert check(store) == []
    assert not (tmp_path / "x.walk").exists()


@pytest.mark.parametrize("after", [0, 5, 120, 240, 252])
def test_a_walk_that_is_cut_short_goes_on_where_it_was(
    store: Store, tmp_path: Path, after: int
) -> None:
    of = platform()
    here = way(of, store, tmp_path)
    calls = len(of.paths)

    def cut(number: int) -> None:
        if number >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go_on(here, begin(here), cut)
    again = begin(here)
    assert again.profiles == (0 if after <= 101 else 100 if after <= 202 else 200)
    ended = go_on(here, again)
    assert (ended.profiles, ended.links, len(all_links(store))) == (250, 500, 500)
    assert check(store) == []
    assert of.paths[calls:].count("relations/get") < 250 + 120


def test_what_is_gone_from_the_platform_goes_from_the_store(store: Store, tmp_path: Path) -> None:
    of = platform()
    go_on(way(of, store, tmp_path), begin(way(of, store, tmp_path)))
    of.links[3, "a000"] = [linked("a000", "all", profit=2)]
    of.links[3, "a001"] = []
    go_on(way(of, store, tmp_path), begin(way(of, store, tmp_path)))
    found = all_links(store)
    assert len(found) == 500 - 3
    assert ("a000", "all", {"profit": 2.0}) in found


def test_a_platform_that_fails_for_good_leaves_a_walk_to_go_on(
    store: Store, tmp_path: Path
) -> None:
    of = platform()
    here = way(of, store, tmp_path)
    first = begin(here)
    of.faults = [TransportError("lost", sent=True)] * 5
    with pytest.raises(SourceError, match="lost"):
        go_on(here, first)
    of.faults = []
    assert go_on(here, begin(here)).links == 500


def test_pseudonyms_go_into_the_store(store: Store, tmp_path: Path) -> None:
    of = platform()
    here = way(of, store, tmp_path, Masking(b"k" * 32))
    go_on(here, begin(here))
    held = {str(one["_id"]) for one in profiles(store, 1)}
    assert {a for a, _, _ in all_links(store)} == held
    assert len(held) == 250
    assert held != set(of.profiles[1])


def test_a_relation_of_one_database_is_walked_once(store: Store, tmp_path: Path) -> None:
    of = Platform(profiles={1: {"a1": {}, "a2": {}}},
                  links={(4, "a1"): [linked("a1", "a2", years=3)]})  # fmt: skip
    here = Way(of.source(), FRIENDS, store, tmp_path / "y.walk")
    assert go_on(here, begin(here)).links == 1
    assert of.paths.count("profiles/list") == 2


def test_a_walk_of_another_host_is_not_gone_on_with(store: Store, tmp_path: Path) -> None:
    saved = tmp_path / "x.walk"
    saved.write_text('{"url": "https://other", "relation": 3, "profiles": 7}')
    assert begin(way(platform(), store, tmp_path)).profiles == 0
    for broken in ("{", "[]", '{"qqq": 1}'):
        saved.write_text(broken)
        with pytest.raises(DataError, match="says nothing of a walk; delete it"):
            begin(way(platform(), store, tmp_path))


def test_an_empty_database_is_soon_walked(store: Store, tmp_path: Path) -> None:
    of = Platform(faults=[answer(fine(data=None)), answer(fine(data=[]))])
    here = way(of, store, tmp_path)
    assert go_on(here, begin(here)).links == 0


@pytest.mark.parametrize("other", [None, Masking(b"q" * 32)])
def test_a_walk_goes_on_with_the_pseudonyms_it_began_with(
    store: Store, tmp_path: Path, other: Masking | None
) -> None:
    here = way(platform(), store, tmp_path, Masking(b"k" * 32))
    saved = begin(here)._replace(profiles=100, after="a099")
    here.saved.write_text(json.dumps(saved._asdict()))
    assert begin(here) == saved
    assert b"k" * 32 not in here.saved.read_bytes()
    with pytest.raises(DataError, match="masked in another way"):
        begin(here._replace(masking=other))
