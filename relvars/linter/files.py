"""The template files that paths mean, and reading them so that trouble with one stops no other."""

import os
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvars.catalog import channel_of
from relvars.linter.ignoring import Ignoring, above, is_ignored, of_folder

# Folders that are never the templates of anybody; those of git's kind git ignores itself.
_SKIPPED = {".git", ".hg", ".svn", ".relvars", ".relvars_cache", ".venv", "node_modules",
            "__pycache__", "__snapshots__"}  # fmt: skip
_TRIES = 3
# Where stdin, and in shells `<(…)`, can be read by a name.
_SHELL = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")


class Trouble(NamedTuple):
    """A file that cannot be linted, and why; `misuse` when the path itself was wrong."""

    name: str
    why: str
    misuse: bool = False


class Read(NamedTuple):
    """A file's text as it stands, byte order mark and line ends included."""

    name: str
    raw: bytes
    text: str


def template_files(
    paths: Sequence[str], exclude: Sequence[Ignoring] = ()
) -> Iterator[str | Trouble]:
    """The files named, and those in the folders named whose names have a channel; each once.

    In folders nothing counts that git ignores, or `exclude`; links to folders are not followed.
    """
    seen: set[str] = set()
    for path in paths:
        for one in _meant(path, exclude):
            key = os.path.normpath(one if isinstance(one, str) else one.name)
            if key not in seen:
                seen.add(key)
                yield one


def _meant(path: str, exclude: Sequence[Ignoring]) -> Iterator[str | Trouble]:
    if not path:
        yield Trouble("''", "is an empty path; a dot is the folder you are in", misuse=True)
    elif not _is_utf8(path):
        yield Trouble(path, "its name is not UTF-8")
    elif not os.path.isdir(path):
        yield path
    else:
        folder = os.path.abspath(path)
        yield from _walk(path, folder, exclude, above(folder))


def _walk(
    shown: str, folder: str, exclude: Sequence[Ignoring], ignoring: tuple[Ignoring, ...]
) -> Iterator[str | Trouble]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda one: one.name)
    except OSError as error:
        yield Trouble(shown, f"cannot be read: {error.strerror}")
        return
    if any(one.name == ".gitignore" for one in found):
        ignoring = (*ignoring, *of_folder(folder))
    for entry in found:
        name = os.path.normpath(os.path.join(shown, entry.name))
        is_folder = entry.is_dir(follow_symlinks=False)
        if not _is_wanted(entry, is_folder=is_folder):
            continue
        if any(is_ignored(entry.path, one, is_folder=is_folder) for one in (exclude, ignoring)):
            continue
        if not _is_utf8(name):
            yield Trouble(name, "its name is not UTF-8")
        elif is_folder:
            yield from _walk(name, entry.path, exclude, ignoring)
        else:
            yield name


def _is_wanted(entry: os.DirEntry[str], *, is_folder: bool) -> bool:
    """Folders that may hold templates, and files whose names say that they are; links too."""
    if is_folder:
        return entry.name not in _SKIPPED
    if channel_of(entry.name) == "" or os.path.isdir(entry.path):
        return False
    return entry.is_symlink() or entry.is_file(follow_symlinks=False)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_file(name: str) -> Read | Trouble:
    """The file's text; one that others write to meanwhile is read anew a few times."""
    try:
        if not _is_file(name):
            return Trouble(name, "is not a regular file")
        for _ in range(_TRIES):
            raw = _read_still(name)
            if raw is not None:
                return decoded(name, raw)
    except (FileNotFoundError, NotADirectoryError):
        dangling = os.path.islink(name)
        why = "is a link to a file that is not there" if dangling else "there is no such file"
        return Trouble(name, why, misuse=not dangling)
    except (OSError, ValueError) as error:
        return Trouble(name, f"cannot be read: {getattr(error, 'strerror', None) or error}")
    return Trouble(name, "changes while it is read")


def _is_file(name: str) -> bool:
    """Can it be read to its end, or fail? A pipe that nobody writes to would be waited for."""
    mode = os.stat(name).st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or name.startswith(_SHELL)


def _read_still(name: str) -> bytes | None:
    """All bytes of a file, or None when it changed while they were read."""
    with open(name, "rb") as file:
        before = os.fstat(file.fileno())
        raw = file.read()
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return raw if same and (len(raw) == after.st_size or not after.st_size) else None


def decoded(name: str, raw: bytes) -> Read | Trouble:
    """Bytes as text."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return Trouble(name, f"byte {error.start} is not UTF-8, so it is no template")
    if "\0" in text:
        return Trouble(name, "holds a NUL, so it is no template")
    return Read(name, raw, text)
