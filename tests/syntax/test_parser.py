"""What holds for every template: spans, text, limits, and that parsing never raises."""

import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import relvars
from relvars.catalog import assume, language
from relvars.syntax.ast import (
    Broken,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Number,
    Output,
    Path,
    String,
    Template,
    Text,
    expressions,
    walk,
)
from relvars.text import Span
from tests.syntax.strategies import any_text, insides


def slugs(text: str, **settings: object) -> list[str]:
    template = relvars.parse(text, language=language(assume(settings)))
    return [one.slug for one in template.diagnostics]


def covered(nodes: tuple[Node, ...]) -> list[Span]:
    """Every stretch of the text that some node or block tag stands for."""
    spans: list[Span] = []
    for node in nodes:
        match node:
            case If() | For():
                spans += [node.head, *covered(node.body)]
                spans += [node.middle] if node.middle else []
                spans += covered(node.orelse or ())
                spans += [node.end] if node.end else []
            case Text() | Output() | Broken():
                spans.append(node.span)
    return spans


@given(any_text)
@example("{if lead.a}{for $i $x = json.b}{else}{$x}{end}{else}{end}")
@example("{if lead.a}" * 150 + "{end}" * 150)
@example('{if lead.a equal "x}{end}')
@example("\ufeff{lead.a}")
def test_any_text_parses_and_its_spans_cover_it(text: str) -> None:
    template = relvars.parse(text)
    spans = covered(template.body)
    assert all(span.start < span.end for span in spans)
    ends = [1 if text.startswith("\ufeff") else 0, *(span.end for span in spans)]
    assert ends == [*(span.start for span in spans), len(text)]
    for node in walk(template.body):
        if isinstance(node, Text):
            assert node.text == text[slice(*node.span)]
        for expression in expressions(node):
            assert 0 <= expression.span.start <= expression.span.end <= len(text)
    for finding in template.diagnostics:
        assert 0 <= finding.start.offset <= finding.end.offset <= len(text)
        assert finding.message
        assert relvars.frame(template.document, finding)


@given(st.lists(insides(), max_size=5), st.sampled_from(["{}", "<>"]))
def test_sound_tags_have_no_trouble_but_where_they_stand(tags: list[str], pair: str) -> None:
    text = "".join(pair[0] + inside.lstrip("\r\n") + pair[1] for inside in tags)
    allowed = {"stray-end", "stray-else", "duplicate-else", "unclosed-block", "unclosed-tag"}
    assert {one.slug for one in relvars.parse(text).diagnostics} <= allowed


@given(any_text)
def test_a_fix_that_is_offered_mends_what_it_is_offered_for(text: str) -> None:
    template = relvars.parse(text)
    for finding in template.diagnostics:
        if finding.fix is None or finding.slug in {"unknown-root", "unknown-operator"}:
            continue
        mended = text
        for edit in reversed(finding.fix.edits):
            mended = mended[: edit.start.offset] + edit.text + mended[edit.end.offset :]
        there = {(one.slug, one.start.offset) for one in relvars.parse(mended).diagnostics}
        assert (finding.slug, finding.start.offset) not in there


def test_spans_of_a_tag_count_from_the_text() -> None:
    text = 'Hi {if (lead.a equal "x") and (lead.b in json.c)}y{end}'
    (_, block) = relvars.parse(text).body
    assert isinstance(block, If)
    shown = [text[slice(*one.span)] for one in expressions(block)]
    assert shown == [
        '(lead.a equal "x") and (lead.b in json.c)', 'lead.a equal "x"', "lead.a", '"x"',
        "lead.b in json.c", "lead.b", "json.c",
    ]  # fmt: skip
    assert [text[slice(*span)] for span in (block.head, block.end, block.span) if span] == [
        text[3:49], "{end}", text[3:],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lead.a", Path("lead", ("a",), Span(0, 0))),
        ('"x"', String("x", Span(0, 0))),
        ("-3", Number(-3, Span(0, 0))),
        ("1.5", Number(1.5, Span(0, 0))),
        ("not lead.a", Not(Path("lead", ("a",), Span(0, 0)), Span(0, 0))),
        (
            'lead.a equal 1 and ("x" in lead.b)',
            Logic(
                "and",
                Compare("eq", "equal", Path("lead", ("a",), Span(0, 0)), Number(1, Span(0, 0)),
                        Span(0, 0)),
                Compare("in", "in", String("x", Span(0, 0)), Path("lead", ("b",), Span(0, 0)),
                        Span(0, 0)),
                Span(0, 0),
            ),
        ),
    ],
)  # fmt: skip
def test_conditions(written: str, expected: Expression) -> None:
    (block,) = relvars.parse(f"{{if {written}}}{{end}}").body
    assert isinstance(block, If)
    assert block.condition == expected


