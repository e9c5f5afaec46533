"""Messages that slow a browser down or reach out, and pages that lose what they show."""

import json
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.preview.browser.driving import Page, message, opened, shown

# Each made one of the frame's expressions try every way to read it, or every place twice.
SLOW = {
    "comments": "<!-- a -->" * 60 + "<p id=end>end</p>",
    "blanks in url()": f"<style>p {{ background: url({' ' * 30_000}data:,) }}</style><p id=end>end",
    "blanks in a style": f"<p style='background: url({' ' * 30_000}data:,)' id=end>end",
    "colour schemes": f"<style>{'color-scheme:' * 70_000}</style><p id=end>end",
    "imports": f"<style>{'@import' * 100_000}</style><p id=end>end",
}


def listed(address: str, message: str) -> None:
    """Wait until the preview knows a message."""
    known: list[str] = []
    while message not in known:
        with urlopen(f"{address}/api/project") as answer:
            known = [one["id"] for one in json.load(answer)["messages"]]


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_message_cannot_hold_the_page_up(project: Path, live: str, page: Page, text: str) -> None:
    (project / "templates" / "a.html").write_text(text)
    listed(live, "templates/a")
    opened(page, live, message="templates/a")
    expect(message(page).locator("#end")).to_have_text("end")


@pytest.fixture
def elsewhere() -> Iterator["Elsewhere"]:
    """A server that nobody should come to."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Elsewhere(listening)
        thread = threading.Thread(target=found.listen)
        thread.start()
        yield found
        found.ended = True
        with socket.create_connection(listening.getsockname()):
            thread.join()


class Elsewhere:
    """Another computer, as far as the page is concerned, and how often somebody came."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening, self.came, self.ended = listening, 0, False
        self.url = f"http://localhost:{listening.getsockname()[1]}"

    def listen(self) -> None:
        """Count connections until the end."""
        while True:
            connection, _ = self.listening.accept()
            connection.close()
            if self.ended:
                return
            self.came += 1


REACHING = (
    '<link rel="preconnect" href="{url}">', '<link rel="dns-prefetch" href="{url}">',
    '<LINK\nrel=preload as=image href="{url}/a">', '<link rel="stylesheet" href="{url}/b">',
    '<iframe src="{url}/c"></iframe>', '<frameset><frame src="{url}/d"></frameset>',
    '<object data="{url}/e"></object><embed src="{url}/f">', '<base href="{url}/"><img src="g">',
    '<meta http-equiv="refresh" content="0;url={url}/h">', '<video src="{url}/i" autoplay></video>',
    "<style>@import '{url}/j'; p {{ background: url({url}/k) }}</style><p>x",
    '<svg><style><p><link rel="preconnect" href="{url}">',
    '<script>fetch("{url}/l")</script><img src=x onerror="fetch(\'{url}/m\')">',
)  # fmt: skip


def test_no_message_reaches_out(
    project: Path, live: str, browser: Any, elsewhere: Elsewhere
) -> None:
    for number, text in enumerate(REACHING):
        html = f"<!doctype html>{text.format(url=elsewhere.url)}<p>x</p>"
        (project / "templates" / f"m{number}.html").write_text(html)
    listed(live, f"templates/m{len(REACHING) - 1}")
    context = browser.new_context()  # Chromium says in the console what it has blocked
    page = context.new_page()
    for number in range(len(REACHING)):
        opened(page, live, message=f"templates/m{number}")
        page.goto(f"{live}/render/templates/m{number}.html")
        page.wait_for_timeout(100)
        assert page.url.startswith(live), REACHING[number]
        assert elsewhere.came == 0, REACHING[number]
    context.close()


def test_a_bare_message_is_of_no_origin(live: str, project: Path, browser: Any) -> None:
    script = "<script>document.title = 'owned'</script><p>x</p>"
    (project / "templates" / "a.html").write_text(script)
    listed(live, "templates/a")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live}/render/templates/a.html")
    assert page.title() == ""
    assert page.evaluate("() => self.origin") == "null"
    with suppress(Exception):
        page.evaluate("() => document.cookie")
        raise AssertionError("it has an origin")
    context.close()


def remove(project: Path, name: str) -> None:
    for file in (project / "templates").glob(f"{name}.*"):
        if file.name.partition(".")[0] == name and ".ru." not in file.name:
            file.unlink()


def test_when_the_shown_message_goes_the_next_is_shown(
    project: Path, live: str, page: Page
) -> None:
    (project / "templates" / "a.html").write_text("<p>First, {lead._fname}!</p>")
    listed(live, "templates/a")
    opened(page, live, message="templates/a")
    shown(page, "First, Ann!")
    remove(project, "a")
    shown(page, "Hello, Ann!")
    page.wait_for_url("**message=templates%2Fdigest&**")


def test_when_the_shown_message_is_renamed_nothing_stale_stays(
    project: Path, live: str, page: Page
) -> None:
    file = project / "templates" / "a.html"
    file.write_text("<p>First, {lead._fname}!</p>")
    listed(live, "templates/a")
    opened(page, live, message="templates/a")
    shown(page, "First, Ann!")
    file.rename(project / "templates" / "zz.html")
    shown(page, "Hello, Ann!")
    page.get_by_text("zz", exact=True).first.click()
    shown(page, "First, Ann!")


def test_when_all_messages_go_and_come_back_they_are_shown(
    project: Path, live: str, page: Page
) -> None:
    opened(page, live)
    shown(page, "Hello, Ann!")
    shutil.move(project / "templates", project / "away")
    expect(page.locator(".mail iframe")).to_be_hidden()
    shutil.move(project / "away", project / "templates")
    shown(page, "Hello, Ann!")


def test_many_tabs_share_the_connections_of_a_browser(
    project: Path, live: str, browser: Any
) -> None:
    context = browser.new_context()
    hide = "Object.defineProperty(document, 'hidden', {get: () => window.unseen === true})"
    context.add_init_script(hide)
    pages = []
    for _ in range(9):
        pages.append(opened(context.new_page(), live))
        pages[-1].evaluate("() => { window.unseen = true }")
    first = pages[0]
    first.evaluate(
        "() => { window.unseen = false; document.dispatchEvent(new Event('visibilitychange')) }"
    )
    (project / "templates" / "digest.html").write_text("<p>Seen again, {lead._fname}!</p>")
    shown(first, "Seen again, Ann!")
    context.close()
