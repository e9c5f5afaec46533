"""The page: templates, people, channels, why, what if, compare, keys, languages, themes, sizes."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.preview.browser.driving import message, opened, shown, watched

TOM = "agents:5d63dbdb439e7306b596c5d2"


def test_templates_are_a_tree_of_messages_with_their_channels(page: Page, shared: str) -> None:
    opened(page, shared)
    rows = page.locator(".tree .row")
    assert rows.locator(".name").all_inner_texts() == ["digest", "digest.ru"]
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")
    rows.nth(1).click()
    shown(page, "Здравствуйте")
    expect(page.locator(".views button")).to_have_count(4)


def test_people_are_found_and_stepped_through(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("/")
    page.keyboard.type("tom")
    expect(page.locator(".recipients > .people:not(.pinned) .row")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    shown(page, "Hello, Tom!")
    page.locator("#search").fill("nobody at all")
    expect(page.locator(".recipients > .quiet")).to_have_text("Nobody is found.")
    page.locator("#search").fill("")
    expect(page.locator(".recipients > .people:not(.pinned) .row")).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    shown(page, "Hello!")
    page.keyboard.press("ArrowUp")
    shown(page, "Hello, Ann!")


def test_the_pinned_stay_on_top_after_a_reload(page: Page, shared: str) -> None:
    opened(page, shared, to=TOM)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("x")
    expect(page.locator(".pinned .row .name")).to_have_text("Tom Novak")
    expect(page.locator(".pinned .row .detail")).to_have_text("tom.novak@example.com")
    page.reload()
    expect(page.locator(".pinned .row .name")).to_have_text("Tom Novak")
    page.locator(".pinned .pin").click()
    expect(page.locator(".pinned .row")).to_have_count(0)


def test_the_worst_come_first_and_the_others_follow(project: Path, live: str, page: Page) -> None:
    (project / "templates" / "plain.txt").write_text("Dear {lead._fname}, hello.")
    opened(page, live)
    page.locator(".tree .row", has_text="plain").click()
    page.keyboard.press("o")
    rows = page.locator(".recipients > .people:not(.pinned) .row")
    expect(rows).to_have_count(3)
    expect(rows.first.locator(".name")).to_have_text("Berg")
    expect(rows.first.locator(".reasons li").first).to_be_visible()
    expect(rows.nth(1).locator(".reasons li")).to_have_count(0)
    expect(page.locator(".recipients .count")).to_have_text("1 of 3")


@pytest.mark.parametrize(("width", "pixels"), [("phone", 390), ("tablet", 768), ("desktop", 1024)])
def test_the_message_has_the_width_of_a_device(
    page: Page, shared: str, width: str, pixels: int
) -> None:
    opened(page, shared)
    page.locator(f"[data-value={width}]").click()
    expect(page.frame_locator(".mail iframe").locator(".paper")).to_have_css("width", f"{pixels}px")
    assert message(page).locator("html").evaluate("() => innerWidth") == pixels


def test_subject_and_preheader_are_shown(page: Page, shared: str) -> None:
    opened(page, shared)
    expect(page.locator(".subject")).to_contain_text("Ann, your customers in November")
    expect(page.locator(".preheader")).to_contain_text("6 customers, 800.5 profit")
    expect(page.locator(".envelope .to")).to_have_text("to Ann Lee")


def test_text_sms_push_and_source(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("2")
    expect(page.locator(".plain")).to_contain_text("* Bob Ray (120 profit)")
    page.keyboard.press("3")
    expect(page.locator(".bubble")).to_have_count(1)
    expect(page.locator(".facts")).to_have_text(
        "1 part · GSM-7 · 68 characters · 68 of 160 in this part"
    )
    page.keyboard.press("4")
    expect(page.locator(".push.android")).to_have_count(2)
    expect(page.locator(".push.ios .push-title")).to_have_text("Your customers in November")
    page.keyboard.press("1")
    page.keyboard.press("s")
    expect(page.locator(".rendered")).to_contain_text("<!DOCTYPE html>")


def test_a_long_sms_is_several_bubbles(page: Page, shared: str) -> None:
    opened(page, shared, view="sms")
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Ж" * 150)
    expect(page.locator(".bubble")).to_have_count(4)
    expect(page.locator(".facts")).to_contain_text("4 parts · UCS-2")


def test_pointing_at_the_message_says_why(page: Page, shared: str) -> None:
    opened(page, shared)
    card = page.locator(".why")
    message(page).get_by_text("Bob Ray").hover(position={"x": 12, "y": 18})
    expect(card).to_contain_text("$item.lead.")
    message(page).locator("b", has_text="800.5").click()
    expect(card).to_contain_text("relation.managers_loyal.reverse.profit.total")
    expect(card).to_contain_text("data/links/managers_loyal.csv")
    expect(card).to_contain_text("number_text = shortest")
    expect(page.locator(".code .tag.picked")).to_have_text(
        "{relation.managers_loyal.reverse.profit.total}"
    )
    message(page).get_by_text("Open my customers").hover()
    expect(card).to_contain_text("The template's own text")
    expect(card).to_contain_text("{lead._id}")
    page.mouse.move(5, 5)
    page.keyboard.press("Escape")
    expect(card).to_contain_text("Point at any part of the message")


def test_a_tag_shows_what_it_printed_and_branches_are_coloured(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".code .tag.output", has_text="$item.value").click()
    expect(page.locator(".why")).to_contain_text("printed 5 times")
    lit = "() => [...CSS.highlights.get('relvars-picked')].map(String)"
    assert message(page).locator("html").evaluate(lit) == ["310", "230", "120", "80.5", "45"]
    expect(page.locator(".code .not", has_text="There is no profit").first).to_be_attached()
    opened(page, shared, to=TOM)
    expect(page.locator(".code .taken", has_text="There is no profit").first).to_be_attached()
    page.keyboard.press("n")
    expect(page.locator(".code .tag.picked").first).to_have_text("{json.en.month}")


def test_what_if(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("e")
    field = page.locator("[data-path='lead._fname']")
    field.locator("input").fill("Kim")
    shown(page, "Hello, Kim!")
    expect(page.locator(".subject")).to_contain_text("Kim, your")
    field.get_by_role("button", name="Make it missing").click()
    shown(page, "Hello!")
    expect(page.locator(".tabs .mark")).to_have_text("1")
    page.locator(".form-foot button", has_text="Reset").click()
    shown(page, "Hello, Ann!")


def test_all_values_as_json_and_pasted_documents(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("e")
    page.get_by_role("tab", name="All values").click()
    area = page.locator(".json textarea").first
    assert '"_fname": "Ann"' in area.input_value()
    area.fill('{"lead": {"_fname": "Pat"}}')
    page.locator(".json .main").first.click()
    shown(page, "Hello, Pat!")
    area.fill("{")
    page.locator(".json .main").first.click()
    expect(page.locator(".json .bad").first).to_contain_text("This is not JSON")
    page.locator(".form-foot button", has_text="Reset").click()
    page.get_by_role("tab", name="Paste").click()
    page.locator(".json textarea").nth(1).fill('{"company": {"name": "Pasted & Co"}}')
    page.locator(".json .main").nth(1).click()
    shown(page, "Pasted & Co")


def test_the_command_is_copied(page: Page, shared: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, shared)
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")
    page.get_by_role("button", name="Copy as a command").click()
    expect(page.locator(".toast")).to_contain_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("relvars render templates/digest.html")
    assert "lead._fname=Kim" in copied


def test_two_people_side_by_side(page: Page, shared: str) -> None:
    opened(page, shared)
    page.locator(".people .row").nth(2).wait_for()
    page.keyboard.press("c")
    expect(page.locator(".compare-bar [role=status]")).to_have_text(re.compile(r"\d+ differences"))
    assert page.locator(".side h3").all_inner_texts() == ["Ann Lee", "Berg"]
    right = page.frame_locator(".side:nth-child(2) iframe").frame_locator("iframe")
    expect(right.get_by_text("Mart Tamm")).to_be_visible()
    marked = right.locator("html").evaluate("() => CSS.highlights.get('relvars-changed').size")
    assert marked > 3
    page.keyboard.press("2")
    expect(page.locator(".side mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".compare")).to_be_hidden()


def test_every_key_is_listed(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("?")
    expect(page.locator("dialog .key-row")).to_have_count(21)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("[")
    expect(page.locator(".side-left")).to_be_hidden()
    page.keyboard.press("]")
    expect(page.locator(".inspector")).to_be_hidden()


def test_keys_work_from_within_the_message(page: Page, shared: str) -> None:
    opened(page, shared)
    message(page).locator("b").first.click()
    page.keyboard.press("j")
    shown(page, "Hello!")


def test_it_speaks_russian(browser: Any, shared: str) -> None:
    with watched(browser, locale="ru-RU") as page:
        opened(page, shared)
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        expect(page.locator(".templates h2")).to_contain_text("Шаблоны")
        page.keyboard.press("l")
        expect(page.locator(".templates h2")).to_contain_text("Templates")


def test_both_languages_have_the_same_words(page: Page, shared: str) -> None:
    opened(page, shared)
    names = """async () => {
      const [en, ru] = [await import('/assets/words-en.js'), await import('/assets/words-ru.js')];
      return [Object.keys(en.en).sort(), Object.keys(ru.ru).sort()] }"""
    english, russian = page.evaluate(names)
    assert english == russian


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_in_both_themes(browser: Any, shared: str, theme: str) -> None:
    with watched(browser, color_scheme=theme) as page:
        opened(page, shared)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        page.locator(".code .not").first.wait_for(state="attached")
        poor = page.evaluate(CONTRAST)
        assert poor == []


CONTRAST = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || element.disabled || element.matches('.unseen')) continue;
    if (!element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(`${element.className} ${ratio.toFixed(2)}`);
  }
  return [...poor];
}"""


