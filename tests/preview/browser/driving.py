"""What the browser tests, the screenshots and the bench share: a server, a browser, a page."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Dialog, FrameLocator, Page, sync_playwright

ROOT = Path(__file__).parents[3]
__all__ = ["Page", "chromium", "message", "opened", "scroll", "served", "shown", "watched"]


@contextmanager
def served(project: Path) -> Iterator[str]:
    """The address of a preview of a project, in a process of its own."""
    command = [sys.executable, "-m", "relvars", "preview", str(project), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if found := re.search(r"http://[\w.:\[\]]+", line):
            return found[0]
    raise AssertionError(f"the preview did not start: {said}")


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium; nothing is downloaded."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Any, **options: Any) -> Iterator[Page]:
    """A page; when it is left, nothing may have been complained of, nor fetched from elsewhere."""
    settings = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | options
    context = browser.new_context(**settings)
    page: Page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("console", lambda told: _complaint(complaints, told.type, told.text))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("request", lambda request: _distant(complaints, request.url))
    page.on("dialog", lambda dialog: _closed(complaints, dialog))
    yield page
    context.close()
    assert not complaints, complaints


def _closed(complaints: list[str], dialog: Dialog) -> None:
    complaints.append("a dialog opened")
    dialog.dismiss()


def _complaint(complaints: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        complaints.append(f"{kind}: {text}")


def _distant(complaints: list[str], url: str) -> None:
    if not re.match(r"(http://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:)", url):
        complaints.append(f"asked for {url}")


def opened(page: Page, address: str, **query: str) -> Page:
    """The page, with its message on it."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    page.goto(f"{address}/?{asked}")
    page.wait_for_selector("body[data-shown]")
    return page


def shown(page: Page, text: str) -> None:
    """Wait until the message in the frame has a text."""
    message(page).get_by_text(text).first.wait_for(state="attached")


def scroll(page: Page, top: int | None = None) -> int:
    """How far the message is scrolled, once it is scrolled there; asked of its parent."""
    frame = page.frame_locator(".mail iframe").locator("iframe")
    moved = """(frame, top) => {
      const view = frame.contentWindow;
      if (top !== null) view.scrollTo(0, top);
      return view.scrollY }"""
    return int(frame.evaluate(moved, top))


def message(page: Page) -> FrameLocator:
    """The document of the message: the frame within the frame."""
    return page.frame_locator(".mail iframe").frame_locator("iframe")
