"""Values put over others by path."""

import copy
from typing import Any

import pytest

from relvars.cli.overrides import json_override, text_override
from relvars.errors import ConfigError
from relvars.sources.overrides import apply

REST = {"name": "Ann", "none": None}
VALUES = {"lead": {"tags": ["a", {"b": 1}], **REST}}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lead.name=", {"tags": ["a", {"b": 1}], "name": "", "none": None}),
        ("lead.tags.0=x", {"tags": ["x", {"b": 1}], **REST}),
        ("lead.tags.1.b=x", {"tags": ["a", {"b": "x"}], **REST}),
        ("lead.tags.1.c.d=x", {"tags": ["a", {"b": 1, "c": {"d": "x"}}], **REST}),
        ("lead.none.2024=x", {"tags": ["a", {"b": 1}], "name": "Ann", "none": {"2024": "x"}}),
        ("lead=x", "x"),
    ],
)
def test_one_place_changes_and_the_given_values_do_not(written: str, expected: object) -> None:
    before = copy.deepcopy(VALUES)
    assert apply(VALUES, text_override(written)) == {"lead": expected}
    assert before == VALUES


def test_a_new_root() -> None:
    assert apply({}, json_override('json.a={"b": [1]}')) == {"json": {"a": {"b": [1]}}}
    assert apply({}, json_override("json=null")) == {"json": None}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("lead.name.x=1", "--set lead.name.x: lead.name is neither an object nor a list"),
        ("lead.tags.2=1", "--set lead.tags.2: lead.tags is a list of 2, with items from 0"),
        ("lead.tags.x=1", "--set lead.tags.x: lead.tags is a list of 2, with items from 0"),
    ],
)
def test_paths_that_lead_nowhere(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        apply(VALUES, text_override(written))
    first, second = str(caught.value).splitlines()
    assert first == said
    assert second.startswith("  --set-json lead.")


@pytest.mark.parametrize(
    "written", ["", "=", "a", ".a=1", "a.=1", "a..b=1", "1a=1", "a b=1", "$x=1"]
)
def test_what_is_no_path(written: str) -> None:
    with pytest.raises(ConfigError, match="--set takes PATH=VALUE"):
        text_override(written)
    with pytest.raises(ConfigError, match="--set-json takes PATH=VALUE"):
        json_override(written)


def test_a_path_without_end() -> None:
    with pytest.raises(ConfigError, match="--set takes a path of 100 segments at most"):
        text_override("lead" + ".a" * 3000 + "=1")


@pytest.mark.parametrize("value", ["", "Ann", "{a: 1}", "NaN", "[1"])
def test_what_is_no_json_says_how_a_text_is_written(value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        json_override(f"lead.x={value}")
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"--set-json lead.x: {value!r} is not JSON: ")
    assert second == "  a text needs quotes inside quotes: 'lead.x=\"text\"'"


def test_a_path_may_hold_letters_of_any_script() -> None:
    override = text_override("lead.имя_2=Анна")
    expected: Any = {"lead": {"имя_2": "Анна"}}
    assert apply({}, override) == expected