def test_a_template_is_a_value() -> None:
    text = "{for $i $x = json.l}{$x}{else}{lead.a|b}{end}"
    template = relvars.parse(text, "a.html")
    assert pickle.loads(pickle.dumps(template)) == template
    assert {template, relvars.parse(text, "a.html")} == {template}
    with pytest.raises(AttributeError):
        template.body = ()  # type: ignore[misc]


def test_blocks_beyond_the_limit_are_one_finding_and_no_crash() -> None:
    assert slugs("{if lead.a}" * 100 + "{end}" * 100) == []
    assert slugs("{if lead.a}" * 101 + "{end}" * 101) == ["too-deep"]
    assert slugs("{for $i $x = json.a}" * 10_000 + "{else}{end}" * 10_000) == ["too-deep"]


def test_parentheses_beyond_the_limit_are_one_finding_and_no_crash() -> None:
    def nested(depth: int) -> str:
        return "{if " + "(" * depth + "lead.a" + ")" * depth + "}{end}"

    assert slugs(nested(100)) == []
    assert slugs(nested(101)) == ["too-deep"]
    assert slugs(nested(10_000)) == ["too-deep"]
    assert slugs("{if " + "not " * 10_000 + "lead.a}{end}") == ["too-deep"]


def test_a_tag_of_great_length_is_refused() -> None:
    assert slugs("{if lead.a" + " and lead.a" * 2000 + "}{end}") == ["too-long"]
    assert slugs('{order("' + "x" * 100_000 + '")}') == []


def test_one_spelling_can_be_switched_off() -> None:
    assert slugs("{if lead.a}<end>") == []
    assert slugs("{if lead.a}<end>", delimiters=["brace"]) == ["unclosed-block"]
    assert slugs("{if lead.a}<end>", delimiters=["angle"]) == ["stray-end"]


def test_assumed_words_can_be_refused() -> None:
    assert slugs("{if lead.a or lead.b}{end}") == []
    assert slugs("{if lead.a or lead.b}{end}", or_not="reject") == ["unverified-operator"]
    assert slugs("{if not lead.a}{end}", or_not="reject") == ["unverified-operator"]


def test_comparisons_beside_logic_can_be_asked_to_have_parentheses() -> None:
    bare = '{if lead.a equal "x" and lead.b}{end}'
    held = '{if (lead.a equal "x") and lead.b}{end}'
    assert slugs(bare) == slugs(held) == []
    assert slugs(bare, comparison_precedence="parentheses") == ["chained-logic"]
    assert slugs(held, comparison_precedence="parentheses") == []


def test_a_project_adds_its_own_words() -> None:
    own = language(roots=("mailing",), variables=("webversion",), functions=("utm",),
                   operators={"above": "gt"})  # fmt: skip
    text = '{mailing.name}{webversion}{utm("x")}{if lead.a above 5}{end}'
    assert [type(node) for node in relvars.parse(text, language=own).body] == [
        Output, Output, Output, If,
    ]  # fmt: skip
    assert relvars.parse(text, language=own).diagnostics == ()
    assert slugs(text) == ["unknown-operator"]


def test_an_element_named_like_a_variable_is_no_tag() -> None:
    assert [type(one) for one in relvars.parse("<unsubscribe>").body] == [Output]
    assert [type(one) for one in relvars.parse("<unsubscribe>x</unsubscribe>").body] == [Text]


def text_of(template: Template) -> str:
    return "".join(node.text for node in template.body if isinstance(node, Text))


def test_a_byte_order_mark_is_kept_out_of_the_tree() -> None:
    template = relvars.parse("\ufeffHi {lead.a}")
    assert text_of(template) == "Hi "
    assert template.body[1].span == Span(4, 12)
    wrong = relvars.parse("\ufeff{end}").diagnostics[0]
    assert (wrong.start.column, wrong.start.offset) == (1, 1)


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\x00", "\u202eabc", "e\u0301", "\ud800", ""])
def test_text_stays_as_it_is(text: str) -> None:
    assert text_of(relvars.parse(text)) == text


@pytest.mark.parametrize("blank", ["\f", "\v", "\x85", "\u2028"])
def test_a_blank_that_is_none_here_is_the_word_out_of_place(blank: str) -> None:
    (finding,) = relvars.parse(f"{{lead.a{blank}}}").diagnostics
    assert (finding.slug, finding.start.offset) == ("unexpected-word", 7)
