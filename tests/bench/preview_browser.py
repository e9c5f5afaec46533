"""The preview in Chromium: the first page, and from a save to the message that is seen."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.measure import Row, at_most, row

SAVES = 50
FIRST = 9  # pages opened, each in a browser that keeps nothing
_PAGE, _SAVE = "first page, in Chromium", "from a save to the message seen, in Chromium"
_EXAMPLE = "the project of relvars init"
# Both notes are made when the message was laid out, as the page is about to be painted.
_OPENED = """if (window === top) new MutationObserver((_, me) => {
  if (!document.body?.dataset.shown) return;
  me.disconnect();
  requestAnimationFrame(() => { window.seen = performance.now(); });
}).observe(document, {subtree: true, childList: true, attributes: true});"""
_SEEN = """() => new Promise((resolve) => {
  const look = () => (window.seen ? resolve(window.seen) : setTimeout(look, 5));
  look();
})"""
_SAVED = """(mark) => new Promise((resolve) => {
  const inner = () => document.querySelector('.paper iframe').contentDocument;
  const look = () => inner().getElementById('mark')?.textContent === mark
    ? requestAnimationFrame(() => resolve(true)) : setTimeout(look, 1);
  look();
})"""


def lacking() -> str:
    """What is not installed that this takes; "" when all is there."""
    if find_spec("playwright") is None:
        return "not measured: playwright is not installed (pip install 'relvars[dev]')"
    if shutil.which("chromium") is None:
        return "not measured: there is no chromium on the PATH (apt-get install chromium)"
    return ""


def first_page(address: str) -> Row:
    """The figure of a preview that runs and shows the example project."""
    if missing := lacking():
        return Row("preview", _PAGE, at_most(500), note=missing)
    from tests.preview.browser.driving import chromium

    with chromium() as browser:
        first = [_first(browser, address) for _ in range(FIRST)]
    return row("preview", _PAGE, at_most(500), first, "ms", _EXAMPLE)


def rows(address: str, message: str, file: Path, saves: int, note: str) -> list[Row]:
    """Both figures of a preview that runs; the file is that of the message, with a `#mark`."""
    if missing := lacking():
        return [
            Row("preview", _PAGE, at_most(500), note=missing),
            Row("preview", _SAVE, at_most(100), note=missing),
        ]
    # Playwright is imported only where there is a Chromium to drive.
    from tests.preview.browser.driving import chromium, watched

    url = f"{address}/?message={message}"
    with chromium() as browser:
        first = [_first(browser, url) for _ in range(FIRST)]
        with watched(browser) as page:
            page.goto(url)
            page.wait_for_selector("body[data-shown]")
            page.wait_for_timeout(1500)
            saved = _saves(page, file, saves)
    return [
        row("preview", _PAGE, at_most(500), first, "ms", f"100 KB, {note}"),
        row("preview", _SAVE, at_most(100), saved, "ms", f"100 KB, {note}"),
    ]


def _first(browser: Any, url: str) -> float:
    """Milliseconds from the address to the message."""
    from tests.preview.browser.driving import watched

    with watched(browser) as page:
        page.add_init_script(_OPENED)
        page.goto(url, wait_until="commit")
        seen = float(page.evaluate(_SEEN))
        page.wait_for_timeout(500)
        return seen


def _saves(page: Any, file: Path, saves: int) -> list[float]:
    times, text = [], file.read_text()
    frame = next(one for one in page.frames if one.url.endswith("/frame"))
    for number in range(1, saves + 1):
        other = file.with_suffix(".part~")
        other.write_text(text.replace("<p id=mark>", f"<p id=mark>{number}"))
        started = perf_counter()
        os.replace(other, file)
        frame.evaluate(_SAVED, str(number))
        times.append((perf_counter() - started) * 1000)
        page.wait_for_timeout(300)
    return times
