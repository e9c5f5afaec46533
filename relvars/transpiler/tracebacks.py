"""From an error of Jinja2's to the place in the template that was translated."""

import json
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from relvars.diagnostics import Diagnostic, diagnostic, frame
from relvars.text import Document, Span
from relvars.transpiler.translation import PAGE, Translation

_KEY = re.compile(r'known\(("(?:[^"\\]|\\.)*+")\)')  # string literals, which JSON writes alike


def translate_traceback(
    translation: Translation, document: Document, error: BaseException
) -> Diagnostic | None:
    """The error as a finding in the source; None when it arose outside the translation's body.

    Of several tags that stand on the line of the error, the one that reads the result that Jinja2
    says is not there is shown, else the first.
    """
    said = str(error)
    spans = (_span_of_line(translation, line, said) for line in _lines(error))
    span = next((one for one in spans if one is not None), None)
    if span is None:
        return None
    message = f"Jinja2 failed here: {type(error).__name__}: {error}"
    return diagnostic(document, span, "jinja-error", message)._replace(url=PAGE)


def translated_frame(
    translation: Translation, document: Document, error: BaseException
) -> str | None:
    """The same as a code frame for people."""
    found = translate_traceback(translation, document, error)
    return frame(document, found) if found else None


def _lines(error: BaseException) -> Iterator[int]:
    """The lines of the translation that the error passed through, the innermost first."""
    named: Any = getattr(error, "lineno", None)
    if isinstance(named, int):  # Jinja2's own syntax errors know their line
        yield named
    yield from reversed(list(_frames(error.__traceback__)))


def _frames(at: TracebackType | None) -> Iterator[int]:
    while at is not None:
        # Jinja2 puts such frames in place of those of the Python it generated.
        if "__jinja_exception__" in at.tb_frame.f_globals:
            yield at.tb_lineno
        at = at.tb_next


def _span_of_line(translation: Translation, line: int, said: str) -> Span | None:
    """The tag of an error, else the first stretch, that a line (from 1) holds."""
    rows = translation.text.split("\n")
    start = sum(len(row) + 1 for row in rows[: line - 1])
    end = start + len(rows[line - 1])
    on_line = [one for one in translation.source_map if one.start < end and one.end > start]
    tags = [one for one in on_line if "{" in translation.text[one.start : one.end]
            and "{{- " not in translation.text[one.start : one.end]]  # fmt: skip
    named = [one for one in tags if _is_named(translation.text[one.start : one.end], said)]
    return next((one.span for one in named or tags or on_line), None)


def _is_named(tag: str, said: str) -> bool:
    """Does a tag read a result whose key is in what an error says?"""
    return any(repr(json.loads(key)) in said for key in _KEY.findall(tag))
