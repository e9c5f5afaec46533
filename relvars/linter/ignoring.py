"""What git ignores, and what `[lint] exclude` adds to it, in the same patterns."""

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Ignoring(NamedTuple):
    """A folder (absolute), and what the patterns written in it say of a path from there (posix).

    Folders end in a slash. None: no pattern speaks of it. The last pattern that does is right.
    """

    folder: str
    says: Callable[[str], bool | None]


def patterns(folder: str, lines: Sequence[str]) -> Ignoring:
    """Patterns from their lines; one that git could not read is passed over, as git does."""
    from pathspec import GitIgnoreSpec  # 25 ms, which a run over named files must not pay

    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except ValueError:
        spec = GitIgnoreSpec.from_lines(one for one in lines if _is_readable(one))
    return Ignoring(folder, lambda path: spec.check_file(path).include)


def _is_readable(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def of_folder(folder: str) -> tuple[Ignoring, ...]:
    """The patterns of a folder's own .gitignore; none where there is none that can be read."""
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            return (patterns(folder, file.read().splitlines()),)
    except OSError:
        return ()


def above(folder: str) -> tuple[Ignoring, ...]:
    """The patterns of the folders above one, from the repository's root down.

    None if they ignore the folder itself: whoever names it wants what is in it.
    """
    parents = _parents(folder)
    found = tuple(one for parent in parents for one in of_folder(parent))
    named = [*parents[1:], folder]
    return () if any(is_ignored(one, found, is_folder=True) for one in named) else found


def _parents(folder: str) -> list[str]:
    """The folders above one, outermost first, from the one with a .git in it; without, none."""
    found: list[str] = []
    while not os.path.lexists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folder = parent
        found.append(folder)
    return found[::-1]


def is_ignored(path: str, ignoring: Sequence[Ignoring], *, is_folder: bool) -> bool:
    """Do the patterns ignore an absolute path? The ones deepest down are asked first."""
    for one in reversed(ignoring):
        inside = path.removeprefix(one.folder).replace(os.sep, "/").lstrip("/")
        said = one.says(inside + "/" * is_folder)
        if said is not None:
            return said
    return False
