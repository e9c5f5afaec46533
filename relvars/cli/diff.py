"""Differences of two texts, as `git apply` and `patch` read them."""

import os
import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PLAIN = re.compile(rb"[ !#-\[\]-~]*")
_ESCAPES = {7: r"\a", 8: r"\b", 9: r"\t", 10: r"\n", 11: r"\v", 12: r"\f", 13: r"\r", 34: r"\"",
            92: r"\\"}  # fmt: skip
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(name: str, before: str, after: str) -> str:
    """What changes in a file; byte order marks and line ends are kept."""
    lines = unified_diff(
        _LINE.findall(before), _LINE.findall(after), _quoted(f"a/{name}"), _quoted(f"b/{name}")
    )
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)


def _quoted(name: str) -> str:
    """A file's name as git writes it: whatever is not plain goes in quotes, byte by byte."""
    raw = os.fsencode(name)
    if _PLAIN.fullmatch(raw):
        return name
    return '"' + "".join(_escaped(byte) for byte in raw) + '"'


def _escaped(byte: int) -> str:
    if byte in _ESCAPES:
        return _ESCAPES[byte]
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"
