"""Comparing: people by their names, subjects, the last commit, and nobody to compare with."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.preview.browser.driving import opened
from tests.preview.browser.test_live import commit, save


def test_somebody_else_is_chosen_by_name(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("c")
    field = page.locator(".picker input")
    expect(field).to_have_value("Berg")
    field.click()
    page.keyboard.type("novak")
    option = page.locator(".picker option")
    expect(option).to_have_attribute("value", "Tom Novak · tom.novak@example.com")
    field.fill("Tom Novak · tom.novak@example.com")
    titles = page.locator(".side h3")
    expect(titles).to_have_text(["Ann Lee", "Tom Novak"])
    field.fill("agents:5d63dbdb439e7306b596c5d1")
    page.keyboard.press("Enter")
    expect(titles).to_have_text(["Ann Lee", "Berg"])


def test_subjects_are_compared_too(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("c")
    expect(page.locator(".side .subject mark")).to_have_text(["Ann", ", your", "Your"])
    expect(page.locator(".head")).to_be_hidden()
    page.keyboard.press("3")
    expect(page.locator(".side .bubble")).to_have_count(2)
    expect(page.locator(".side .subject")).to_have_count(0)


def test_without_a_commit_the_page_knows_beforehand(
    project: Path, live: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.post_data or ""))
    opened(page, live)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("c")
    button = page.locator("[data-value=commit]")
    expect(button).to_be_disabled()
    expect(button).to_have_attribute("title", "There is no last commit to compare with.")
    expect(page.locator(".side h3")).to_have_count(2)
    assert not [one for one in asked if '"commit"' in one]


def test_with_nobody_else_the_page_says_so(project: Path, live: str, page: Page) -> None:
    profiles = project / "data" / "profiles" / "agents.jsonl"
    profiles.write_text(profiles.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    opened(page, live)
    expect(page.locator(".recipients > .people:not(.pinned) .row")).to_have_count(1)
    page.keyboard.press("c")
    told = page.locator(".compare-bar [role=status]")
    expect(told).to_have_text("There is nobody else.")
    expect(page.locator(".side h3")).to_have_count(0)


def test_a_part_that_no_commit_has(project: Path, live: str, page: Page) -> None:
    (project / "templates" / "digest.sms.txt").rename(project / "digest.sms.txt")
    commit(project)
    (project / "digest.sms.txt").rename(project / "templates" / "digest.sms.txt")
    save(project / "templates" / "digest.html", "Hello{if", "Good day{if")
    opened(page, live)
    page.keyboard.press("c")
    page.locator("[data-value=commit]").click()
    expect(page.locator(".compare-bar [role=status]")).to_have_text("1 difference")
    page.keyboard.press("3")
    expect(page.locator("[data-value=commit]")).to_be_disabled()
    told = page.locator(".compare-bar [role=status]")
    expect(told).to_have_text("The last commit does not have this part.")
    page.keyboard.press("2")
    expect(told).to_have_text("No difference.")


def test_what_is_edited_is_compared_as_well(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("2")
    page.keyboard.press("e")
    page.locator("[data-path='json.en.month'] input").fill("May")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator(".side .plain")).to_contain_text(
        [re.compile("in May"), re.compile("in May")]
    )
