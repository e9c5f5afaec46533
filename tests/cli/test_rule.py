"""`relvars rule`: the table of all rules, and the page of one."""

import json

import pytest

from relvars.cli.main import main
from relvars.linter.rules import LISTED

Capture = pytest.CaptureFixture[str]


def test_without_a_name_all_rules_are_listed_by_group(capsys: Capture) -> None:
    assert main(["rule"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line and " " not in line] == [
        "Syntax", "Names", "Meaning", "Message", "Suppression",
    ]  # fmt: skip
    named = [line.split()[0] for line in lines if line.split()[1:2] and line.split()[0].islower()]
    assert {one.slug for one in LISTED} <= set(named)
    (row,) = (line for line in lines if line.startswith("shadowed-variable "))
    assert row.split()[1:3] == ["warning", "off"]
    (row,) = (line for line in lines if line.startswith("doubled-braces "))
    assert "unsafe fix" in row


def test_a_page_says_what_and_why_and_shows_both(capsys: Capture) -> None:
    assert main(["rule", "unknown-field", "--color", "never"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("error[unknown-field] names, on by default\n\nA field is read")
    for piece in ("\n\nWhy: it would", "\n\nFix: unsafe\n", "\n\nBad (account):\n    Greetings",
                  "\n\nGood (account):\n    Gree", '\n    {"lead": {"office": "Riga"}}\n',
                  "\n\nIn a loop over"):  # fmt: skip
        assert piece in page
    assert max(map(len, page.splitlines())) <= 100


def test_a_page_has_notes_and_colors_and_no_links(capsys: Capture) -> None:
    assert main(["rule", "unknown-root", "--color", "always"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("\x1b[1;31merror[unknown-root]\x1b[0m")
    assert "can be taught to relvars." in " ".join(page.split())
    assert "](" not in page
    assert main(["rule", "compare-types"]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert main(["rule", "shadowed-variable"]) == 0
    assert "names, off by default" in capsys.readouterr().out
    assert main(["rule", "bad-number"]) == 0
    assert "Good: an identifier as long" in " ".join(capsys.readouterr().out.split("\n"))


def test_rules_are_told_as_json(capsys: Capture) -> None:
    assert main(["rule", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1
    assert [one["slug"] for one in told["rules"]] == [one.slug for one in LISTED]
    assert main(["rule", "stray-end", "--format", "json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)["rules"]
    assert rule["group"] == "syntax"
    assert rule["severity"] == "error"
    assert rule["default"] is True
    assert rule["fix"] == ""
    assert rule["url"] == "docs/rules.md#stray-end"
    assert rule["bad"][0] == {
        "template": "Hello{if lead._fname} {lead._fname}{end}{end}!", "needs": [], "values": None,
    }  # fmt: skip
    assert rule["good"][0]["values"] == {"lead": {"_fname": "Ann"}}


def test_an_unknown_rule_is_misuse_and_names_the_nearest(capsys: Capture) -> None:
    assert main(["rule", "unclosed-tags"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no rule is called 'unclosed-tags': did you mean 'unclosed-tag'?" in captured.err
