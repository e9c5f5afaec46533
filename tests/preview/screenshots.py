"""Make the pictures of docs/preview.md: `python -m tests.preview.screenshots`."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.preview.browser.driving import chromium, message, opened, served, shown, watched

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}


class Picture(NamedTuple):
    """A picture: what is done on the page before it is taken, and how the page is shown."""

    name: str
    do: Callable[[Page, Path], None]
    theme: str = "light"
    size: dict[str, int] = WIDE
    locale: str = "en-GB"


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for picture in PICTURES:
            take(browser, picture)


def take(browser: Any, picture: Picture) -> None:
    """One picture, of a project of its own."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "demo"
        shutil.copytree(ROOT / "fixtures" / "projects" / "example", project)
        options = {
            "viewport": picture.size,
            "color_scheme": picture.theme,
            "locale": picture.locale,
        }
        with served(project) as address, watched(browser, **options) as page:
            opened(page, address)
            page.locator(".people .row").nth(2).wait_for(state="attached")
            picture.do(page, project)
            page.wait_for_timeout(500)
            page.screenshot(path=IMAGES / f"preview-{picture.name}.png")


def why(page: Page, project: Path) -> None:
    """A value of the message is picked."""
    message(page).locator("b", has_text="800.5").click()


def what_if(page: Page, project: Path) -> None:
    """A name is edited."""
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")


def compare(page: Page, project: Path) -> None:
    """Two agents side by side, with room for both."""
    page.keyboard.press("]")
    page.keyboard.press("c")
    page.locator(".side").nth(1).locator("iframe").wait_for()


def broken(page: Page, project: Path) -> None:
    """A tag is not closed."""
    file = project / "templates" / "digest.html"
    file.write_text(
        file.read_text("utf-8").replace("Hello{if lead._fname}", "Hello{if lead._fname")
    )
    page.locator(".over .panel").wait_for()


def push(page: Page, project: Path) -> None:
    """The cards of a push, of the message in Russian."""
    page.keyboard.press("Shift+J")
    page.keyboard.press("4")
    page.locator(".push").first.wait_for()


def phone_why(page: Page, project: Path) -> None:
    """A value is picked on a phone."""
    message(page).locator("b", has_text="800.5").click()


def inverted(page: Page, project: Path) -> None:
    """As wide as a phone, with colours inverted."""
    page.locator("[data-value=phone]").click()
    page.locator("[data-value=inverted]").click()


def worst(page: Page, project: Path) -> None:
    """Whoever gets an odd message is offered first."""
    file = project / "templates" / "digest.html"
    old, new = "Hello{if lead._fname}, {lead._fname}{end}", "Hello, {lead._fname}"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    page.keyboard.press("o")
    page.locator(".people .reasons").first.wait_for()
    page.locator(".people .row").first.click()


def nothing(page: Page, project: Path) -> None:
    """The page as it opens."""


PICTURES = (
    Picture("light", nothing),
    Picture("dark", why, theme="dark"),
    Picture("why", why),
    Picture("what-if", what_if),
    Picture("compare", compare),
    Picture("broken", broken),
    Picture("push", push, theme="dark", locale="ru-RU"),
    Picture("worst", worst),
    Picture("inverted", inverted),
    Picture("phone", nothing, size=PHONE),
    Picture("phone-why", phone_why, size=PHONE, theme="dark"),
)

if __name__ == "__main__":
    main()
