"""Findings as data, and the frames that people read."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relvars
from relvars.diagnostics import Severity, diagnostic, frame, printable, to_json
from relvars.text import Document, Span


def shown(text: str, start: int, end: int, **parts: Any) -> str:
    document = Document(text, "a.html")
    return frame(document, diagnostic(document, Span(start, end), "slug", "Wrong.", **parts))


def test_a_frame_shows_the_line_and_marks_the_place() -> None:
    assert shown("one\ntwo three\n", 8, 13, help="do right") == (
        "error[slug]: Wrong.\n"
        " --> a.html:2:5\n"
        "  |\n"
        "2 | two three\n"
        "  |     ^^^^^\n"
        "  = help: do right"
    )


def test_wide_and_combining_characters_take_their_cells() -> None:
    assert shown("漢e\u0301x", 3, 4).splitlines()[4] == "  |    ^"
    assert shown("\tx", 1, 2).splitlines()[3:] == ["1 |     x", "  |     ^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    lines = shown("a" * 5000 + "{end}" + "b" * 5000, 5000, 5005).splitlines()
    assert lines[3].startswith("1 | …aaa")
    assert lines[3].endswith("bbb…")
    assert len(lines[3]) < 110
    place = lines[4].index("^")
    assert lines[3][place : place + 5] == "{end}"
    assert lines[4].count("^") == 5


def test_a_mark_never_leaves_its_line() -> None:
    assert shown("ab\ncd", 1, 5).splitlines()[4] == "  |  ^"
    assert shown("ab", 2, 2).splitlines()[4] == "  |   ^"
    assert shown("", 0, 0).splitlines()[3:] == ["1 |", "  | ^"]


def test_nothing_in_a_template_speaks_to_the_terminal() -> None:
    hostile = "\x1b[2J\x07\u202e\x9b{end}\x00"
    text = shown(hostile, 7, 12) + frame(
        Document("", hostile), diagnostic(Document("", hostile), Span(0, 0), "slug", hostile)
    )
    assert text.replace("\n", "").isprintable()


@given(st.text())
def test_printable_text_is_printable(text: str) -> None:
    assert all(one.isprintable() or one.isspace() for one in printable(text))


def test_color_adds_nothing_but_color() -> None:
    import re

    document = Document("{end}", "a.html")
    finding = relvars.parse("{end}", "a.html").diagnostics[0]
    colored = frame(document, finding, color=True)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == frame(document, finding)


def test_json_has_the_promised_shape() -> None:
    finding = relvars.parse("a\n{for $x = json.l}{end}", "a.html").diagnostics[0]
    assert to_json(finding) == {
        "slug": "missing-index",
        "severity": "error",
        "message": "A loop names two variables: the index and the item.",
        "file": "a.html",
        "start": {"line": 2, "column": 2, "offset": 3},
        "end": {"line": 2, "column": 10, "offset": 11},
        "fix": {
            "safe": True,
            "edits": [
                {
                    "start": {"line": 2, "column": 2, "offset": 3},
                    "end": {"line": 2, "column": 10, "offset": 11},
                    "text": "for $index $x =",
                }
            ],
        },
        "url": "docs/rules.md#missing-index",
        "help": "write `{for $index $item = …}`",
    }
    assert json.loads(json.dumps(to_json(finding))) == to_json(finding)


def test_a_finding_is_a_value() -> None:
    (finding,) = relvars.parse("{end}").diagnostics
    assert pickle.loads(pickle.dumps(finding)) == finding
    assert len({finding, relvars.parse("{end}").diagnostics[0]}) == 1
    assert finding.severity is Severity.ERROR
    assert str(finding.severity) == "error"
    with pytest.raises(AttributeError):
        finding.slug = "other"  # type: ignore[misc]
