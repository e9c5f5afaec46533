import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.functions import BadArgumentError
from relvars.values import Key, Value

from .calls import check, evaluate, reads

ORDERS = [
    {"id": 3, "status": "new", "total": "9", "custom_fields": {"city": "Oslo"}},
    {"id": 1, "status": "paid", "total": 10.5},
    {"id": 2, "status": "new", "total": 7},
    {"id": 4, "status": "new"},
]
VALUES: dict[str, Value] = {
    "lead": {"_city": "Oslo"},
    "market": {
        "orders": ORDERS,
        "products": [{"name": f"p{n}", "kind": "x"} for n in range(40)],
        "sku": [{"name": "s", "kind": "x"}, "no object", None],
    },
}


def ids(*arguments: Value) -> list[Value]:
    return [order["id"] for order in evaluate("orders", VALUES, *arguments)]


def test_orders_that_match_in_their_own_order() -> None:
    assert ids("status == 'new'", 10) == [3, 2, 4]
    assert ids("order.status == 'new' && custom_fields.city == 'lead._city'", 10) == [3]
    assert ids("status == 'none'", 10) == []


def test_the_limit_is_taken_after_sorting() -> None:
    assert ids("status == 'new'", 2, "id") == [2, 3]
    assert ids("status == 'new'", 2, "order.id", "desc") == [4, 3]


def test_a_missing_sort_field_comes_last_both_ways() -> None:
    assert ids("status == 'new'", 10, "total", "asc") == [2, 3, 4]
    assert ids("status == 'new'", 10, "total", "desc") == [3, 2, 4]


def test_order_is_the_first_match_or_none() -> None:
    assert evaluate("order", VALUES, "status == 'new'") == ORDERS[0]
    assert evaluate("order", VALUES, "status == 'none'") is None


def test_each_function_reads_its_own_records() -> None:
    assert len(evaluate("products", VALUES, "product.kind == 'x'", 30)) == 30
    assert evaluate("sku", VALUES, "sku.kind == 'x'", 30) == [{"name": "s", "kind": "x"}]
    markets: list[Value] = [None, {"sku": {"a": 1}}, {"sku": None}, []]
    assert evaluate("sku", {}, "kind == 'x'", 1) == []
    for market in markets:
        assert evaluate("sku", {"market": market}, "kind == 'x'", 1) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "The filter must be a text"),
        ((5, 1), "The filter must be a text"),
        (("status == 'new'",), "a whole number from 1 to 30"),
        (("status == 'new'", 0), "a whole number from 1 to 30"),
        (("status == 'new'", 31), "a whole number from 1 to 30"),
        (("status == 'new'", -1), "a whole number from 1 to 30"),
        (("status == 'new'", True), "a whole number from 1 to 30"),
        (("status == 'new'", 2.5), "a whole number from 1 to 30"),
        (("status == 'new'", "10"), "a whole number from 1 to 30"),
        (("status == 'new'", 10, 5), "The sort field must be a text"),
        (("status == 'new'", 10, "sku.id"), "write order.id"),
        (("status == 'new'", 10, "id", "down"), '"asc" or "desc", not "down"'),
        (("status == 'new'", 10, "id", None), "The order must be a text"),
        (("status", 10), "it ends where == belongs"),
    ],
)
def test_bad_arguments_say_what_is_wrong(arguments: tuple[Value, ...], sentence: str) -> None:
    with pytest.raises(BadArgumentError) as caught:
        evaluate("orders", VALUES, *arguments)
    assert sentence in str(caught.value)


def test_the_check_looks_at_what_stands_in_the_template() -> None:
    for fine in (
        ("orders", "status == 'new'", 10, "id", "desc"),
        ("orders", ("json", "filter"), ("json", "limit"), ("json", "sort"), ("json", "order")),
        ("orders",),
        ("orders", 5, "x", 5, 5),
        ("order", "status == 'new'"),
    ):
        assert check(*fine) is None
    assert "it ends" in str(check("order", "status"))
    assert "it ends" in str(check("orders", "status", 10))
    assert "1 to 30" in str(check("orders", "status == 'new'", 31))
    assert "1 to 30" in str(check("sku", "name == 'new'", 2.5))
    assert "write product.id" in str(check("products", "name == 'new'", 3, "order.id"))
    assert "desc" in str(check("products", "name == 'new'", 3, "id", "up"))


@pytest.mark.parametrize(
    ("name", "filter_text", "keys"),
    [
        ("products", "name == 'x'", (("market", "products"),)),
        ("sku", "bad", (("market", "sku"),)),
        ("orders", "a == 'lead.x.y'", (("market", "orders"), ("lead", "x", "y"))),
        ("order", "a == 'lead.x'", (("market", "orders"), ("lead", "x"))),
    ],
)
def test_it_reads_the_records_and_the_references(
    name: str, filter_text: str, keys: tuple[Key, ...]
) -> None:
    assert reads(name, filter_text, 10) == keys
    assert reads(name, ("json", "filter")) == keys[:1]
    assert reads(name) == keys[:1]


anything = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
sortable = anything | st.lists(st.integers()) | st.dictionaries(st.text(), st.integers())


@given(st.lists(sortable, max_size=12), st.sampled_from(["asc", "desc"]))
def test_sorting_takes_any_mixture_and_keeps_what_is_equal(found: list[Value], word: str) -> None:
    records = [{"kind": "x", "at": place, "by": value} for place, value in enumerate(found)]
    values = {"market": {"sku": records}}
    sorted_records = evaluate("sku", values, "kind == 'x'", 30, "by", word)
    assert sorted(one["at"] for one in sorted_records) == list(range(len(found)))
    lacking = [one["at"] for one in sorted_records if one["by"] is None]
    assert lacking == [place for place, value in enumerate(found) if value is None]
    assert all(one["by"] is None for one in sorted_records[len(found) - len(lacking) :])


@given(st.lists(st.integers(0, 3), max_size=12), st.booleans())
def test_sorting_numbers_is_pythons_stable_sort(found: list[int], down: bool) -> None:
    records = [{"kind": "x", "at": place, "by": value} for place, value in enumerate(found)]
    word = "desc" if down else "asc"
    ours = evaluate("sku", {"market": {"sku": records}}, "kind == 'x'", 30, "by", word)
    assert ours == sorted(records, key=lambda one: int(str(one["by"])), reverse=down)
