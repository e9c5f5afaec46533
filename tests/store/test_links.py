"""Writes that are refused, imports, and what a check finds."""

from collections.abc import Callable
from math import fsum, inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.errors import DataError
from relvars.store import (
    Link,
    Store,
    StoreError,
    attach,
    check,
    count_links,
    detach,
    edit,
    import_links,
    links,
    open_store,
    statistics,
    strengthen,
)
from relvars.store.exact import ZERO, exact, exact_sum, nearest, plus
from relvars.values import Value

from .account import BARE, LOYAL, SCHEMA

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FINITE))
def test_an_exact_sum_is_that_of_its_parts(values: list[float]) -> None:
    total = ZERO
    for value in values:
        total = plus(total, exact(value))
    assert exact_sum(values) == total
    try:
        assert nearest(total) == fsum(values)
    except OverflowError:  # `fsum` may go past what is a number on its way
        assert any(abs(value) > 1e300 for value in values)


@given(st.lists(FINITE), FINITE)
def test_what_is_added_can_be_taken_away(values: list[float], other: float) -> None:
    total = exact_sum(values)
    assert plus(plus(total, exact(other)), exact(other), -1) == total


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"profits": 1}, "no property 'profits'; did you mean 'profit'?"),
        ({"zzz": 1}, "it has profit, visits, plain, fan"),
        ({"profit": "1"}, "profit must be a number, not '1'"),
        ({"profit": True}, "profit must be a number"),
        ({"profit": nan}, "profit must be a number, not nan"),
        ({"profit": inf}, "profit must be a number, not inf"),
        ({"profit": 2**63}, "profit is too large"),
        ({"visits": 1.0}, "visits must be a whole number"),
        ({"visits": -(2**63)}, "visits is too large"),
        ({"fan": 1}, "fan must be true or false"),
        ({"profit": [1]}, "profit must be a number"),
    ],
)
@pytest.mark.parametrize("write", [attach, edit, strengthen])
def test_wrong_weights(
    store: Store, write: Callable[..., None], weights: dict[str, Value], sentence: str
) -> None:
    with pytest.raises(StoreError) as caught:
        write(store, LOYAL.id, "a", "b", weights)
    assert sentence in str(caught.value)
    assert caught.value.code == 400
    assert links(store, LOYAL.id) == []


@pytest.mark.parametrize("wrong", ["", None, 5, "\ud800"])
def test_wrong_ids(store: Store, wrong: Value) -> None:
    for ends in (("a", wrong), (wrong, "b")):
        with pytest.raises(StoreError) as caught:
            attach(store, LOYAL.id, *ends)
        assert caught.value.code == 400
    assert count_links(store, LOYAL.id) == 0


@pytest.mark.parametrize(
    ("name", "first", "step"),
    [("visits", 2**63 - 1, 1), ("profit", 1.7e308, 1.7e308), ("profit", 2**63 - 1, 2**63 - 1)],
)
def test_a_sum_that_does_not_fit(store: Store, name: str, first: Value, step: Value) -> None:
    attach(store, LOYAL.id, "a", "b", {name: first})
    with pytest.raises(StoreError):
        strengthen(store, LOYAL.id, "a", "b", {name: step})
    assert links(store, LOYAL.id) == [Link("a", "b", {name: first})]


def test_there_is_nothing_to_add_in_null(store: Store) -> None:
    with pytest.raises(StoreError, match="profit must be a number to add, not null"):
        strengthen(store, LOYAL.id, "a", "b", {"profit": None})


def test_a_total_that_is_no_number(store: Store) -> None:
    for end in ("b1", "b2"):
        attach(store, LOYAL.id, "a", end, {"profit": 1.7e308})
    with pytest.raises(DataError, match="the sum of profit is too large for a number"):
        statistics(store, LOYAL.id, "a", "reverse")


def test_a_relation_without_properties(store: Store) -> None:
    attach(store, BARE.id, "a", "b")
    attach(store, BARE.id, "a", "b")
    assert import_links(store, BARE.id, [("a", "c", {})]) == 1
    assert [one.b for one in links(store, BARE.id)] == ["b", "c"]
    assert statistics(store, BARE.id, "a", "reverse") == {}
    assert detach(store, BARE.id, "a", "b")
    assert check(store) == []


