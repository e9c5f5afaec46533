"""Names of rules and groups, and what they select."""

import pytest

from relvars.diagnostics import Severity
from relvars.errors import ConfigError
from relvars.linter.listed import Group, Listed
from relvars.linter.rules import LISTED, load
from relvars.linter.selection import chosen, narrowed, require_known

ROWS = (
    Listed("one", Group.SYNTAX, Severity.ERROR),
    Listed("two", Group.NAMES, Severity.ERROR),
    Listed("three", Group.NAMES, Severity.WARNING, default=False),
)


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ("", "", "one two"),
        ("names", "", "two three"),
        ("all", "", "one two three"),
        ("three", "", "three"),
        ("", "one", "two"),
        ("", "all", ""),
        ("names", "two", "three"),
        ("two", "names", "two"),
        ("all", "names", "one"),
        ("one", "all", "one"),
        ("one", "one", ""),
        ("one two", "syntax", "one two"),
    ],
)
def test_the_more_exact_name_is_right(select: str, ignore: str, expected: str) -> None:
    assert chosen(select.split(), ignore.split(), listed=ROWS) == set(expected.split())


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(
        ConfigError, match=r"^--select: no rule is called 'tow': did you mean 'two'"
    ):
        require_known(["one", "tow"], "--select", ROWS)
    require_known(["one", "names", "all"], "--select", ROWS)


@pytest.mark.parametrize(
    ("path", "glob", "left"),
    [
        ("templates/old/a.html", "templates/old/*", False),
        ("templates/old/deep/a.html", "templates/old/*", False),
        ("templates/a.html", "templates/old/*", True),
        ("a.html", "**/a.html", False),
        ("b/a.html", "**/a.html", False),
    ],
)
def test_a_glob_takes_rules_from_the_files_that_fit(path: str, glob: str, left: bool) -> None:
    slugs = narrowed(frozenset({"unclosed-tag", "bad-number"}), path, [(glob, ["unclosed-tag"])])
    assert ("unclosed-tag" in slugs) is left
    assert "bad-number" in slugs


def test_a_glob_takes_groups() -> None:
    assert narrowed(chosen(["syntax", "names"]), "a", [("*", ["syntax"])]) == chosen(["names"])
    assert narrowed(chosen(["syntax", "names"]), "a", [("*", ["all"])]) == frozenset()


@pytest.mark.parametrize("listed", LISTED, ids=lambda one: one.slug)
def test_a_rule_is_what_its_line_in_the_list_says(listed: Listed) -> None:
    rule = load(listed)
    assert (rule.slug, rule.group, rule.severity) == listed[:3]
    assert (rule.default, rule.reported) == (listed.default, listed.reported)
    assert rule.reported is (rule.check is None and rule.check_message is None)
    assert listed.over_files is (rule.check_message is not None)


def test_every_rule_has_one_line() -> None:
    slugs = [one.slug for one in LISTED]
    assert len(slugs) == len({*slugs})
