"""Made-up values: the same for a seed, of a schema's types, and such that branches are reached."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvars.catalog import language
from relvars.generator import Shape, generate, shape_of
from relvars.generator.kinds import conforms
from relvars.renderer import trace
from relvars.schema import Database, Property, Relation, Schema
from relvars.syntax.parser import parse
from relvars.values import is_list, is_number, is_object

PROFIT = Property("profit", "float", sum=True, top="highest")
VISITS = Property("visits", "integer", sum=True, top="lowest")
SCHEMA = Schema(
    (
        Database(1, "agents", {
            "city": "string", "age": "integer", "rate": "float", "vip": "boolean", "since": "date",
            "tags": "tags", "address": "object", "orders": "objects",
        }),
        Database(2, "customers", {"town": "string", "age": "integer"}),
    ),
    (Relation(3, "Loyal", "loyal", 1, 2, (PROFIT, VISITS)),),
)  # fmt: skip
TOP = "relation.loyal.reverse.profit.top"
TYPED = (
    '{if lead.city equal "1"}{lead.age}{end}{if lead.age equal "x"}{lead.rate}{lead.vip}{end}'
    "{for $i $t = lead.tags}{$t}{if $i equal 2}{$t}{end}{end}{lead.since}{lead.address.street}"
    '{for $k $o = lead.orders}{if $o.id equal "7"}{$o.name}{end}{end}{if lead.address}{end}'
    "{for $i $x = " + TOP + "}{$x.value}{$x.lead.town}{$x}{if $x.lead.age equal 5}{end}{end}"
    "{relation.loyal.reverse.profit.total}{relation.loyal.reverse.visits.count}"
    '{for $i $p = products("x == \'1\'" 3)}{$p.name}{end}{unsubscribe}{subscription.email}'
    '{if lead.city equal lead.age}{end}{if lead.vip equal lead.tags}{end}{lead.city.items}'
    "{loyalty.spring.promocode}{json.a.b}{fragment.f}{for $a $b = lead.city}{$b}{end}"
)  # fmt: skip
LOOSE = '{if json.a.b equal "1"}{json.items}{end}{for $i $x = json.c}{$x.d}{end}{if lead.x}{end}'


def test_values_are_the_same_for_a_seed() -> None:
    for text in (TYPED, LOOSE):
        assert list(generate(text, 50, 7)) == list(generate(text, 50, 7))
        assert list(generate(text, 50, 7)) != list(generate(text, 50, 8))


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 40])
def test_there_are_as_many_as_wanted(n: int) -> None:
    assert len(list(generate(LOOSE, n, 1))) == n


def test_the_values_of_a_seed_are_these_everywhere() -> None:
    made = list(generate('{if json.a equal "x"}y{end}', 9, 1))
    assert [(one.get("json") or {}).get("a") for one in made] == [
        None, "x", "x", "", "x", False, "x", 0, {"a": 1},
    ]  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([TYPED, LOOSE]))
def test_they_can_be_written_as_json(seed: int, text: str) -> None:
    for values in generate(text, 40, seed):
        assert repr(json.loads(json.dumps(values, allow_nan=False))) == repr(values)


def test_they_have_nothing_in_common() -> None:
    before = [json.dumps(one) for one in generate(LOOSE, 200, 3)]
    after = []
    for values in generate(LOOSE, 200, 3):
        after.append(json.dumps(values))
        _spoil(values)
    assert after == before


def _spoil(value: Any) -> None:
    if is_object(value):
        for inner in value.values():
            _spoil(inner)
        value.clear()
    elif is_list(value):
        for inner in value:
            _spoil(inner)
        list.clear(value)  # type: ignore[arg-type]  # it is no tuple


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_with_a_schema_they_are_of_its_types_or_missing(seed: int) -> None:
    shape = shape_of(TYPED, schema=SCHEMA, database="agents")
    for values in generate(TYPED, 60, seed, schema=SCHEMA, database="agents"):
        assert list(_strangers(shape, values, "")) == []


def _strangers(shape: Shape, value: Any, place: str) -> list[str]:
    """Where a value is not of the type that its shape has."""
    found = [] if conforms(value, shape.kind) else [f"{place}: {value!r} is no {shape.kind}"]
    if is_object(value):
        for name, inner in shape.fields.items():
            found += _strangers(inner, value.get(name), f"{place}.{name}")
    if is_list(value) and shape.item:
        for inner_value in value:
            found += _strangers(shape.item, inner_value, f"{place}[]")
    return found


def test_a_top_is_a_list_of_links_and_statistics_are_numbers() -> None:
    tops: list[Any] = []
    totals: list[Any] = []
    counts: list[Any] = []
    for values in generate(TYPED, 300, 1, schema=SCHEMA, database="agents"):
        reverse = ((values.get("relation") or {}).get("loyal") or {}).get("reverse") or {}
        tops.append((reverse.get("profit") or {}).get("top"))
        totals.append((reverse.get("profit") or {}).get("total"))
        counts.append((reverse.get("visits") or {}).get("count"))
    links = [link for top in tops for link in top or []]
    assert links
    assert all(link is None or set(link) <= {"lead", "value"} for link in links)
    assert {type(one) for one in totals} == {int, float, type(None)}
    assert {type(one) for one in counts} == {int, type(None)}
    assert all(one is None or is_number(one) for one in totals)


def test_awkward_values_come_where_nothing_is_known() -> None:
    seen = {repr(values.get("json")) for values in generate("{json}{json.a}", 2000, 1)}
    inside = {repr((values.get("json") or {}).get("a")) for values in generate("{json.a}", 2000, 1)
              if is_object(values.get("json"))}  # fmt: skip
    awkward: list[Any] = [None, [], "{{ lead }}", 343.0, 1e21, True]
    awkward += [{"items": 1, "keys": 2, "get": 3}]
    assert {repr(one) for one in awkward} <= inside
    assert "None" in seen


REACHED = [
    '{if json.a equal "x"}a{else}b{end}{for $i $x = json.c}{if $x.d}d{end}{else}e{end}',
    '{if json.a}{if json.b equal 5}{if not (json.c or json.d)}x{else}y{end}{end}{end}',
    '{for $i $x = json.a}{if $i equal 3}{if $x.b equal "q"}x{end}{else}{end}{end}',
    '{for $k $v = json.a}{if $k equal "vip"}{if $v equal 7}x{end}{end}{end}',
    "{for $i $x = json.a}{for $j $y = $x.b}{for $k $z = $y.c}{if $z.d equal $y.e}t{end}{end}{end}"
    "{end}",
    '{if json.a contains "ab"}{if json.a contains "cd"}x{end}{end}',
    '{if "k" in json.a}{if json.a.k equal "v"}x{end}{end}{if json.l in "abc"}y{end}',
    '{if (json.a equal "x") equal json.b}t{else}e{end}{if json.c equal json.d}s{else}n{end}',
    '{if json.n equal "17"}{else}{if json.n equal 18}x{else}{if json.n equal "19"}y{end}{end}{end}',
    '{if jsonpath(json.a "$.b" "item") equal "r"}{for $i $p = orders("id == \'1\'" 3)}x{end}{end}',
    '{if lead.a and (lead.b and (lead.c and lead.d))}all{else}some{end}',
    "{if json.x contains 3}3{end}",
]  # fmt: skip


@pytest.mark.parametrize("text", REACHED)
def test_every_branch_is_reached(text: str) -> None:
    missing: set[Any] = {""}
    reached: set[Any] = set()
    for values in generate(text, 120, 1):
        branches = trace(text, values).branches
        reached |= {(one.span, one.kind) for one in branches if one.times}
        missing = {(one.span, one.kind) for one in branches} - reached
    assert missing == set()


def test_words_of_a_project_are_aimed_at_too() -> None:

    known = language(operators={"less": "lt", "more": "ge", "hasnt": "not-contains", "isnt": "ne"})
    text = (
        '{if json.n less 100}{if json.n more 99}x{end}{end}{if 5 less json.m}y{end}'
        '{if json.s hasnt "q"}z{else}w{end}{if json.t isnt "v"}1{else}2{end}'
        '{if json.u less "b"}b{end}'
    )  # fmt: skip
    template = parse(text, language=known)
    reached: set[Any] = set()
    for values in generate(template, 120, 1):
        branches = trace(template, values).branches
        reached |= {(one.span, one.kind) for one in branches if one.times}
    assert len(reached) == len(branches)


def test_typed_branches_are_reached() -> None:
    text = (
        '{if lead.city equal "Oslo"}{if lead.age equal 40}a{end}{end}{if lead.vip}v{else}n{end}'
        "{for $i $t = lead.tags}{if $t equal \"x\"}x{end}{else}none{end}"
        "{for $i $x = " + TOP + "}{if $x.value equal 12.5}{if $x.lead.age equal 3}b{end}{end}{end}"
    )  # fmt: skip
    reached: set[Any] = set()
    for values in generate(text, 150, 1, schema=SCHEMA, database="agents"):
        branches = trace(text, values).branches
        reached |= {(one.span, one.kind) for one in branches if one.times}
    assert len(reached) == len(branches)


TAGS = st.sampled_from([
    "{if json.a}", '{if json.a equal "x" and json.b contains 3}', "{if json.a in json.b}",
    '{if (not json.a) equal "q"}', "{for $i $x = json.a}", "{for $x = json.a}",
    "{for $i $x = $x.b}",
    '{for $i $x = jsonpath(json.a "$" "array")}', "{else}", "{end}", "{$x.b.c}", "{$i}", "{lead.a}",
    "{if lead.a chained lead.b}", "{if}", "text", "{unsubscribe}", '{if $i equal 2}',
    "{if 1 equal 1}",
    '{if $i equal "key"}', "{if json equal lead}", '{if "a" equal $y}', "{if json.a in \"abc\"}",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=12).map("".join), st.integers(0, 99), st.booleans())
def test_any_template_has_values(text: str, seed: int, is_typed: bool) -> None:
    schema = SCHEMA if is_typed else None
    made = list(generate(text, 30, seed, schema=schema, database="agents"))
    assert len(made) == 30
    assert made == list(generate(text, 30, seed, schema=schema, database="agents"))


@pytest.mark.parametrize(
    "text",
    [
        "{json" + ".a" * 3000 + "}",
        "{for $i $x = json.a}" + "{for $i $x = $x.b}" * 99 + "{$x.c}" + "{end}" * 100,
        "{if json.a" + ".b" * 3000 + ' equal "x"}y{end}',
    ],
)
def test_however_deep_a_template_reads_its_values_can_be_written(text: str) -> None:
    for values in generate(text, 60, 1):
        assert json.loads(json.dumps(values)) == values
