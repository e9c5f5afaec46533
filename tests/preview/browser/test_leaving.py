"""What leaves the page: mail to a server on this computer, files, the bare message."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.preview.browser.driving import message, opened, shown
from tests.preview.mailbox import Mailbox


def test_a_mail_arrives_at_a_local_server(page: Page, shared: str, mailbox: Mailbox) -> None:
    opened(page, shared)
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Send to a local mailbox…").click()
    page.locator("dialog [name=server]").fill(mailbox.place)
    page.locator("dialog [name=recipient]").fill("kim@example.com")
    page.locator("dialog .main").click()
    expect(page.locator(".toast")).to_have_text(f"Sent to {mailbox.place}.")
    expect(page.locator("dialog")).to_have_count(0)
    came = mailbox.last()
    assert (came["Subject"], came["To"]) == ("Kim, your customers in November", "kim@example.com")
    assert "Hello, Kim!" in came.get_body(("html",)).get_content()
    assert "* Bob Ray (120 profit)" in came.get_body(("plain",)).get_content()


def test_an_address_that_is_none_is_not_sent_to(page: Page, shared: str, mailbox: Mailbox) -> None:
    opened(page, shared)
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Send to a local mailbox…").click()
    page.locator("dialog [name=server]").fill(mailbox.place)
    page.locator("dialog [name=recipient]").fill("kim at home")
    page.locator("dialog .main").click()
    expect(page.locator("dialog [name=recipient]:invalid")).to_have_count(1)
    assert mailbox.received == []


def test_files_are_saved_with_what_was_edited(page: Page, shared: str, tmp_path: Path) -> None:
    opened(page, shared)
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")
    for ending, name in (("html", "Save as .html"), ("eml", "Save as .eml")):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as coming:
            page.get_by_role("menuitem", name=name).click()
        assert coming.value.suggested_filename == f"digest.{ending}"
        file = tmp_path / ending
        coming.value.save_as(file)
        body = file.read_text("utf-8")
        assert "Hello, Kim!" in (body if ending == "html" else html_of(file))
        page.keyboard.press("Escape")


def html_of(file: Path) -> str:
    """The HTML of a mail in a file."""
    body = message_from_bytes(file.read_bytes(), policy=default).get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_the_bare_message_is_only_the_message(page: Page, shared: str) -> None:
    opened(page, shared)
    page.get_by_role("button", name="Export").click()
    with page.context.expect_page() as coming:
        page.get_by_role("menuitem", name="Open the bare message").click()
    bare = coming.value
    expect(bare.get_by_text("Hello, Ann!")).to_be_visible()
    assert bare.locator("iframe, script").count() == 0
    assert bare.url.startswith(f"{shared}/render/templates/digest.html?to=agents")


def test_a_menu_is_worked_by_keys(page: Page, shared: str) -> None:
    opened(page, shared)
    button = page.get_by_role("button", name="Export")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(message(page).locator("b").first).to_be_visible()
