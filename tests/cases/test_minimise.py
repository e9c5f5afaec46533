from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.cases import Case, Failure, Surroundings
from relvars.cases import minimise as room
from relvars.cases.minimise import Replayed, minimise, replayed, smallest_cover
from relvars.coverage import Point

SETS = st.lists(st.frozensets(st.integers(0, 7), max_size=5), max_size=7)


def goals(numbers: frozenset[int] | set[int]) -> frozenset[tuple[str, Point]]:
    return frozenset(("a", Point(one, "then")) for one in numbers)


def case(name: str, *numbers: int, fails: bool = False) -> Replayed:
    hits = {"a.html": {Point(one, "then"): 1 for one in numbers}} if numbers else {}
    failures = (Failure("case", "no"),) if fails else ()
    return Replayed(Case(name, 1, Path("a.case.toml")), hits, failures)


@given(SETS)
def test_no_smaller_set_covers_as_much(numbers: list[frozenset[int]]) -> None:
    sets = [goals(one) for one in numbers]
    chosen, is_proven = smallest_cover(sets)
    whole = frozenset().union(*sets)
    assert is_proven
    assert frozenset().union(*(sets[one] for one in chosen)) == whole
    for fewer in combinations(sets, max(0, len(chosen) - 1)):
        assert len(chosen) == 0 or frozenset().union(*fewer) != whole


def test_greedy_is_not_smallest() -> None:
    # Taking the largest first needs three; the two others do.
    sets = [goals({1, 2, 3, 4}), goals({1, 2, 5}), goals({3, 4, 6})]
    assert smallest_cover(sets) == (frozenset({1, 2}), True)


def test_a_search_that_takes_too_long_gives_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST", 1)
    rows = [goals({*range(1, 15, 2)}), goals({*range(2, 15, 2)})]
    columns = [goals({*range(7, 15)}), goals({*range(3, 7)}), goals({1, 2})]
    assert smallest_cover([*rows, *columns]) == (frozenset({2, 3, 4}), False)
    monkeypatch.undo()
    assert smallest_cover([*rows, *columns]) == (frozenset({0, 1}), True)


def test_what_is_kept_and_what_adds_nothing() -> None:
    one, two, three = case("one", 1), case("two", 1, 2), case("three", 3)
    text, failed = case("a text of its own"), case("failed", 9, fails=True)
    found = minimise([one, two, text, three, failed])
    assert found.keep == (two, three)
    assert found.removable == (one,)
    assert found.is_proven


def test_nothing_at_all() -> None:
    assert minimise([]) == ((), (), True)


def test_cases_are_run_and_what_they_reach_is_noted(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{if lead.a}x{end}")
    file = tmp_path / "a.case.toml"
    file.write_text(
        'template = "a.html"\n[[case]]\nname = "one"\nvalues = { lead = { a = 1 } }\n'
        'renders = "x"\n'
        '[[case]]\nname = "text"\ntext = "{lead.a}"\nrenders = ""\n'
    )
    broken = tmp_path / "b.case.toml"
    broken.write_text("[[case]\n")
    one, text, bad = replayed([file, broken], lambda case: Surroundings())
    assert [*one.hits.values()] == [{Point(0, "rendered"): 1, Point(0, "then"): 1}]
    assert (text.hits, text.failures) == ({}, ())
    assert bad.case.name == "the file itself"
    assert bad.failures


def test_cases_that_others_hold_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries each of a thousand equal or lesser cases is not done in so few steps."""
    monkeypatch.setattr(room, "_MOST", 6)
    several = [goals({1, 2, 3, 4}), goals({1, 2, 5}), goals({3, 4, 6})]
    sets = [goals({1, 2}), goals({5}), *several, *several]
    assert smallest_cover(sets) == (frozenset({3, 4}), True)


def test_more_cases_than_python_goes_deep() -> None:
    alone = [goals({n}) for n in range(2000)]
    assert smallest_cover([*alone, goals({*range(2000, 2020)})]) == (frozenset(range(2001)), True)
    # Each goal in two sets: nobody is forced.
    ring = [goals({n, (n + 1) % 2001}) for n in range(2001)]
    chosen, is_proven = smallest_cover([*ring, goals({0, 500, 1000})])
    assert len(chosen) >= 1001
    assert not is_proven
