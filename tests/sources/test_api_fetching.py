"""The API as a source: what comes for the keys, and in how many calls."""

from pathlib import Path

import pytest

from relvars.errors import ConfigError, DataError, SourceError
from relvars.schema import Database, Relation, Schema
from relvars.values import Recipient, Value
from tests.sources.platform import Platform, answer, fine, loyal, refusal
from tests.sources.project import ANN, LOYAL, key, opened, write

PROFIT = "relation.loyal.reverse.profit"


def fetch(platform: Platform, *paths: str, stat_off: str = "missing") -> dict[str, Value]:
    return platform.source(stat_off=stat_off).fetch(ANN, [key(path) for path in paths]).values


def test_the_whole_of_a_message_takes_three_calls() -> None:
    platform = loyal()
    values = fetch(
        platform, "lead._fname", "subscription.email", f"{PROFIT}.count", f"{PROFIT}.total",
        f"{PROFIT}.top[].value", f"{PROFIT}.top[].lead._fname",
        "relation.loyal.reverse.visits.top[].lead.vip", "relation.loyal.reverse.fan.count",
    )  # fmt: skip
    assert platform.paths == ["profiles/get", "relations/get_counter", "profiles/list"]
    assert values["lead"] == {"_fname": "Ann"}
    assert values["subscription"] == {"email": "ann@sub.example.org"}
    assert values["relation"]["loyal"]["reverse"]["profit"] == {
        "count": 2, "total": 200.5,
        "top": [{"value": 120, "lead": {"_fname": "Bob"}},
                {"value": 80.5, "lead": {"_fname": "Cid"}}],
    }  # fmt: skip
    assert values["relation"]["loyal"]["reverse"]["fan"] == {"count": 1}


def test_related_profiles_are_asked_for_once_with_the_fields_that_are_read() -> None:
    platform = loyal()
    fetch(platform, f"{PROFIT}.top[].lead._fname", "relation.loyal.reverse.visits.top[].lead.vip")
    assert platform.sent[-1].body == {
        "db_id": 2, "from_id": "", "limit": 2,
        "query": {"_id": {"$in": ["b1", "b2"]}}, "fields": ["_fname", "_id", "vip"],
    }  # fmt: skip


def test_a_whole_related_profile_is_asked_for_without_naming_fields() -> None:
    platform = loyal()
    values = fetch(platform, f"{PROFIT}.top")
    assert "fields" not in platform.sent[-1].body
    first = values["relation"]["loyal"]["reverse"]["profit"]["top"][0]
    assert first["lead"] == {"_id": "b1", "_fname": "Bob", "vip": True, "age": 40}


@pytest.mark.parametrize("inside", ["[].value", "[].lead._id"])
def test_values_and_ids_alone_need_no_profiles(inside: str) -> None:
    platform = loyal()
    values = fetch(platform, f"{PROFIT}.top{inside}")
    assert platform.paths == ["relations/get_counter"]
    top = values["relation"]["loyal"]["reverse"]["profit"]["top"]
    assert [item["lead"] for item in top] == [{"_id": "b1"}, {"_id": "b2"}]


def test_a_profile_is_known_by_the_id_that_templates_write() -> None:
    platform = loyal()
    assert fetch(platform, "lead._id", "lead.id") == {"lead": {"_id": "a1"}}


def test_a_statistic_that_is_switched_off_follows_the_assumption() -> None:
    path = "relation.loyal.reverse.plain"
    assert fetch(loyal(), f"{path}.total", f"{path}.top")["relation"]["loyal"]["reverse"] == {
        "plain": {"total": None, "top": []}
    }
    values = fetch(loyal(), f"{path}.total", stat_off="zero")
    assert values["relation"]["loyal"]["reverse"]["plain"] == {"total": 0}


@pytest.mark.parametrize("data", [None, {"profile_id": "a1"}, {"profile_id": "a1", "props": None},
                                  {"profile_id": "a1", "props": {}}])  # fmt: skip
def test_no_links_read_as_zero(data: Value) -> None:
    platform = Platform(faults=[answer(fine(data=data))])
    values = fetch(platform, f"{PROFIT}.count", f"{PROFIT}.total", f"{PROFIT}.top")
    assert values["relation"]["loyal"]["reverse"]["profit"] == {"count": 0, "total": 0, "top": []}


def test_unknown_relations_and_properties_say_nothing() -> None:
    platform = loyal()
    assert fetch(platform, "relation.other.reverse.x.count") == {}
    assert platform.sent == []
    assert fetch(platform, "relation.loyal.reverse.qqq.count") == {}


def test_direct_is_refused_before_anything_is_sent_and_says_what_to_do() -> None:
    platform = loyal()
    bob = Recipient("customers", "b1")
    with pytest.raises(ConfigError) as caught:
        platform.source().fetch(
            bob, [key("lead._fname"), key("relation.loyal.direct.profit.count")]
        )
    said = str(caught.value)
    assert "relation.loyal.direct cannot be read from the API" in said
    assert "relvars record --walk loyal" in said
    assert "sqlite:FILE" in said
    assert platform.sent == []
    with pytest.raises(ConfigError):
        platform.source().linked(LOYAL, "b1", "direct")