def test_pages_of_links(store: Store) -> None:
    for a, b in (("a1", "b1"), ("a1", "b2"), ("a2", "b1"), ("a2", "b3")):
        attach(store, LOYAL.id, a, b)
    assert [one[:2] for one in links(store, LOYAL.id, b="b1")] == [("a1", "b1"), ("a2", "b1")]
    assert [one.b for one in links(store, LOYAL.id, a="a2", limit=1)] == ["b1"]
    assert [one.b for one in links(store, LOYAL.id, a="a2", after=("a2", "b1"))] == ["b3"]
    assert links(store, LOYAL.id, a="a1", b="b3") == []


def many(number: int, start: int = 0) -> list[tuple[str, str, dict[str, Value]]]:
    return [(f"a{n % 7}", f"b{n}", {"profit": n + 0.1}) for n in range(start, start + number)]


@pytest.mark.parametrize("before", [0, 100, 6_000, 40_000])
@pytest.mark.parametrize("number", [10, 6_000])
def test_imports_of_all_sizes_into_stores_of_all_sizes(
    store: Store, before: int, number: int
) -> None:
    import_links(store, LOYAL.id, many(before))
    heard: list[int] = []
    rows = many(number, max(before - 5, 0))  # five of them are there already
    assert import_links(store, LOYAL.id, iter(rows), progress=heard.append) == number
    assert heard[-1] == number
    assert sorted(heard) == heard
    assert count_links(store, LOYAL.id) == max(before + number - 5, number)
    assert check(store) == []
    total = fsum(one.values["profit"] for one in links(store, LOYAL.id, a="a3", limit=99_999))
    assert statistics(store, LOYAL.id, "a3", "reverse")["profit"].sum == total


@pytest.mark.parametrize("before", [0, 100, 40_000])
@pytest.mark.parametrize("number", [10, 6_000])
def test_a_link_twice_in_one_import(store: Store, before: int, number: int) -> None:
    import_links(store, LOYAL.id, many(before))
    rows = [*many(number), ("a1", "b1", {"plain": 5})]
    with pytest.raises(StoreError, match="'a1' and 'b1' are linked more than once"):
        import_links(store, LOYAL.id, rows, once=True)
    assert count_links(store, LOYAL.id) == before
    assert check(store) == []
    assert import_links(store, LOYAL.id, rows) == number + 1
    assert links(store, LOYAL.id, b="b1")[0].values == {"plain": 5}
    assert check(store) == []


def test_an_import_that_fails_leaves_what_was_there(store: Store) -> None:
    import_links(store, LOYAL.id, many(100))
    with pytest.raises(StoreError, match="fan must be"):
        import_links(store, LOYAL.id, [*many(6000), ("a", "b", {"fan": 5})])
    assert count_links(store, LOYAL.id) == 100
    assert check(store) == []


def test_more_links_than_are_held_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.store.recount._TOGETHER", 50)
    import_links(store, LOYAL.id, [("a", f"b{n}", {"profit": 0.1 * n}) for n in range(6000)])
    found = statistics(store, LOYAL.id, "a", "reverse")["profit"]
    assert found.sum == fsum(0.1 * n for n in range(6000))
    assert check(store) == []


DAMAGE = [
    ("update tallies_3 set links = 99", "the reverse statistics of 'a' are not those of its links"),
    ("update tallies_3 set body = '[1,0,0,0,0]'", "are not those of its links"),
    ("delete from tallies_3", "'a' has 20 reverse links and no statistics of them"),
    ("update tallies_3 set profile = 'z'", "'z' has reverse statistics and few links or none"),
    ("update links_3 set p0 = 5 where b = 'b7'", "are not those of its links"),
    ("update links_3 set p1 = 'x' where b = 'b7'", "carries 'x', but visits is integer"),
    ("drop index links_3_ba", "the index links_3_ba is missing"),
    ("delete from contacts", "profile 'x' of database 1: it cannot be found by its email"),
    ("insert into contacts values (1, 'email', 'y', 'y', 0)", "1 addresses belong to no profile"),
    ("update profiles set data = '{\"_id\": \"q\"}'", "its data has another id"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "sentence"), DAMAGE)
def test_a_check_finds_what_is_wrong(tmp_path: Path, damage: str, sentence: str) -> None:
    from relvars.store import import_profile

    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        for number in range(20):
            attach(store, LOYAL.id, "a", f"b{number}", {"profit": number})
        import_profile(store, 1, {"_id": "x", "email": "x@y.z"})
        assert check(store) == []
        store.connection.execute(damage)
        assert any(sentence in one for one in check(store))
