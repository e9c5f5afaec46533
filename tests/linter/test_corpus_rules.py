"""The corpora, where they are at hand: rules are silent where nothing is wrong."""

from functools import cache
from pathlib import Path

import pytest

from relvars.catalog import language
from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.runner import Plan, Source, lint_family
from relvars.linter.selection import chosen

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
EMAILS = sorted(file for file in CORPUS.glob("emails/**/*") if file.is_file())
TEMPLATES = sorted(file for file in CORPUS.glob("relvars/*") if file.suffix != ".json")
ALL = ("all",)


@cache
def findings(file: Path, select: tuple[str, ...] = ()) -> tuple[Diagnostic, ...]:
    """What is found in a file; its name says the channel as a project's would."""
    name = file.name.replace("-sms.txt", ".sms.txt").replace("-push.txt", ".push.txt")
    source = Source(name, name, file.read_bytes().decode(), chosen(select))
    outcome = lint_family(Plan(None, language()), [source])
    assert outcome.failures == ()
    return outcome.findings


@pytest.mark.parametrize("project", sorted({file.parent.name for file in EMAILS}))
def test_no_rule_says_anything_about_e_mails_of_others(project: str) -> None:
    found = [findings(one, ALL) for one in EMAILS if one.parent.name == project]
    assert {*found} == {()}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_realistic_templates_have_no_error(file: Path) -> None:
    assert [one for one in findings(file, ALL) if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_realistic_templates_are_right_in_syntax_names_and_meaning(file: Path) -> None:
    names = ("syntax", "names", "meaning")
    missing = {"15-order-shipped.html": 61, "22-welcome-nested.html": 135}
    found = [one for one in findings(file, names) if one.slug != "assumption-used"]
    told = [("missing-else", missing[file.name])] if file.name in missing else []
    assert [(one.slug, one.start.line) for one in found] == told
