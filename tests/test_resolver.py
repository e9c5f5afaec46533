import json
import pickle
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.catalog import assume, language
from relvars.errors import ConfigError, DataError
from relvars.resolver import (
    FunctionNeed,
    Needs,
    RelationNeed,
    needs,
    resolve,
    resolve_each,
    resolve_with_origins,
    to_json,
)
from relvars.schema import Database, Property, Relation, Schema
from relvars.sources import Fetched, merge
from relvars.sources.source import put
from relvars.syntax.parser import parse
from relvars.values import Key, Recipient, Value

TOP = "relation.loyal.reverse.profit.top"


def paths(text: str) -> tuple[str, ...]:
    return needs(text).paths


# --- needs ---------------------------------------------------------------------------------------


def test_a_text_without_tags_needs_nothing() -> None:
    assert needs("plain {x} text") == Needs((), (), (), (), (), ())


def test_paths_are_sorted_and_named_once() -> None:
    assert paths("{lead.b}{lead.a}{if lead.b}{json.x.y}{end}{unsubscribe}") == (
        "json.x.y",
        "lead.a",
        "lead.b",
        "unsubscribe",
    )


def test_every_part_of_a_condition_reads() -> None:
    text = "{if not lead.a and (lead.b equal json.c)}{lead.d}{else}{lead.e}{end}"
    assert paths(text) == ("json.c", "lead.a", "lead.b", "lead.d", "lead.e")


def test_items_of_a_loop_are_those_of_its_collection() -> None:
    text = "{for $i $task = json.tasks}{$i}{$task.title}{$task}{else}{lead.x}{end}"
    assert paths(text) == ("json.tasks", "json.tasks[]", "json.tasks[].title", "lead.x")


def test_loops_nest_at_any_depth() -> None:
    text = (
        "{for $a $x = json.a}{for $b $y = $x.b}{for $c $z = $y}{$z.d}{$x.e}{end}{end}{end}"
        "{for $i $x = lead.l}{$x.f}{end}"
    )
    assert paths(text) == (
        "json.a",
        "json.a[].b",
        "json.a[].b[]",
        "json.a[].b[][].d",
        "json.a[].e",
        "lead.l",
        "lead.l[].f",
    )


def test_an_inner_name_hides_an_outer_one_in_its_body_only() -> None:
    text = "{for $i $x = json.a}{for $x $y = json.b}{$x.p}{$y.q}{else}{$x.r}{end}{$x.s}{end}"
    assert paths(text) == ("json.a", "json.a[].r", "json.a[].s", "json.b", "json.b[].q")


def test_a_variable_is_unknown_outside_its_body() -> None:
    text = "{for $i $x = json.a}{else}{$x.p}{end}{$x.q}{if $y equal $x}{end}"
    assert paths(text) == ("json.a",)


def test_broken_tags_are_left_out() -> None:
    text = "{for $x = json.a}{$x.p}{lead.a}{end}{if lead.b xor lead.c}{lead.d}{end}{lead.}"
    assert parse(text).diagnostics
    assert paths(text) == ("lead.a", "lead.d")


def test_relations_are_apart_from_paths() -> None:
    text = (
        "{relation.loyal.reverse.profit.total}{if relation.loyal.reverse.profit.count}x{end}"
        f"{{for $i $item = {TOP}}}{{$item.lead._fname}} {{$item.value}} {{lead._fname}}"
        "{if $item.lead.address.city equal lead.city}{end}{for $j $t = $item.lead.tags}{$t.x}{end}"
        "{end}"
    )
    found = needs(text)
    assert found.paths == ("lead._fname", "lead.city")
    assert found.relations == (
        RelationNeed("loyal", "reverse", "profit", "count"),
        RelationNeed(
            "loyal", "reverse", "profit", "top", ("_fname", "address.city", "tags", "tags[].x")
        ),
        RelationNeed("loyal", "reverse", "profit", "total"),
    )
    assert ("relation", "loyal", "reverse", "profit", "top", "[]", "lead", "_fname") in found.keys
    assert ("relation", "loyal", "reverse", "profit", "top", "[]", "value") in found.keys
    assert found.roots == ("lead", "relation")


def test_an_item_used_as_a_whole_needs_the_whole_profile() -> None:
    for used in ("$item", "$item.lead"):
        found = needs(f"{{for $i $item = {TOP}}}{{{used}}}{{$item.lead.x}}{{end}}")
        assert found.relations[0].fields == ("*", "x")


