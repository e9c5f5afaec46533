"""Running the command inside the test's own process, in an empty folder."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from relvars.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "fixtures" / "projects" / "example"


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: bytes
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty; no setting of the person who runs the tests gets in."""
    for name in ("NO_COLOR", "TERM", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "SHELL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line; `stdin` is what it is fed."""

    def run_command(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(one) for one in arguments])
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return run_command


@pytest.fixture
def example(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example project, and we are in it."""
    project = folder / "example"
    shutil.copytree(EXAMPLE, project)
    monkeypatch.chdir(project)
    return project
