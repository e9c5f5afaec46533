import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.cases import load_cases
from relvars.cases.writing import Written, case_file_text, expectation, is_writable, toml

texts = st.text(st.characters(exclude_categories=["Cs"]))
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


@given(st.dictionaries(texts, values, max_size=3))
def test_what_is_written_is_read_again(value: dict[str, Any]) -> None:
    assert is_writable(value)
    assert tomllib.loads(f"a = {toml(value)}") == {"a": value}


@given(texts, texts)
def test_a_case_of_any_text_is_read_again(name: str, renders: str) -> None:
    text = case_file_text("a.html", [Written(f"x{name}", {}, {"renders": renders}, name)])
    [case] = load_cases(text).cases
    assert (case.renders, case.template, case.wrong) == (renders, "a.html", ())
    assert case.name == " ".join(f"x{name}".split())


@pytest.mark.parametrize("value", [None, [None], {"a": {"b": None}}, "\ud800", {"\udfff": 1}])
def test_what_toml_has_no_form_for(value: Any) -> None:
    assert not is_writable(value)


def test_a_file_reads_well() -> None:
    case = Written(
        'with "quotes"', {"lead": {"a b": [1, True]}}, {"renders": "one\ntwo\n"}, "why\nthis"
    )
    assert case_file_text("a.html", [case]) == (
        'template = "a.html"\n\n# why\n# this\n[[case]]\n'
        "name = 'with \"quotes\"'\n"
        'values = { lead = { "a b" = [1, true] } }\nrenders = """\none\ntwo\n"""\n'
    )


def test_what_nobody_can_see_is_written_as_an_escape() -> None:
    assert toml("\ufeffa\u200b\x7f") == r'"\ufeffa\u200b\u007f"'
    assert toml("\U000e0001👋") == r'"\U000e0001👋"'


def test_short_messages_are_written_out_and_long_ones_are_snapshots() -> None:
    assert expectation("short\n") == {"renders": "short\n"}
    assert expectation("x" * 201) == expectation("x\n" * 7) == {"snapshot": True}
