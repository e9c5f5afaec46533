import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.functions import BadArgumentError
from relvars.functions.jsonpath_parser import parse_path

SIGNS = "$@.*[]()?:,'\"\\ &|!=<>~+-/`0123456789abé_\n\x00"


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("$", []),
        ("book[0].title", ["['book']", "[0]", "['title']"]),
        ("$.book[*].title", ["['book']", "[*]", "['title']"]),
        (".book", ["['book']"]),
        ("*", ["[*]"]),
        ("[-1]", ["[-1]"]),
        ("$..title", ["..['title']"]),
        ("..*", ["..[*]"]),
        ("$..[0]", ["..[0]"]),
        ("$['a b'][\"c'd\"]", ["['a b']", "['c\\'d']"]),
        ("имя.first-name.2024", ["['имя']", "['first-name']", "['2024']"]),
        ("where.null.len.size.sub", ["['where']", "['null']", "['len']", "['size']", "['sub']"]),
        ("a[1:3]", ["['a']", "[1:3:1]"]),
        ("a[:-2]", ["['a']", "[:-2:1]"]),
        ("a[ : : -1 ]", ["['a']", "[::-1]"]),
        ("a['x','y']", ["['a']", "['x','y']"]),
        ("a[0, 2]", ["['a']", "[0,2]"]),
        ("a[?(@.p < 10)]", ["['a']", "[?(@['p'] < 10)]"]),
        ("a[?@.p<10]", ["['a']", "[?@['p'] < 10]"]),
        ("a[?10.5 >= @.p]", ["['a']", "[?@['p'] <= 10.5]"]),
        ("a[?@.p == $.q[0]]", ["['a']", "[?@['p'] == $['q'][0]]"]),
        ("a[?@['p'] == 'x']", ["['a']", "[?@['p'] == 'x']"]),
        ("a[?true == @.p && !@.q]", ["['a']", "[?@['p'] == true && !@['q']]"]),
        ("a[?@ == null || (@.x)]", ["['a']", "[?@ == null || (@['x'])]"]),
        ("$..[?@.p]", ["..[?@['p']]"]),
        (" $ .a ", ["['a']"]),
        (r"['\u00e9\n\\\'\/']", ["['é\n\\\\\\'/']"]),
        (r"['\uD83D\uDE00']", ["['😀']"]),
    ],
)
def test_a_path_is_read_as_steps_in_one_spelling(path: str, queries: list[str]) -> None:
    assert [step.query for step in parse_path(path)] == queries


def test_names_and_indexes_and_the_star_are_simple() -> None:
    kinds = [step.kind for step in parse_path("a[0][*]['b'][1:2]..c[?@.d]")]
    assert kinds == ["name", "index", "each", "name", "other", "other", "other"]
    assert [step.value for step in parse_path("a[-3]")] == ["a", -3]


def test_a_filter_says_which_paths_from_the_top_it_compares() -> None:
    step = parse_path("$[?@.a == $.b.c && ($.d == 1)]")[0]
    assert [[part.value for part in path] for path in step.compared] == [["b", "c"], ["d"]]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("", "The path is empty"),
        ("  ", "The path is empty"),
        ("a.", "At character 3 of the path it ends where a name belongs"),
        ("..", "where a name belongs"),
        ("a b", "At character 3 of the path 'b' stands where a dot or [ belongs"),
        ("a[", "where a number, a slice"),
        ("a[x]", "At character 3 of the path 'x' stands"),
        ("a['x]", "where the end of the quotes belongs"),
        ("a[0", "where ] belongs"),
        ("a.[0]", "where a name belongs"),
        ("a[0,'x']", "only names, or only numbers"),
        ("a[*,0]", "only names, or only numbers"),
        ("a[?@.p =~ 'x']", "where ] belongs"),
        ("a[?length(@.p) > 1]", "where @, $, a text in quotes or a number belongs"),
        ("a[?@.p.length() > 1]", "functions and scripts are not known here"),
        ("a[(@.length-1)]", "functions and scripts are not known here"),
        ("a[?@.p +1]", "where ] belongs"),
        ("a[?1 == 1]", "needs @ or $ on one side"),
        ("a[?'x']", "where a comparison belongs"),
        ("a[?@..p]", "as in a filter's own paths"),
        ("a[?@[*] == 1]", "as in a filter's own paths"),
        ("a[?@.p == ]", "where @, $"),
        ("a[?", "it ends"),
        ("a[?!(@.p)]", "a parenthesis stands"),
        ("a[?(@.p]", "where ) belongs"),
        ("a[?" + "(" * 51 + "@.p", "nests deeper than 50"),
        ("a[?@.p == 1e3]", "where @, $"),
        ("a[?@.p == 1234567890123456]", "where @, $"),
        ("a[1234567890123456]", "where ] belongs"),
        (r"['\q']", "means nothing"),
        (r"['\ud83d']", "Half a surrogate pair"),
        ("a.`len`", "where a name belongs"),
        ("a.`sub(/x/, y)`", "where a name belongs"),
        ("a[/b]", "where a number"),
        ("$.a + $.b", "where a dot or [ belongs"),
        ("a | b", "where a dot or [ belongs"),
        ("a where b", "where a dot or [ belongs"),
        ("@.x", "where a name belongs"),
    ],
)
def test_what_is_no_jsonpath_is_refused_with_a_sentence(path: str, sentence: str) -> None:
    with pytest.raises(BadArgumentError) as caught:
        parse_path(path)
    assert sentence in str(caught.value)
    assert re.fullmatch(r"[A-Z].*\.", str(caught.value), re.DOTALL)


@given(st.text(alphabet=SIGNS, max_size=40))
def test_any_text_is_a_path_or_a_bad_argument(text: str) -> None:
    with suppress(BadArgumentError):
        assert all(step.query.lstrip(".")[0] == "[" for step in parse_path(text))
