"""The page for everybody: keyboard alone, read aloud, still, both languages, every screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.preview.browser.driving import message, opened, shown, watched
from tests.preview.browser.test_page import CONTRAST

SCREENS = {
    "message": [],
    "text": ["2"],
    "sms": ["3"],
    "push": ["4"],
    "source": ["s"],
    "values": ["e", "Escape"],
    "compared": ["c"],
    "worst": ["o"],
    "keys": ["?"],
    "picked": ["n", "n"],
}
NAMELESS = """() => [...document.querySelectorAll(
    'button, input, select, textarea, iframe, a, [role=listbox], [role=tablist], [role=group]')]
  .filter((one) => one.checkVisibility() && !(one.getAttribute('aria-label') || one.title
    || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML)"""


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_can_be_read_and_has_names(browser: Any, shared: str, screen: str) -> None:
    for theme in ("light", "dark"):
        with watched(browser, color_scheme=theme) as page:
            opened(page, shared)
            for key in SCREENS[screen]:
                page.keyboard.press(key)
            page.wait_for_timeout(300)
            assert page.evaluate(CONTRAST) == []
            assert page.evaluate(NAMELESS) == []


FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const area = ['.bar', '.templates', '.recipients', '.tools', '.stage-body', '.inspector']
    .find((name) => one.closest(name)) ?? '';
  const seen = one.tagName === 'IFRAME' || (style.outlineStyle !== 'none'
    && parseFloat(style.outlineWidth) >= 2);
  return [area, seen, one.outerHTML.slice(0, 120)];
}"""


def test_tab_goes_through_the_page_in_order_and_focus_is_seen(page: Page, shared: str) -> None:
    opened(page, shared)
    areas: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        area, seen, what = page.evaluate(FOCUSED)
        if area == ".inspector":
            break
        assert seen, what
        if area and area not in areas:
            areas.append(area)
    assert areas == [".bar", ".templates", ".recipients", ".tools", ".stage-body"]


def test_the_first_stop_leads_past_everything_to_the_message(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_arrows_go_along_tabs_and_the_focus_stays_on_them(page: Page, shared: str) -> None:
    opened(page, shared)
    page.get_by_role("tab", name="E-mail").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Text", exact=True)).to_be_focused()
    expect(page.locator(".plain")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="E-mail")).to_be_focused()
    page.locator("[data-value=phone]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-value=phone]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-value=phone]")).to_be_focused()


def test_arrows_in_a_message_scroll_it(page: Page, shared: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 480})
    opened(page, shared)
    message(page).locator("b").first.click()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(200)
    shown(page, "Hello, Ann!")
    expect(page.locator(".people .row").first).to_have_attribute("aria-selected", "true")


def test_landmarks_headings_and_what_is_read_aloud(page: Page, shared: str) -> None:
    opened(page, shared)
    for role in ("banner", "main"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("complementary")).to_have_count(2)
    expect(page.get_by_role("heading", level=1)).to_have_text("relvars")
    told = page.locator("main > [role=status]")
    expect(told).to_contain_text("Message to Ann Lee.")
    page.keyboard.press("j")
    expect(told).to_contain_text("Message to Berg.")
    expect(page.locator(".why-body")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".toast")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".over")).to_have_attribute("role", "alert")


def test_who_wants_no_motion_gets_none(browser: Any, shared: str) -> None:
    moving = """() => [...document.querySelectorAll('body *')].filter((one) => {
      const style = getComputedStyle(one);
      return style.transitionDuration !== '0s' || style.animationName !== 'none' }).length"""
    with watched(browser, reduced_motion="reduce") as page:
        opened(page, shared)
        assert page.evaluate(moving) == 0
        paper = page.frame_locator(".mail iframe").locator(".paper")
        expect(paper).to_have_css("transition-duration", "0s")


def test_another_language_keeps_what_was_edited(page: Page, shared: str) -> None:
    opened(page, shared)
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.locator(".templates h2")).to_contain_text("Шаблоны")
    shown(page, "Hello, Kim!")
    expect(page.locator("[data-path='lead._fname'] input")).to_have_value("Kim")
    expect(page.locator(".foot-line [role=status]")).to_have_text("Изменено 1 значение")
    page.keyboard.press("l")
    expect(page.locator(".templates h2")).to_contain_text("Templates")
    shown(page, "Hello, Kim!")
    page.goto(shared)
    shown(page, "Hello, Ann!")


LATIN = """(given) => {
  const data = new RegExp(given, 'g');
  const known = '[lang=en], code, .code, .project, kbd, .subject, .preheader, .plain, .bubble,'
    + ' .push-title, .push-body, .side .scroll, .logo, .fields label, .origin';
  return [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility() && !one.closest(known))
    .flatMap((one) => [one.getAttribute('aria-label') ?? '', one.title ?? '',
      one.placeholder ?? '', ...[...one.childNodes].filter((n) => n.nodeType === 3)
        .map((n) => n.data)])
    .map((text) => text.replace(data, '').trim())
    .filter((text) => /[A-Za-z]{3}/.test(text)) }"""
