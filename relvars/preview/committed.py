"""A template as it stands in a commit, asked of git."""

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from relvars.errors import ConfigError, SourceError

_COMMIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^@{}-]*")
_SECONDS = 10
# Nothing is written, nobody is asked, and what a partial clone lacks is not fetched.
_QUIET = {
    "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
}  # fmt: skip


def committed(root: Path, path: str, commit: str) -> str:
    """The text of a file, its path from the root on, in a commit.

    Raises:
        ConfigError: when there is no repository, commit or file in it.
        SourceError: when git is missing or fails.
    """
    _check(commit)
    # `cat-file` gives the bytes; `show` would run the converters that a repository names.
    return _git(root, path, commit, "cat-file", "blob", f"{commit}:./{path}")


def held(root: Path, paths: Iterable[str], commit: str) -> list[str]:
    """Those of some files, by their paths from the root on, that a commit has.

    Raises:
        ConfigError: when there is no repository or commit.
        SourceError: when git is missing or fails.
    """
    _check(commit)
    told = _git(root, "files", commit, "ls-tree", "-z", "--name-only", commit, "--", *paths)
    return [one for one in told.split("\0") if one]


def _check(commit: str) -> None:
    if not _COMMIT.fullmatch(commit):
        raise ConfigError(f"{commit!r} is no name of a commit.")


def _git(root: Path, path: str, commit: str, *words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and nothing that could be an option
            ["git", *words],  # noqa: S607 - the user's git
            cwd=root,
            env={**os.environ, **_QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        missing = "git is not installed" if error.filename == "git" else f"{root} is gone"
        raise SourceError(f"{missing}, so there is no last commit to compare with.") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"git could not be asked: {type(error).__name__}.") from None
    if done.returncode:
        raise _failure(done.stderr.decode(errors="replace"), path, commit)
    return done.stdout.decode(errors="replace")


def _failure(said: str, path: str, commit: str) -> ConfigError | SourceError:
    if "not a git repository" in said:
        return ConfigError("This project is in no git repository, so it has no last commit.")
    if "exists on disk" in said or "does not exist" in said or "not in" in said:
        return ConfigError(f"{path} is not in the commit {commit}.")
    if "Not a valid object name" in said or "invalid object name" in said:
        return ConfigError(f"There is no commit {commit} yet, or it has no {path}.")
    if "dubious ownership" in said:
        return SourceError(
            "The repository belongs to somebody else, so git leaves it alone;"
            " git config --global --add safe.directory FOLDER lets it."
        )
    reason = next(iter(said.splitlines()), "it says nothing")
    return SourceError(f"git could not give {path}: {reason}")
