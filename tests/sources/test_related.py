import pytest

from relvars.errors import DataError
from relvars.schema import Relation, Schema
from relvars.sources.related import Need, related_database, relation_needs, require_side
from relvars.values import Key, Recipient

from .project import FRIENDS, LOYAL, SCHEMA, key


def needs(*paths: str) -> list[Need]:
    return [one for found in relation_needs([key(p) for p in paths]).values() for one in found]


def test_statistics_of_a_property_are_one_need() -> None:
    assert needs("relation.r.direct.p.count", "relation.r.direct.p.total") == [
        Need("r", "direct", "p", frozenset({"count", "total"}), ())
    ]


def test_directions_and_properties_are_needs_of_their_own() -> None:
    found = relation_needs(
        [
            key(f"relation.{r}.{d}.{p}.count")
            for r in "rs"
            for d in ("direct", "reverse")
            for p in "pq"
        ]
    )
    assert {name: len(of) for name, of in found.items()} == {"r": 4, "s": 4}


@pytest.mark.parametrize(
    ("paths", "fields"),
    [
        (["top"], ((),)),
        (["top", "top[].value"], ()),
        (["top", "top[].value", "top[].lead.city"], (("city",),)),
        (["top[].lead.a.b", "top[].lead.c"], (("a", "b"), ("c",))),
        (["top[]"], ((),)),
        (["top[]", "top[].value"], ((),)),
        (["top[].lead"], ((),)),
        (["top[].other"], ()),
        (["count"], ()),
    ],
)
def test_fields_are_those_read_in_the_loop(paths: list[str], fields: tuple[Key, ...]) -> None:
    assert [one.fields for one in needs(*(f"relation.r.reverse.p.{path}" for path in paths))] == [
        fields
    ]


def test_keys_that_lead_to_no_statistic_say_nothing() -> None:
    assert (
        needs("relation", "relation.r", "relation.r.direct.p", "relation.r.sideways.p.count") == []
    )


def side(relation: Relation, direction: str, database: str, schema: Schema = SCHEMA) -> None:
    need = needs(f"relation.{relation.short_name}.{direction}.p.count")[0]
    require_side(schema, relation, need, Recipient(database, "x"))


def test_each_side_has_its_direction() -> None:
    side(LOYAL, "reverse", "agents")
    side(LOYAL, "direct", "customers")


def test_in_a_relation_of_one_database_both_directions_work() -> None:
    side(FRIENDS, "reverse", "agents")
    side(FRIENDS, "direct", "agents")


def test_the_wrong_direction_is_said_with_the_right_one() -> None:
    with pytest.raises(DataError, match=r"write relation\.loyal\.reverse\.p"):
        side(LOYAL, "direct", "agents")
    with pytest.raises(DataError, match=r"write relation\.loyal\.direct\.p"):
        side(LOYAL, "reverse", "customers")


def test_a_recipient_on_neither_side_is_said_with_both() -> None:
    with pytest.raises(DataError, match=r"joins agents \(reverse\) and customers \(direct\), but"):
        side(LOYAL, "direct", "others")
    with pytest.raises(DataError, match=r"joins database 1 \(reverse\)"):
        side(LOYAL, "direct", "agents", Schema())


def test_the_related_profiles_are_in_the_other_database() -> None:
    assert related_database(SCHEMA, LOYAL, "reverse") == "customers"
    assert related_database(SCHEMA, LOYAL, "direct") == "agents"
    assert related_database(Schema(), LOYAL, "direct") == ""
