"""The preview in Chromium: from a save to the message on the page, and the first page."""

import os
import shutil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from tests.bench import spelling, workloads
from tests.bench.measure import Row, at_most

SAVES = 50
EXAMPLE = Path(__file__).parents[2] / "fixtures" / "projects" / "example"
# Notes when the mark of a save is on the page of the message: after it was laid out and painted.
_WAIT = """(mark) => new Promise((resolve) => {
  const inner = () => document.querySelector('.paper iframe').contentDocument;
  const look = () => inner().getElementById('mark')?.textContent === mark
    ? requestAnimationFrame(() => resolve(true)) : setTimeout(look, 1);
  look();
})"""


def rows(saves: int = SAVES) -> list[Row]:
    """Both figures, in milliseconds; a note where there is no Chromium."""
    if shutil.which("chromium") is None:
        return [Row("preview", "save to shown, Chromium", note="Chromium is not installed")]
    with TemporaryDirectory() as folder:
        project = Path(folder) / "demo"
        shutil.copytree(EXAMPLE, project)
        file = project / "templates" / "a.html"
        file.write_text(_template(0))
        first, times = _measured(project, file, saves)
    return [
        _row("the first page, Chromium", first, 500),
        _row("save to shown, 100 KB, Chromium", times, 100),
    ]


def _measured(project: Path, file: Path, saves: int) -> tuple[list[float], list[float]]:
    # Playwright is imported only where there is a Chromium to drive.
    from tests.preview.browser.driving import chromium, served, watched

    with served(project) as address, chromium() as browser:
        first = [_first(browser, address) for _ in range(5)]
        with watched(browser) as page:
            page.goto(address)
            page.wait_for_selector("body[data-shown]")
            page.wait_for_timeout(1000)
            times = _saves(page, file, saves)
    return first, times


def _first(browser: Any, address: str) -> float:
    """From the address to the message, in a browser that keeps nothing from before."""
    from tests.preview.browser.driving import watched

    with watched(browser) as page:
        started = perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector("body[data-shown]")
        return (perf_counter() - started) * 1000


def _saves(page: Any, file: Path, saves: int) -> list[float]:
    times = []
    frame = next(one for one in page.frames if one.url.endswith("/frame"))
    for number in range(1, saves + 1):
        other = file.with_suffix(".new")
        other.write_text(_template(number))
        started = perf_counter()
        os.replace(other, file)
        frame.evaluate(_WAIT, str(number))
        times.append((perf_counter() - started) * 1000)
        page.wait_for_timeout(300)
    return times


def _template(number: int) -> str:
    """A mail of 100 KB: one of the bench's, and rows of text up to that size."""
    text = spelling.write(next(iter(workloads.plain_emails(1))), spelling.RELVARS)
    head, table, rest = text.partition("</table>")
    row = "<tr><td class='wide'>words to fill a message with, for the length of it</td></tr>\n"
    mark = f"<tr><td id=mark>{number}</td></tr>\n"
    return head + mark + row * ((100 * workloads.KILOBYTE - len(text)) // len(row)) + table + rest


def _row(what: str, times: list[float], bound: float) -> Row:
    return Row("preview", what, at_most(bound), median(times), min(times), max(times), "ms")


if __name__ == "__main__":
    for one in rows():
        print(one)
