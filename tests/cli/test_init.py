"""`relvars init`: a project that works, over nothing that was there."""

import os
from pathlib import Path

import pytest

from relvars.cli import init as init_command
from tests.cli.conftest import EXAMPLE, Run


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_folder(run: Run, folder: Path) -> None:
    code, out, err = run("init", "deep/demo")
    assert (code, out) == (0, b"")
    assert tree(folder / "deep" / "demo") == tree(EXAMPLE)
    assert "cd deep/demo\n" in err
    assert "relvars render templates/digest.txt\n" in err


def test_the_current_folder(run: Run, folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    code, _, err = run("init")
    assert code == 0
    assert tree(folder) == {**tree(EXAMPLE), "notes.txt": b"mine"}
    assert "cd " not in err


def test_quietly(run: Run) -> None:
    assert run("init", "demo", "-q") == (0, b"", "")


def test_nothing_is_written_over(run: Run, folder: Path) -> None:
    (folder / "demo").mkdir()
    (folder / "demo" / "relvars.toml").write_text("mine")
    (folder / "demo" / "README.md").symlink_to("nowhere")
    before = sorted(os.listdir(folder / "demo"))
    code, out, err = run("init", "demo")
    assert (code, out) == (2, b"")
    assert err == (
        "error: nothing was written, since these files are there already:\n"
        "  demo/README.md\n  demo/relvars.toml\n"
    )
    assert sorted(os.listdir(folder / "demo")) == before
    assert (folder / "demo" / "relvars.toml").read_text() == "mine"


def test_half_a_project_is_never_left(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace
    done: list[object] = []

    def full(source: str, target: Path) -> None:
        done.append(target)
        if len(done) == 5:
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    code, _, err = run("init", "demo")
    assert code == 3
    assert err.endswith(": No space left on device\n")
    assert tree(folder) == {}


def test_a_file_in_the_way_of_the_folder(run: Run, folder: Path) -> None:
    (folder / "demo").write_text("mine")
    code, _, err = run("init", "demo")
    assert code == 2
    assert err.endswith("there already:\n  demo\n")


def test_the_example_is_looked_for_in_the_installed_package_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert init_command.example_folder() == EXAMPLE
    (tmp_path / "relvars" / "example").mkdir(parents=True)
    monkeypatch.setattr("relvars.__path__", [str(tmp_path / "relvars")])
    assert init_command.example_folder() == tmp_path / "relvars" / "example"


def test_every_step_it_names_works(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [line.split() for line in run("init", "demo").err.splitlines() if line[:2] == "  "]
    assert steps.pop(0) == ["cd", "demo"]
    monkeypatch.chdir("demo")
    assert steps.pop() == ["pytest"]  # tests/cli/test_example.py does it
    assert steps.pop(0) == ["relvars", "preview"]  # tests/cli/test_preview.py does it
    assert len(steps) == 3
    for step in steps:
        ran = run(*step[1:])
        assert (ran.code, ran.err) == (0, "")
        assert ran.out