def test_everything_has_a_name_for_those_who_hear_the_page(page: Page, shared: str) -> None:
    opened(page, shared)
    nameless = """() => [...document.querySelectorAll('button, input, select, textarea, iframe, a')]
      .filter((one) => !(one.getAttribute('aria-label') || one.title || one.labels?.length
        || one.textContent.trim())).map((one) => one.outerHTML)"""
    assert page.evaluate(nameless) == []


def test_it_works_on_a_phone(browser: Any, shared: str) -> None:
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        opened(page, shared)
        panes = page.locator(".panes button")
        for at, pane in enumerate([".templates", ".recipients", ".stage", ".code", ".fields"]):
            panes.nth(at).click()
            expect(page.locator(pane)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") == 390
        panes.nth(1).click()
        page.locator(".people .row", has_text="Tom Novak").click()
        shown(page, "Hello, Tom!")
        expect(page.locator(".stage")).to_be_visible()


def test_what_leaves_the_page_has_plain_addresses(page: Page, shared: str) -> None:
    opened(page, shared)
    page.get_by_role("button", name="Export").click()
    links = page.locator(".menu a")
    bodies = [page.request.get(shared + str(one.get_attribute("href"))) for one in links.all()]
    assert [one.status for one in bodies] == [200, 200, 200]
    assert "Subject: Ann, your customers in November" in bodies[1].text()
    assert "Hello, Ann!" in bodies[2].text()
    page.get_by_role("menuitem", name="Send to a local mailbox…").click()
    page.locator("dialog [name=server]").fill("example.com:25")
    page.locator("dialog [type=email]").fill("ann@example.com")
    expect(page.locator("dialog .main")).to_have_text("Send")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
