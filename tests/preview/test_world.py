"""What a change of files means for what is shown; small things around the calls."""

import asyncio
import os
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from relvars.errors import ConfigError, SourceError
from relvars.preview import events, pages, watching
from relvars.preview.committed import committed
from relvars.preview.pages import asset
from relvars.preview.state import State, remember, take_in
from relvars.preview.world import World, changed, open_world
from relvars.sources import Fetched
from tests.preview.conftest import SETTINGS, Site, write


@pytest.fixture
def world(root: Path) -> World:
    """The world of the project."""
    return open_world(root)


@pytest.mark.parametrize(
    "path",
    ["notes.md", "templates/welcome.html~", "templates/gone.html", "tests/x.case.toml",
     "data2/x.json", "templatesx/y.html"],
)  # fmt: skip
def test_what_is_not_shown_changes_nothing(world: World, root: Path, path: str) -> None:
    assert changed(world, {str(root / path)}) == (world, None)


def test_a_new_ignore_file_changes_the_tree(world: World, root: Path) -> None:
    file = write(root, "templates/.gitignore", "more\n")
    after, change = changed(world, {str(file)})
    assert [*after.messages] == ["templates/welcome"]
    assert change is not None
    assert change.project


def test_what_stands_in_for_the_fragments_is_linted_anew(world: World, root: Path) -> None:
    file = write(root, "data/fragments/foot.html", "<p>x</p>")
    after, change = changed(world, {str(file)})
    assert change is not None
    assert (change.data, change.project, after.data) == (True, False, 2)
    assert after.linting.plan.fragments == {"foot": "<p>x</p>"}


def test_templates_may_lie_elsewhere(tmp_path: Path, make_site: Callable[..., Site]) -> None:
    settings = SETTINGS.replace("[project]", '[project]\ntemplates = "../letters"')
    write(tmp_path, "shop/relvars.toml", settings)
    write(tmp_path, "shop/data/profiles/agents.jsonl", '{"_id": "a1"}\n')
    write(tmp_path, "letters/hi.txt", "Hi")
    site = make_site(tmp_path / "shop")
    (message,) = site.get("/api/project")["messages"]
    assert message["id"] == "../letters/hi"
    assert site.part("text", "../letters/hi")["output"] == "Hi"
    saved = site.post("/api/case", message="../letters/hi", name="x")
    assert saved["file"] == "tests/hi.case.toml"


def test_values_of_old_are_forgotten(root: Path) -> None:
    state = State(open_world(root), run="r", token="t")
    for number in range(40):
        remember(state, number, Fetched({}, {}))
    assert len(state.fetched) == 32
    assert take_in(state, {str(root / "notes.md")}) is None
    assert take_in(state, {str(root / "data/json.json")}) is not None
    assert not state.fetched


def test_settings_that_name_no_rule_are_trouble(world: World, root: Path) -> None:
    file = write(root, "relvars.toml", SETTINGS + '[lint]\nignore = ["no-such-rule"]\n')
    after, change = changed(world, {str(file)})
    assert "no rule is called 'no-such-rule'" in after.trouble
    assert change is not None
    assert (change.project, change.data) == (True, False)


def test_a_system_that_tells_of_no_changes_is_told_of(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(*_: object, **__: object) -> object:
        raise OSError("no space left on device")

    monkeypatch.setattr(watching, "awatch", none)

    async def briefly() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(watching.watch(site.state), 0.05)

    asyncio.run(briefly())
    said = "Changes of files are not seen (OSError: no space left on device)."
    assert said in capsys.readouterr().err
    assert site.get("/api/project")["trouble"] == said


def test_silence_is_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.01)

    async def heard() -> list[str]:
        feed = events.Feed(asyncio.get_running_loop())
        lines = []
        async for line in events.stream(feed, {"revision": 7, "run": "r"}, None):
            lines.append(line)
            if len(lines) == 2:
                events.end(feed)
        assert not feed.listeners
        return lines

    hello = 'retry: 500\n\nid: 7\nevent: hello\ndata: {"revision": 7, "run": "r"}\n\n'
    assert asyncio.run(heard()) == [hello, ":\n\n"]


def test_word_without_a_server_goes_nowhere() -> None:
    events.publish(events.Feed(), "change", {"revision": 1})


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (
            "fatal: detected dubious ownership in repository",
            SourceError,
            "safe.directory FOLDER lets it",
        ),
        ("", SourceError, "it says nothing"),
        ("fatal: path 'x' does not exist in 'HEAD'", ConfigError, "x is not in the commit HEAD."),
    ],
)
def test_what_git_says_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, kind: type[Exception], told: str
) -> None:
    done = subprocess.CompletedProcess([], 128, b"", said.encode())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    with pytest.raises(kind, match=told):
        committed(tmp_path, "x", "HEAD")


def test_a_folder_that_is_gone_is_not_taken_for_missing_git(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="gone is gone, so there is no last commit"):
        committed(tmp_path / "gone", "x", "HEAD")


def test_git_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object, **__: object) -> object:
        raise subprocess.TimeoutExpired("git", 10)

    monkeypatch.setattr(subprocess, "run", slow)
    with pytest.raises(SourceError, match="could not be asked: TimeoutExpired"):
        committed(tmp_path, "x", "HEAD")


def test_the_page_comes_with_the_token_and_both_origins(site: Site) -> None:
    page = site.page.get("/", headers={"Host": "localhost:8025"})
    assert 'content="the-token-of-this-run"' in page.text
    assert 'content="http://localhost:8026"' in page.text
    assert "__" not in page.text.replace("__proto__", "")
    assert site.page.get("/favicon.ico").status_code == 204
    frame = site.frame.get("/frame")
    assert "http://127.0.0.1:8025" in frame.text
    assert "the-token" not in frame.text


def test_every_file_that_the_page_names_is_there() -> None:
    folder = Path(watching.__file__).parent / "assets"
    names = [one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()]
    given = [name for name in names if "/" not in name and not name.endswith(".html")]
    assert given
    assert {asset(name).status_code for name in given} == {200}


def test_an_unreadable_folder_of_templates_is_no_end(
    root: Path, make_site: Callable[..., Site]
) -> None:
    os.symlink("nowhere", root / "templates/dangling.html")
    site = make_site(root)
    answer = site.post("/api/render", message="templates/welcome")
    assert answer["parts"][0]["ok"]


def test_all_modules_are_named_in_the_page(site: Site) -> None:
    assets = Path(pages.__file__).parent / "assets"
    for page, place in ((site.page.get("/"), "/assets"), (site.frame.get("/frame"), "/frame")):
        folder = assets / "frame" if place == "/frame" else assets
        for file in folder.glob("*.js"):
            assert f'"{place}/{file.name}"' in page.text
