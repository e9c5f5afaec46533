"""The query documents of profiles/list."""

from typing import Any

import pytest

from relvars.emulator.profile_query import WrongQueryError, fits, ids_asked

PROFILE = {
    "_id": "p",
    "n": 5,
    "s": "text",
    "on": True,
    "tags": ["a", "b"],
    "more": {"deep": 1},
    "subs": [{"k": 1}, {"k": 2}, "x"],
    "nothing": None,
}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"n": 5},
        {"n": 5.0, "s": "text"},
        {"tags": "a"},
        {"tags": ["a", "b"]},
        {"more": {"deep": 1}},
        {"more.deep": 1},
        {"subs.k": 2},
        {"missing": None},
        {"nothing": None},
        {"n": {"$gt": 4, "$lte": 5}},
        {"n": {"$gte": 5, "$lt": 5.5}},
        {"s": {"$gt": "a"}},
        {"n": {"$ne": 6}},
        {"n": {"$eq": 5}},
        {"n": {"$in": [1, 5]}},
        {"n": {"$nin": [1]}},
        {"n": {"$exists": True}},
        {"missing": {"$exists": False}},
        {"n": {"$not": {"$gt": 5}}},
        {"$or": [{"n": 6}, {"s": "text"}]},
        {"$and": [{"n": 5}, {"s": "text"}]},
        {"$nor": [{"n": 6}, {"s": "other"}]},
    ],
)
def test_what_fits(query: dict[str, Any]) -> None:
    assert fits(query, PROFILE)


@pytest.mark.parametrize(
    "query",
    [
        {"n": "5"},
        {"n": True},
        {"on": 1},
        {"n": 5, "s": "other"},
        {"s": {"$gt": 1}},
        {"on": {"$gte": False}},
        {"more.deep.er": 1},
        {"n": {"$in": []}},
        {"n": {"$exists": False}},
        {"$or": [{"n": 6}]},
        {"$and": [{"n": 5}, {"n": 6}]},
        {"$nor": [{"n": 5}]},
    ],
)
def test_what_does_not(query: dict[str, Any]) -> None:
    assert not fits(query, PROFILE)


def nested(depth: int, inner: dict[str, Any]) -> dict[str, Any]:
    query = inner
    for _ in range(depth):
        query = {"$and": [query]}
    return query


def denied(depth: int) -> dict[str, Any]:
    query: dict[str, Any] = {"$eq": 1}
    for _ in range(depth):
        query = {"$not": query}
    return query


@pytest.mark.parametrize(
    "query",
    [
        {"$where": "1"},
        {"n": {"$regex": "(a+)+"}},
        {"$or": []},
        {"$or": {"n": 5}},
        {"$and": [5]},
        {"n": {"$in": 5}},
        {"n": {"$not": 5}},
        nested(60, {"n": 5}),
        {"n": denied(60)},
    ],
)
def test_what_is_not_understood(query: dict[str, Any]) -> None:
    with pytest.raises(WrongQueryError):
        fits(query, PROFILE)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"_id": "p"}, ["p"]),
        ({"_id": {"$in": ["q", "p", "q"]}}, ["p", "q"]),
        ({"_id": {"$in": [5]}}, None),
        ({"_id": {"$gt": "p"}}, None),
        ({"_id": "p", "n": 5}, None),
        ({}, None),
    ],
)
def test_ids_are_looked_up(query: dict[str, Any], ids: list[str] | None) -> None:
    assert ids_asked(query) == ids
