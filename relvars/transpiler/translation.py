"""What a translation is: text, where each stretch of it is from, and what could not be said."""

from bisect import bisect_right
from typing import Any, NamedTuple

from relvars.diagnostics import Diagnostic
from relvars.text import Span

PAGE = "docs/jinja.md"  # where the findings of this room are explained


class Stretch(NamedTuple):
    """`text[start:end]` of a translation says what stands at `span` in the source."""

    start: int
    end: int
    span: Span


class Translation(NamedTuple):
    """A template in another language; with errors among `diagnostics`, `text` is empty.

    `source_map` is in order of place; what stands in no stretch is the head's own.
    """

    text: str
    source_map: tuple[Stretch, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def source_of(translation: Translation, offset: int) -> Span | None:
    """The stretch of the source that stands behind an offset of the text; None for the head."""
    starts = [one.start for one in translation.source_map]
    at = bisect_right(starts, offset) - 1
    if at < 0 or offset >= translation.source_map[at].end:
        return None
    return translation.source_map[at].span


def map_json(translation: Translation, source: str) -> dict[str, Any]:
    """The source map as JSON: offsets in code points, ends exclusive."""
    stretches = [
        {"start": one.start, "end": one.end,
         "source_start": one.span.start, "source_end": one.span.end}
        for one in translation.source_map
    ]  # fmt: skip
    return {"version": 1, "source": source, "stretches": stretches}
