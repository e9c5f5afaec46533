"""Reckoning over all paths without listing them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.linter.lengths import NOTHING, Length, either, exactly, first_line, repeated, then
from relvars.linter.paths import Algebra, Leaf, fold, gap
from relvars.renderer import render
from relvars.syntax.ast import Output, Path, Text
from relvars.syntax.parser import parse


def leaf(node: Leaf) -> Length:
    return exactly(len(node.text)) if isinstance(node, Text) else NOTHING


def length(text: str) -> tuple[float, float, float]:
    algebra = Algebra[Length](NOTHING, leaf, then, either, repeated)
    least, sure, most = fold(parse(text).body, algebra)
    return least, sure, most


def no_value(node: Output) -> Length:
    return NOTHING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", (3, 3, 3)),
        ("a{if json.a}bc{end}", (1, 3, 3)),
        ("{if json.a}b{else}cde{end}", (1, 3, 3)),
        ("{if json.a}bb{end}{if json.b}cc{end}", (0, 4, 4)),
        ("{if json.a}bb{end}{if json.a}cc{end}", (0, 2, 4)),
        ("{if json.a}b{if json.a}{else}cccc{end}{end}", (0, 1, 1)),
        ("{if json.a}{else}b{if json.a}cccc{end}{end}", (0, 1, 1)),
        ("{for $i $x = json.xs}ab{end}", (0, 2, float("inf"))),
        ("{for $i $x = json.xs}{end}", (0, 0, 0)),
        ("{for $i $x = json.xs}ab{else}abc{end}", (2, 3, float("inf"))),
        ("{if json.xs}{else}{for $i $x = json.xs}ab{else}c{end}{end}", (0, 1, 1)),
        ("{for $i $x = json.xs}{if $x}a{for $i $x = json.ys}{if $x}b{else}ccc{end}{end}{end}{end}",
         (0, 4, float("inf"))),
    ],
)  # fmt: skip
def test_lengths(text: str, expected: tuple[float, float, float]) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc\ndefgh", (3, 3, 3)),
        ("abc\r\ndefgh", (3, 3, 3)),
        ("abc", (3, 3, 3)),
        ("", (0, 0, 0)),
        ("a{if json.a}b\nccc{else}dd{end}ee", (2, 5, 5)),
        ("{for $i $x = json.xs}ab\n{end}c", (1, 2, 2)),
        ("{for $i $x = json.xs}ab{end}c", (1, 3, float("inf"))),
    ],
)
def test_the_first_line(text: str, expected: tuple[float, float, float]) -> None:
    assert tuple(first_line(parse(text).body, no_value)) == expected


def prints_link(node: Leaf) -> bool:
    return isinstance(node, Output) and node.value == Path("unsubscribe", (), node.span)


NAMES = ("a", "b")


def bodies(depth: int) -> st.SearchStrategy[str]:
    simple = st.sampled_from(["x", "{unsubscribe}", ""])
    if depth == 0:
        return simple
    inner = bodies(depth - 1)
    block = st.builds(
        "{{if {}json.{}}}{}{{else}}{}{{end}}".format,
        st.sampled_from(["", "not "]), st.sampled_from(NAMES), inner, inner,
    )  # fmt: skip
    return st.lists(st.one_of(simple, block), max_size=3).map("".join)


@given(bodies(2))
def test_a_gap_is_told_wherever_a_path_has_one(text: str) -> None:
    """Where every path has the link it may be told nevertheless, but never the other way round."""
    messages = [
        render(parse(text), {"json": dict(zip(NAMES, values, strict=True)), "unsubscribe": "LINK"})
        for values in product((True, False), repeat=2)
    ]
    found = gap(parse(text).body, prints_link)
    assert found is not None or all("LINK" in one for one in messages)
    if "LINK" not in "".join(messages):
        assert found is not None


def test_branches_by_the_hundred_take_no_time() -> None:
    blocks = "".join(f"{{if json.a{n}}}ab{{else}}c{{end}}" for n in range(300))
    assert length(blocks) == (300, 600, 600)
    assert gap(parse(blocks).body, prints_link) is not None
