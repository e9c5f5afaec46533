"""Recording: what is taken from a source, and how it lies in the files."""

import json
import os
from pathlib import Path

import pytest

from relvars.errors import ConfigError, DataError, SourceError
from relvars.resolver import needs, resolve
from relvars.schema import Schema
from relvars.sources.recording.collecting import Recording, record
from relvars.sources.recording.writing import work_tree, write_recording
from relvars.sources.side_by_side import side_by_side
from relvars.values import Recipient, Value
from tests.sources.platform import loyal
from tests.sources.project import ANN, SCHEMA, key, opened, write

TEMPLATE = (
    "{lead._fname} {subscription.email} {relation.loyal.reverse.profit.count}"
    " {relation.loyal.reverse.profit.total}"
    "{for $i $item = relation.loyal.reverse.profit.top}"
    " {$item.lead._fname}={$item.value}{end}"
)
KEYS = needs(TEMPLATE).keys


def recorded(*recipients: Recipient) -> Recording:
    return record(loyal().source(), recipients or (ANN,), KEYS, schema=SCHEMA)


def lines(base: Path, name: str) -> list[Value]:
    return [json.loads(line) for line in (base / "data" / name).read_text().splitlines()]


def put(base: Path, what: Recording, schema: Schema = SCHEMA) -> list[str]:
    return write_recording(what, base / "data", base, schema)


def test_what_was_recorded_gives_the_same_values_as_the_source(tmp_path: Path) -> None:
    put(tmp_path, recorded())
    live = resolve(TEMPLATE, loyal().source(), ANN, schema=SCHEMA)
    kept = resolve(TEMPLATE, opened(tmp_path), ANN, schema=SCHEMA)
    assert kept == live


def test_only_what_is_needed_is_kept(tmp_path: Path) -> None:
    assert put(tmp_path, recorded()) == [
        "data/profiles/agents.jsonl", "data/profiles/customers.jsonl", "data/links/loyal.jsonl",
    ]  # fmt: skip
    assert lines(tmp_path, "profiles/customers.jsonl") == [
        {"_id": "b1", "_fname": "Bob"}, {"_id": "b2", "_fname": "Cid"},
    ]  # fmt: skip
    assert lines(tmp_path, "links/loyal.jsonl")[0] == {
        "a": "a1", "b": "b1", "profit": 120, "visits": 4, "fan": True,
    }  # fmt: skip
    assert set(lines(tmp_path, "profiles/agents.jsonl")[0]) == {
        "_id", "_fname", "email", "subscriptions",
    }  # fmt: skip


def test_files_may_be_recorded_from_too_in_both_directions(tmp_path: Path) -> None:
    other = tmp_path / "other"
    write(other, "profiles/customers.jsonl", [{"_id": "b1", "age": 3}])
    write(other, "profiles/agents.csv", "_id,city\na1,Riga\n")
    write(other, "links/loyal.csv", "a,b,profit\na1,b1,5\n")
    write(other, "json.json", '{"x": 1}')
    write(other, "fragments/foot.html", "bye")
    write(other, "market/products.json", '[{"name": "Case"}]')
    keys = [key("relation.loyal.direct.profit.top[].lead.city"), key("json.x"), key("lead.age"),
            key("fragment.foot"), key("market.products"),
            key("relation.qqq.direct.x.count")]  # fmt: skip
    source = opened(other)
    bob = Recipient("customers", "b1")
    put(tmp_path, record(source, [bob], keys, schema=SCHEMA))  # type: ignore[arg-type]  # it has links
    assert opened(tmp_path).fetch(bob, keys).values == source.fetch(bob, keys).values


def test_a_source_without_a_file_of_links_has_none(tmp_path: Path) -> None:
    write(tmp_path, "profiles/agents.jsonl", [{"_id": "a1"}])
    found = record(opened(tmp_path), [ANN], KEYS, schema=SCHEMA)  # type: ignore[arg-type]
    assert found.links == {"loyal": {}}


