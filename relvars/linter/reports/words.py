"""What several reports need: characters that every reader takes, and names that stay."""

import os
import re
from collections.abc import Iterator
from hashlib import blake2b

from relvars.diagnostics import Diagnostic
from relvars.linter.report import Report
from relvars.text import Document

_BLANKS = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text with a replacement character for each half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text)


def path(name: str) -> str:
    """A file's name as other tools write it: from here on, with slashes."""
    return whole(name).replace(os.sep, "/").removeprefix("./")


def fingerprinted(report: Report) -> Iterator[tuple[Diagnostic, str]]:
    """The findings, each with what it is known again by.

    That hangs on file, rule, what is marked and the line it is on, blanks folded, and on how many
    the same came before; never on where the line stands.
    """
    seen: dict[str, int] = {}
    for one in report.findings:
        known = _digest(one, report.documents.get(one.file))
        seen[known] = seen.get(known, 0) + 1
        yield one, f"{known}:{seen[known]}"


def _digest(finding: Diagnostic, document: Document | None) -> str:
    marked = line = ""
    if document is not None:
        text, starts = document.text, document.line_starts
        marked = text[finding.start.offset : finding.end.offset]
        number = min(finding.start.line, len(starts))
        end = starts[number] if number < len(starts) else len(text)
        line = text[starts[number - 1] : end]
    parts = (path(finding.file), finding.slug, _folded(marked), _folded(line))
    raw = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(raw, digest_size=16).hexdigest()


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
