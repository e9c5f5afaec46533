"""The compiler where cases cannot reach: hostile values, limits, nesting, agreement with trace."""

import json
from collections import UserDict
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relvars
from relvars import DataError, TemplateError, assume
from tests.renderer.test_meaning import values as json_values
from tests.syntax.strategies import any_text

NAMES = ["a", "b", "class", "__class__", "имя", "2024", "value", "lead", "_fname"]
data = st.recursive(
    json_values,
    lambda inner: (
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=5) | st.lists(inner, max_size=3)
    ),
    max_leaves=20,
)


@st.composite
def templates(draw: st.DrawFn, depth: int = 3) -> str:
    """A template without fault."""
    names = st.sampled_from(NAMES)
    root = draw(st.sampled_from(["lead", "json", "$x", "$y", "$i"]))
    path = ".".join(
        [root, *draw(st.lists(names, max_size=3 if root[0] == "$" else 2)), draw(names)]
    )
    kind = draw(st.sampled_from(["text", "output", "if", "for"]) if depth else st.just("output"))
    if kind == "text":
        return draw(st.text(st.characters(exclude_characters="{<"), max_size=9))
    if kind == "output":
        return "{" + path + "}"
    body = "".join(draw(st.lists(templates(depth=depth - 1), max_size=3)))
    other = draw(st.sampled_from(["", "{else}"]))
    other += "".join(draw(st.lists(templates(depth=depth - 1), max_size=2))) if other else ""
    if kind == "for":
        variable = draw(st.sampled_from(["$x", "$y"]))
        return f"{{for $i {variable} = {path}}}{body}{other}{{end}}"
    condition = draw(
        st.sampled_from(
            [
                path,
                f'{path} equal "a"',
                f"{path} equal 1",
                f"{path} contains lead.a",
                f"{path} in json.b",
                f"not {path}",
                f'({path} equal json.a) and ("a" in {path})',
                f"({path} or lead.a) equal json.a",
            ]
        )
    )
    return f"{{if {condition}}}{body}{other}{{end}}"


@given(st.lists(templates(), max_size=4).map("".join), data, data)
def test_tracing_prints_what_rendering_prints(text: str, lead: Any, json_: Any) -> None:
    values = {"lead": lead, "json": json_}
    message = relvars.render(text, values)
    traced = relvars.trace(text, values)
    assert traced.output == message
    ends = [part.end for part in traced.parts]
    assert [part.start for part in traced.parts] == [0, *ends][: len(ends)]
    assert "".join(message[part.start : part.end] for part in traced.parts) == message


@given(any_text, data)
def test_only_documented_exceptions_leave(text: str, lead: Any) -> None:
    values = {"lead": lead, "json": lead, "fragment": lead, "functions": lead, "relation": lead}
    try:
        message = relvars.render(text, values)
    except (TemplateError, DataError):
        return
    assert isinstance(message, str)


