"""A project in a folder of its own, and pytest run in it as a user would."""

from collections.abc import Callable
from pathlib import Path

import pytest
import syrupy

# The suite has imported the plugin before pytest could rewrite it, which is no matter here.
QUIETLY = ("-W", "ignore::pytest.PytestAssertRewriteWarning")

Run = Callable[..., pytest.RunResult]
Write = Callable[[str, str], Path]

PROJECT = """
[project]
data = "files:data"
database = "agents"
[[database]]
id = 1
name = "agents"
[database.fields]
city = "string"
vip = "boolean"
"""
PROFILES = """\
{"_id": "1", "_fname": "Ann", "city": "Riga"}
{"_id": "2", "_fname": "Bob", "city": "Tartu"}
{"_id": "x3", "city": "Riga"}
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    # Whatever else is installed stays out, and so does the entry point of the plugin itself.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setattr(syrupy, "_syrupy", None)  # syrupy knows one session only

    def run(*arguments: str) -> pytest.RunResult:
        plugins = ("-p", "syrupy", "-p", "relvars.pytest_plugin")
        return pytester.runpytest(*plugins, *QUIETLY, *arguments)

    return run


@pytest.fixture
def write(pytester: pytest.Pytester) -> Write:
    def write(name: str, text: str) -> Path:
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def project(pytester: pytest.Pytester, write: Write) -> Path:
    write("relvars.toml", PROJECT)
    write("data/profiles/agents.jsonl", PROFILES)
    write("templates/hello.html", "<p>Hello {lead._fname} of {lead.city}!</p>\n")
    write("templates/hello.subject.txt", "For {lead._fname}")
    write("templates/deep/bye.txt", "Bye, {lead._fname}\r\n")
    return pytester.path


def kept(folder: Path) -> list[str]:
    """The names of all snapshots of cases, with their folders."""
    found = folder.rglob("__snapshots__/*.case/*")
    return sorted(f"{path.parent.name}/{path.name}" for path in found)


def summary(result: pytest.RunResult) -> list[str]:
    """The lines that say what failed."""
    return [line for line in result.outlines if line.startswith("FAILED")]
