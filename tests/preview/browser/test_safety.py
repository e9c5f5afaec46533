"""Hostile messages and profiles do nothing: no script, no request, no way out of the frame."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.preview.browser.driving import message, opened, shown

HOSTILE = [
    "<script>document.title='owned'; top.location='http://127.0.0.1:9/'</script>",
    "</iframe></p></body></html><script>parent.document.title='owned'</script>",
    '<img src=x onerror="document.title=\'owned\'"><svg onload="alert(1)"></svg>',
    "<a href=\"javascript:document.title='owned'\">press</a><base href='http://127.0.0.1:9/'>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><iframe src='/'></iframe>",
    "<form action='http://127.0.0.1:9/'><button>press</button></form>",
    "<style>@import 'http://127.0.0.1:9/x'; p { background: url(http://127.0.0.1:9/y) }</style>",
    "<link rel=stylesheet href='http://127.0.0.1:9/'><object data='/'></object><embed src='/'>",
    "<template shadowrootmode=open><script>1</script></template><details open ontoggle=alert(1)>x",
    "\ufdd00\ufdd1\ufdd29\ufdd1 ]]> --> <![CDATA[",
    "{lead._fname} {if} ${x} `",
    "x" * 1_000_000,
    "<b>" * 20_000,
]


@pytest.mark.parametrize(
    "raw", HOSTILE, ids=lambda raw: raw[:20].encode("ascii", "replace").decode()
)
def test_a_hostile_profile_does_nothing(
    project: Path, live_hostile: "Live", page: Page, raw: str
) -> None:
    live_hostile.write(raw)
    opened(page, live_hostile.address)
    for key in ("1", "s", "s", "e", "t", "Escape"):
        page.keyboard.press(key)
    message(page).locator("#end").wait_for(state="attached")
    assert message(page).locator("script, [onerror], [onload], iframe, object").count() == 0
    for name in ("a", "button"):
        for one in message(page).locator(name).all():
            one.click(force=True)
    page.keyboard.press("j")
    page.wait_for_timeout(100)
    assert page.title() == "demo · relvars"
    assert page.url.startswith(live_hostile.address)


class Live:
    """A preview of a project whose one message prints a profile's fields wherever it can."""

    def __init__(self, project: Path, address: str) -> None:
        self.project, self.address = project, address

    def write(self, raw: str) -> None:
        profile = {"_id": "5d63dbdb439e7306b596c5d0", "_fname": raw, "email": raw, "_lname": raw}
        text = json.dumps(profile, ensure_ascii=False)
        (self.project / "data" / "profiles" / "agents.jsonl").write_text(text + "\n", "utf-8")


@pytest.fixture
def live_hostile(project: Path, request: pytest.FixtureRequest) -> Live:
    for file in (project / "templates").iterdir():
        file.unlink()
    (project / "templates" / "a.html").write_text(
        "<!doctype html><html><head><title>{lead._fname}</title></head><body>"
        '<p title="{lead._fname}">Dear {lead._fname}</p><a href="{lead.email}">go</a>'
        "</b></details></style></title></form><p id=end>end</p></body></html>"
    )
    (project / "templates" / "a.subject.txt").write_text("For {lead._fname}")
    return Live(project, request.getfixturevalue("live"))


def test_no_script_of_a_message_runs_even_past_the_cleaning(browser: Any, shared: str) -> None:
    page = opened(browser.new_page(), shared)  # Chromium says in the console that it was blocked
    frame = page.frame_locator(".mail iframe").locator("iframe")
    expect(frame).to_have_attribute("sandbox", "allow-same-origin")
    frame.evaluate(
        """(frame) => { const inner = frame.contentDocument;
          const script = inner.createElement('script');
          script.textContent = 'parent.document.title = "owned"';
          const image = inner.createElement('img');
          image.setAttribute('onerror', 'parent.document.title = "owned"');
          image.src = 'data:,';
          inner.body.append(script, image) }"""
    )
    page.wait_for_timeout(300)
    assert frame.evaluate("() => document.title") == "Message"
    page.close()


def test_the_page_and_the_message_are_of_different_origins(shared: str, page: Page) -> None:
    opened(page, shared)
    frame = page.frame_locator(".mail iframe").locator("iframe")
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert frame.evaluate(reach) == "SecurityError"


def test_remote_images_wait_until_they_are_asked_for(project: Path, live: str, page: Page) -> None:
    asked: list[str] = []
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/svg+xml", body=svg)

    page.route("http://localhost:9/*", answer)
    (project / "templates" / "digest.html").write_text(
        '<p>Hello, {lead._fname}!</p><img alt="logo" src="http://localhost:9/logo.svg">'
    )
    opened(page, live)
    shown(page, "Hello, Ann!")
    expect(page.locator(".notice")).to_contain_text("1 remote image is not loaded.")
    assert asked == []
    page.keyboard.press("i")
    expect(message(page).locator("img")).to_have_js_property("complete", True)
    expect(page.locator(".notice")).to_be_hidden()
    page.wait_for_timeout(200)
    assert asked == ["http://localhost:9/logo.svg"]


def test_the_author_s_dark_styles_and_an_inversion(project: Path, live: str, page: Page) -> None:
    (project / "templates" / "digest.html").write_text(
        "<!doctype html><style>p { color: rgb(1, 2, 3) } @media (prefers-color-scheme: dark)"
        " { p { color: rgb(9, 8, 7) } }</style><p>Hello, {lead._fname}!</p>"
    )
    page.emulate_media(color_scheme="dark")  # what the computer likes is not asked
    opened(page, live)
    line = message(page).locator("p")
    expect(line).to_have_css("color", "rgb(1, 2, 3)")
    page.keyboard.press("d")
    expect(line).to_have_css("color", "rgb(9, 8, 7)")
    page.keyboard.press("d")
    expect(line).to_have_css("color", "rgb(1, 2, 3)")
    expect(page.locator(".notice")).to_contain_text("Approximate")
