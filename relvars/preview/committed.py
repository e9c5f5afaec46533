"""A template as it stands in a commit, asked of git."""

import os
import re
import subprocess
from pathlib import Path

from relvars.errors import ConfigError, SourceError

_COMMIT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./~^@{}-]*")
_SECONDS = 10


def committed(root: Path, path: str, commit: str) -> str:
    """The text of a file, its path from the root on, in a commit.

    Raises:
        ConfigError: when there is no repository, commit or file in it.
        SourceError: when git is missing or fails.
    """
    if not _COMMIT.fullmatch(commit):
        raise ConfigError(f"{commit!r} is no name of a commit.")
    try:
        # `cat-file` gives the bytes; `show` would run the converters that a repository names.
        done = subprocess.run(  # noqa: S603 - no shell, and nothing that could be an option
            ["git", "cat-file", "blob", f"{commit}:./{path}"],  # noqa: S607 - the user's git
            cwd=root,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise SourceError(
            "git is not installed, so there is no last commit to compare with."
        ) from None
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
    reason = next(iter(said.splitlines()), "it says nothing")
    return SourceError(f"git could not give {path}: {reason}")
