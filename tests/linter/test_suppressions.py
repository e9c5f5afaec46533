"""Comments that silence rules: where they hold, and what is said about those that are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.diagnostics import Diagnostic, diagnostic
from relvars.linter.suppressions import OWN, silence, suppressions
from relvars.text import Document, Span

SLUGS = frozenset({"unclosed-tag", "bad-number", *OWN})
I = "<!-- relvars: ignore[unclosed-tag] -->"  # noqa: E741 - short, since layout matters here


def silenced(text: str, *, channel: str = "html", slugs: frozenset[str] = SLUGS) -> list[str]:
    """What is left of an `unclosed-tag` at each X, and what is said about comments."""
    document = Document(text, "a", channel)
    return [told(one, text) for one in silence(document, found(document), slugs)]


def found(document: Document) -> list[Diagnostic]:
    places = [at for at, letter in enumerate(document.text) if letter == "X"]
    return [diagnostic(document, Span(at, at + 1), "unclosed-tag", "M.") for at in places]


def told(one: Diagnostic, text: str) -> str:
    if one.slug == "unclosed-tag":
        return f"X{text[: one.start.offset].count('X')}"
    return f"{one.slug} {text[one.start.offset : one.end.offset]}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"X {I}\nX", ["X1"]),
        (f"X\n{I}\nX\nX", ["X0", "X2"]),
        (f"  {I}\t\n  X\nX", ["X1"]),
        (f"{I}\r\nX\r\nX", ["X1"]),
        (f"{I}\rX\rX", ["X1"]),
        (f"\ufeff{I}\nX\nX", ["X1"]),
        (f"{I} X\nX", ["X1"]),
        (f"<a\n href='X'\n> {I}\nX", ["X1"]),
        (f"{{if\n X\n}} {I}\nX", ["X1"]),
        (f"X\n{I}\n<a\n X\n b='X'\n>\nX", ["X0", "X3"]),
        (f"{I}\n{{if\n X\n}}\nX", ["X1"]),
        (f"{I}\n<!-- relvars: ignore[bad-number] -->\nX", ["unused-suppression bad-number"]),
        (f"X{I}", []),
        (
            "X <!--relvars:ignore [ bad-number , unclosed-tag ]why-->",
            ["unused-suppression bad-number"],
        ),
        ("X <!-- relvars: ignore[unclosed-tag]\nthe second line says why\n-->", []),
    ],
)
def test_a_comment_holds_for_its_line_or_the_next(text: str, left: list[str]) -> None:
    assert silenced(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<!-- relvars: ignore[unclosed-tagg] -->\nX", ["unknown-suppression unclosed-tagg", "X0"]),
        ("<!-- relvars: ignore -->\nX", ["unknown-suppression <!-- relvars: ignore -->", "X0"]),
        ("<!-- relvars: ignore[] -->", ["unknown-suppression <!-- relvars: ignore[] -->"]),
        ("<!-- relvars: ignore[syntax] -->", ["unknown-suppression syntax"]),
        (f"{I}\n", ["unused-suppression unclosed-tag"]),
        ("<!-- relvars: ignored[unclosed-tag] -->\nX", ["X0"]),
        ("<!-- relvars: ignore[unclosed-tag] \nX", ["X0"]),
        ("<!-- relvars: ignore[unclosed-tag] <!-- -->\nX", ["X0"]),
    ],
)
def test_what_is_wrong_with_a_comment_is_said(text: str, left: list[str]) -> None:
    assert silenced(text) == left


@pytest.mark.parametrize("own", sorted(OWN))
def test_what_is_said_about_comments_no_comment_silences(own: str) -> None:
    text = f"<!-- relvars: ignore[{own}] -->\n<!-- relvars: ignore[no-such] -->"
    assert silenced(text) == [f"unused-suppression {own}", "unknown-suppression no-such"]


def test_a_comment_for_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert silenced(I, slugs=OWN) == []
    assert silenced(I, slugs=frozenset()) == []


def test_what_is_said_about_comments_can_be_left_out() -> None:
    assert silenced(f"{I}<!-- relvars: ignore[a] -->", slugs=SLUGS - OWN) == []


@pytest.mark.parametrize("channel", ["sms", "text", "subject", "push"])
def test_a_text_has_no_comments(channel: str) -> None:
    assert silenced(f"X {I}", channel=channel) == ["X0", f"unused-suppression {I}"]


@pytest.mark.parametrize("channel", ["amp", ""])
def test_markup_has_comments(channel: str) -> None:
    assert silenced(f"X {I}", channel=channel) == []


@pytest.mark.parametrize(
    ("names", "cut"),
    [
        ("[bad-number]", "ab"),
        ("[unclosed-tag, bad-number]", "a<!-- relvars: ignore[unclosed-tag] -->b"),
        ("[bad-number, unclosed-tag]", "a<!-- relvars: ignore[unclosed-tag] -->b"),
    ],
)
def test_what_is_unused_can_be_cut(names: str, cut: str) -> None:
    text = f"a<!-- relvars: ignore{names} -->b"
    document = Document(text, "a", "html")
    one = next(d for d in silence(document, [], SLUGS) if "`bad-number`" in d.message)
    assert one.fix is not None
    assert not one.fix.safe  # comments are sent, so the message does change
    (edit,) = one.fix.edits
    assert text[: edit.start.offset] + edit.text + text[edit.end.offset :] == cut


def test_an_element_is_followed_only_so_far() -> None:
    far = "\n" * 200
    assert silenced(f"{I}\n<a{far}X>\nX") == ["unused-suppression unclosed-tag", "X0", "X1"]


def test_many_openers_take_linear_time() -> None:
    text = "<!-- relvars: ignore[" * 50_000
    assert [*suppressions(Document(text))] == []


@given(st.lists(st.sampled_from([I, "<", ">", "{", "}", "\n", "\r", "X", " ", "-->"])).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    document = Document(text, "a", "html")
    for one in silence(document, found(document), SLUGS):
        assert 0 <= one.start.offset <= one.end.offset <= len(text)
