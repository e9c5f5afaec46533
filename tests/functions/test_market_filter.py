import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.functions import BadArgumentError
from relvars.functions.market_filter import (
    Condition,
    matches,
    own_field,
    parse_filter,
    references,
)
from relvars.values import Key, Value

from .calls import equal

DOCUMENTED = "order.total_price == '200 USD' && (order.custom_fields.field == 'lead._region')"


def test_the_documented_filter() -> None:
    conditions = parse_filter(DOCUMENTED, "order")
    assert conditions == (
        Condition(("total_price",), "200 USD", None),
        Condition(("custom_fields", "field"), "lead._region", ("lead", "_region")),
    )
    assert references(conditions) == (("lead", "_region"),)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("name == 'x'", [("name",)]),
        ("name=='x'&&size=='y'", [("name",), ("size",)]),
        ("product.name == ''", [("name",)]),
        ("((product.name == 'x'))", [("name",)]),
        ("(a == 'x' && b == 'y') && (c == 'z')", [("a",), ("b",), ("c",)]),
        ("product == 'x'", [("product",)]),
        ("цвет.основной == 'red'", [("цвет", "основной")]),
        ("a\n==\t'x'", [("a",)]),
    ],
)
def test_fields_lose_their_prefix(text: str, fields: list[Key]) -> None:
    assert [one.field for one in parse_filter(text, "product")] == fields


@pytest.mark.parametrize("text", ["lead", "lead.", "xlead.a", "lead._region ", "lead.a-b", "Lead"])
def test_only_a_whole_path_below_lead_is_a_reference(text: str) -> None:
    assert parse_filter(f"a == '{text}'", "sku")[0].reference is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The filter is empty"),
        ("  ", "The filter is empty"),
        ("a != 'x'", "'!=' is unknown; only field == 'value', && and parentheses"),
        ("a == 'x' || b == 'y'", "'||' is unknown"),
        ("a > '1'", "'>' is unknown"),
        ("a == 5", "'5' is unknown"),
        ("a == b", "b stands where a value in single quotes belongs"),
        ("a = 'x'", "'=' is unknown"),
        ("a == 'x", "a quote is not closed"),
        ("a == 'x' and b == 'y'", "and stands where && belongs"),
        ("a == 'x' b == 'y'", "b stands where && belongs"),
        ("a == 'x' &&", "it ends where a field belongs"),
        ("'x' == a", "'x' stands where a field belongs"),
        ("a", "it ends where == belongs"),
        ("a ==", "it ends where a value in single quotes belongs"),
        ("(a == 'x'", "it ends where && or ) belongs"),
        ("a == 'x')", ") stands where && belongs"),
        ("()", ") stands where a field belongs"),
        ("<filter>", "'<' is unknown"),
        ("order.a == 'x'", "write product.a"),
        ("a-b == 'x'", "'-' is unknown"),
        ("(" * 60 + "a == 'x'" + ")" * 60, "nests deeper than 50"),
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(text: str, sentence: str) -> None:
    with pytest.raises(BadArgumentError) as caught:
        parse_filter(text, "product")
    assert sentence in str(caught.value)
    assert re.fullmatch(r"[A-Z].*\.", str(caught.value), re.DOTALL)


@given(st.text(alphabet="ab.product'=&|()! <>0é\n", max_size=30))
def test_any_text_is_a_filter_or_a_bad_argument(text: str) -> None:
    with suppress(BadArgumentError):
        assert parse_filter(text, "product")


def test_a_sort_field_loses_its_prefix_too() -> None:
    assert own_field("sku.name", "sku") == ("name",)
    assert own_field("name", "sku") == ("name",)
    assert own_field("sku", "sku") == ("sku",)
    with pytest.raises(BadArgumentError, match=r"write sku\.name"):
        own_field("order.name", "sku")


def matched(record: Value, text: str, profile: dict[Key, Value] | None = None) -> bool:
    return matches(record, parse_filter(text, "order"), (profile or {}).get, equal)


def test_all_conditions_must_hold() -> None:
    record = {"status": "new", "id": 7, "custom_fields": {"x": "y"}}
    assert matched(record, "status == 'new' && order.id == '7'")
    assert matched(record, "custom_fields.x == 'y'")
    assert not matched(record, "status == 'new' && order.id == '8'")
    assert not matched(record, "missing == ''")
    assert not matched(None, "status == 'new'")


def test_a_reference_compares_with_the_profile() -> None:
    record = {"region": "North"}
    text = "region == 'lead._region'"
    assert matched(record, text, {("lead", "_region"): "North"})
    assert not matched(record, text, {("lead", "_region"): "South"})
    assert not matched(record, text, {})
    assert not matched({}, text, {}), "two missing values are no match"


def test_blanks_at_the_end_cost_nothing() -> None:
    blanks = " " * 200_000  # minutes, if each were looked at from each before it
    assert parse_filter(f"status == 'new'{blanks}", "order")
    with pytest.raises(BadArgumentError):
        parse_filter(blanks, "order")
