import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonpath_ng.ext.parser import parse as library_parse

from relvars.functions import BadArgumentError
from relvars.functions import jsonpath as module
from relvars.functions.jsonpath import find, query, walk
from relvars.functions.jsonpath_parser import parse_path
from relvars.values import Value

from .calls import check, evaluate, reads
from .test_function import Hostile
from .test_jsonpath_parser import SIGNS

BOOKS: Value = {
    "book": [
        {"title": "Sayings", "price": 8.95, "tags": ["a", "b"], "имя": 1},
        {"title": "Sword", "price": 12.99, "first-name": 2},
        {"title": "Moby Dick", "price": None},
        {"title": "5", "price": True, "len": {"size": 3}},
    ],
    "limit": 10,
    "wanted": "Sword",
    "2024": {"total": 7},
    "null": 0,
    "where": 1,
    "*": "star",
    "": {"": "empty"},
    "it's": "quoted",
}

NAMES = [
    "a",
    "b",
    "len",
    "size",
    "where",
    "null",
    "true",
    "2024",
    "first-name",
    "имя",
    "",
    "*",
    "'",
]
scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-3, 3) | st.sampled_from(NAMES)
documents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=20,
)


def quoted(name: str) -> str:
    return "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']"


simple_steps = st.sampled_from(["[*]", "[0]", "[1]", "[-1]", "[-5]", *map(quoted, NAMES)])
all_steps = simple_steps | st.sampled_from(
    ["..[*]", "..['a']", "[1:]", "[::-1]", "[:2:1]", "[0,1]", "['a','b']", "..[0]",
     "[?@['a'] > 1]", "[?@['b']]", "[?!@['a'] && (@ != 1 || @['b'] == 'a')]", "..[?@['a']]",
     "[?@['a'] == $['b']]", "[?@ == null]", "[?$[0] < @[1]]"]
)  # fmt: skip


def by_library(document: Value, path: str) -> list[Value]:
    return [match.value for match in library_parse(path).find(document)]


def typed(value: Value) -> Any:
    """The value with its types, as 1, 1.0 and True are equal."""
    if isinstance(value, list):
        return [typed(one) for one in value]
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    return (type(value), value)


@settings(max_examples=300)
@given(documents, st.lists(simple_steps, max_size=4))
def test_the_short_cut_finds_what_the_library_finds(document: Value, steps: list[str]) -> None:
    path = "$" + "".join(steps)
    assert typed(walk(document, parse_path(path))) == typed(by_library(document, path))


@settings(max_examples=300)
@given(documents, st.lists(all_steps, max_size=3))
def test_step_by_step_is_the_whole_path_of_the_library(document: Value, steps: list[str]) -> None:
    path = "$" + "".join(steps)
    assert typed(query(document, parse_path(path))) == typed(by_library(document, path))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("book[0].title", ["Sayings"]),
        ("$.book[-1].title", ["5"]),
        ("book[9].title", []),
        ("book[*].title", ["Sayings", "Sword", "Moby Dick", "5"]),
        ("$..title", ["Sayings", "Sword", "Moby Dick", "5"]),
        ("book[?(@.price < 10)].title", ["Sayings"]),
        ("book[?@.price > $.limit].title", ["Sword"]),
        ("book[?@.title == $.wanted].price", [12.99]),
        ("book[?@.price == null].title", ["Moby Dick"]),
        ("book[?@.price == true].title", ["5"]),
        ("book[?@.title == 5].title", []),
        ("book[?@.title == '5'].title", ["5"]),
        ("book[?@.tags].title", ["Sayings"]),
        ("book[?!@.price].title", []),
        ("book[?@.price < 10 || @.title == 'Moby Dick'].title", ["Sayings", "Moby Dick"]),
        ("book[?10 > @.price && @.title].title", ["Sayings"]),
        ("book[1:3].title", ["Sword", "Moby Dick"]),
        ("book[::-2].title", ["5", "Sword"]),
        ("book[::0].title", []),
        ("book[0,2].title", ["Sayings", "Moby Dick"]),
        ("book[0]['title','price']", ["Sayings", 8.95]),
        ("book[3].len.size", [3]),
        ("book[0].имя", [1]),
        ("book[1].first-name", [2]),
        ("2024.total", [7]),
        ("null", [0]),
        ("where", [1]),
        ("['*']", ["star"]),
        ("['']['']", ["empty"]),
        ("$['it\\'s']", ["quoted"]),
        ("limit.x", []),
        ("limit[0]", []),
        ("book.title", []),
        ("wanted[0]", []),
        ("limit.*", []),
    ],
)
def test_paths_find_what_rfc_9535_says(path: str, found: list[Value]) -> None:
    assert find(BOOKS, parse_path(path)) == found


def test_an_item_is_the_first_match_or_an_empty_text() -> None:
    assert evaluate("jsonpath", {}, BOOKS, "book[*].title", "item") == "Sayings"
    assert evaluate("jsonpath", {}, BOOKS, "book[9].title", "item") == ""
    assert evaluate("jsonpath", {}, None, "book", "item") == ""


