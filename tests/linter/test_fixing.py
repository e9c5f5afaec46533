"""Fixes: none over another, until nothing changes, and no harm done."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.catalog import language
from relvars.diagnostics import Severity, diagnostic
from relvars.linter import rules, runner
from relvars.linter.fixing import Fixed, Refusal, Rendering, apply, fix_family
from relvars.linter.listed import Group, Listed
from relvars.linter.rule import File, Found, Rule
from relvars.linter.runner import Plan, Source, lint_family
from relvars.text import Document, Span

Edits = tuple[tuple[int, int, str], ...]
Check = Callable[[str], Iterator[tuple[Edits, bool]]]
Use = Callable[[Check], None]
PLAN = Plan(None, language())
NAMES = frozenset({"a.html", "a.txt"})
OTHER = "its sample data would give another message"


def none(source: Source) -> list[str | None]:
    return []


def fixed(text: str, *fixes: Edits) -> tuple[str, int]:
    document = Document(text)
    made = (diagnostic(document, Span(0, 0), "x", "M.", edits=edits).fix for edits in fixes)
    return apply(text, [one for one in made if one is not None])


@pytest.mark.parametrize(
    ("fixes", "expected", "count"),
    [
        ([((0, 1, "A"),), ((2, 3, "C"),)], "AbCd", 2),
        ([((2, 3, "C"),), ((0, 1, "A"),)], "AbCd", 2),
        ([((0, 2, ""),), ((1, 3, "x"),)], "cd", 1),
        ([((0, 1, "A"), (2, 3, "C")), ((2, 3, "x"),)], "AbCd", 1),
        ([((2, 3, "C"),), ((0, 1, "A"), (2, 3, "x"))], "abCd", 1),
        ([((0, 1, "A"), (3, 4, "D")), ((1, 2, "B"),)], "ABcD", 2),
        ([((1, 1, "x"),), ((1, 1, "y"),)], "axbcd", 1),
        ([((1, 1, "x"),), ((1, 2, "B"),)], "axBcd", 2),
        ([((1, 2, "B"),), ((1, 1, "x"),)], "axBcd", 2),
        ([((0, 2, "x"), (1, 3, "y"))], "abcd", 0),
        ([((4, 4, "e"),)], "abcde", 1),
        ([((0, 4, ""),), ((2, 2, "x"),)], "", 1),
    ],
)
def test_edits_never_touch_each_other(fixes: list[Edits], expected: str, count: int) -> None:
    assert fixed("abcd", *fixes) == (expected, count)


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Make one rule of a function, and no other."""

    def use(check: Check) -> None:
        def found(file: File) -> Iterator[Found]:
            for edits, safe in check(file.analysis.template.document.text):
                at = edits[0][0]
                yield Found(Span(at, at), "M.", edits=edits, safe=safe)

        made = Rule("x", Group.MESSAGE, Severity.ERROR, check=found)
        monkeypatch.setattr(runner, "LISTED", (Listed("x", Group.MESSAGE, Severity.ERROR),))
        monkeypatch.setattr(runner, "load", lambda one: made)
        runner._own_checks.cache_clear()

    yield use
    runner._own_checks.cache_clear()


def source(text: str, name: str = "a.html") -> Source:
    return Source(name, name, text, frozenset({"x"}))


def run(text: str, *, unsafe: bool = False) -> Fixed:
    return fix_family(PLAN, [source(text)], none, {"a.html"}, unsafe=unsafe)


def text_of(done: Fixed) -> str:
    return done.sources[0].text


def shorten(text: str) -> Iterator[tuple[Edits, bool]]:
    if len(text) > 1:
        yield ((0, 1, ""),), True


def test_fixes_go_on_until_nothing_changes(rule: Use) -> None:
    rule(shorten)
    assert (text_of(run("abcd")), run("abcd").applied) == ("d", 3)


def test_rules_that_undo_each_other_come_to_an_end(rule: Use) -> None:
    rule(lambda text: iter([(((0, 1, "b" if text == "a" else "a"),), True)]))
    assert text_of(run("a")) in "ab"


def test_a_rule_that_adds_for_ever_comes_to_an_end(rule: Use) -> None:
    rule(lambda text: iter([(((0, 0, "a"),), True)]))
    assert run("").applied == 50


def test_only_safe_fixes_unless_others_are_wished_for(rule: Use) -> None:
    rule(lambda text: iter([(((0, 1, ""),), False)] if text else []))
    assert (text_of(run("ab")), run("ab").applied) == ("ab", 0)
    assert (text_of(run("ab", unsafe=True)), run("ab", unsafe=True).applied) == ("", 2)


def test_a_fix_that_breaks_the_template_is_refused(rule: Use) -> None:
    rule(lambda text: iter([(((0, 0, "{if lead.x"),), True)] if text == "a" else []))
    refused = Refusal("a.html", 1, "x", "it would have more errors")
    assert run("a") == Fixed((source("a"),), 0, (refused,))
    assert run("a", unsafe=True) == run("a")


def test_a_fix_called_safe_that_changes_a_message_is_refused(rule: Use) -> None:
    rule(shorten)
    done = fix_family(PLAN, [source("ab")], lambda one: [None, one.text], {"a.html"})
    assert done == Fixed((source("ab"),), 0, (Refusal("a.html", 1, "x", OTHER),))


def each(letters: str) -> Check:
    """A rule that wants each of these letters twice."""
    return lambda text: (
        (((at, at + 1, one * 2),), True)
        for at, one in enumerate(text)
        if one in letters and one not in (text[at + 1 : at + 2], text[at - 1 : at])
    )