class Trap:
    """An object that fails the test when anything is done with it."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"reached {name}")

    def __getitem__(self, key: object) -> Any:
        raise AssertionError("indexed")

    def __bool__(self) -> bool:
        raise AssertionError("asked for truth")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None  # type: ignore[assignment]
    __str__ = __repr__ = __format__ = __iter__ = __len__ = __bool__  # type: ignore[assignment]


TRAPPED = [
    "{lead.x.secret}{lead.x.__class__}",
    "{if lead.x}a{end}",
    '{if lead.x equal "a"}a{end}',
    '{if lead.x contains "a"}a{end}',
    '{if "a" in lead.x}a{end}',
    "{if lead.l contains lead.x}a{end}",
    "{for $i $v = lead.x}{$v}{end}",
    "{for $i $v = lead.l}{$v.secret}{$v.__init__.__globals__}{end}",
    '{jsonpath(lead.x "secret" "item")}',
]


@pytest.mark.parametrize("text", TRAPPED)
def test_a_python_object_is_never_reached(text: str) -> None:
    values = {"lead": {"x": Trap(), "l": [Trap()]}}
    assert relvars.render(text, values) == relvars.trace(text, values).output == ""


@pytest.mark.parametrize("root", ["lead", "json", "functions", "fragment"])
def test_a_python_object_in_place_of_a_root_is_never_reached(root: str) -> None:
    text = "{lead.a}{json.a.b}{fragment.x}{order(\"a == 'b'\")}"
    assert relvars.render(text, {root: Trap()}) == ""


def test_a_python_object_that_is_printed_is_refused() -> None:
    for text in ("{lead.x}", "{lead.l}", "{for $i $v = lead.l}{$v}{end}"):
        with pytest.raises(DataError, match="Trap is not a value"):
            relvars.render(text, {"lead": {"x": Trap(), "l": [Trap()]}})


HOSTILE = [
    "__import__('os').system('false')",
    "'); raise SystemExit #",
    '"""',
    "\\",
    "{v1}",
    "{{",
    "\n",
    "\x00",
    "f'{1/0}'",
    "\\N{BULLET}",
    "\ud800",
    "%s",
    "${x}",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_template_s_strings_are_never_executed(hostile: str) -> None:
    assert relvars.render(hostile, {}) == hostile
    if '"' not in hostile:
        text = f'{{if lead.a equal "{hostile}"}}same{{end}}'
        assert relvars.render(text, {"lead": {"a": hostile}}) == "same"
        assert (
            relvars.render(f'{{order("{hostile}")}}', {"functions": {f'order("{hostile}")': 1}})
            == "1"
        )


def test_a_value_that_looks_like_a_template_is_text() -> None:
    assert relvars.render("{lead.a}", {"lead": {"a": "{lead.b}{{"}}) == "{lead.b}{{"


def test_values_may_be_any_mapping_and_nothing_else() -> None:
    assert relvars.render("{lead.a}", MappingProxyType({"lead": {"a": 1}})) == "1"
    assert relvars.render("{lead.a}", UserDict({"lead": MappingProxyType({"a": 1})})) == "1"
    with pytest.raises(DataError, match="one object"):
        relvars.render("{lead.a}", [])  # type: ignore[arg-type]


def test_a_template_with_errors_is_refused_with_all_of_them() -> None:
    with pytest.raises(TemplateError) as caught:
        relvars.render("{end}{if lead.a}", {})
    assert [one.slug for one in caught.value.diagnostics] == ["stray-end", "unclosed-block"]
    assert str(caught.value).startswith("<template>:1:1: This `end` closes nothing. [stray-end]; ")


@pytest.mark.parametrize("depth", [1, 11, 12, 13, 25, 50, 100])
def test_blocks_nest_to_the_limit(depth: int) -> None:
    ifs = "{if lead.a}" * depth + "{lead.a}" + "{else}no{end}" * depth
    assert relvars.render(ifs, {"lead": {"a": "x"}}) == "x"
    assert relvars.render(ifs, {}) == "no"
    loops = "".join(f"{{for $i{n} $x{n} = json.l}}" for n in range(depth))
    loops += "{$x0}{$i0}{lead.a}" + f"{{$x{depth - 1}}}" + "{end}" * depth
    assert relvars.render(loops, {"json": {"l": [7]}, "lead": {"a": "!"}}) == "70!7"
    assert relvars.trace(loops, {"json": {"l": [7]}, "lead": {"a": "!"}}).output == "70!7"


def test_conditions_nest_to_the_limit() -> None:
    for word, close in (("equal", " equal 1"), ("and", " and lead.a"), ("", "")):
        text = "{if " + "(" * 100 + "lead.a" + f"{close})" * 100 + "}x{else}y{end}"
        expected = {"equal": "y", "and": "x", "": "x"}[word]
        assert relvars.render(text, {"lead": {"a": True}}) == expected
    assert relvars.render(
        "{if " + "not (" * 50 + "lead.a" + ")" * 50 + "}x{end}", {"lead": {"a": 1}}
    )


def test_output_has_a_limit() -> None:
    text = "{for $i $x = json.l}{lead.big}{end}"
    values = {"json": {"l": [0] * 100}, "lead": {"big": "x" * 1000}}
    assert len(relvars.render(text, values, limit=100_000)) == 100_000
    with pytest.raises(TemplateError) as caught:
        relvars.render(text, values, limit=99_999)
    finding = caught.value.diagnostics[0]
    assert (finding.slug, finding.start.offset) == ("output-limit", 0)
    with pytest.raises(TemplateError, match="10,000,000"):
        relvars.render(text, {"json": {"l": [0] * 10**6}, "lead": {"big": "x" * 1000}})
    with pytest.raises(TemplateError):
        relvars.render("{lead.big}", values, limit=999)


