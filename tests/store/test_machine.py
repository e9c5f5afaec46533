"""Random writes to a store and to a plain model of it: both must say the same, to the last bit."""

import tempfile
from collections.abc import Iterator
from math import fsum, isfinite
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from relvars.schema import Direction, Property
from relvars.store import (
    Store,
    StoreError,
    attach,
    check,
    detach,
    edit,
    import_links,
    linked,
    links,
    statistics,
    strengthen,
)
from relvars.values import Value

from .account import FRIENDS, LOYAL, new_store

Weights = dict[str, Value]

ENDS_A = st.sampled_from(["a1", "a2"])
ENDS_B = st.sampled_from(["b1", "b2", "b3", "b4", "b5", "ü", "\U0001f600"])
LARGEST = 2**63 - 1
INTEGERS = st.one_of(st.integers(-5, 5), st.integers(-LARGEST, LARGEST))
FLOATS = st.one_of(
    st.sampled_from([0.1, 0.2, 0.3, -0.1, 80.55, 1e16, -1e16, 5e-324, -0.0, 1e300]),
    st.floats(-1e6, 1e6),
)
WEIGHTS = st.fixed_dictionaries(
    {},
    optional={
        "profit": st.one_of(FLOATS, INTEGERS),
        "visits": INTEGERS,
        "plain": INTEGERS,
        "fan": st.booleans(),
    },
)
ROWS = st.lists(st.tuples(ENDS_A, ENDS_B, WEIGHTS), max_size=12)


def added(held: Value, more: Value) -> Value:
    return more if held is None or type(more) is bool else held + more


def fits(value: Value) -> bool:
    return isfinite(value) if type(value) is float else -LARGEST <= value <= LARGEST


def same(one: Value, other: Value) -> bool:
    """Equal, and of one type, and of one sign."""
    return repr(one) == repr(other)


class StoreMachine(RuleBasedStateMachine):
    """The store beside a dict of links."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store: Store = new_store(Path(self.folder.name))
        self.model: dict[tuple[str, str], Weights] = {}

    def teardown(self) -> None:
        assert check(self.store) == []
        self.store.close()
        self.folder.cleanup()

    @rule(a=ENDS_A, b=ENDS_B, weights=WEIGHTS)
    def attach(self, a: str, b: str, weights: Weights) -> None:
        attach(self.store, LOYAL.id, a, b, weights)
        self.model[a, b] = self.model.get((a, b), {}) | weights

    @rule(a=ENDS_A, b=ENDS_B, weights=WEIGHTS, gone=st.sampled_from(["profit", "visits", "fan"]))
    def edit(self, a: str, b: str, weights: Weights, gone: str) -> None:
        edit(self.store, LOYAL.id, a, b, {gone: None} | weights)
        held = {name: one for name, one in self.model.get((a, b), {}).items() if name != gone}
        self.model[a, b] = held | weights

    @rule(a=ENDS_A, b=ENDS_B, weights=WEIGHTS)
    def strengthen(self, a: str, b: str, weights: Weights) -> None:
        held = self.model.get((a, b), {})
        sums = {name: added(held.get(name), one) for name, one in weights.items()}
        if all(fits(one) for one in sums.values()):
            strengthen(self.store, LOYAL.id, a, b, weights)
            self.model[a, b] = held | sums
        else:
            with pytest.raises(StoreError, match=r"too large|must be a number"):
                strengthen(self.store, LOYAL.id, a, b, weights)

    @rule(a=ENDS_A, b=ENDS_B)
    def detach(self, a: str, b: str) -> None:
        assert detach(self.store, LOYAL.id, a, b) == ((a, b) in self.model)
        self.model.pop((a, b), None)

    @rule(rows=ROWS)
    def import_many(self, rows: list[tuple[str, str, Weights]]) -> None:
        assert import_links(self.store, LOYAL.id, rows) == len(rows)
        self.model.update({(a, b): weights for a, b, weights in rows})

    @invariant()
    def links_are_those_of_the_model(self) -> None:
        found = {(a, b): values for a, b, values in links(self.store, LOYAL.id)}
        assert list(found) == sorted(self.model)
        for ends, values in found.items():
            assert values.keys() == self.model[ends].keys()
            assert all(same(one, self.model[ends][name]) for name, one in values.items())

    @invariant()
    def statistics_are_those_of_the_model(self) -> None:
        for direction, profile in self.profiles():
            found = statistics(self.store, LOYAL.id, profile, direction)
            seen = {
                (b if direction == "reverse" else a): weights
                for (a, b), weights in self.model.items()
                if (a if direction == "reverse" else b) == profile
            }
            assert linked(self.store, LOYAL.id, profile, direction) == len(seen)
            for one in LOYAL.properties:
                held = {
                    other: weights[one.short_name]
                    for other, weights in seen.items()
                    if one.short_name in weights
                }
                assert found[one.short_name].count == len(held)
                assert same(found[one.short_name].sum, summed(one, list(held.values())))
                assert repr(found[one.short_name].top) == repr(best(one, held))

    def profiles(self) -> Iterator[tuple[Direction, str]]:
        for a, b in self.model:
            yield "reverse", a
            yield "direct", b
        yield "direct", "a1"
        yield "reverse", "nobody"


def summed(one: Property, values: list[Value]) -> Value:
    if not one.sum:
        return None
    return fsum(values) if any(type(value) is float for value in values) else sum(values)


def best(one: Property, held: dict[str, Value]) -> list[tuple[str, Value]] | None:
    if one.top == "off":
        return None
    sign = -1 if one.top == "highest" else 1
    return sorted(held.items(), key=lambda item: (sign * item[1], item[0]))[: one.limit]


@pytest.mark.parametrize("few", [0, 2, 16])
@pytest.mark.parametrize("batch", [4, 5000])
def test_the_store_is_what_a_dict_of_links_is(
    few: int, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With tallies for nearly all profiles and for nearly none, by one path of imports and both."""
    monkeypatch.setattr("relvars.store.recount.FEW", few)
    monkeypatch.setattr("relvars.store.linking.FEW", few)
    monkeypatch.setattr("relvars.store.bulk._BATCH", batch)
    run_state_machine_as_test(
        StoreMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_a_profile_linked_to_itself_counts_on_both_sides(store: Store) -> None:
    attach(store, FRIENDS.id, "x", "x", {"years": 4})
    attach(store, FRIENDS.id, "x", "y", {"years": 5})
    assert statistics(store, FRIENDS.id, "x", "direct")["years"].sum == 4
    assert statistics(store, FRIENDS.id, "x", "reverse")["years"].sum == 9
    assert check(store) == []
