"""`.pre-commit-hooks.yaml`, tried by pre-commit itself in a repository made for that.

pre-commit installs the hooks with pip, from the index that pip knows.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from relvars.cli.main import COMMANDS
from tests.programs import needs_git

ROOT = Path(__file__).parents[1]
# What an installation is built from.
SOURCES = ("relvars", "grammar", "fixtures/projects/example")
FILES = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
UNTIDY = "<p>{ lead.a }</p><a href='{unsubscribe}'>no more</a>\n"


pytestmark = needs_git


class Repository:
    """A git repository, and what is run in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        folder.mkdir()
        self.folder = folder
        kept = {name: one for name, one in os.environ.items() if not name.startswith("GIT_")}
        self.environment = kept | {
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
            "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never",
        }  # fmt: skip
        self.environment.pop("PYTHONPATH", None)  # the hook must live on what was installed
        self.git("init", "-q")

    def git(self, *arguments: str) -> str:
        return self._run("git", *arguments, check=True).stdout.strip()

    def commit_all(self) -> str:
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "-m", "all", "--no-verify")
        return self.git("rev-parse", "HEAD")

    def pre_commit(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self._run(sys.executable, "-m", "pre_commit", *arguments)

    def _run(self, *command: str, check: bool = False) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=check,
        )  # fmt: skip


@pytest.fixture
def hooks(tmp_path: Path) -> Repository:
    """A repository with the hooks, as their users clone it."""
    repository = Repository(tmp_path / "hooks", tmp_path / "home")
    for name in SOURCES:
        shutil.copytree(ROOT / name, repository.folder / name,
                        ignore=shutil.ignore_patterns("__pycache__", ".relvars*"))  # fmt: skip
    for name in FILES:
        shutil.copy(ROOT / name, repository.folder / name)
    return repository


def index_answers(folder: Path) -> bool:
    """Does pip reach the index, or are these tests run without a network?"""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder),
               "--retries", "0", "--timeout", "15", "hatchling"]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_hooks_find_and_tidy_what_is_committed(hooks: Repository, tmp_path: Path) -> None:
    if not index_answers(tmp_path / "downloaded"):
        pytest.skip("pre-commit installs from a package index, and none can be reached")
    own = Repository(tmp_path / "own", tmp_path / "home")
    listed = [{"id": "relvars-lint"}, {"id": "relvars-format"}]
    config = {"repos": [{"repo": str(hooks.folder), "rev": hooks.commit_all(), "hooks": listed}]}
    (own.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    template, other = own.folder / "a.html", own.folder / "b.md"
    template.write_text(UNTIDY + "{if lead.a}", encoding="utf-8")
    other.write_text("{if lead.a", encoding="utf-8")
    own.git("add", "-A")

    first = own.pre_commit("run")
    assert "error[unclosed-block]" in first.stdout, first.stdout
    assert "a.html:2:1" in first.stdout
    assert "1 file formatted" in first.stdout
    assert first.returncode == 1

    template.write_text(UNTIDY.replace("{ lead.a }", "{lead.a}"), encoding="utf-8")
    own.git("add", "-A")
    second = own.pre_commit("run")
    assert second.returncode == 0, second.stdout
    assert second.stdout.count("Passed") == 2


def test_the_hooks_are_what_pre_commit_reads(hooks: Repository) -> None:
    assert hooks.pre_commit("validate-manifest", ".pre-commit-hooks.yaml").returncode == 0
    entries = [one["entry"] for one in yaml.safe_load((ROOT / FILES[-1]).read_text("utf-8"))]
    assert entries == ["relvars lint", "relvars format"]
    assert {entry.split()[1] for entry in entries} <= {*COMMANDS}
