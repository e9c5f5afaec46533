"""What findings are known again by, and a list that only gets shorter."""

import json

import pytest

from relvars.catalog import language
from relvars.diagnostics import diagnostic
from relvars.errors import ConfigError
from relvars.linter.baseline import Known, keyed, read, shrunk, sift, written
from relvars.text import Document, Span

A, B = Known("a.html", "one", "", "{lead.x}"), Known("b.html", "two", "{if lead.x}", "ж")


def keys(text: str, marked: str) -> list[Known]:
    document = Document(text, "a.html", "html")
    places = [at for at in range(len(text)) if text.startswith(marked, at)]
    found = [diagnostic(document, Span(at, at + len(marked)), "one", "M.") for at in places]
    return keyed(document, "a.html", found, language())


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("X", ""),
        ("{if lead.a}X{end}", "{if lead.a}"),
        ("{if lead.a}{else}X{end}", "{if lead.a} else"),
        ("{if lead.a}{for $i $x = lead.b}X{end}{end}", "{for $i $x = lead.b}"),
        ("{if lead.a}{for $i $x = lead.b}{end}X{end}", "{if lead.a}"),
        ("{if lead.a}{end}X", ""),
        ("{if lead.a}X", "{if lead.a}"),
        ("{ if  lead.a\n}X{end}", "{if lead.a}"),
    ],
)
def test_a_finding_is_known_by_the_innermost_block(text: str, block: str) -> None:
    assert keys(text, "X") == [Known("a.html", "one", block, "X")]


def test_the_head_of_a_block_is_not_in_it() -> None:
    assert keys("{if lead.a}{end}", "{if lead.a}")[0].block == ""


def test_lines_and_blanks_make_no_difference() -> None:
    assert keys("{ lead.x }", "{ lead.x }") == keys("\n\n a {lead.x}", "{lead.x}")


def test_of_several_alike_so_many_are_known() -> None:
    document = Document("abc")
    found = [diagnostic(document, Span(at, at), "one", "M.") for at in range(3)]
    new, again = sift([(A, one) for one in found], {A: 2, B: 1})
    assert new == found[2:]
    assert again == {A: 2}


def test_a_baseline_only_gets_shorter() -> None:
    assert shrunk({A: 2, B: 1}, {A: 1}, lambda key: key == A) == {A: 1, B: 1}
    assert shrunk({A: 2, B: 1}, {}, lambda key: True) == {}
    assert shrunk({A: 2, B: 1}, {}, lambda key: False) == {A: 2, B: 1}


def test_what_is_written_is_read() -> None:
    assert read(written({B: 1, A: 2}), "b.json") == {A: 2, B: 1}
    assert written({B: 1, A: 2}) == written({A: 2, B: 1})
    assert "ж" in written({B: 1}).decode()


ROW = {**A._asdict(), "count": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "b.json is no baseline: "),
        ("[" * 100_000, "b.json is no baseline: "),
        ("[]", "b.json is no baseline: it has no findings of version 1"),
        ('{"version": 2, "findings": []}', "it has no findings of version 1"),
        ('{"version": 1, "findings": {}}', "it has no findings of version 1"),
        (
            json.dumps({"version": 1, "findings": [ROW, 1]}),
            "b.json: finding 2 must have file, rule",
        ),
        (json.dumps({"version": 1, "findings": [{**ROW, "line": 1}]}), "must have file, rule"),
        (json.dumps({"version": 1, "findings": [{**ROW, "count": True}]}), "a count from 1"),
        (json.dumps({"version": 1, "findings": [{**ROW, "count": -3}]}), "a count from 1"),
        (json.dumps({"version": 1, "findings": [{**ROW, "rule": 1}]}), "must have texts"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(text.encode(), "b.json")
    assert said in str(refused.value)