@pytest.mark.parametrize("ending", ["jsonl", "json", "csv"])
def test_what_is_there_stays_and_takes_the_new(tmp_path: Path, ending: str) -> None:
    held = [{"_id": "b0", "_fname": "Zed"}, {"_id": "b1", "_fname": "old", "vip": True}]
    pairs = [{"a": "a0", "b": "b1", "profit": 9.5}, {"a": "a1", "b": "b1", "plain": 7}]
    if ending == "csv":
        write(tmp_path, "profiles/customers.csv", "_id,_fname,vip\nb0,Zed,\nb1,old,true\n")
        write(tmp_path, "links/loyal.csv", "a,b,profit,plain\na0,b1,9.5,\na1,b1,,7\n")
    elif ending == "json":
        write(tmp_path, "profiles/customers.json", json.dumps(held))
        write(tmp_path, "links/loyal.json", json.dumps(pairs))
    else:
        write(tmp_path, "profiles/customers.jsonl", held)
        write(tmp_path, "links/loyal.jsonl", pairs)
    names = put(tmp_path, recorded())
    assert names[1:] == [f"data/profiles/customers.{ending}", f"data/links/loyal.{ending}"]
    source = opened(tmp_path)
    fields = [key("lead._fname"), key("lead.vip"), key("relation.loyal.direct.profit.total")]
    found = source.fetch(Recipient("customers", "b1"), fields).values
    assert found["lead"] == {"_fname": "Bob", "vip": True}
    assert found["relation"]["loyal"]["direct"]["profit"] == {"total": 129.5}
    assert source.fetch(Recipient("customers", "b0"), fields[:1]).values["lead"] == {
        "_fname": "Zed"
    }


def test_csv_refuses_what_it_would_bend(tmp_path: Path) -> None:
    write(tmp_path, "profiles/agents.csv", "_id\na0\n")
    with pytest.raises(DataError, match=r"the column subscriptions_2 cannot hold what came"):
        put(tmp_path, Recording({"agents": {"a1": {"_id": "a1", "subscriptions_2": [1]}}}))
    assert (tmp_path / "data/profiles/agents.csv").read_text() == "_id\na0\n"


def test_csv_holds_all_types_of_the_schema(tmp_path: Path) -> None:
    write(tmp_path, "profiles/customers.csv", "_id\nb0\n")
    record: dict[str, Value] = {
        "_id": "b1", "age": 4, "score": 1.5, "vip": False, "labels": ["x", "y"], "born": "2001",
        "address": {"city": "Riga"}, "orders": [{"n": 1}], "_fname": "",
    }  # fmt: skip
    put(tmp_path, Recording({"customers": {"b1": record}}))
    found = opened(tmp_path).fetch(Recipient("customers", "b1"), [key("lead")]).values["lead"]
    assert found == {name: value for name, value in record.items() if name != "_fname"}


def test_nothing_is_put_in_place_when_one_file_cannot_be(tmp_path: Path) -> None:
    write(tmp_path, "links/loyal.jsonl", "broken\n")
    with pytest.raises(DataError, match=r"data/links/loyal\.jsonl: line 1"):
        put(tmp_path, recorded())
    assert not (tmp_path / "data/profiles").exists()


def test_a_folder_that_cannot_be_written_is_the_world_s_fault(tmp_path: Path) -> None:
    write(tmp_path, "profiles", "a file")
    with pytest.raises(SourceError, match="could not be written"):
        put(tmp_path, recorded())


def test_a_failure_half_way_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SourceError, match="No space left on device"):
        put(tmp_path, recorded())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.jsonl"
    target.write_text("")
    (tmp_path / "data/profiles").mkdir(parents=True)
    (tmp_path / "data/profiles/agents.jsonl").symlink_to(target)
    with pytest.raises(DataError, match=r"data/profiles/agents\.jsonl leads out of its folder"):
        put(tmp_path, recorded())
    assert target.read_text() == ""


def test_names_that_are_paths_make_no_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'\.\./x' cannot be the name of a file"):
        put(tmp_path, Recording({"../x": {"1": {"_id": "1"}}}))
    put(tmp_path, Recording(documents={"fragment": {"../x": "no", "y": "yes"}, "lead": 1}))
    assert [path.name for path in tmp_path.rglob("*.html")] == ["y.html"]


def test_links_of_an_unknown_relation_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the schema has no relation 'x'"):
        put(tmp_path, Recording(links={"x": {}}))


def test_halves_of_surrogate_pairs_are_escaped(tmp_path: Path) -> None:
    put(tmp_path, Recording({"agents": {"a1": {"_id": "a1", "x": "\ud83d"}}}))
    assert lines(tmp_path, "profiles/agents.jsonl") == [{"_id": "a1", "x": "\ud83d"}]


