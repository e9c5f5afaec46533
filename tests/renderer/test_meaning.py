"""What values mean, where cases cannot reach: odd Python values and laws that hold for all."""

import datetime
import json
from collections import OrderedDict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars import DataError, assume
from relvars.renderer import meaning, render

A = assume()
scalars = st.none() | st.booleans() | st.integers() | st.text() | st.floats(
    allow_nan=False, allow_infinity=False
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(values)
def test_printing_never_fails_and_the_quick_way_agrees(value: Any) -> None:
    assert meaning.printer(A)(value) == meaning.text(value, A)
    html = assume({"escape": "html", "number_text": "point", "list_text": "json"})
    assert meaning.printer(html)(value) == meaning.text(value, html)


@given(values)
def test_objects_print_as_json_that_reads_back(value: Any) -> None:
    printed = meaning.text({"x": value}, A)
    assert meaning.equal(json.loads(printed), {"x": value}, A)


@given(values)
def test_equality_is_reflexive(value: Any) -> None:
    assert meaning.equal(value, value, A)


@given(values, values)
def test_equality_is_symmetric(one: Any, other: Any) -> None:
    assert meaning.equal(one, other, A) == meaning.equal(other, one, A)


@given(values)
def test_truth_is_python_s_for_json(value: Any) -> None:
    assert meaning.truth(value, A) == bool(value)


@given(values, values)
def test_a_list_contains_what_equals_a_member(one: Any, other: Any) -> None:
    assert meaning.contains([one], other, A) == meaning.equal(one, other, A)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_s_text_reads_back_the_same(number: float) -> None:
    assert float(meaning.text(number, A)) == number


@given(values, values, st.sampled_from(["lt", "le", "gt", "ge"]))
def test_ordering_never_fails(one: Any, other: Any, operator: Any) -> None:
    assert meaning.compare(operator, one, other, A) in (True, False)


@pytest.mark.parametrize(
    ("operator", "left", "right", "holds"),
    [
        ("lt", 1, 2.5, True),
        ("ge", 2, 2, True),
        ("gt", "b", "a", True),
        ("le", "b", "a", False),
        ("lt", "1", 2, False),
        ("lt", False, True, False),
        ("ne", 1, 2, True),
        ("not-contains", "abc", "d", True),
        ("not-in", "a", ["a"], False),
    ],
)
def test_operators_a_project_may_name(operator: Any, left: Any, right: Any, holds: bool) -> None:
    assert meaning.compare(operator, left, right, A) is holds


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        object(),
        datetime.date(2020, 1, 1),
        {1: 2},
        10**5000,
        b"bytes",
        {1, 2},
        [float("nan")],
        {"a": object()},
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_no_value_is_refused(value: Any) -> None:
    with pytest.raises(DataError):
        meaning.text(value, A)


def test_the_refusal_names_the_kind() -> None:
    with pytest.raises(DataError, match="date is not a value"):
        meaning.text(datetime.date(2020, 1, 1), A)


def deep(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def test_deep_values() -> None:
    assert meaning.text(deep(100), A) == "1"
    with pytest.raises(DataError, match="too deeply"):
        meaning.text(deep(100_000), A)
    assert meaning.equal(deep(100_000), deep(100_000), A)
    assert meaning.truth(deep(100_000), A)


def test_kinds_of_python_s_that_are_json_s() -> None:
    class Text(str):
        def __str__(self) -> str:
            raise AssertionError("ran")

        __format__ = __len__ = __eq__ = __str__  # type: ignore[assignment]
        __hash__ = str.__hash__

    class Whole(int):
        def __repr__(self) -> str:
            raise AssertionError("ran")

        __str__ = __bool__ = __eq__ = __int__ = __repr__  # type: ignore[assignment]
        __hash__ = int.__hash__

    assert meaning.text(Text("a"), A) == "a"
    assert meaning.text(Whole(3), A) == "3"
    assert meaning.truth(Text("a"), A)
    assert meaning.truth(Whole(3), A)
    assert meaning.equal(Text("a"), "a", A)
    assert meaning.equal(Whole(3), 3, A)
    assert meaning.text((1, 2), A) == "1, 2"
    assert meaning.text(OrderedDict(a=1), A) == '{"a":1}'
    assert meaning.lookup(OrderedDict(a=OrderedDict(b=2)), ["a", "b"]) == 2
    assert meaning.lookup([1], ["0"]) is None
    assert meaning.size((1, 2)) == 2
    assert meaning.items({"a": 1}) == [1]
    assert meaning.pairs(5, 0) is None
    assert meaning.pairs("", 0) == meaning.pairs(None, 0) == []


class Loud(dict[str, Any]):
    """A dict that says when it is asked."""

    def _ask(self, *_: object) -> Any:
        raise AssertionError("asked")

    __iter__ = __getitem__ = __len__ = __contains__ = keys = items = get = copy = _ask


def test_a_kind_of_dict_is_never_asked_itself() -> None:
    loud = Loud({"a": Loud({"b": "c"})})
    assert meaning.lookup(loud, ("a", "b")) == "c"
    assert meaning.equal(loud, {"a": {"b": "c"}}, A)
    assert meaning.equal({"a": {"b": "c"}}, loud, A)
    assert render("{lead.a.b}{for $k $x = lead.a}{$k}{end}", {"lead": loud}) == "cb"
    assert render("{lead.b}", Loud({"lead": {"b": "c"}})) == "c"


def test_comparing_ends_with_what_holds_itself_or_the_same_many_times() -> None:
    one: list[Any] = []
    other: list[Any] = []
    one.append(one)
    other.append(other)
    assert meaning.equal(one, other, A)
    left, right = [1], [1]
    for _ in range(64):
        left, right = [left, left], [right, right]  # type: ignore[list-item]
    assert meaning.equal(left, right, A)
