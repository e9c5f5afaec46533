"""Documents and the places in them."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from re import compile as regex
from typing import NamedTuple

BOM = "\ufeff"
_LINE_BREAK = regex(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A stretch of a document: code-point offsets from 0, half-open."""

    start: int
    end: int


class Position(NamedTuple):
    """A place for people: line and column from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True)
class Document:
    """A text, the name it is reported under, and the channel it is sent on ("": not known)."""

    text: str
    name: str = "<template>"
    channel: str = ""

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins; CRLF, LF and lone CR all end a line."""
        return (0, *(match.end() for match in _LINE_BREAK.finditer(self.text)))


def position(document: Document, offset: int) -> Position:
    """Where an offset is; the end of the text is a legal offset.

    A byte order mark has an offset but no column.
    """
    line = bisect_right(document.line_starts, offset)
    column = offset - document.line_starts[line - 1] + 1
    if line == 1 and document.text.startswith(BOM) and column > 1:
        column -= 1
    return Position(line, column, offset)


def line_text(document: Document, line: int) -> str:
    """A line (from 1) without its line break and without a byte order mark."""
    starts = document.line_starts
    end = starts[line] if line < len(starts) else len(document.text)
    text = document.text[starts[line - 1] : end].rstrip("\r\n")
    return text.removeprefix(BOM) if line == 1 else text