def test_an_array_is_always_a_list() -> None:
    assert evaluate("jsonpath", {}, BOOKS, "limit", "array") == [10]
    assert evaluate("jsonpath", {}, BOOKS, "nothing", "array") == []
    assert evaluate("jsonpath", {}, BOOKS, "book[0].tags", "array") == [["a", "b"]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "The path must be a text"),
        ([BOOKS, 5, "item"], "The path must be a text"),
        ([BOOKS, "a"], "The format must be a text"),
        ([BOOKS, "a", "list"], 'must be "item" or "array", not "list"'),
        ([BOOKS, "a[", "item"], "it ends"),
    ],
)
def test_bad_arguments_say_what_is_wrong(arguments: list[Value], sentence: str) -> None:
    with pytest.raises(BadArgumentError, match=sentence.replace("[", r"\[")):
        evaluate("jsonpath", {}, *arguments)


def test_the_basic_dialect_has_names_numbers_and_the_star() -> None:
    found = evaluate("jsonpath", {}, BOOKS, "book[*].title", "array", jsonpath_dialect="basic")
    assert len(found) == 4
    for path in ("$..title", "book[1:]", "book[?@.price]", "book[0,1]"):
        with pytest.raises(BadArgumentError, match="jsonpath_dialect is basic"):
            evaluate("jsonpath", {}, BOOKS, path, "array", jsonpath_dialect="basic")


def test_the_check_looks_at_what_stands_in_the_template() -> None:
    store = ("json", "store")
    assert check("jsonpath", store, "book[0]", "item") is None
    assert check("jsonpath") is None
    assert check("jsonpath", store, ("json", "path"), ("json", "format")) is None
    assert "must be a path" in str(check("jsonpath", "store", "a", "item"))
    assert "it ends" in str(check("jsonpath", store, "a[", "item"))
    assert "The format" in str(check("jsonpath", store, "a", "items"))


def test_it_reads_the_document_but_of_a_loop_variable_it_cannot_say() -> None:
    assert reads("jsonpath", ("json", "store"), "a", "item") == (("json", "store"),)
    assert reads("jsonpath", ("$item", "store"), "a", "item") == ()
    assert reads("jsonpath", "x") == ()
    assert reads("jsonpath") == ()


def nested(depth: int) -> Value:
    value: Value = 1
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_no_trouble() -> None:
    deep = {"a": nested(5_000), "b": nested(5_000)}
    assert find(deep, parse_path("a" + "[0]" * 5_000)) == [1]
    assert len(find(deep, parse_path("a..[0]"))) == 5_000
    assert find([deep], parse_path("[?@.a == @.b].a")) == [deep["a"]]


@pytest.mark.parametrize("path", ["$..*..*..*", "$..[?@..x]", "$..[*][*]..[*]..[*]..[*]"])
def test_a_path_that_would_run_away_is_stopped(path: str) -> None:
    with pytest.raises(BadArgumentError):
        find(nested(400), parse_path(path))


def test_comparing_something_large_with_everything_is_stopped() -> None:
    document = {"large": list(range(3_000)), "items": [list(range(3_000))] * 1_000}
    with pytest.raises(BadArgumentError, match="places of the document"):
        find(document, parse_path("items[?@ == $.large]"))


def test_a_document_without_end_is_stopped() -> None:
    endless: list[Value] = []
    endless.extend([endless] * 10)
    for path in ("[*]" * 20, "..x"):
        with pytest.raises(BadArgumentError, match="places of the document"):
            find(endless, parse_path(path))


class Planted(dict[str, Value]):
    def get(self, *_: object) -> Value:
        raise AssertionError("asked")

    keys = values = items = __getitem__ = __contains__ = get


@pytest.mark.parametrize("place", range(5))
def test_no_path_reaches_into_an_object_of_python(place: int) -> None:
    # Made here, as the test runner itself looks into what it is given.
    planted = [Hostile(), Planted(a=1), {"a": Hostile()}, {1: "a"}, (1, 2)][place]
    with pytest.raises(BadArgumentError, match="not JSON"):
        find({"x": planted}, parse_path("$..a"))


def test_the_short_cut_does_not_look_into_objects_of_python() -> None:
    for planted in (Hostile(), Planted(a=1), (1, 2)):
        for path in ("x.a", "x[0]", "x[*]", "x.__class__"):
            assert find({"x": planted}, parse_path(path)) == []


def test_names_of_attributes_are_only_names() -> None:
    for path in ("__class__", "book.__len__", "limit.real", "$..__class__", "wanted.upper"):
        assert find(BOOKS, parse_path(path)) == []


def test_whatever_the_library_stumbles_over_is_a_bad_argument(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Stumbling:
        def find(self, _: object) -> Iterator[object]:
            raise RecursionError

    monkeypatch.setattr(module, "_compiled", lambda _: Stumbling())
    with pytest.raises(BadArgumentError, match=r"cannot be followed \(RecursionError\)"):
        find([1], parse_path("[0:1]"))


@settings(max_examples=300)
@given(documents, st.text(alphabet=SIGNS, max_size=25))
def test_nothing_but_bad_arguments_is_raised(document: Value, path: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with suppress(BadArgumentError):
            assert type(evaluate("jsonpath", {}, document, path, "array")) is list
