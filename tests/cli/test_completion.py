"""Completion: its files, and what it answers a shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("shell", "place", "words"),
    [
        ("bash", ".local/share/bash-completion/completions/relvars", "complete -o nospace"),
        ("zsh", ".zfunc/_relvars", "#compdef relvars"),
        ("fish", ".config/fish/completions/relvars.fish", "complete --command relvars"),
    ],
)
def test_a_file_where_each_shell_looks(run: Run, shell: str, place: str, words: str) -> None:
    code, out, err = run("--install-completion", shell)
    file = Path.home() / place
    assert (code, out) == (0, b"")
    assert words in file.read_text()
    assert f"wrote {file};" in err
    assert ("fpath+=" in err) == (shell == "zsh")
    assert run("--install-completion", shell, "--quiet") == (0, b"", "")


def test_the_folders_a_user_has_chosen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert run("--install-completion", "bash").code == 0
    assert run("--install-completion", "fish").code == 0
    assert (tmp_path / "data" / "bash-completion" / "completions" / "relvars").exists()
    assert (tmp_path / "config" / "fish" / "completions" / "relvars.fish").exists()


def test_the_shell_of_the_user(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "fish" in run("--install-completion").err
    monkeypatch.delenv("SHELL")
    code, _, err = run("--install-completion")
    assert code == 2
    assert err.startswith("error: which shell is not known here: name one of bash, zsh, fish\n")


def test_a_shell_without_completion(run: Run) -> None:
    code, _, err = run("--install-completion", "tcsh")
    assert code == 2
    assert err.startswith("error: there is no completion for 'tcsh': name one of bash, zsh, fish\n")


def completions(line: str, folder: Path) -> set[str]:
    """What a shell is answered that asks how a line goes on."""
    answers = folder / "answers"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answers),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run(
        [sys.executable, "-c", "from relvars.cli.main import main; main()"],
        env=environment, cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
    return {one.strip() for one in answers.read_text().split("\n")}


def test_commands_options_and_choices_are_completed(folder: Path) -> None:
    assert {"render", "needs", "parse", "assumptions", "init"} <= completions("relvars ", folder)
    assert completions("relvars ren", folder) == {"render"}
    assert {"--values", "--explain", "--color"} <= completions("relvars render --", folder)
    assert completions("relvars needs x --format ", folder) == {"json", "text"}


def test_files_are_completed(folder: Path) -> None:
    (folder / "letter.html").write_text("")
    assert completions("relvars render let", folder) == {"letter.html"}
