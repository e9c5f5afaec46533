"""Snapshots on disk: the message in UTF-8, byte for byte, whole or not at all."""

import os
from pathlib import Path

from relvars.disk import replace_file
from relvars.errors import DataError, SourceError
from relvars.text import BOM


def encoded(message: str) -> bytes:
    """A message as its snapshot holds it.

    Raises:
        DataError: when it holds half of a surrogate pair, which UTF-8 cannot write.
    """
    try:
        return message.encode()
    except UnicodeEncodeError as error:
        half = f"U+{ord(message[error.start]):04X}"
        raise DataError(
            f"the message holds {half}, half of a surrogate pair: no file can keep it"
        ) from None


def load(file: Path) -> bytes | None:
    """A snapshot's bytes; None when there is none.

    Raises:
        SourceError: when it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(
            f"the snapshot {file.name} cannot be read: {error.strerror} ({file.parent})"
        ) from None


def store(file: Path, data: bytes) -> None:
    """Write a snapshot, so that others see the old one or the new one, never a part.

    Raises:
        SourceError: when it cannot be written, or a folder of snapshots is a link.
    """
    if link := linked(file.parent):
        raise SourceError(
            f"the snapshot {file.name} cannot be written: {link} is a link,"
            " and what lies behind it is nobody's snapshot"
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # A file that nobody may write is meant to stay; replacing it would not even ask.
        if file.exists() and not os.access(file, os.W_OK):
            raise PermissionError(13, "it is read-only", str(file))
        replace_file(file, data)
    except OSError as error:
        raise SourceError(
            f"the snapshot {file.name} cannot be written: {error.strerror} ({file.parent})"
        ) from None


def linked(folder: Path) -> Path | None:
    """The folder of a case file's snapshots, or the one around it, where that is a link.

    Behind a link nothing is written or deleted: it may lead out of the project.
    """
    return next((one for one in (folder.parent, folder) if one.is_symlink()), None)


def damage(stored: bytes, message: bytes) -> str:
    """What an editor or git did to a snapshot that is else the message; "" when it is not that."""
    if stored == message:
        return ""
    try:
        text = stored.decode()
    except UnicodeDecodeError as error:
        return f"it is not UTF-8 at byte {error.start}; an editor has saved it otherwise"
    wanted = message.decode()
    slips = []
    if text.startswith(BOM) and not wanted.startswith(BOM):
        slips.append("it begins with a byte order mark, which an editor has put there")
        text = text.removeprefix(BOM)
    if text != wanted and _unix(text) == _unix(wanted):
        slips.append(
            "its line ends are not those of the message; an editor or git (core.autocrlf)"
            " has changed them"
        )
        text = wanted
    if text != wanted and text.rstrip("\n") == wanted.rstrip("\n"):
        slips.append("its end has newlines too many or too few; an editor has done that")
        text = wanted
    return "; ".join(slips) if text == wanted else ""


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
