"""What is saved is shown: scroll kept, broken templates dimmed, many files, cases written."""

import os
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.preview.browser.driving import opened, scroll, shown


def test_a_save_is_shown_and_the_scroll_position_stays(
    project: Path, live: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1280, "height": 480})
    opened(page, live)
    assert scroll(page, 150) == 150
    save(project / "templates" / "digest.html", "Hello{if", "Good day{if")
    shown(page, "Good day, Ann!")
    assert scroll(page) == 150


def save(file: Path, old: str, new: str) -> None:
    """As editors do: another file takes the place of the old one."""
    other = file.with_name(f".{file.name}.new")
    other.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    os.replace(other, file)


def test_a_broken_template_keeps_the_last_good_message_behind_its_frame(
    project: Path, live: str, page: Page
) -> None:
    opened(page, live)
    file = project / "templates" / "digest.html"
    save(file, "Hello{if lead._fname}", "Hello{if lead._fname")
    panel = page.locator(".over .panel")
    expect(panel).to_contain_text("error[unclosed-tag]")
    expect(panel).to_contain_text("templates/digest.html:")
    expect(page.frame_locator(".mail iframe").locator(".paper")).to_have_attribute(
        "data-dim", "true"
    )
    shown(page, "Hello, Ann!")
    expect(page.locator(".code .wrong").first).to_be_attached()
    expect(page.locator(".tree .row").first.locator(".mark.error")).to_be_visible()
    save(file, "Hello{if lead._fname", "Welcome{if lead._fname}")
    shown(page, "Welcome, Ann!")
    expect(panel).to_be_hidden()


def test_data_settings_and_new_templates_are_shown(project: Path, live: str, page: Page) -> None:
    opened(page, live)
    save(project / "data" / "profiles" / "agents.jsonl", '"Ann"', '"Anna"')
    shown(page, "Hello, Anna!")
    expect(page.locator(".people .row").first).to_contain_text("Anna Lee")
    for number in range(30):
        (project / "templates" / f"more{number}.txt").write_text(f"Number {number}")
    expect(page.locator(".tree .row")).to_have_count(32)
    save(project / "relvars.toml", "[project]", "[project]\nwrong = 1")
    expect(page.locator(".trouble")).to_contain_text("wrong")
    shown(page, "Hello, Anna!")
    save(project / "relvars.toml", "wrong = 1\n", "")
    expect(page.locator(".trouble")).to_be_hidden()


def test_a_case_is_saved(project: Path, live: str, page: Page) -> None:
    opened(page, live)
    page.keyboard.press("e")
    page.locator("[data-path='lead._fname'] input").fill("Kim")
    shown(page, "Hello, Kim!")
    page.get_by_role("button", name="Save as a case…").click()
    page.locator("dialog [name=name]").fill("a short name")
    page.locator("dialog [name=part]").select_option("templates/digest.subject.txt")
    page.locator("dialog .main").click()
    expect(page.locator(".toast")).to_contain_text("Saved in tests/")
    written = [one.read_text("utf-8") for one in (project / "tests").glob("*.case.toml")]
    assert any('name = "a short name"' in one for one in written)


def test_now_beside_the_last_commit(project: Path, live: str, page: Page) -> None:
    commit(project)
    save(project / "templates" / "digest.txt", "Hello{if", "Good day{if")
    opened(page, live, view="text")
    page.keyboard.press("c")
    page.get_by_role("button", name="The last commit").click()
    expect(page.locator(".side h3")).to_have_text(["Last commit", "Now"])
    expect(page.locator(".side mark").first).to_have_text("Hello")
    expect(page.locator(".side").nth(1).locator("mark").first).to_contain_text("Good")


def commit(project: Path) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "first"]):
        subprocess.run(["git", *words], cwd=project, check=True)


def test_without_events_the_page_asks(project: Path, live: str, page: Page) -> None:
    page.add_init_script("""
      window.EventSource = class extends EventTarget {
        static CLOSED = 2;
        constructor() { super(); setTimeout(() => this.dispatchEvent(new Event('error'))); }
        close() {}
      }""")
    opened(page, live)
    save(project / "templates" / "digest.html", "Hello{if", "Good day{if")
    shown(page, "Good day, Ann!")
    expect(page.locator(".live")).to_have_attribute("data-state", "polling")


def test_marks_are_kept_that_come_before_the_project(project: Path, live: str, page: Page) -> None:
    page.add_init_script("""
      const real = window.fetch;
      let asked = 0;
      window.fetch = async (...given) => {
        const answer = await real(...given);
        if (String(given[0]).startsWith('/api/project') && (asked += 1) > 1) {
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
        return answer;
      }""")
    opened(page, live)
    (project / "templates" / "new.html").write_text("<p>{if lead._fname}</p>")
    mark = page.locator(".tree .row", has_text="new").locator(".mark.error")
    expect(mark).to_have_attribute("title", "1 error")
