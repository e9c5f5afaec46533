"""The calls below relations/."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from relvars import store
from relvars.emulator.assumed import xxh
from relvars.emulator.call import Asked, Call, CallError, Parameter, World
from relvars.emulator.matching import (
    RELATION_BLOCK,
    match_of,
    matched,
    relation_modes,
    side,
)
from relvars.emulator.parameters import weights_from_text
from relvars.schema import Relation
from relvars.store import Link, Statistics, Store
from relvars.values import Value

_PAGE = 10_000
_REL_ID = Parameter("rel_id", "integer", "the relation's id", required=True)
_SIDES = (
    Parameter("profile_a", "object", "who receives: a matching block", required=True),
    Parameter("profile_b", "object", "who initiates: a matching block", required=True),
)
_WEIGHTS = Parameter("weights", "object", "the link's properties by short name", required=True)

_LINK = {
    "rel_id": 3,
    "profile_a": {"profile_id": "5d63dbdb439e7306b596c5d0"},
    "profile_b": {"profile_id": "5d441038439e7363f3c26539"},
}
_WEIGHED = {**_LINK, "weights": {"user_like": 2, "donate": 343, "is_online": True}}
_ONE = {"rel_id": 3, "profile_id": "5d63dbdb439e7306b596c5d0"}


class _Pair(NamedTuple):
    relation: Relation
    a: str
    b: str


def _relation(world: World, number: int) -> Relation:
    for relation in world.schema.relations:
        if relation.id == number:
            return relation
    raise CallError(world.assumed.relation_missing_code, world.assumed.relation_missing_text)


def _pair(world: World, asked: Asked) -> _Pair:
    """The relation and the ids of the two profiles that a request names."""
    relation = _relation(world, asked.values["rel_id"])
    a = side(world, "profile_a", asked.values, xml=asked.xml)
    b = side(world, "profile_b", asked.values, xml=asked.xml)
    return _Pair(
        relation,
        matched(world, relation.database_a, a)["_id"],
        matched(world, relation.database_b, b)["_id"],
    )


def _written(pair: _Pair) -> dict[str, Value]:
    return {"profile_a": pair.a, "profile_b": pair.b, "relation_id": pair.relation.id}


def _weights(asked: Asked, relation: Relation) -> dict[str, Value]:
    weights = asked.values.get("weights", {})
    return weights_from_text(weights, relation) if asked.xml else weights


def _attach(world: World, asked: Asked) -> dict[str, Value]:
    pair = _pair(world, asked)
    strict = world.assumed.attach_existing == "error"
    if strict and store.links(world.store, pair.relation.id, a=pair.a, b=pair.b, limit=1):
        raise CallError(world.assumed.link_exists_code, "the profiles are linked already")
    weights = _weights(asked, pair.relation)
    store.attach(world.store, pair.relation.id, pair.a, pair.b, weights)
    return _written(pair)


def _detach(world: World, asked: Asked) -> dict[str, Value]:
    pair = _pair(world, asked)
    there = store.detach(world.store, pair.relation.id, pair.a, pair.b)
    if not there and world.assumed.detach_missing == "error":
        raise CallError(world.assumed.link_missing_code, "the profiles are not linked")
    return _written(pair)


_Change = Callable[[Store, int, str, str, Mapping[str, Value]], None]


def _weighing(change: _Change) -> Callable[[World, Asked], dict[str, Value]]:
    def handle(world: World, asked: Asked) -> dict[str, Value]:
        pair = _pair(world, asked)
        change(world.store, pair.relation.id, pair.a, pair.b, _weights(asked, pair.relation))
        return _written(pair)

    return handle


def _receiver(world: World, asked: Asked) -> tuple[Relation, str]:
    """The relation, and the profile of its database A, that a request asks about."""
    relation = _relation(world, asked.values["rel_id"])
    match = match_of(world, asked.values, relation_modes(world))
    return relation, matched(world, relation.database_a, match)["_id"]


def _get(world: World, asked: Asked) -> dict[str, Value]:
    relation, profile_id = _receiver(world, asked)
    listed = [_link(link, relation) for link in _links(world, relation, profile_id)]
    return {"data": listed, "total_count": len(listed)}


def _links(world: World, relation: Relation, profile_id: str) -> Iterator[Link]:
    after = ("", "")
    while page := store.links(world.store, relation.id, a=profile_id, after=after, limit=_PAGE):
        yield from page
        after = (page[-1].a, page[-1].b)


def _link(link: Link, relation: Relation) -> dict[str, Value]:
    return {
        "profile_id_a": link.a,
        "xxh_a": xxh(link.a),
        "profile_id_b": link.b,
        "xxh_b": xxh(link.b),
        "db_b": relation.database_b,
        "props": {name: {"value": value} for name, value in link.values.items()},
    }


def _get_counter(world: World, asked: Asked) -> dict[str, Value]:
    relation, profile_id = _receiver(world, asked)
    kept = store.statistics(world.store, relation.id, profile_id, "reverse")
    links = store.linked(world.store, relation.id, profile_id, "reverse")
    data: dict[str, Value] = {"profile_id": profile_id, "profile_xxh": xxh(profile_id)}
    full = world.assumed.counter_shape == "full"
    if full:
        data["total"] = links
    data["props"] = {name: _counter(one) for name, one in kept.items() if full or links}
    return {"data": data}


def _counter(kept: Statistics) -> dict[str, Value]:
    """A property's numbers; what a template calls count is total here, and its total is sum."""
    top = None if kept.top is None else [{"profile_id": b, "value": value} for b, value in kept.top]
    return {"total": kept.count, "top": top, "sum": kept.sum}


CALLS = (
    Call(
        "relations/attach",
        "Link two profiles",
        (_REL_ID, *_SIDES, _WEIGHTS._replace(required=False), *RELATION_BLOCK),
        _attach,
        _WEIGHED,
        success="",
    ),
    Call(
        "relations/detach",
        "Remove the link between two profiles",
        (_REL_ID, *_SIDES, *RELATION_BLOCK),
        _detach,
        _LINK,
        success="",
    ),
    Call(
        "relations/strengthen",
        "Add to the properties of a link, which is made if it is missing",
        (_REL_ID, *_SIDES, _WEIGHTS, *RELATION_BLOCK),
        _weighing(store.strengthen),
        _WEIGHED,
        success="",
    ),
    Call(
        "relations/edit",
        "Overwrite properties of a link, which is made if it is missing",
        (_REL_ID, *_SIDES, _WEIGHTS, *RELATION_BLOCK),
        _weighing(store.edit),
        _WEIGHED,
        success="",
    ),
    Call(
        "relations/get",
        "All links of a profile of database A",
        (_REL_ID, *RELATION_BLOCK),
        _get,
        _ONE,
    ),
    Call(
        "relations/get_counter",
        "Statistics of a profile of database A, by property",
        (_REL_ID, *RELATION_BLOCK),
        _get_counter,
        _ONE,
    ),
)
