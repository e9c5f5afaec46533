"""Running rules: what runs where, in which order, and a rule that fails."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relvars
from relvars.catalog import language
from relvars.diagnostics import Diagnostic, Severity
from relvars.linter import rules, runner
from relvars.linter.listed import Group, Listed
from relvars.linter.rule import File, Found, Message, Rule
from relvars.linter.runner import Plan, Source, lint_apart, lint_family
from relvars.schema import Database, Schema
from relvars.text import Span

PLAN = Plan(None, language())
SHOUT = Listed("shout", Group.MESSAGE, Severity.WARNING)
APART = Listed("apart", Group.MESSAGE, Severity.ERROR, over_files=True)
SOUND = frozenset({"shout", "apart", "unclosed-tag"})


def source(text: str, name: str = "a.html", slugs: frozenset[str] = SOUND) -> Source:
    return Source(name, name, text, slugs)


def shouts(file: File) -> Iterator[Found]:
    text = file.analysis.template.document.text
    if "BOOM" in text:
        raise KeyError("BOOM")
    for at in (at for at, letter in enumerate(text) if letter == "!"):
        yield Found(Span(at, at + 1), "This shouts.", "speak", ((at, at + 1, "."),), safe=True)


def apart(message: Message) -> Iterator[Found]:
    first, *others = message.files
    for other in others:
        if len(other.analysis.places) != len(first.analysis.places):
            yield Found(Span(0, 0), f"Unlike {first.path} ({message.kind}).", path=other.path)


@pytest.fixture(autouse=True)
def own_rules(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made = {
        "shout": Rule("shout", Group.MESSAGE, Severity.WARNING, check=shouts),
        "apart": Rule("apart", Group.MESSAGE, Severity.ERROR, check_message=apart),
    }
    load = rules.load
    monkeypatch.setattr(runner, "LISTED", (APART, SHOUT))
    monkeypatch.setattr(runner, "load", lambda one: made.get(one.slug) or load(one))
    runner._own_checks.cache_clear()
    yield
    runner._own_checks.cache_clear()


def slugs(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.slug for one in found]


def test_a_finding_has_the_severity_and_place_of_its_rule() -> None:
    (found,) = lint_family(PLAN, [source("<p>\nhi!</p>")]).findings
    assert (found.slug, found.severity, found.file) == ("shout", Severity.WARNING, "a.html")
    assert (found.start.line, found.start.column, found.end.offset) == (2, 3, 7)
    assert found.fix is not None
    assert (found.fix.safe, found.help) == (True, "speak")
    assert found.url == "docs/rules.md#shout"


def test_findings_of_parser_and_rules_come_in_order_of_place() -> None:
    found = lint_family(PLAN, [source("!{lead.x!")]).findings
    assert slugs(found) == ["shout", "unclosed-tag", "shout"]


def test_only_selected_rules_run_and_only_selected_findings_of_the_parser_are_told() -> None:
    assert slugs(lint_family(PLAN, [source("!{lead.x", slugs=frozenset())]).findings) == []
    one = source("!{lead.x", slugs=frozenset({"unclosed-tag"}))
    assert slugs(lint_family(PLAN, [one]).findings) == ["unclosed-tag"]


def test_a_rule_that_fails_stops_no_other() -> None:
    wanted = SOUND - {"apart"}
    outcome = lint_family(
        PLAN, [source("BOOM {lead.x", slugs=wanted), source("!", "a.txt", wanted)]
    )
    assert slugs(outcome.findings) == ["unclosed-tag", "shout"]
    (failure,) = outcome.failures
    assert (failure.rule, failure.name) == ("shout", "a.html")
    assert isinstance(failure.error, KeyError)


def test_a_rule_that_cannot_be_loaded_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(listed: Listed) -> Rule:
        raise ImportError(listed.slug)

    monkeypatch.setattr(runner, "load", broken)
    outcome = lint_family(PLAN, [source("! {lead.x")])
    assert slugs(outcome.findings) == ["unclosed-tag"]
    assert [one.rule for one in outcome.failures] == ["shout"]


def test_for_another_process_a_failure_is_none() -> None:
    assert lint_apart(PLAN, [source("BOOM")]) is None
    assert lint_apart(PLAN, [source("!")]) == lint_family(PLAN, [source("!")]).findings


def test_parts_and_languages_of_a_message_are_compared() -> None:
    one = [source("{lead.x}", "m.ru.html"), source("", "m.ru.txt"), source("a", "m.en.html")]
    found = lint_family(PLAN, one).findings
    assert [(each.file, each.message) for each in found] == [
        ("m.ru.txt", "Unlike m.ru.html (parts)."),
    ]
    two = [source("{lead.x}", "m.ru.html"), source("a{lead.x}", "m.en.html")]
    found = lint_family(PLAN, two).findings
    assert [(each.file, each.message) for each in found] == [
        ("m.en.html", "Unlike m.ru.html (locales)."),
    ]


def test_a_rule_over_files_tells_nothing_of_a_file_that_does_not_want_it() -> None:
    quiet = source("", "m.txt", frozenset())
    assert lint_family(PLAN, [source("{lead.x}", "m.html"), quiet]).findings == ()


def test_a_rule_sees_only_files_of_its_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "LISTED", (SHOUT._replace(channels=("sms",)),))
    runner._own_checks.cache_clear()
    one = [source("!", "a.html"), source("!", "a.sms.txt")]
    assert [each.file for each in lint_family(PLAN, one).findings] == ["a.sms.txt"]


def test_a_clock_is_told_of_every_rule() -> None:
    told: list[str] = []
    lint_family(PLAN, [source("!")], lambda name, _: told.append(name))
    assert told == ["(parsing)", "(analysis)", "shout"]


def test_the_public_door_gives_findings_in_a_list() -> None:
    found = relvars.lint("<p>{lead.x")
    assert isinstance(found, list)
    assert found[0] == relvars.parse("<p>{lead.x").diagnostics[0]


def test_the_public_door_knows_the_schema() -> None:
    schema = Schema((Database(1, "agents", {"city": "string"}),))
    found = relvars.lint("{relation.loyal.direct.profit.count}", schema)
    assert "unknown-relation" not in {one.slug for one in found}


def test_the_public_door_takes_a_template_and_its_channel() -> None:
    assert relvars.lint(relvars.parse("Hi", "a.subject.txt")) == []


def test_the_public_door_warns_of_a_rule_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "chosen", lambda: SOUND)
    with pytest.warns(RuntimeWarning, match="the rule shout failed: KeyError"):
        relvars.lint("BOOM")


PIECES = [
    "{", "}", "<", ">", "{if ", "{else}", "{end}", "{for $i $x = lead.tags}", "lead._fname",
    "{lead.x}", "<!--", "-->", "relvars: ignore[", "]", "unclosed-tag", '"', "'", "href=", "<a ",
    "<style>", "</style>", "<script>", "\n", "\r", "\ufeff", " ", "$x", "!", ",", "и", "\xa0",
    "relation.a.direct.b.top", "{json.a equal 1}", "<p>", "</p>", "&nbsp;", "{{", "}}",
    "<![endif]-->", "{unsubscribe}",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)
NAMES = st.sampled_from(["a.html", "a.amp.html", "a.subject.txt", "a.sms.txt", "a.push.txt", "a"])
EVERY = frozenset(one.slug for one in rules.LISTED)


@given(TEXTS, NAMES)
def test_no_text_makes_lint_raise(text: str, name: str) -> None:
    """Every rule there is, those that are off by default too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "LISTED", rules.LISTED)
        patch.setattr(runner, "load", rules.load)
        runner._own_checks.cache_clear()
        other = source(text[::-1], "a.txt", EVERY)
        outcome = lint_family(PLAN, [source(text, name, EVERY), other])
    assert outcome.failures == ()
    for one in outcome.findings:
        assert 0 <= one.start.offset <= one.end.offset <= len(text), one
        assert one.message[0] == one.message[0].upper()
        assert one.message.endswith(".")