def test_one_large_value_printed_many_times_ends_soon() -> None:
    big = "x" * 9_000_000
    for text in ("{json.x}" * 20_000, "{if json.x}" + "{json.x}" * 20_000 + "{end}"):
        with pytest.raises(TemplateError, match="10,000,000"):  # else it would be 180 GB
            relvars.render(text, {"json": {"x": big}})


def test_long_stretches_are_whole() -> None:
    for count in (63, 64, 65, 200):
        text = "{for $i $x = json.l}" + "a{$x}" * count + "{end}" + "b{json.x}" * count
        message = "a1" * count + "a2" * count + "by" * count
        values = {"json": {"l": [1, 2], "x": "y"}}
        assert relvars.render(text, values, limit=len(message)) == message
        with pytest.raises(TemplateError):
            relvars.render(text, values, limit=len(message) - 1)


def test_loops_that_print_nothing_end_too() -> None:
    text = "{for $i $x = json.l}" * 9 + "{end}" * 9
    with pytest.raises(TemplateError, match="passes"):
        relvars.render(text, {"json": {"l": list(range(100))}})


def test_fragments_that_contain_themselves_are_refused() -> None:
    values = {"fragment": {"a": "x{fragment.b}", "b": "{fragment.a}"}}
    with pytest.raises(TemplateError) as caught:
        relvars.render("{fragment.a}", values)
    assert caught.value.diagnostics[0].slug == "fragment-cycle"
    assert caught.value.diagnostics[0].file == "fragment.b"


def test_fragments_that_multiply_are_rendered_once_each() -> None:
    fragments = {f"f{n}": f"{{fragment.f{n + 1}}}" * 10 for n in range(50)}
    assert relvars.render("{fragment.f0}", {"fragment": {**fragments, "f50": ""}}) == ""


def test_an_error_in_a_fragment_names_the_fragment() -> None:
    with pytest.raises(TemplateError, match=r"fragment\.a:1:1"):
        relvars.render("{fragment.a}", {"fragment": {"a": "{end}"}})


def test_a_compiled_template_can_be_used_again_and_again() -> None:
    function = relvars.compile("{lead.a}")
    assert [function({"lead": {"a": n}}) for n in range(3)] == ["0", "1", "2"]
    assert relvars.compile("{lead.a}") is function
    assert relvars.compile("{lead.a}", assumptions=assume({"missing": "?"})) is not function


def test_rendering_never_changes_the_values() -> None:
    values = {"lead": {"a": [1, {"b": 2}]}, "json": {"l": [1, 2]}}
    before = json.dumps(values)
    relvars.render("{for $i $x = json.l}{$i}{$x}{lead.a}{end}{fragment.x}", values)
    assert json.dumps(values) == before


@pytest.mark.parametrize(
    "text", ["\ufeffa{lead.x}\r\nb\rc\x00", "\ufeff", "\ufeff{if lead.x}{end}"]
)
def test_marks_and_line_breaks_are_kept(text: str) -> None:
    expected = text.replace("{lead.x}", "").replace("{if lead.x}{end}", "")
    assert relvars.render(text, {}) == relvars.trace(text, {}).output == expected


def test_a_template_of_many_tags_compiles() -> None:
    text = "".join(f"{{lead.a{n}}}," for n in range(5000))
    values = {"lead": {f"a{n}": n for n in range(5000)}}
    assert relvars.render(text, values) == "".join(f"{n}," for n in range(5000))


def test_a_path_of_many_segments() -> None:
    value: Any = "deep"
    for _ in range(3000):
        value = {"a": value}
    text = "{lead" + ".a" * 3000 + "}"
    assert relvars.render(text, {"lead": value}) == relvars.trace(text, {"lead": value}).output
    assert relvars.render(text, {"lead": value}) == "deep"
    assert relvars.render(text, {"lead": {"a": 1}}) == ""
