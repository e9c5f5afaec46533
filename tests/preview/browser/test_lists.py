"""Templates and people: many, none, in folders, with marks; cards cut as devices cut them."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.preview.browser.driving import message, opened, shown
from tests.preview.browser.test_live import save

ROWS = ".recipients > .people:not(.pinned) .row"


def people(project: Path, count: int) -> None:
    """So many agents more."""
    with (project / "data" / "profiles" / "agents.jsonl").open("a", encoding="utf-8") as file:
        for number in range(count):
            row = {"_id": f"{number:024x}", "_fname": f"Name{number}", "email": "n@example.com"}
            file.write(json.dumps(row) + "\n")


def test_people_come_page_by_page(project: Path, live: str, page: Page) -> None:
    people(project, 500)
    opened(page, live)
    rows = page.locator(ROWS)
    expect(rows).to_have_count(60)
    expect(page.locator(".recipients .count")).to_have_text("503")
    rows.nth(59).scroll_into_view_if_needed()
    expect(rows).to_have_count(120)
    page.locator("#search").fill("name499")
    expect(rows.locator(".name")).to_have_text(["Name499"])
    page.keyboard.press("ArrowDown")
    shown(page, "Hello, Name499!")


def test_somebody_far_down_the_list_is_known_by_name(project: Path, live: str, page: Page) -> None:
    people(project, 500)
    opened(page, live, to=f"agents:{450:024x}")
    shown(page, "Hello, Name450!")
    expect(page.locator(".envelope .to")).to_have_text("to Name450")


def test_messages_lie_in_folders_and_bear_marks(project: Path, live: str, page: Page) -> None:
    spring = project / "templates" / "spring"
    spring.mkdir()
    (spring / "offer.html").write_text("<p>Dear {lead._fname}, {if lead.email}</p>")
    (spring / "offer.sms.txt").write_text("{lead._fname}, hello")
    opened(page, live)
    row = page.locator(".tree .row", has_text="offer")
    expect(page.locator(".tree .folder")).to_have_text(["templates", "templates/spring"])
    expect(row.locator(".mark.error")).to_have_attribute("title", "1 error")
    expect(row.locator(".mark.warning")).to_have_attribute("title", re.compile(r"\d+ warning"))
    expect(row.locator(".channels")).to_have_text("E-mailSMS")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(row).to_have_attribute("aria-selected", "true")
    expect(page.locator(".views .mark.error")).to_be_visible()
    expect(page.locator(".over .panel")).to_contain_text("There is no good message yet.")
    page.keyboard.press("2")
    expect(page.locator(".bubble")).to_have_text("Ann, hello")
    page.keyboard.press("Shift+K")
    expect(page.locator(".tree .row").nth(1)).to_have_attribute("aria-selected", "true")


def test_a_project_without_templates_says_what_to_do(project: Path, live: str, page: Page) -> None:
    for file in (project / "templates").iterdir():
        file.unlink()
    page.wait_for_timeout(500)
    page.goto(live)
    expect(page.locator(".choose")).to_contain_text("There are no templates here yet.")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator(".others button")).to_have_count(0)
    (project / "templates" / "hello.txt").write_text("Hello, {lead._fname}!")
    expect(page.locator(".plain")).to_have_text("Hello, Ann!")


def test_without_anybody_the_page_says_whose_fault_it_is(
    project: Path, live: str, page: Page
) -> None:
    (project / "data" / "profiles" / "agents.jsonl").write_text("")
    page.wait_for_timeout(500)
    page.goto(live)
    panel = page.locator(".over .panel")
    expect(panel).to_contain_text("The values could not be got")
    expect(panel).not_to_contain_text("template is broken")
    expect(page.locator(".subject")).to_contain_text("The values could not be got")
    expect(page.locator(".recipients > .quiet")).to_contain_text("has no profiles of 'agents'")


def test_a_change_of_the_schema_is_shown(project: Path, live: str, page: Page) -> None:
    opened(page, live)
    shown(page, "800.5")
    settings = project / "relvars.toml"
    save(settings, 'short_name = "profit"', 'short_name = "income"')
    expect(message(page).locator("b", has_text="800.5")).to_have_count(0)
    save(settings, 'short_name = "income"', 'short_name = "profit"')
    shown(page, "800.5")


def test_a_template_opens_where_its_body_has_tags(page: Page, shared: str) -> None:
    opened(page, shared)
    expect(page.locator(".code .tag.if").first).to_be_in_viewport()
    page.get_by_role("tab", name="digest.subject.txt").click()
    expect(page.locator(".code .line").first).to_be_in_viewport()


def test_cards_of_a_push_are_cut(project: Path, live: str, page: Page) -> None:
    title, body = "A title of many words, " * 6, "Body of {lead._fname} and more. " * 20
    (project / "templates" / "digest.push.txt").write_text(f"{title}\n{body}")
    opened(page, live, view="push")
    cards = [page.locator(".push").nth(at) for at in range(3)]
    for card, most in zip(cards, (65, 65, 50), strict=True):
        shown_title = card.locator(".push-title").inner_text()
        assert (len(shown_title) <= most, shown_title.endswith("…")) == (True, True)
    for card, most in zip(cards[1:], (240, 178), strict=True):
        shown_body = card.locator(".push-body").inner_text()
        assert (len(shown_body) <= most, shown_body.endswith("…")) == (True, True)
    expect(page.locator(".facts")).to_contain_text("settings differ")
    cards[1].locator(".push-body .value").first.click()
    expect(page.locator(".why")).to_contain_text("lead._fname")


def test_a_tag_that_is_pointed_at_lights_what_it_printed(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".code .tag.output", has_text="$item.value").hover()
    lit = "() => [...(CSS.highlights.get('relvars-hover') ?? [])].map(String)"
    page.wait_for_timeout(200)
    assert message(page).locator("html").evaluate(lit) == ["310", "230", "120", "80.5", "45"]


def test_what_is_picked_leads_to_its_field(page: Page, shared: str) -> None:
    opened(page, shared)
    message(page).get_by_text("Bob Ray").click(position={"x": 12, "y": 18})
    page.locator(".why").get_by_role("button", name="Edit").click()
    top = page.locator("[data-path='relation.managers_loyal.reverse.profit.top']")
    expect(top.locator("textarea")).to_be_focused()
    message(page).locator("b", has_text="800.5").click()
    found = page.locator(".field.found")
    expect(found).to_have_attribute("data-path", "relation.managers_loyal.reverse.profit.total")
    expect(found).to_be_in_viewport()


def test_api_content_is_pasted(project: Path, live: str, page: Page) -> None:
    (project / "templates" / "digest.txt").write_text("{apicontent.code}, {lead._fname}")
    opened(page, live, view="text")
    page.keyboard.press("e")
    page.get_by_role("tab", name="Paste").click()
    page.locator(".json textarea").nth(2).fill('{"code": "A-1"}')
    page.locator(".json .main").nth(2).click()
    expect(page.locator(".plain")).to_have_text("A-1, Ann")
    page.locator(".plain .value").first.click()
    page.keyboard.press("t")
    expect(page.locator(".why")).to_contain_text("pasted here")