def test_new_files_are_their_owner_s_alone_and_old_ones_keep_their_mode(tmp_path: Path) -> None:
    held = write(tmp_path, "profiles/agents.jsonl", "")
    held.chmod(0o640)
    put(tmp_path, recorded())
    assert held.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "data/links/loyal.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_work_tree_is_found_from_below_and_through_links(tmp_path: Path) -> None:
    assert work_tree(tmp_path / "a/b") is None
    (tmp_path / "a").mkdir()
    (tmp_path / "a/.git").write_text("gitdir: elsewhere")
    os.symlink(tmp_path / "a", tmp_path / "c")
    assert work_tree(tmp_path / "c" / "not" / "there") == (tmp_path / "a").resolve()


def test_many_recipients_come_in_order_whoever_is_quickest() -> None:
    told: list[int] = []
    platform = loyal()
    platform.profiles[1] |= {f"x{number}": {"_fname": str(number)} for number in range(50)}
    recipients = [Recipient("agents", f"x{number}") for number in range(50)]
    found = record(
        platform.source(), recipients, [key("lead._fname")], schema=SCHEMA, at_once=8,
        done=told.append,
    )  # fmt: skip
    assert [one["_fname"] for one in found.profiles["agents"].values()] == [*map(str, range(50))]
    assert told == list(range(1, 51))


@pytest.mark.parametrize("at_once", [1, 4])
def test_what_fails_fails_in_its_turn_and_ends_the_work(at_once: int) -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise SourceError("three")
        return number

    results = side_by_side(work, range(1000), at_once)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(SourceError, match="three"):
        next(results)
    assert len(begun) < 20


def test_orders_of_all_recipients_are_kept_in_the_source_s_order(tmp_path: Path) -> None:
    orders = [{"id": 1, "profile_id": "a2"}, {"id": 2}, {"id": 2}, {"id": 3, "profile_id": "a1"},
              {"id": 4, "profile_id": "a2"}]  # fmt: skip
    write(tmp_path, "market/orders.json", json.dumps(orders))
    write(tmp_path, "profiles/agents.jsonl", '{"_id": "a1"}\n{"_id": "a2"}\n')
    people = (Recipient("agents", "a1"), Recipient("agents", "a2"))
    source = opened(tmp_path)
    keys = [("market", "orders")]
    kept = record(source, people, keys, schema=SCHEMA)  # type: ignore[arg-type]  # it has links
    assert kept.documents["market"]["orders"] == orders


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_orders_of_others_stay(tmp_path: Path, ending: str) -> None:
    held = [{"id": 1, "profile_id": "a1", "paid": False}, {"id": 2, "profile_id": "a2"}, {"id": 3}]
    text = json.dumps(held) if ending == "json" else "\n".join(map(json.dumps, held))
    write(tmp_path, f"market/orders.{ending}", text)
    new = [{"id": 1, "profile_id": "a1", "paid": True}]
    assert put(tmp_path, Recording(documents={"market": {"orders": new}})) == [
        f"data/market/orders.{ending}"
    ]
    fetched = opened(tmp_path).fetch(Recipient("agents", "a2"), [("market", "orders")])
    assert fetched.values["market"]["orders"] == held[1:]
    fetched = opened(tmp_path).fetch(ANN, [("market", "orders")])
    assert fetched.values["market"]["orders"] == [held[2], *new]


def test_a_fragment_stays_in_its_file(tmp_path: Path) -> None:
    write(tmp_path, "fragments/help.txt", "old")
    assert put(tmp_path, Recording(documents={"fragment": {"help": "new"}})) == [
        "data/fragments/help.txt"
    ]
    assert (tmp_path / "data" / "fragments" / "help.txt").read_text() == "new"


@pytest.mark.parametrize("name", ["json.json", "market"])
def test_documents_are_not_written_through_links_either(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "json.json").write_text("1")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).symlink_to(outside / name if "." in name else outside)
    documents = {"json": {"x": 1}, "market": {"orders": []}}
    with pytest.raises(DataError, match="leads out of its folder"):
        put(tmp_path, Recording(documents=documents))
    assert [one.read_text() for one in outside.iterdir()] == ["1"]
