import json
from collections.abc import Sequence
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.errors import DataError
from relvars.schema import Direction, Property, Relation
from relvars.sources.links import Links, Weighed, links_of, read_links, top, total
from relvars.sources.reading import SourceFile
from relvars.values import Value

from .project import LOYAL


def read(tmp_path: Path, content: str, name: str = "l.jsonl", relation: Relation = LOYAL) -> Links:
    path = tmp_path / name
    path.write_bytes(content.encode())
    return read_links(SourceFile(path, name), relation)


def lines(*records: Value) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


def test_links_are_seen_from_both_sides(tmp_path: Path) -> None:
    links = read(
        tmp_path,
        lines(
            {"a": "a1", "b": "b1", "profit": 5},
            {"a": "a1", "b": "b2", "profit": 7.5, "fan": True},
            {"a": "a2", "b": "b1", "profit": None, "visits": 3},
        ),
    )
    assert links_of(links, "a1", "reverse", "profit") == (Weighed("b1", 5), Weighed("b2", 7.5))
    assert links_of(links, "b1", "direct", "profit") == (Weighed("a1", 5),)
    assert links_of(links, "b1", "direct", "visits") == (Weighed("a2", 3),)
    assert links_of(links, "b2", "direct", "fan") == (Weighed("a1", True),)
    assert links_of(links, "nobody", "direct", "fan") == ()
    assert links_of(links, "a1", "direct", "profit") == ()


def test_csv_links_have_the_types_of_the_properties(tmp_path: Path) -> None:
    links = read(tmp_path, "a,b,profit,visits,fan\na1,b1,2.50,3,true\na1,b2,,,\n", "l.csv")
    assert links_of(links, "a1", "reverse", "profit") == (Weighed("b1", 2.5),)
    assert links_of(links, "a1", "reverse", "visits") == (Weighed("b1", 3),)
    assert links_of(links, "a1", "reverse", "fan") == (Weighed("b1", True),)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("l.jsonl", lines({"a": "x", "b": "y"}, {"a": "x", "b": "y"}),
         "l.jsonl: line 2: 'x' and 'y' are linked more than once"),
        ("l.json", json.dumps([{"a": "x", "b": "y"}] * 2), "l.json: record 2: 'x' and 'y'"),
        ("l.csv", "a,b\nx,y\nx,y\n", "l.csv: line 3: 'x' and 'y'"),
        ("l.jsonl", lines({"a": "x"}), "line 1: 'b' must be a profile's id"),
        ("l.jsonl", lines({"a": "x", "b": "y", "profits": 5}),
         "line 1: the relation has no property 'profits'; did you mean 'profit'?"),
        ("l.csv", "a,b,zzz\nx,y,1\n", "it has profit, visits, plain, fan"),
        ("l.jsonl", lines({"a": "x", "b": "y", "profit": "5"}), "profit must be a number, not '5'"),
        ("l.jsonl", lines({"a": "x", "b": "y", "profit": True}), "profit must be a number"),
        ("l.jsonl", lines({"a": "x", "b": "y", "visits": 1.5}), "visits must be a whole number"),
        ("l.jsonl", lines({"a": "x", "b": "y", "fan": 1}), "fan must be true or false, not 1"),
        ("l.jsonl", '{"a": "x", "b": "y", "profit": NaN}', "line 1: NaN is not a value"),
        ("l.csv", "a,b,profit\nx,y,nan\n", "line 2: column profit: 'nan' is not a number"),
    ],
)  # fmt: skip
def test_wrong_links_are_said_with_file_and_line(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, content, name)
    assert sentence in str(caught.value)


def test_a_relation_without_properties_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it has none"):
        read(tmp_path, lines({"a": "x", "b": "y", "p": 1}), relation=Relation(1, "R", "r", 1, 2))


def weighed(*values: int | float) -> list[Weighed]:
    return [Weighed(f"p{place}", value) for place, value in enumerate(values)]


SUMMED = Property("p", "float", sum=True, top="highest", limit=3)


@pytest.mark.parametrize(
    ("values", "amount"),
    [([], 0), ([1, 2], 3), ([0.1] * 10, 1.0), ([1, 2.5], 3.5), ([2**70, 1], 2**70 + 1)],
)
def test_a_total_is_whole_where_all_values_are(values: list[float], amount: Value) -> None:
    found = total(weighed(*values), SUMMED, stat_off="missing")
    assert found == amount
    assert type(found) is type(amount)


def test_a_total_that_is_not_kept_is_what_is_assumed() -> None:
    for one in (Property("p", "float"), Property("p", "boolean", sum=True)):
        assert total(weighed(1), one, stat_off="missing") is None
        assert total(weighed(1), one, stat_off="zero") == 0


def test_a_total_too_large_is_wrong_data() -> None:
    for values in ((1e308, 1e308), (10**400, 0.5)):
        with pytest.raises(DataError, match="the sum of p is too large"):
            total(weighed(*values), SUMMED, stat_off="missing")


def test_a_top_is_by_value_then_by_id() -> None:
    links = [Weighed("c", 1), Weighed("a", 1), Weighed("d", 9), Weighed("b", 1.0)]
    assert [link.profile_id for link in top(links, SUMMED)] == ["d", "a", "b"]
    lowest = Property("p", "float", top="lowest", limit=20)
    assert [link.profile_id for link in top(links, lowest)] == ["a", "b", "c", "d"]
    assert top(links, Property("p", "float")) == ()
    assert top(links, Property("p", "boolean", top="highest")) == ()


ids = st.integers(0, 5).map(str)
records = st.dictionaries(
    st.tuples(ids, ids),
    st.fixed_dictionaries(
        {},
        optional={
            "profit": st.none() | st.integers(-9, 9) | st.floats(-9, 9),
            "visits": st.integers(-9, 9),
            "fan": st.booleans(),
        },
    ),
    max_size=15,
)


def model_top(pairs: Sequence[tuple[str, float]], one: Property) -> list[tuple[str, float]]:
    sign = -1 if one.top == "highest" else 1
    return sorted(pairs, key=lambda pair: (sign * pair[1], pair[0]))[: one.limit]


@given(records, ids, st.sampled_from(["direct", "reverse"]), st.sampled_from(LOYAL.properties))
def test_statistics_are_those_of_a_plain_model(
    tmp_path_factory: pytest.TempPathFactory,
    made: dict[tuple[str, str], dict[str, Value]],
    who: str,
    direction: Direction,
    one: Property,
) -> None:
    content = lines(*({"a": a, "b": b, **values} for (a, b), values in made.items()))
    links = read(tmp_path_factory.mktemp("links"), content)
    mine, other = (0, 1) if direction == "reverse" else (1, 0)
    pairs = [
        (pair[other], values[one.short_name])
        for pair, values in made.items()
        if pair[mine] == who and values.get(one.short_name) is not None
    ]
    found = links_of(links, who, direction, one.short_name)
    assert sorted(found) == sorted(pairs)
    if one.sum:
        amount = total(found, one, stat_off="missing")
        assert amount == pytest.approx(fsum(value for _, value in pairs))
        assert (type(amount) is int) == all(type(value) is int for _, value in pairs)
    if one.top != "off":
        assert list(top(found, one)) == model_top(pairs, one)
