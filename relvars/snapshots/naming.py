"""The file of a snapshot: named by its case, safe on every file system, the same on each run."""

import re
import unicodedata
from pathlib import Path, PurePosixPath
from zlib import crc32

from relvars.catalog import catalog

FOLDER = "__snapshots__"
# Names may be longer; with a folder, an ending and letters of three bytes, this many fit anywhere.
_LONGEST = 150  # bytes
_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def shelf(case_file: Path, folder: str = FOLDER) -> Path:
    """The folder that keeps the snapshots of a case file, beside it: `__snapshots__/x.case`."""
    return case_file.parent / folder / case_file.name.removesuffix(".toml")


def case_folder(name: str) -> bool:
    """Whether a folder of that name is one of ours."""
    return name.endswith(".case")


def stem(name: str) -> str:
    """The beginning of the names of a case's snapshots.

    Equal for names that differ in blanks and punctuation only; compare it without regard to case,
    since many file systems do.
    """
    clean = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    kept = clean.encode()[:_LONGEST].decode(errors="ignore").rstrip("-.")
    if kept == clean and clean and not _RESERVED.fullmatch(clean):
        return clean
    return f"{kept}-{crc32(name.encode(errors='replace')):08x}".lstrip("-")


def ending(template: str, text: str = "") -> str:
    """The ending of a part's snapshot: that of its template's name, or as a text looks."""
    lowered = template.lower()
    known = next((one for one in catalog().channels if lowered.endswith(one)), "")
    own = PurePosixPath(lowered).suffix if "<" not in lowered else ""
    return known or own or (".html" if "</" in text else ".txt")


def endings() -> tuple[str, ...]:
    """The endings of message parts, the longest first."""
    return tuple(sorted(catalog().channels, key=len, reverse=True))
