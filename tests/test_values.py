"""Reading JSON strictly; recipients; kinds of values."""

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.values import (
    NotAValueError,
    Recipient,
    is_boolean,
    is_list,
    is_number,
    is_object,
    is_text,
    load_json,
    parse_recipient,
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NaN", "NaN is not a value"),
        ("[Infinity]", "Infinity is not a value"),
        ('{"a": -Infinity}', "-Infinity is not a value"),
        ("1e999", "1e999 is too large for a number"),
        ("[1,", "expecting value, line 1, column 4"),
        ("{'a': 1}", "line 1, column 2"),
        ("[" * 100_000, "nests too deeply"),
        ("1" * 5000, "an integer of more than 4300 digits"),
        ("", "expecting value"),
    ],
)
def test_what_is_not_json_is_refused(text: str, message: str) -> None:
    with pytest.raises(NotAValueError, match=message):
        load_json(text)


def test_json_is_read() -> None:
    assert load_json('\ufeff{"a": [1, 2.5, true, null, "é"]}') == {"a": [1, 2.5, True, None, "é"]}


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(NotAValueError):
        load_json(text)


@pytest.mark.parametrize("text", ["agents", ":x", "agents:", ""])
def test_what_is_no_recipient(text: str) -> None:
    assert parse_recipient(text) is None


def test_recipients() -> None:
    assert parse_recipient("agents:a:b") == Recipient("agents", "a:b")
    assert str(Recipient("agents", "1")) == "agents:1"


def test_kinds_of_values() -> None:
    samples: list[object] = ["", True, 1, 1.5, [], (), {}, None, object()]
    kinds: list[Callable[[object], bool]] = [is_text, is_boolean, is_number, is_list, is_object]
    found = [[kind.__name__ for kind in kinds if kind(one)] for one in samples]
    assert found == [
        ["is_text"], ["is_boolean"], ["is_number"], ["is_number"], ["is_list"], ["is_list"],
        ["is_object"], [], [],
    ]  # fmt: skip
