"""Every rule does what its case file says; see `rule_cases` for what a case may say."""

import pytest

from relvars.linter.listed import Group, Listed
from relvars.linter.page import page_of
from relvars.linter.rules import LISTED, load
from tests.linter.rule_cases import (
    CASES,
    KEYS,
    ROOT,
    Case,
    cases,
    check,
    files_of,
    mended,
    reported,
    run,
)

RULES = ROOT / "relvars" / "linter" / "rules"
BY_SLUG = {one.slug: one for one in LISTED}
# The engine's own rules have tests of their own.
SHOWN = [one for one in LISTED if one.group is not Group.SUPPRESSION]
# What only rendering finds is shown on the rule's page.
RENDERED = {"output-limit"}


def slug(listed: Listed) -> str:
    return listed.slug


def name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", cases(), ids=name)
def test_a_rule_says_what_the_case_tells(case: Case) -> None:
    rule = load(BY_SLUG[case.slug])
    assert check(case, rule, files_of(case)) == []


@pytest.mark.parametrize("case", [one for one in cases() if "fixed" in one.given], ids=name)
def test_what_is_fixed_is_reported_no_more(case: Case) -> None:
    rule, files = load(BY_SLUG[case.slug]), files_of(case)
    found = [*run(rule, files), *reported(rule, files)]
    again = files_of(case, mended(found))
    left = [*run(rule, again), *reported(rule, again)]
    assert (left != []) is case.given.get("more", False)


@pytest.mark.parametrize("listed", SHOWN, ids=slug)
def test_a_rule_has_cases_that_report_and_cases_that_do_not(listed: Listed) -> None:
    own = [bool(case.given["reports"]) for case in cases() if case.slug == listed.slug]
    wanted = (False, False) if listed.slug in RENDERED else (True, True)
    assert (True in own, False in own) == wanted


@pytest.mark.parametrize("listed", SHOWN, ids=slug)
def test_a_rule_is_as_it_is_listed(listed: Listed) -> None:
    rule = load(listed)
    assert (rule.slug, rule.group, rule.severity, rule.default, rule.reported) == listed[:5]
    assert listed.over_files is (rule.check_message is not None)
    assert (rule.check is None and rule.check_message is None) is rule.reported


def test_every_rule_is_listed() -> None:
    """A module that no list names would never run."""
    modules = {(path.parent.name, path.stem) for path in RULES.glob("*/*.py")}
    listed = {(str(one.group), one.slug.replace("-", "_")) for one in LISTED}
    assert modules - {(str(group), "__init__") for group in Group} == listed
    assert len({one.slug for one in LISTED}) == len(LISTED)


def test_a_case_file_stands_in_the_folder_of_its_group() -> None:
    assert {(one.slug, one.group) for one in cases()} <= {(one.slug, one.group) for one in LISTED}


def test_a_case_has_the_keys_that_are_known() -> None:
    assert {key for one in cases() for key in one.given} <= KEYS
    assert CASES.is_dir()


@pytest.mark.parametrize("listed", SHOWN, ids=slug)
def test_a_page_tells_of_the_fixes_that_the_cases_show(listed: Listed) -> None:
    own = [case.given for case in cases() if case.slug == listed.slug]
    kinds = {one["safe"] for one in own if "safe" in one}
    words = [word for word, safe in (("safe", True), ("unsafe", False)) if safe in kinds]
    assert page_of(listed).fix == " or ".join(words)