DATA = (
    "E-mail|SMS|Push|AMP|unsubscribe|Language: English|GSM-7|Android|iOS|JSON|API|Esc|Gmail"
    r"|apicontent|\.html|\.eml|\w+\.[\w./]+|templates/\w+|digest|agents|customers|templates"
    r"|Ann Lee|Tom Novak|Berg|[\w.]+@example\.com|\(json\)|\w*:\w{20,}"
)


@pytest.mark.parametrize("keys", [["Escape"], ["e", "Escape"], ["?"], ["c"], ["3"], ["4"], ["o"]])
def test_no_english_is_left_in_russian(browser: Any, shared: str, keys: list[str]) -> None:
    with watched(browser, locale="ru-RU") as page:
        opened(page, shared)
        page.locator(".people .row").nth(2).wait_for()
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(400)
        assert page.evaluate(LATIN, DATA) == []


PEOPLE = '{"_id": "5d63dbdb439e7306b596d%03d", "_fname": "Name%d", "email": "n@example.com"}\n'


def test_the_worst_say_why_in_russian(project: Path, browser: Any, live: str) -> None:
    (project / "templates" / "plain.txt").write_text(
        'Dear {lead._fname}.{if lead._fname equal "Name7"} Seven!{end}'
    )
    with (project / "data" / "profiles" / "agents.jsonl").open("a") as file:
        file.writelines(PEOPLE % (number, number) for number in range(40))
    with watched(browser, locale="ru-RU") as page:
        opened(page, live)
        page.locator(".tree .row", has_text="plain").click()
        page.keyboard.press("o")
        told = page.locator(".people .row .reasons")
        expect(told.first).to_have_text("{lead._fname} ничего не печатает")
        rare = page.locator(".people .row", has_text="Name7").first
        expect(rare.locator(".reasons")).to_contain_text("Редкое, 2.3 %: plain.txt, строка 1")


def test_a_phone_shows_why_over_the_message_and_leads_to_the_field(
    browser: Any, shared: str
) -> None:
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        opened(page, shared)
        message(page).get_by_text("Hello, Ann!").click(position={"x": 110, "y": 18})
        card = page.locator(".why")
        expect(card).to_contain_text("lead._fname")
        expect(card).to_be_in_viewport()
        expect(page.locator(".mail")).to_be_visible()
        card.get_by_role("button", name="Edit").click()
        field = page.locator("[data-path='lead._fname'] input")
        expect(field).to_be_focused()
        field.fill("Kim")
        page.locator(".panes button").nth(2).click()
        shown(page, "Hello, Kim!")
        expect(card).to_be_visible()
        card.get_by_role("button", name="Close").click()
        expect(card).to_be_hidden()


BOXES = """() => ['.tools', '.head', '.stage-body', '.side-left', '.inspector', '.views']
  .map((name) => { const box = document.querySelector(name).getBoundingClientRect();
    return [name, box.x, box.y, box.width, box.height].join(' ') })"""


def test_nothing_jumps(project: Path, live: str, page: Page) -> None:
    opened(page, live)
    page.locator(".people .row").nth(2).wait_for()
    before = page.evaluate(BOXES)
    steps: list[Callable[[], object]] = [
        lambda: page.keyboard.press("j"),
        message(page).locator("b").first.hover,
        message(page).locator("b").first.click,
        lambda: (project / "templates" / "digest.html").write_text("<p>{if lead._fname"),
        page.locator(".over .panel").wait_for,
        page.locator(".tree .mark.error").wait_for,
        lambda: page.keyboard.press("e"),
        lambda: page.locator("[data-path='lead._fname'] input").fill("Kim"),
        page.locator(".tabs .mark").wait_for,
        lambda: page.keyboard.press("Escape"),
        lambda: page.keyboard.press("t"),
    ]
    for step in steps:
        step()
        page.wait_for_timeout(100)
        assert page.evaluate(BOXES) == before


@pytest.mark.parametrize("width", [390, 900, 901, 1100, 1180, 1280, 1920])
def test_nothing_is_wider_than_the_window(
    browser: Any, project: Path, live: str, width: int
) -> None:
    long = "quarterly-digest-for-agents-with-a-very-long-name-and_no_place_to_break_it_anywhere"
    (project / "templates" / f"{long}.html").write_text("<p>{lead._fname}</p>")
    file = project / "data" / "profiles" / "agents.jsonl"
    file.write_text(file.read_text("utf-8").replace('"Ann"', f'"{"Maximiliana" * 12}"'), "utf-8")
    with watched(browser, viewport={"width": width, "height": 800}) as page:
        opened(page, live)
        for key in ("2", "3", "4", "1", "c", "Escape", "e", "Escape"):
            page.keyboard.press(key)
            page.wait_for_timeout(60)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
