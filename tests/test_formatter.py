"""Formatting: what becomes of each construct, what stays, and the promises kept on any text."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume as assume_that
from hypothesis import example, given
from hypothesis import strategies as st

import relvars
from relvars import formatter
from relvars.catalog import Language, assume, language
from relvars.errors import RelvarsError
from relvars.renderer.prepare import prepare
from relvars.syntax.ast import Template, Text, walk
from relvars.syntax.heads import LENGTH
from relvars.syntax.parser import parse
from tests.syntax.strategies import any_text, blanks, insides

TIDIED = [
    # The edges of a tag, in both spellings.
    ("{ lead.a }", "{lead.a}"),
    ("{\t lead.a\r\n}", "{lead.a}"),
    ("< lead.a >", "<lead.a>"),
    ("{ unsubscribe }", "{unsubscribe}"),
    ("< unsubscribe >", "<unsubscribe>"),
    ("{ if lead.a }x{ else }y{ end }", "{if lead.a}x{else}y{end}"),
    ("<if lead.a >x< else\n>y<end\t>", "<if lead.a>x<else>y<end>"),
    # Between words.
    ("{if   lead.a\n and\tlead.b}{end}", "{if lead.a and lead.b}{end}"),
    ('{if lead.a equal"x"and lead.b}{end}', '{if lead.a equal "x" and lead.b}{end}'),
    ('{if"x" equal lead.a}{end}', '{if "x" equal lead.a}{end}'),
    ("{if lead.a equal-1}{end}", "{if lead.a equal -1}{end}"),
    ("{if lead.a equal 1.5  }{end}", "{if lead.a equal 1.5}{end}"),
    # Parentheses.
    ("{if( lead.a )and(lead.b)}{end}", "{if (lead.a) and (lead.b)}{end}"),
    ("{if ( ( lead.a or lead.b ) )}{end}", "{if ((lead.a or lead.b))}{end}"),
    ("{if not(  lead.a)}{end}", "{if not (lead.a)}{end}"),
    # Loops.
    ("{for  $i\n$x=json.l}{ $x.a }{end}", "{for $i $x = json.l}{$x.a}{end}"),
    ("{for $i$x = json.l}{else }{ end}", "{for $i $x = json.l}{else}{end}"),
    ('{for $i $x=orders ( "a"  3 )}{end}', '{for $i $x = orders("a" 3)}{end}'),
    # Calls: blanks are folded and none is added, since the text of a call is a key of values.
    ('{orders\n( "a"\t10 )}', '{orders("a" 10)}'),
    ('{orders ("a"10)}', '{orders("a"10)}'),
    ('{if orders ( "a" ) equal order("b" )}{end}', '{if orders("a") equal order("b")}{end}'),
    ('{if  not orders ("( a )")}{end}', '{if not orders("( a )")}{end}'),
    # Around other characters.
    ("{ { lead.a}", "{ {lead.a}"),
    ("${ lead.a }", "${lead.a}"),
    ("\ufeff{ lead.a }\r\n", "\ufeff{lead.a}\r\n"),
    ("<script>{ if lead.a }{ lead.a }{end}</script>", "<script>{if lead.a}{lead.a}{end}</script>"),
    # A sound tag beside one with an error.
    ("{if a b c}{ lead.a }", "{if a b c}{lead.a}"),
]
LEFT = [
    "",
    "a  b\r\n\tc",
    "{ color: red }",
    '{if lead.a equal "a  b\n( c )"}{end}',
    "{ lead.a\u00a0}",  # a no-break space is an error
    "{ if lead.a",
    "{ if lead.a  and }",
    "{  if  lead.a}",  # never ended
    "{if a }{end  for}",
    "{ end }",
    "{ else }",
    "{orders( 'a'  10 )}",
    '{ orders("a",  10)}',
    '{ end "x',
    "< unsubscribe></unsubscribe>",  # an element of HTML, without the blank
    "{{ lead.a }}",
    "<script>if(x){ if(y){ z } }</script>",
]


@pytest.mark.parametrize(("before", "after"), TIDIED)
def test_tags_are_tidied(before: str, after: str) -> None:
    assert relvars.format(before) == after


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_sound_tag_stays(text: str) -> None:
    assert relvars.format(text) == text


def test_a_template_is_taken_too() -> None:
    assert relvars.format(relvars.parse("{ lead.a }", "a.html")) == "{lead.a}"


def test_a_language_of_ones_own() -> None:
    own = language(assume(), operators={"<": "lt"})
    text = "{ if lead.a<5 }{end}"
    assert relvars.format(text) == text
    assert formatter.format(text, language=own) == "{if lead.a < 5}{end}"


def test_a_template_read_in_a_language_that_is_not_said_is_refused() -> None:
    own = language(assume({"delimiters": ["brace"]}))
    template = parse("<lead.a>{ lead.a }", language=own)
    with pytest.raises(RelvarsError, match="would change"):
        relvars.format(template)


# --- Lines: under `trim = "lines"` those that hold nothing but block tags are not sent ------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{if\nlead.a}x{end}", "{if lead.a}x{end}"),
        ("  {if\nlead.a}\nx{end}", "  {if lead.a}\nx{end}"),
        ("{ lead.b } {if\nlead.a} x{end}", "{lead.b} {if lead.a} x{end}"),
        ("{ lead.b }{if\n lead.a}\n{end}", "{lead.b}{if\n lead.a}\n{end}"),
        ("a {if lead.a}x{end\n}\n", "a {if lead.a}x{end\n}\n"),
        ('a {jsonpath(json.a\n\n"b" "item")}\n', 'a {jsonpath(json.a "b" "item")}\n'),
    ],
)
def test_lines_are_joined_unless_others_would_be_trimmed(before: str, after: str) -> None:
    assert relvars.format(before) == after
    for trim in ("none", "after", "lines"):
        settings = assume({"trim": trim})
        assert relvars.render(before, {}, assumptions=settings) == relvars.render(
            after, {}, assumptions=settings
        )


def test_a_tag_that_would_grow_too_long_to_be_read_stays() -> None:
    head = "{if(lead.a"
    fits = head + "a" * (LENGTH - len(head)) + ")}{end}"
    assert relvars.parse(fits).diagnostics == ()
    assert relvars.format(fits) == fits
    shorter = fits.replace("aa", "a", 1).replace("aaa", "", 1)
    assert relvars.format(shorter) == shorter.replace("if(", "if (")
    loose = fits.replace("(lead", "(  lead").replace("aaaa", "", 1)
    assert relvars.format(loose) == loose.replace("if(  ", "if (")


# --- The promises ---------------------------------------------------------------------------------


def tags_and_texts(text: str, own: Language | None = None) -> tuple[object, list[str], list[str]]:
    template = parse(text, language=own)
    texts = [node.text for node in walk(template.body) if isinstance(node, Text)]
    return template.body, texts, [one.slug for one in template.diagnostics]


def check(text: str) -> None:
    tidy = relvars.format(text)
    assert tags_and_texts(tidy) == tags_and_texts(text)
    assert relvars.format(tidy) == tidy
    assert _solid(tidy) == _solid(text)
    lines = assume({"trim": "lines"})
    assert prepare(parse(tidy), lines) == prepare(parse(text), lines)


def _solid(text: str) -> str:
    return re.sub(r"[ \t\r\n]", "", text)


@given(any_text)
@example("x {if\n$i}\n{ end }")
@example("< unsubscribe></unsubscribe>")
def test_any_text_keeps_its_meaning(text: str) -> None:
    check(text)


@given(st.lists(st.tuples(st.sampled_from(["{}", "<>"]), insides(), st.sampled_from(
    ["", " ", "\n", "a", "{", "<script>", "</script>", "</unsubscribe"])), max_size=6))  # fmt: skip
def test_tags_in_any_order_keep_their_meaning(parts: list[tuple[str, str, str]]) -> None:
    check("".join(f"{spelling[0]}{inside}{spelling[1]}{text}" for spelling, inside, text in parts))


@given(insides(), blanks)
def test_blanks_in_a_tag_make_no_difference(inside: str, blank: str) -> None:
    """Where one blank may stand, any may, and the result is the same."""
    words = re.split(r'("[^"]*")', inside)
    other = "".join(re.sub(r"[ \t\r\n]+", blank, one) if i % 2 == 0 else one
                    for i, one in enumerate(words))  # fmt: skip
    end = "{end}" if inside.split(maxsplit=1)[0] in ("if", "for") else ""
    first, second = (
        f"{{if lead.a}}{{{one.lstrip()}}}{end}" + "{end}" * (inside.strip() != "end")
        for one in (inside, other)
    )
    assume_that(not relvars.parse(first).diagnostics)
    assert relvars.format(first) == relvars.format(second)


# --- The check itself: a formatter that breaks a promise is stopped -------------------------------


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("lead.b", "read differently"),
        ("if lead.a", "would change"),
        ("lead.a}}{lead.b", "would change"),
        ("lead.a b", "would change"),
    ],
)
def test_a_result_that_is_not_the_same_is_refused(
    monkeypatch: pytest.MonkeyPatch, broken: str, said: str
) -> None:
    monkeypatch.setattr(formatter, "_source", lambda value, text: broken)
    with pytest.raises(RelvarsError, match=f"not formatted, since .*{said}"):
        relvars.format("x{ lead.a }y")


def test_a_result_that_is_not_tidy_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatter, "_source", lambda value, text: text[1:-1] + " ")
    with pytest.raises(RelvarsError, match="a second run would change it again"):
        relvars.format("{lead.a}")


def test_an_error_that_goes_away_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(text: str, *names: str, **settings: Any) -> Template:
        return replace(parse(text, *names, **settings), diagnostics=())

    monkeypatch.setattr(formatter, "parse", forgetful)
    with pytest.raises(RelvarsError, match="read differently"):
        relvars.format("{ lead.a }{end}")
