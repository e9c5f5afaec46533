"""What of HTML is text, as a browser takes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.preview.html_text import tokens, unconnected


def text_of(html: str) -> str:
    """What is left when all that is no text is gone."""
    left, at = "", 0
    for token in tokens(html):
        left += html[at : token.start]
        at = token.end
    return left + html[at:]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<b>c</b>d", "acd"),
        ("<a href='>' title=\"x > y\">t</a>", "t"),
        ("<a href=x>t", "t"),
        ("1 < 2 <3 </ 4", "1 < 2 <3 </ 4"),
        ("<title>x</title>y", "y"),
        ("<STYLE>p > a</STYLE >y", "y"),
        ("<script>'</p>'</script>y", "y"),
        ("<textarea><!-- </textarea>y", "y"),
        ("<!-- a --> b <!--> c <!---> d <!-- e --!> f", " b  c  d  f"),
        ("<!--[if mso]><td>x</td><![endif]-->y", "y"),
        ("<!doctype html><?xml ?>y", "y"),
        ("x<!-- never closed", "x"),
        ("x<a never closed", "x"),
        ("x<style>never closed", "x"),
        ("x<plaintext>y</plaintext>z", "x"),
        ("x<!never", "x"),
        ("<a = b>x<a b= >y<a 'b>z", "xyz"),
    ],
)
def test_what_is_text(html: str, expected: str) -> None:
    assert text_of(html) == expected


@given(st.text(alphabet="<>!-/='\" abstyle", max_size=60))
def test_tokens_are_in_order_and_within(html: str) -> None:
    at = 0
    for token in tokens(html):
        assert at <= token.start <= token.end <= len(html) + 1
        at = token.end


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "<a x='", "<style>", "<a =", "--", "<a b=c "]
)
def test_a_long_hostile_message_is_read_once(piece: str) -> None:
    assert sum(1 for _ in tokens(piece * 100_000)) <= 100_000


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<link rel=preconnect href=x>", "<meta rel=preconnect href=x>"),
        ("<LINK/rel=x><links><link", "<meta/rel=x><links><link"),
        ("<iframe\nsrc=x></iframe >", "<noframes\nsrc=x></noframes >"),
        ("<frameset><frame src=x></frameset>", "<frameset><meta src=x></frameset>"),
    ],
)
def test_what_would_make_a_browser_connect_is_put_out(html: str, expected: str) -> None:
    assert unconnected(html) == expected