def counting(letter: str) -> Rendering:
    return lambda one: [str(one.text.count(letter))]


@pytest.mark.parametrize(
    ("text", "expected", "lines"),
    [
        ("c\na\nb\nd", "cc\naa\nb\ndd", [3]),
        ("b\na", "b\naa", [1]),
        ("a\nb", "aa\nb", [2]),
        ("b\na\nb\nb\na", "b\naa\nb\nb\naa", [1, 3, 4]),
        ("b", "b", [1]),
    ],
)
def test_one_harmful_fix_stops_no_other(
    rule: Use, text: str, expected: str, lines: list[int]
) -> None:
    rule(each("abcd"))
    done = fix_family(PLAN, [source(text)], counting("b"), {"a.html"})
    assert text_of(done) == expected
    assert [one.line for one in done.refused] == lines
    assert done.applied == len(expected) - len(text)
    assert {(one.name, one.slug, one.why) for one in done.refused} == {("a.html", "x", OTHER)}


def test_many_refused_on_one_line_are_told_once(rule: Use) -> None:
    rule(each("ab"))
    done = fix_family(PLAN, [source("b.b.a.b")], counting("b"), {"a.html"})
    assert (text_of(done), len(done.refused)) == ("b.b.aa.b", 1)


def test_what_is_refused_is_not_tried_again_where_it_moved_to(rule: Use) -> None:
    rule(each("abc"))
    tried: list[str] = []

    def rendered(one: Source) -> list[str | None]:
        tried.append(one.text)
        return [str(one.text.count("b"))]

    fix_family(PLAN, [source("a.b.c")], rendered, {"a.html"})
    assert tried[-1] == "aa.b.cc"


def test_a_refused_fix_that_is_needed_no_more_is_not_told(rule: Use) -> None:
    def check(text: str) -> Iterator[tuple[Edits, bool]]:
        if text == "ab":
            yield ((1, 2, "x"),), True
            yield ((0, 1, ""),), True
        if text == "b":
            yield ((1, 1, "c"),), True

    rule(check)
    done = fix_family(PLAN, [source("ab")], counting("x"), {"a.html"})
    assert done == Fixed((source("bc"),), 2)


def test_the_other_files_of_a_family_are_fixed_too(rule: Use) -> None:
    rule(each("ab"))
    pair = [source("a b"), source("b a", "a.txt")]
    done = fix_family(
        PLAN, pair, lambda one: counting("b")(one) if one.name == "a.txt" else [], NAMES
    )
    assert [one.text for one in done.sources] == ["aa bb", "b aa"]
    assert (done.applied, [one.name for one in done.refused]) == (3, ["a.txt"])


def test_an_unsafe_run_tells_only_what_it_refused_too(rule: Use) -> None:
    rule(each("ab"))
    done = fix_family(PLAN, [source("a b")], counting("b"), NAMES, unsafe=True)
    assert done == Fixed((source("aa bb"),), 2)


def test_looking_for_harm_comes_to_an_end(rule: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.linter.fixing._LOOKS", 3)
    rule(each("ab"))
    done = fix_family(PLAN, [source("\n".join("abbbbbbb"))], counting("b"), NAMES)
    assert text_of(done) == "\n".join("abbbbbbb")
    assert [one.line for one in done.refused] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_file_without_a_message_before_may_have_one_after(rule: Use) -> None:
    rule(shorten)
    made: dict[str, list[str | None]] = {"ab": [None], "b": ["b"]}
    done = fix_family(PLAN, [source("ab")], lambda one: made[one.text], {"a.html"})
    assert text_of(done) == "b"


def test_only_the_files_named_are_fixed(rule: Use) -> None:
    rule(shorten)
    pair = [source("ab"), source("ab", "a.txt")]
    assert [one.text for one in fix_family(PLAN, pair, none, {"a.txt"}).sources] == ["ab", "b"]
    both = fix_family(PLAN, pair, none, {"a.txt"}, unsafe=True)
    assert [one.text for one in both.sources] == ["ab", "b"]


EVERY = frozenset(one.slug for one in rules.LISTED)
PIECES = [
    "{", "}", "{if ", "{else}", "{end}", "{lead._fname}", "{leed._fname}", "{{lead.x}}", "$in.x",
    "{lead.a and lead.b and lead.c}", "{for $x = lead.tags}", "&quot;", "“", "\xa0", "\ufeff", " ",
    '{jsonpath(json.a, "b")}', "<!-- relvars: ignore[bad-number] -->", "{elseif lead.x}", "\r\n",
    "<a href='", "'>", "<style>", "{Lead.email}", "{if lead.a}", "a",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join), st.booleans())
def test_fixing_any_text_ends_and_does_no_harm(text: str, unsafe: bool) -> None:
    before = Source("a.html", "a.html", text, EVERY)
    done = fix_family(PLAN, [before], none, {"a.html"}, unsafe=unsafe)
    errors = [
        sum(one.severity == Severity.ERROR for one in lint_family(PLAN, [one]).findings)
        for one in (before._replace(slugs=SYNTAX), done.sources[0]._replace(slugs=SYNTAX))
    ]
    assert errors[1] <= errors[0]


SYNTAX = frozenset(one.slug for one in rules.LISTED if one.group == Group.SYNTAX and one.reported)


@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_what_is_fixed_stays_fixed(text: str) -> None:
    once = fix_family(PLAN, [Source("a.html", "a.html", text, EVERY)], none, {"a.html"})
    if not once.refused:
        again = fix_family(PLAN, once.sources, none, {"a.html"})
        assert again.sources == once.sources