def test_calls_say_what_they_read() -> None:
    found = needs(
        '{subscription_field("sms" "phone")}{orders ("status == \'lead._x\'"   10)}'
        '{jsonpath(json.store "a" "item")}{if order("bad")}{end}'
    )
    assert found.functions == (
        FunctionNeed("jsonpath", 'jsonpath(json.store "a" "item")'),
        FunctionNeed("order", 'order("bad")'),
        FunctionNeed("orders", "orders(\"status == 'lead._x'\" 10)"),
        FunctionNeed("subscription_field", 'subscription_field("sms" "phone")'),
    )
    assert found.paths == ("json.store",)
    assert found.keys == (
        ("json", "store"),
        ("lead", "_x"),
        ("lead", "subscriptions"),
        ("market", "orders"),
    )
    assert found.roots == ("json", "lead", "market")


def test_a_loop_over_a_call_is_opaque_but_its_arguments_read() -> None:
    text = (
        '{for $i $x = jsonpath(json.a "b" "array")}{$x.c}{for $j $y = $x.d}{$y.e}{end}'
        '{jsonpath($x.f "g" "item")}{end}'
    )
    assert paths(text) == ("json.a",)
    text = '{for $i $x = json.a}{jsonpath($x.b "c" "item")}{end}'
    assert paths(text) == ("json.a", "json.a[].b")


def test_a_function_of_the_projects_own_needs_its_result() -> None:
    own = language(functions=("weather",))
    found = needs('{weather("Oslo")}', language=own)
    assert found.keys == (("functions", 'weather("Oslo")'),)


def test_fragments_are_named() -> None:
    assert needs("{fragment.b}{fragment.a}{fragment.b}").fragments == ("a", "b")


def test_needs_are_plain_data() -> None:
    found = needs("{lead.a}{fragment.b}{relation.loyal.direct.p.count}{order(\"a == 'b'\")}")
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found)
    assert to_json(found) == {
        "version": 1,
        "roots": ["fragment", "lead", "market", "relation"],
        "paths": ["fragment.b", "lead.a"],
        "relations": [
            {
                "relation": "loyal",
                "direction": "direct",
                "property": "p",
                "statistic": "count",
                "fields": [],
            }
        ],
        "functions": [{"name": "order", "call": "order(\"a == 'b'\")"}],
        "fragments": ["b"],
    }


