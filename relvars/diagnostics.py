"""Trouble with a template, as data, and the code frame that shows it."""

import unicodedata
from enum import StrEnum
from typing import Any, NamedTuple

from relvars.text import Document, Position, Span, line_text, position


class Severity(StrEnum):
    """How bad it is: an error stops the message, a warning embarrasses, an info informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Edit(NamedTuple):
    """Replace what stands from start to end (half-open) by text."""

    start: Position
    end: Position
    text: str


class Fix(NamedTuple):
    """Edits that mend the trouble; safe when they cannot change what is sent otherwise."""

    safe: bool
    edits: tuple[Edit, ...]


class Diagnostic(NamedTuple):
    """One finding; the attributes bear the names of the JSON keys."""

    slug: str
    severity: Severity
    message: str
    file: str
    start: Position
    end: Position
    fix: Fix | None = None
    url: str = ""
    help: str = ""


def diagnostic(  # noqa: PLR0913 - a finding has this many parts
    document: Document,
    span: Span,
    slug: str,
    message: str,
    *,
    severity: Severity = Severity.ERROR,
    help: str = "",
    edits: tuple[tuple[int, int, str], ...] = (),
    safe: bool = True,
) -> Diagnostic:
    """Make a finding at a span; `edits` are (start, end, text) by offset."""
    placed = tuple(
        Edit(position(document, start), position(document, end), text) for start, end, text in edits
    )
    return Diagnostic(
        slug=slug,
        severity=severity,
        message=message,
        file=document.name,
        start=position(document, span.start),
        end=position(document, span.end),
        fix=Fix(safe, placed) if placed else None,
        url=f"docs/rules.md#{slug}",
        help=help,
    )


def to_json(finding: Diagnostic) -> dict[str, Any]:
    """The finding as a JSON object, in the shape that contracts promise."""

    def place(at: Position) -> dict[str, int]:
        return at._asdict()

    fix = finding.fix and {
        "safe": finding.fix.safe,
        "edits": [
            {"start": place(e.start), "end": place(e.end), "text": e.text}
            for e in finding.fix.edits
        ],
    }
    places = {"start": place(finding.start), "end": place(finding.end), "fix": fix}
    return finding._asdict() | places


_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_FRAME_WIDTH = 96


def frame(document: Document, finding: Diagnostic, *, color: bool = False) -> str:
    """The finding with the line it is on, underlined, for a terminal; no newline at the end.

    Control and direction-changing characters of the template are shown as visible escapes, so a
    hostile template cannot speak to the terminal.
    """

    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    tone = _COLORS[finding.severity]
    line, column = finding.start.line, finding.start.column
    shown, before, marked = _excerpt(document, finding)
    gutter = " " * len(str(line))
    bar = paint("34", "|")
    rows = [
        paint(f"1;{tone}", f"{finding.severity}[{finding.slug}]")
        + paint("1", f": {printable(finding.message)}"),
        f"{gutter}{paint('34', '-->')} {printable(finding.file)}:{line}:{column}",
        f"{gutter} {bar}",
        f"{paint('34', str(line))} {bar} {shown}".rstrip(),
        f"{gutter} {bar} {' ' * before}{paint(f'1;{tone}', '^' * marked)}",
    ]
    if finding.help:
        rows.append(f"{gutter} {paint('34', '=')} {paint('1', 'help')}: {printable(finding.help)}")
    return "\n".join(rows)


def printable(text: str) -> str:
    """The text with everything a terminal might obey written as an escape."""
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character == "\t":
        return "    "
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return ascii(character)[1:-1]


def _excerpt(document: Document, finding: Diagnostic) -> tuple[str, int, int]:
    """The part of the line to show, the width before the mark, and the width of the mark."""
    text = line_text(document, finding.start.line)
    start = min(finding.start.column - 1, len(text))
    end = finding.end.column - 1 if finding.end.line == finding.start.line else len(text)
    end = min(max(end, start), len(text), start + _FRAME_WIDTH // 2)
    first = max(0, start - _FRAME_WIDTH // 2) if end > _FRAME_WIDTH else 0
    last = min(len(text), first + _FRAME_WIDTH)
    lead = "…" if first else ""
    tail = "…" if last < len(text) else ""
    shown = lead + printable(text[first:last]) + tail
    before = width(lead + printable(text[first:start]))
    return shown, before, max(1, width(printable(text[start:end])))


def width(text: str) -> int:
    """How many terminal cells a text takes: wide characters two, combining ones none."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
