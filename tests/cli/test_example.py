"""The example project reads well for everybody it has."""

from pathlib import Path

import pytest

from relvars.config import load_project
from relvars.semantics.analysis import analyse
from relvars.syntax.parser import parse
from tests.cli.conftest import EXAMPLE, Run

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((EXAMPLE / "templates").iterdir(), key=str)
CHANNELS = {"html", "subject.txt", "txt", "sms.txt", "push.txt"}
WITH, NAMELESS, WITHOUT = (f"agents:5d63dbdb439e7306b596c5d{number}" for number in (0, 1, 2))


def test_every_channel_in_both_languages() -> None:
    names = {path.name for path in TEMPLATES}
    assert names == {f"digest.{one}{channel}" for one in ("", "ru.") for channel in CHANNELS}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_found_wrong(template: Path) -> None:
    project = load_project(EXAMPLE)
    read = parse(template.read_bytes().decode(), template.name, language=project.language)
    assert analyse(read, project.schema, project.database).diagnostics == ()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
@pytest.mark.parametrize("to", [WITH, NAMELESS, WITHOUT])
def test_it_renders_for_everybody_without_leaving_a_gap(
    run: Run, example: Path, template: Path, to: str
) -> None:
    code, out, err = run("render", f"templates/{template.name}", "--to", to)
    text = out.decode()
    assert (code, err) == (0, "")
    said = text.partition("<style>")[0] + text.partition("</style>")[2]
    assert [slip for slip in ("{", "}", " ,", " !", " .", "()") if slip in said] == []
    words = said.replace("Ольга", "").replace("Петрова", "").lower()
    assert (".ru." in template.name) == any("а" <= letter <= "я" for letter in words)


@pytest.mark.parametrize("name", ["digest.html", "digest.txt"])
def test_each_agent_gets_a_message_of_their_own(run: Run, example: Path, name: str) -> None:
    texts = {
        to: run("render", f"templates/{name}", "--to", to).out.decode()
        for to in (WITH, NAMELESS, WITHOUT)
    }
    assert "Hello, Ann!" in texts[WITH]
    assert "Hello!" in texts[NAMELESS]
    assert "Hello, Tom!" in texts[WITHOUT]
    assert [("There is no profit for you yet" in text) for text in texts.values()] == [
        False, False, True,
    ]  # fmt: skip
    assert "Bob Ray" in texts[WITH]
    assert "Ivo Kalns" not in texts[WITH]
    assert texts[WITH].index("Петрова") < texts[WITH].index("Bob Ray")
    assert "800.5" in texts[WITH]
    assert all("https://example.com/unsubscribe" in text for text in texts.values())


def test_short_messages_are_short(run: Run, example: Path) -> None:
    for name, most in (("digest.sms.txt", 160), ("digest.ru.sms.txt", 134)):
        out = run("render", f"templates/{name}").out.decode()
        assert len(out) <= most
        assert not out.endswith("\n")


def test_its_cases_pass_with_snapshots_and_reach_every_branch(
    run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", str(pytester.path)).code == 0
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    plugins = ("-p", "syrupy", "-p", "relvars.pytest_plugin")
    result = pytester.runpytest_subprocess(
        *plugins, "--relvars-cov", "--relvars-cov-fail-under=100"
    )
    assert result.ret == 0
    result.assert_outcomes(passed=59)
    result.stdout.fnmatch_lines(["TOTAL*100%*", "8 snapshots passed."])


def test_no_snapshot_is_left_over_or_changed(run: Run, example: Path) -> None:
    ran = run("review", "tests")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.err == "nothing to review, 8 snapshots are as they were\n"


def test_its_readme_shows_commands_that_work(run: Run, example: Path) -> None:
    lines = (example / "README.md").read_text().splitlines()
    commands = [line.partition("#")[0].split() for line in lines if line.startswith("relvars ")]
    assert len(commands) == 3
    for command in commands:
        ran = run(*command[1:])
        assert (ran.code, ran.err) == (0, "")
