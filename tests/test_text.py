"""Lines and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.text import Document, Position, line_text, position


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("ab", 2, 1, 3),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\r\nb", 2, 1, 3),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("a\n", 2, 2, 1),
        ("\ufeffab", 1, 1, 1),
        ("\ufeffab", 2, 1, 2),
        ("\ufeffab\nc", 4, 2, 1),
        ("𝒳\u0301b", 2, 1, 3),
    ],
)
def test_positions(text: str, offset: int, line: int, column: int) -> None:
    assert position(Document(text), offset) == Position(line, column, offset)


def test_lines() -> None:
    document = Document("\ufeffone\r\ntwo\rthree\n")
    assert [line_text(document, line) for line in (1, 2, 3, 4)] == ["one", "two", "three", ""]


@given(st.text(st.sampled_from("ab\r\n")))
def test_a_position_leads_back_to_its_character(text: str) -> None:
    document = Document(text)
    for offset, character in enumerate(text):
        at = position(document, offset)
        if character not in "\r\n":
            assert line_text(document, at.line)[at.column - 1] == character
