"""Reading what the command line names, and writing files that are either whole or not there."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from relvars.disk import replace_file
from relvars.spelling import did_you_mean

STDIN = "-"
_STDIN_NAME = "<stdin>"


def shown(name: str) -> str:
    """The name of a file as people see it."""
    return _STDIN_NAME if name == STDIN else name


def read_bytes(name: str) -> bytes:
    """All of a file, or of stdin.

    Raises:
        ConfigError: if there is no such file.
        SourceError: if it cannot be read.
    """
    from relvars.errors import ConfigError, SourceError

    if name == STDIN and sys.stdin is None:
        raise SourceError("stdin is closed")
    try:
        if name == STDIN:
            return sys.stdin.buffer.read()
        return Path(name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(f"there is no file {name}{_beside(name)}") from None
    except IsADirectoryError:
        raise ConfigError(f"{name or 'an empty name'} is a folder, not a file") from None
    except OSError as error:
        raise SourceError(f"{shown(name)} cannot be read: {error.strerror}") from None
    except ValueError:  # a NUL in the name
        raise ConfigError(f"{name!r} cannot be the name of a file") from None


def _beside(name: str) -> str:
    """The file of the same folder that is most likely meant, as the end of a sentence."""
    path = Path(name)
    with suppress(OSError):
        known = [str(path.parent / one) for one in sorted(os.listdir(path.parent))]
        return did_you_mean(str(path), known, 0.8)
    return ""


def read_template(name: str) -> str:
    """The text of a template, a byte order mark and all line ends included.

    Raises:
        ConfigError: if there is no such file.
        SourceError: if it cannot be read; DataError if it is not UTF-8.
    """
    from relvars.errors import DataError

    raw = read_bytes(name)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        other = " (it looks like UTF-16)" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        raise DataError(
            f"{shown(name)}: byte {error.start} is not UTF-8{other}; save the file as UTF-8"
        ) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that others see the old one or the new one, never a part.

    A symbolic link stays one, and the file keeps its permissions. A device or a pipe is written
    to, not replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    try:
        replace_file(Path(os.path.realpath(path)), data)
    except OSError as error:
        error.filename = str(path)  # the name that was made up says nothing to anybody
        raise


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, all of them or none, and over nothing that is there.

    Raises:
        ConfigError: that lists the files that stand in the way.
    """
    from relvars.errors import ConfigError

    parents = {(folder / name).parent for name in files}
    blocked = [one for one in parents if os.path.lexists(one) and not one.is_dir()]
    taken = [path for name in files if os.path.lexists(path := folder / name)] + blocked
    if taken:
        listed = "".join(f"\n  {path}" for path in taken)
        raise ConfigError(f"nothing was written, since these files are there already:{listed}")
    written: list[Path] = []
    try:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, data)
            written.append(folder / name)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