def test_the_wrong_direction_is_the_first_thing_said() -> None:
    with pytest.raises(DataError, match="see this relation in the other direction"):
        fetch(loyal(), "relation.loyal.direct.profit.count")


def test_a_database_is_known_by_its_number() -> None:
    platform = loyal()
    source = platform.source(schema=Schema())
    assert source.fetch(Recipient("1", "a1"), [key("lead.city")]).values["lead"] == {"city": "Riga"}
    with pytest.raises(
        ConfigError, match=r"no \[\[database\]\] in relvars.toml is called 'agents'"
    ):
        source.fetch(ANN, [key("lead.city")])


def test_who_is_not_there_is_a_fault_in_the_data() -> None:
    with pytest.raises(DataError, match="profiles/get: error 404: profile not found"):
        loyal().source().fetch(Recipient("agents", "zz"), [key("lead.city")])


def test_profiles_that_the_list_lacks_are_asked_for_one_by_one() -> None:
    platform = loyal()
    only_bob = answer(fine(data=[{"id": "b1", "_fname": "Bob"}]))
    platform.faults = [answer(fine(data={"props": platform.counters[3, "a1"]})), only_bob]
    values = fetch(platform, f"{PROFIT}.top[].lead._fname")
    assert platform.paths == ["relations/get_counter", "profiles/list", "profiles/get"]
    assert values["relation"]["loyal"]["reverse"]["profit"]["top"][1]["lead"] == {"_fname": "Cid"}


def test_all_are_asked_for_one_by_one_where_listing_is_refused() -> None:
    platform = loyal()
    counters = answer(fine(data={"props": platform.counters[3, "a1"]}))
    platform.faults = [counters, refusal(400, "Incorrect request")]
    del platform.profiles[2]["b2"]
    values = fetch(platform, f"{PROFIT}.top[].lead._fname")
    assert platform.paths[1:] == ["profiles/list", "profiles/get", "profiles/get"]
    top = values["relation"]["loyal"]["reverse"]["profit"]["top"]
    assert [item["lead"] for item in top] == [{"_fname": "Bob"}, {"_id": "b2"}]


@pytest.mark.parametrize("code", [401, 403])
def test_a_missing_right_is_not_tried_one_by_one(code: int) -> None:
    platform = loyal()
    counters = answer(fine(data={"props": platform.counters[3, "a1"]}))
    platform.faults = [counters, refusal(code, "no")]
    with pytest.raises(SourceError, match=f"profiles/list: error {code}: no"):
        fetch(platform, f"{PROFIT}.top[].lead._fname")


def test_all_profiles_are_paged_through() -> None:
    platform = Platform(profiles={1: {f"{number:04}": {} for number in range(2500)}})
    found = list(platform.source().recipients("agents"))
    assert found[0] == Recipient("agents", "0000")
    assert len(found) == 2500
    assert platform.paths == ["profiles/list"] * 3


def test_a_list_that_goes_in_circles_is_an_error() -> None:
    page = answer(fine(data=[{"id": "x"}], next_from_id="x"))
    platform = Platform(faults=[page, page])
    with pytest.raises(SourceError, match="the next page is this one again"):
        list(platform.source().recipients("agents"))


def test_single_links_come_with_what_they_carry() -> None:
    found = loyal().source().linked(LOYAL, "a1", "reverse")
    assert [tuple(one) for one in found] == [
        ("a1", "b1", {"profit": 120, "visits": 4, "fan": True}),
        ("a1", "b2", {"profit": 80.5, "visits": 3, "plain": 1}),
    ]


def test_links_that_are_kept_back_are_told() -> None:
    platform = Platform(faults=[answer(fine(data=[], total_count=7))])
    with pytest.raises(SourceError, match="7 links are there, but only 0 came"):
        platform.source().linked(LOYAL, "a1", "reverse")


def test_what_the_api_cannot_give_comes_from_the_folder_beside(tmp_path: Path) -> None:
    write(tmp_path, "json.json", '{"a": 1}')
    platform = loyal()
    source = platform.source(beside=opened(tmp_path))
    fetched = source.fetch(ANN, [key("json.a"), key("lead.city")])
    assert fetched.values == {"json": {"a": 1}, "lead": {"city": "Riga"}}
    assert fetched.origins == {
        ("json",): "data/json.json",
        ("lead",): "panel.example: profiles/get",
    }
    assert fetch(platform, "json.a") == {}


def test_a_relation_within_one_database_works_from_its_receiving_side() -> None:
    schema = Schema((Database(1, "agents"),), (Relation(9, "", "f", 1, 1, LOYAL.properties),))
    platform = Platform(
        profiles={1: {"a2": {"city": "Oslo"}}},
        counters={(9, "a1"): {"profit": {"total": 1, "top": [{"profile_id": "a2", "value": 1}]}}},
    )
    values = platform.source(schema=schema).fetch(
        ANN, [key("relation.f.reverse.profit.top[].lead.city")]
    )
    assert values.values["relation"]["f"]["reverse"]["profit"]["top"] == [
        {"value": 1, "lead": {"city": "Oslo"}}
    ]
