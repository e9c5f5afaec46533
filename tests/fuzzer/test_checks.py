import re

import pytest

from relvars.fuzzer.checks import Flaw, flaws, measure_of
from relvars.fuzzer.markup import imbalance
from relvars.linter.settings import LintSettings


def found(message: str, channel: str = "html", sample: str = "") -> list[Flaw]:
    return list(flaws(message, measure_of(channel, sample, LintSettings())))


def kinds(message: str, channel: str = "html") -> list[str]:
    return [one.kind for one in found(message, channel)]


@pytest.mark.parametrize(
    "message",
    ["a {leed._fname}", "{foo}", "{{lead._fname}}", "{{else}}", "{{ if lead.a }}", "{end}",
     "{lead.a}", "{if lead.a}", "{{$x.a}}"],
)  # fmt: skip
def test_a_tag_that_is_left(message: str) -> None:
    [flaw] = found(message)
    assert flaw.kind == "tag-left"
    [needle] = flaw.keys["excludes"]
    assert needle in message


@pytest.mark.parametrize(
    "message",
    ["<style>a {color}</style>", "<script>f({a})</script>", "a {color: red}", "{}", "{ 1 }",
     "<script>{a}", "{'a': 1}", "text"],
)  # fmt: skip
def test_braces_that_are_no_tags(message: str) -> None:
    assert kinds(message) in ([], ["html-balance"])


@pytest.mark.parametrize(
    "address", ['href=""', "href=''", 'src=" "', 'HREF = "https://"', 'href="mailto:"', 'src="//"']
)
def test_an_empty_address(address: str) -> None:
    [flaw] = found(f"<a {address}>x</a>")
    assert (flaw.kind, flaw.keys) == ("empty-link", {"excludes": [address]})


def test_an_address_that_is_there() -> None:
    assert kinds('<a href="#top" src="x" data-href-empty="">x</a>') == []


@pytest.mark.parametrize(
    "greeting",
    ["Hi ,", "Hello, !", "Hello,!", "dear  ,", "Hi <b></b>,", "Hi&nbsp;<b> </b>!", "Привет, !",
     "Уважаемый(ая) ,", "Здравствуйте,\u00a0!", "<b>Hi </b>,"],
)  # fmt: skip
def test_a_greeting_without_a_name(greeting: str) -> None:
    [flaw] = found(f"<p>{greeting} how are you</p>")
    assert flaw.kind == "empty-greeting"
    assert flaw.keys["excludes"][0] in greeting


@pytest.mark.parametrize(
    "greeting", ["Hi Ann,", "Hello!", "<b>Hi</b>,", "Hello, Ann!", "Delhi ,", "Hi there, Ann"]
)
def test_a_greeting_that_is_fine(greeting: str) -> None:
    assert kinds(f"<p>{greeting}</p>") == []


def test_balance() -> None:
    html = '<div><p>a<br><img src="x"/><li>b</div><td>1</tr></td></i>'
    told = [(one.element, one.extra) for one in imbalance(html)]
    assert told == [("tr", True), ("i", True)]
    assert [(one.element, one.extra) for one in imbalance("<tr><td>1</tr><b>")] == [
        ("td", False), ("b", False),
    ]  # fmt: skip


def test_balance_is_held_against_the_sample() -> None:
    assert found("<b>x", sample="<b>y") == []
    [more] = found("<td>\n<b>x</td>", sample="<td></td>")
    assert more.keys == {"excludes": ["<td>\n<b>x</td>"]}
    assert more.in_sample is None
    [less] = found("<td></td>", sample="<td><b>x</td>")
    assert less.in_sample == ("b", False)
    assert less.keys == {"excludes": ["<td><b>x</td>"]}
    [extra] = found("x</td>")
    assert "closed without being opened" in extra.sentence
    assert kinds("<b>", channel="text") == []


@pytest.mark.parametrize(
    ("message", "channel", "fails"),
    [
        ("x" * 160, "sms", False), ("x" * 161, "sms", True), ("ж" * 70, "sms", False),
        ("ж" * 71, "sms", True), ("{}" * 45, "sms", True), ("x" * 71, "subject", True),
        ("x" * 70, "subject", False), ("x" * 51 + "\nmore", "push", True),
        ("x" * 50 + "\r\n" + "y" * 90, "push", False), ("x" * 999, "text", False),
    ],
)  # fmt: skip
def test_lengths(message: str, channel: str, fails: bool) -> None:
    told = [one for one in found(message, channel) if one.kind == "too-long"]
    assert bool(told) == fails
    for one in told:
        [pattern] = one.keys["matches"]
        assert not re.search(pattern, message)
        assert re.search(pattern, "short")


def test_more_parts_where_the_project_allows_them() -> None:
    measure = measure_of("sms", "", LintSettings(sms_parts=2))
    assert list(flaws("x" * 306, measure)) == []
    [flaw] = flaws("x" * 307, measure)
    assert flaw.sentence == "the message takes 3 parts, 307 characters; at most 2 parts are allowed"