@given(
    st.lists(
        st.sampled_from(
            ["{for $i $x = json.a}", "{for $x $i = $x.b}", "{if $x}", "{else}", "{end}", "{$x.c}",
             "{$i}", "{for $x}", "{lead.d}", '{jsonpath($x "a" "item")}', "{fragment.f}",
             f"{{for $k $x = {TOP}}}", "{relation.r}", "{if lead.a and}"]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_any_template_has_needs_and_every_path_is_a_key(pieces: list[str]) -> None:
    found = needs("".join(pieces))
    assert list(found.keys) == sorted(set(found.keys))
    dotted = {".".join(key).replace(".[]", "[]") for key in found.keys}
    assert set(found.paths) <= dotted
    assert set(found.roots) == {key[0] for key in found.keys}
    assert all(not name.startswith("$") for key in found.keys for name in key)


# --- resolve -------------------------------------------------------------------------------------

SCHEMA = Schema(
    (Database(1, "agents"), Database(2, "customers")),
    (
        Relation(
            3, "L", "loyal", 1, 2, (Property("profit", "float", sum=True), Property("n", "integer"))
        ),
    ),
)


class Recorded:
    """A source that hands out what is asked of it and remembers the questions."""

    url = "recorded:"

    def __init__(self, values: dict[Key, Value]) -> None:
        self.values = values
        self.asked: list[set[Key]] = []

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        self.asked.append(set(keys))
        found: dict[str, Value] = {}
        for key, value in self.values.items():
            if key in keys:
                put(found, key, value)
        return Fetched(found, {key: str(recipient) for key in keys})

    def recipients(self, database: str) -> Iterator[Recipient]:
        return iter(())


def test_what_is_needed_is_fetched_in_one_go() -> None:
    source = Recorded({("lead", "a"): 1, ("lead", "b"): 2, ("json", "c"): 3, ("lead", "d"): 4})
    assert resolve("{lead.a}{lead.b}{json.c}", source, "agents:x") == {
        "lead": {"a": 1, "b": 2},
        "json": {"c": 3},
    }
    assert source.asked == [{("lead", "a"), ("lead", "b"), ("json", "c")}]


def test_a_template_that_needs_nothing_asks_nothing() -> None:
    source = Recorded({})
    assert resolve("text", source, Recipient("a", "b")) == {}
    assert source.asked == []


def test_fragments_are_followed_until_nothing_is_new() -> None:
    source = Recorded(
        {
            ("fragment", "a"): "{fragment.b}{lead.x}",
            ("fragment", "b"): "{fragment.a}{lead.y}",
            ("lead", "x"): 1,
            ("lead", "y"): 2,
        }
    )
    values = resolve("{fragment.a}", source, "agents:x")
    assert values["lead"] == {"x": 1, "y": 2}
    assert source.asked == [
        {("fragment", "a")},
        {("fragment", "b")},
        {("lead", "x"), ("lead", "y")},
    ]


def test_fragments_are_texts_where_that_is_assumed() -> None:
    source = Recorded({("fragment", "a"): "{lead.x}", ("lead", "x"): 1})
    values = resolve(
        "{fragment.a}", source, "agents:x", assumptions=assume({"fragment_nesting": "text"})
    )
    assert values == {"fragment": {"a": "{lead.x}"}}


def test_a_fragment_that_is_no_text_needs_nothing() -> None:
    for fragment in (5, None, {"lead": "{lead.x}"}):
        source = Recorded({("fragment", "a"): fragment})
        assert resolve("{fragment.a}", source, "agents:x") == {"fragment": {"a": fragment}}
    assert resolve("{fragment.a}", Recorded({("fragment",): 5}), "agents:x") == {}


def test_a_list_is_asked_for_once_with_all_that_is_needed_of_it() -> None:
    top: Key = tuple(TOP.split("."))
    source = Recorded({("fragment", "f"): f"{{for $i $x = {TOP}}}{{$x.lead.b}}{{end}}"})
    resolve(f"{{fragment.f}}{{lead.x}}{{for $i $x = {TOP}}}{{$x.lead.a}}{{end}}", source, "a:x")
    assert source.asked[1] == {
        ("lead", "x"),
        top,
        (*top, "[]", "lead", "a"),
        (*top, "[]", "lead", "b"),
    }


RELATED = "{relation.loyal.reverse.profit.count}{relation.loyal.reverse.profit.total}"


def test_relations_that_nothing_came_of_have_no_links() -> None:
    text = RELATED + f"{{for $i $x = {TOP}}}{{$x.value}}{{end}}"
    none = {"count": 0, "total": 0, "top": []}
    values = resolve(text, Recorded({}), "agents:x", schema=SCHEMA)
    assert values == {"relation": {"loyal": {"reverse": {"profit": none}}}}
    assert resolve(text, Recorded({}), "agents:x") == {}


def test_what_came_stays_even_null() -> None:
    place = ("relation", "loyal", "reverse", "profit")
    source = Recorded({(*place, "count"): None, (*place, "total"): 7})
    values = resolve(RELATED, source, "agents:x", schema=SCHEMA)
    assert values["relation"]["loyal"]["reverse"]["profit"] == {"count": None, "total": 7}


@pytest.mark.parametrize("wrong", [5, None, []])
def test_what_came_in_the_wrong_shape_stays_too(tmp_path: Path, wrong: Value) -> None:
    values = {"relation": {"loyal": {"reverse": wrong}}}
    (tmp_path / "x.json").write_text(json.dumps(values))
    assert resolve(RELATED, "values:x.json", "a:x", schema=SCHEMA, base=tmp_path) == values


def test_a_total_that_is_not_kept_is_what_is_assumed() -> None:
    text = "{relation.loyal.direct.n.total}"
    for word, amount in (("missing", None), ("zero", 0)):
        values = resolve(
            text, Recorded({}), "c:x", schema=SCHEMA, assumptions=assume({"stat_off": word})
        )
        assert values == {"relation": {"loyal": {"direct": {"n": {"total": amount}}}}}


@pytest.mark.parametrize("path", ["other.direct.n.count", "loyal.direct.other.count"])
def test_what_the_schema_does_not_know_stays_missing(path: str) -> None:
    assert resolve(f"{{relation.{path}}}", Recorded({}), "c:x", schema=SCHEMA) == {}


def test_a_source_may_be_a_url_and_says_where_values_came_from(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"lead": {"a": 1}, "functions": {}}')
    fetched = resolve_with_origins("{lead.a}", "values:x.json", "agents:x", base=tmp_path)
    assert fetched.values == {"lead": {"a": 1}, "functions": {}}
    assert fetched.origins == {("lead",): "x.json", ("functions",): "x.json"}
    with pytest.raises(ConfigError, match=r"there is no file nowhere\.json"):
        resolve("{lead.a}", "values:nowhere.json", "agents:x")


def test_values_that_nest_deeply_are_merged_with_themselves(tmp_path: Path) -> None:
    deep = '{"a": ' * 400 + "1" + "}" * 400
    (tmp_path / "x.json").write_text(f'{{"json": {deep}, "fragment": {{"f": "{{lead.x}}"}}}}')
    values = resolve("{fragment.f}{json.a}", "values:x.json", "agents:x", base=tmp_path)
    assert values["fragment"] == {"f": "{lead.x}"}


def test_fragments_of_a_folder_are_followed(tmp_path: Path) -> None:
    for name, text in {
        "profiles/agents.jsonl": '{"_id": "x", "_fname": "Ann", "city": "Oslo"}',
        "profiles/customers.jsonl": '{"_id": "c", "a": 1, "b": 2, "c": 3}',
        "links/loyal.jsonl": '{"a": "x", "b": "c", "profit": 5}',
        "fragments/sign.html": f"{{lead.city}}{{for $i $x = {TOP}}}{{$x.lead.b}}{{end}}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    text = f"{{lead._fname}}{{fragment.sign}}{{for $i $x = {TOP}}}{{$x.lead.a}}{{end}}"
    values = resolve(text, "files:.", "agents:x", schema=SCHEMA, base=tmp_path)
    assert values["lead"] == {"_fname": "Ann", "city": "Oslo"}
    assert values["relation"]["loyal"]["reverse"]["profit"]["top"] == []
    kept = Schema(
        SCHEMA.databases,
        (Relation(3, "L", "loyal", 1, 2, (Property("profit", "float", top="highest"),)),),
    )
    values = resolve(text, "files:.", "agents:x", schema=kept, base=tmp_path)
    assert values["relation"]["loyal"]["reverse"]["profit"]["top"] == [
        {"value": 5, "lead": {"a": 1, "b": 2}}
    ]


@pytest.mark.parametrize("recipient", ["", "agents", "agents:", ":x"])
def test_a_recipient_is_a_database_and_an_id(recipient: str) -> None:
    with pytest.raises(ConfigError, match="is no recipient; write DATABASE:PROFILE_ID"):
        resolve("{lead.x}", Recorded({}), recipient)


def test_what_is_wrong_with_the_data_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there are no profiles of the database 'agents'"):
        resolve("{lead.x}", "files:.", "agents:x", base=tmp_path)


# --- merging -------------------------------------------------------------------------------------

objects = st.recursive(
    st.integers(), lambda inner: st.dictionaries(st.sampled_from("ab"), inner), max_leaves=8
).filter(lambda value: isinstance(value, dict))


@given(objects, objects)
def test_merging_keeps_both_and_changes_neither(one: Value, other: Value) -> None:
    before = pickle.dumps((one, other))
    merged = merge(one, other)
    assert pickle.dumps((one, other)) == before
    assert merged.keys() == one.keys() | other.keys()
    assert merge(merged, other) == merged
    assert merge({}, one) == merge(one, {}) == one


def test_many_recipients_are_resolved_in_their_order() -> None:
    source = Recorded({("lead", "x"): 1})
    recipients = [f"agents:{number}" for number in range(20)]
    found = list(resolve_each("{lead.x}", source, recipients, at_once=4))
    assert found == [{"lead": {"x": 1}}] * 20
    with pytest.raises(ConfigError, match="'qqq' is no recipient"):
        list(resolve_each("{lead.x}", source, ["agents:1", "qqq"]))


def test_many_recipients_from_a_url(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text('{"lead": {"x": 7}}')
    found = resolve_each("{lead.x}", "values:v.json", ["a:1", "a:2"], base=tmp_path)
    assert [one["lead"] for one in found] == [{"x": 7}, {"x": 7}]
