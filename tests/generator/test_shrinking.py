"""The smallest values object that still shows something."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from relvars.generator import shrink
from relvars.values import is_list, is_object

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda one: st.lists(one, max_size=4) | st.dictionaries(st.text(), one, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.text(), VALUES, max_size=4)


def weight(value: Any) -> int:
    """How much there is of a value: the places in it, and the length of its texts."""
    if is_object(value):
        return 1 + sum(1 + weight(one) for one in value.values())
    if is_list(value):
        return 1 + sum(1 + weight(one) for one in value)
    return len(value) if isinstance(value, str) else 0


def types(value: Any, place: tuple[str, ...] = ()) -> dict[tuple[str, ...], type]:
    """The type at each place that is reached by names alone."""
    found: dict[tuple[str, ...], type] = {place: type(value)}
    if is_object(value):
        for name, one in value.items():
            found |= types(one, (*place, name))
    return found


def test_shrinking_takes_away_what_does_not_matter() -> None:
    values = {"a": {"b": [1, "needle", {"c": 2}]}, "d": "x"}
    assert shrink(values, lambda one: "needle" in str(one)) == {"a": {"b": ["needle"]}}


def test_texts_and_numbers_become_simple() -> None:
    values = {"a": "some long text with <b> in it", "n": 98765, "f": -343.5, "l": [1, 2, 3]}
    assert shrink(values, lambda one: "<" in one.get("a", "")) == {"a": "<"}
    assert shrink(values, lambda one: one.get("n", 0) > 50) == {"n": 98}
    assert shrink(values, lambda one: "f" in one and type(one["f"]) is float) == {"f": 0.0}
    assert shrink(values, lambda one: len(one.get("l", ())) == 2) == {"l": [1, 0]}


def test_a_large_object_is_shrunk_in_one_go() -> None:
    values = {f"k{n}": {f"j{m}": [n, m, {"x": "y" * 9}] for m in range(9)} for n in range(9)}
    trials = 0

    def failing(one: dict[str, Any]) -> bool:
        nonlocal trials
        trials += 1
        found = one.get("k4", {}).get("j7", [])
        return any(type(item) is dict and "x" in item for item in found)

    assert shrink(values, failing) == {"k4": {"j7": [{"x": ""}]}}
    assert trials < 200


@settings(max_examples=60, deadline=None)
@given(OBJECTS, st.integers(0, 30))
def test_what_is_left_still_fails_and_is_no_larger(values: dict[str, Any], least: int) -> None:
    before = json.dumps(values)

    def failing(one: dict[str, Any]) -> bool:
        return weight(one) >= min(least, weight(values))

    small = shrink(values, failing)
    assert failing(small)
    assert weight(small) <= weight(values)
    assert json.dumps(values) == before
    kept, had = types(small), types(values)
    assert all(kept[place] is had[place] for place in kept if place in had)


def test_it_ends_whatever_it_is_told() -> None:
    trials = 0

    def failing(one: dict[str, Any]) -> bool:
        nonlocal trials
        trials += 1
        return "t" in one

    values = {"t": "x" * 100_000, "n": 10**4000}
    assert shrink(values, failing) == {"t": ""}
    assert shrink({"n": 7, "m": 1}, lambda one: True) == {}
    assert trials < 5001
