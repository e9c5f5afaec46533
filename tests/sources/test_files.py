import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from relvars.errors import ConfigError, DataError
from relvars.schema import Relation, Schema
from relvars.sources import files as module
from relvars.sources import reading
from relvars.values import Recipient, Value

from .project import AGENTS, ANN, CUSTOMERS, SCHEMA, fetch, key, opened, write

PROFIT = "relation.loyal.reverse.profit"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with agents, customers and links."""
    write(
        tmp_path,
        "profiles/agents.jsonl",
        [
            {"_id": "a1", "_fname": "Ann", "city": "Oslo", "address": {"zip": 1, "street": "x"}},
            {"_id": "a2", "_fname": "Bea", "email": "bea@x.org"},
        ],
    )
    write(
        tmp_path,
        "profiles/customers.csv",
        "_id,_fname,age,labels\nc1,Bob,50,vip\nc2,Cid,,\nc3,Dan,30,\n",
    )
    write(
        tmp_path,
        "links/loyal.jsonl",
        [
            {"a": "a1", "b": "c1", "profit": 10, "visits": 3},
            {"a": "a1", "b": "c2", "profit": 7.5, "fan": False},
            {"a": "a1", "b": "c9", "profit": 20, "plain": 4},
            {"a": "a2", "b": "c1", "profit": 1},
        ],
    )
    return tmp_path


def test_a_profile_comes_with_the_fields_asked_for(base: Path) -> None:
    assert fetch(base, "lead._fname", "lead.address.zip", "lead.nothing") == {
        "lead": {"_fname": "Ann", "address": {"zip": 1}}
    }
    assert fetch(base, "lead", recipient=Recipient("customers", "c1")) == {
        "lead": {"_id": "c1", "_fname": "Bob", "age": 50, "labels": ["vip"]}
    }


def test_statistics_of_links(base: Path) -> None:
    assert fetch(
        base, f"{PROFIT}.count", f"{PROFIT}.total", "relation.loyal.reverse.fan.count"
    ) == {
        "relation": {
            "loyal": {"reverse": {"profit": {"count": 3, "total": 37.5}, "fan": {"count": 1}}}
        }
    }


def test_both_directions_of_a_relation(base: Path) -> None:
    customer = Recipient("customers", "c1")
    path = "relation.loyal.direct.profit"
    found = fetch(base, f"{path}.total", f"{path}.top[].lead._fname", recipient=customer)
    assert found["relation"]["loyal"]["direct"]["profit"] == {
        "total": 11,
        "top": [{"value": 10, "lead": {"_fname": "Ann"}}, {"value": 1, "lead": {"_fname": "Bea"}}],
    }


def test_a_top_comes_with_the_fields_asked_for_and_unknown_profiles_with_their_id(
    base: Path,
) -> None:
    def kept(*inside: str) -> Value:
        found = fetch(base, f"{PROFIT}.top", *(f"{PROFIT}.top[].{one}" for one in inside))
        return found["relation"]["loyal"]["reverse"]["profit"]["top"]

    unknown = {"value": 20, "lead": {"_id": "c9"}}
    bob = {"_id": "c1", "_fname": "Bob", "age": 50, "labels": ["vip"]}
    assert kept("lead._fname", "value") == [unknown, {"value": 10, "lead": {"_fname": "Bob"}}]
    assert kept() == kept("lead") == [unknown, {"value": 10, "lead": bob}]
    assert kept("value") == [unknown, {"value": 10, "lead": {"_id": "c1"}}]


def test_statistics_that_are_not_kept(base: Path) -> None:
    path = "relation.loyal.reverse.plain"
    for word, amount in (("missing", None), ("zero", 0)):
        found = fetch(base, f"{path}.count", f"{path}.total", f"{path}.top", stat_off=word)
        assert found["relation"]["loyal"]["reverse"]["plain"] == {
            "count": 1,
            "total": amount,
            "top": [],
        }


def test_no_links_are_zero(base: Path) -> None:
    write(base, "links/loyal.jsonl", [])
    none = {"count": 0, "total": 0, "top": []}
    asked = [f"{PROFIT}.count", f"{PROFIT}.total", f"{PROFIT}.top"]
    assert fetch(base, *asked)["relation"]["loyal"]["reverse"]["profit"] == none
    (base / "data/links/loyal.jsonl").unlink()
    assert fetch(base, *asked)["relation"]["loyal"]["reverse"]["profit"] == none


def test_one_database_on_both_sides(base: Path) -> None:
    write(base, "links/friends.csv", "a,b,years\na1,a2,3\na1,a1,4\n")
    found = fetch(
        base,
        "relation.friends.direct.years.total",
        "relation.friends.reverse.years.total",
        recipient=ANN,
    )
    assert found["relation"]["friends"] == {
        "direct": {"years": {"total": 4}},
        "reverse": {"years": {"total": 7}},
    }


def test_related_profiles_need_no_file(base: Path) -> None:
    (base / "data/profiles/customers.csv").unlink()
    found = fetch(base, f"{PROFIT}.top[].lead._fname")
    assert found["relation"]["loyal"]["reverse"]["profit"]["top"][0]["lead"] == {"_id": "c9"}
    nowhere = Schema((AGENTS,), SCHEMA.relations)
    found = fetch(base, f"{PROFIT}.top[].lead._fname", schema=nowhere)
    assert found["relation"]["loyal"]["reverse"]["profit"]["top"][0]["lead"] == {"_id": "c9"}


def test_what_the_schema_does_not_know(base: Path) -> None:
    assert fetch(base, "relation.other.reverse.profit.count") == {}
    assert fetch(base, "relation.loyal.reverse.profits.count") == {}
    with pytest.raises(DataError, match=r"data/links/loyal\.jsonl: the schema has no relation 'lo"):
        fetch(base, f"{PROFIT}.count", schema=Schema((AGENTS, CUSTOMERS)))


def test_links_in_a_file_that_is_nearly_named_like_a_relation(base: Path) -> None:
    (base / "data/links/loyal.jsonl").rename(base / "data/links/loyall.jsonl")
    said = (
        r"^data/links/loyall\.jsonl: the schema has no relation 'loyall': did you mean 'loyal'\?$"
    )
    with pytest.raises(DataError, match=said):
        fetch(base, "relation.loyal.reverse.profit.count")
    (base / "data/links/loyall.jsonl").rename(base / "data/links/another.jsonl")
    found = fetch(base, "relation.loyal.reverse.profit.count")
    assert found["relation"]["loyal"]["reverse"]["profit"]["count"] == 0


def test_the_wrong_direction_is_an_error(base: Path) -> None:
    with pytest.raises(DataError, match=r"write relation\.loyal\.reverse\.profit"):
        fetch(base, "relation.loyal.direct.profit.count")


def test_a_recipient_that_is_not_there(base: Path) -> None:
    message = (
        r"data/profiles/agents\.jsonl: no profile of the database agents has the id 'a11';"
        " did you mean a1"
    )
    for path in ("lead._fname", "subscription.email", f"{PROFIT}.count"):
        with pytest.raises(DataError, match=message):
            fetch(base, path, recipient=Recipient("agents", "a11"))
    (base / "data/profiles/agents.jsonl").unlink()
    found = fetch(base, f"{PROFIT}.count", recipient=Recipient("agents", "a11"))
    assert found["relation"]["loyal"]["reverse"]["profit"] == {"count": 0}


def test_a_database_without_profiles(base: Path) -> None:
    with pytest.raises(DataError, match=r"'agent': no file data/profiles/agent\.jsonl, .*agents'"):
        fetch(base, "lead.x", recipient=Recipient("agent", "a1"))
    with pytest.raises(DataError, match=r"no file data/profiles/zzz\.jsonl, .*or \.parquet$"):
        list(opened(base).recipients("zzz"))


def test_every_profile_is_a_recipient(base: Path) -> None:
    assert list(opened(base).recipients("agents")) == [ANN, Recipient("agents", "a2")]


def test_subscriptions_follow_from_the_profile(base: Path) -> None:
    bea = Recipient("agents", "a2")
    assert fetch(base, "subscription.email_domain", recipient=bea) == {
        "subscription": {"email_domain": "x.org"}
    }


def test_documents_come_whole_and_only_if_asked_for(base: Path) -> None:
    write(base, "json.json", '{"a": {"b": 1}, "c": 2}')
    write(base, "apicontent.json", "broken")
    write(base, "loyalty.json", '{"gold": {"promocode": "X"}}')
    assert fetch(base, "json.a.b", "loyalty.gold.promocode") == {
        "json": {"a": {"b": 1}, "c": 2},
        "loyalty": {"gold": {"promocode": "X"}},
    }
    with pytest.raises(
        DataError, match=r"data/apicontent\.json: expecting value, line 1, column 1"
    ):
        fetch(base, "apicontent.x")


def test_everything_is_optional(tmp_path: Path) -> None:
    paths = ("json.a", "apicontent.b", "loyalty.c.promocode", "fragment.d", "market.orders")
    assert fetch(tmp_path, *paths, "unsubscribe", "own.root") == {}
    assert opened(tmp_path).fetch(ANN, [(), ("fragment",)]).values == {}


def test_fragments_are_texts_as_they_are(base: Path) -> None:
    write(base, "fragments/hello.html", "<b>\r\n{lead._fname}</b>\n")
    write(base, "fragments/bye.txt", "\ufeffbye")
    assert fetch(base, "fragment.hello", "fragment.bye", "fragment.other") == {
        "fragment": {"hello": "<b>\r\n{lead._fname}</b>\n", "bye": "\ufeffbye"}
    }
    write(base, "fragments/bye.html", "bye")
    with pytest.raises(DataError, match=r"bye\.html and data/fragments/bye\.txt are both"):
        fetch(base, "fragment.bye")


def test_orders_are_those_of_the_recipient_and_those_of_nobody(base: Path) -> None:
    write(
        base,
        "market/orders.jsonl",
        [{"id": 1, "profile_id": "a1"}, {"id": 2, "profile_id": "a2"}, {"id": 3},
         {"id": 4, "profile_id": 7}],
    )  # fmt: skip
    write(base, "market/products.json", '[{"name": "x", "profile_id": "a2"}]')
    orders = fetch(base, "market.orders")["market"]
    assert [one["id"] for one in orders["orders"]] == [1, 3]
    seven = fetch(base, "market.orders", recipient=Recipient("agents", "7"))["market"]
    assert [one["id"] for one in seven["orders"]] == [3, 4]
    assert fetch(base, "market")["market"].keys() == {"orders", "products"}
    write(base, "market/sku.json", "{}")
    with pytest.raises(DataError, match=r"data/market/sku\.json: it must hold a list"):
        fetch(base, "market.sku")


def test_what_was_fetched_says_where_it_came_from(base: Path) -> None:
    write(base, "json.json", "{}")
    write(base, "fragments/x.txt", "x")
    paths = (
        "lead._fname",
        f"{PROFIT}.count",
        f"{PROFIT}.top[].lead._fname",
        "json.a",
        "fragment.x",
    )
    origins = opened(base).fetch(ANN, [key(path) for path in paths]).origins
    assert origins == {
        ("lead",): "data/profiles/agents.jsonl",
        key(f"{PROFIT}.count"): "data/links/loyal.jsonl",
        key(f"{PROFIT}.top"): "data/links/loyal.jsonl",
        key(f"{PROFIT}.top[].lead"): "data/profiles/customers.csv",
        ("json",): "data/json.json",
        ("fragment", "x"): "data/fragments/x.txt",
    }


def test_two_files_for_one_thing_are_an_error(base: Path) -> None:
    write(base, "profiles/agents.json", "[]")
    with pytest.raises(DataError, match=r"agents\.jsonl and data/profiles/agents\.json are both"):
        fetch(base, "lead.x")


@pytest.mark.parametrize("name", ["../secret", "a/b", "..", "", "a\0b"])
def test_a_name_never_leaves_the_folder(base: Path, name: str) -> None:
    (base / "secret.jsonl").write_text('{"_id": "x"}')
    (base / "secret.txt").write_text("secret")
    with pytest.raises(DataError, match="cannot be the name of a file"):
        fetch(base, "lead.x", recipient=Recipient(name, "x"))
    for path in ("fragment", "relation"):
        with pytest.raises(DataError, match="cannot be the name of a file"):
            opened(base).fetch(ANN, [(path, name, "direct", "p", "count")])


def test_a_link_in_the_file_system_never_leaves_the_folder(base: Path) -> None:
    (base / "secret.txt").write_text("secret")
    write(base, "fragments/inside.txt", "fine")
    os.symlink(base / "secret.txt", base / "data/fragments/out.txt")
    os.symlink(base / "data/fragments/inside.txt", base / "data/fragments/in.txt")
    assert fetch(base, "fragment.in") == {"fragment": {"in": "fine"}}
    with pytest.raises(DataError, match=r"data/fragments/out\.txt leads out of the folder"):
        fetch(base, "fragment.out")


def test_the_folder_must_be_there(tmp_path: Path) -> None:
    source = opened(tmp_path)
    (tmp_path / "data").rmdir()
    with pytest.raises(ConfigError, match="there is no folder data to take data from"):
        source.fetch(ANN, [("json", "a")])
    with pytest.raises(ConfigError, match="there is no folder data"):
        list(source.recipients("agents"))


def test_a_file_is_read_once_and_again_when_it_has_changed(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens: list[str] = []
    records = reading.records

    def counted(file: reading.SourceFile, types: Any) -> Any:
        opens.append(file.label)
        return records(file, types)

    monkeypatch.setattr("relvars.sources.links.records", counted)
    monkeypatch.setattr("relvars.sources.profiles.records", counted)
    source = opened(base)
    asked = [key(f"{PROFIT}.{one}") for one in ("count", "total", "top[].lead._fname")]
    asked += [key("relation.loyal.reverse.visits.total"), key("lead._fname")]
    for recipient in source.recipients("agents"):
        source.fetch(recipient, asked)
    assert sorted(opens) == [
        "data/links/loyal.jsonl",
        "data/profiles/agents.jsonl",
        "data/profiles/customers.csv",
    ]
    write(base, "links/loyal.jsonl", [{"a": "a1", "b": "c1", "profit": 99}])
    found = source.fetch(ANN, asked).values["relation"]["loyal"]["reverse"]
    assert found["profit"]["total"] == 99
    assert found["visits"]["total"] == 0


def test_a_file_that_vanishes_is_no_traceback(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "isfile", lambda path: str(path).endswith(".json"))
    with pytest.raises(ConfigError, match=r"there is no file data/profiles/agents\.json"):
        fetch(base, "lead.x")


def many_links(tmp_path: Path, count: int) -> None:
    lines = (f'{{"a":"a{n % 2000}","b":"b{n // 2}","profit":{n % 97}}}\n' for n in range(count))
    write(tmp_path, "links/loyal.jsonl", "".join(lines))


def test_a_fetch_reads_many_links_in_one_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_links(tmp_path, 200_000)
    read: list[int] = []
    records = reading.records

    def counted(file: reading.SourceFile, types: Any) -> Any:
        for record in records(file, types):
            read.append(record.offset)
            yield record

    monkeypatch.setattr("relvars.sources.links.records", counted)
    places = [f"{PROFIT}.count", f"{PROFIT}.top[].value", "relation.loyal.reverse.visits.total"]
    found = opened(tmp_path).fetch(ANN, [key(place) for place in places]).values
    assert found["relation"]["loyal"]["reverse"]["profit"]["count"] == 100
    assert len(read) == len(set(read)) == 200_000


def test_links_take_little_memory(tmp_path: Path) -> None:
    many_links(tmp_path, 20_000)
    source = opened(tmp_path)
    tracemalloc.start()
    try:
        source.fetch(ANN, [key(f"{PROFIT}.count")])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak / 20_000 < 700, f"{peak / 20_000:.0f} bytes a link"


def test_a_relation_of_the_schema_may_have_no_properties(base: Path) -> None:
    schema = Schema(SCHEMA.databases, (Relation(9, "Bare", "bare", 1, 2),))
    assert fetch(base, "relation.bare.reverse.p.count", schema=schema) == {}
