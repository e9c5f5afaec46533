"""Tidy the inside of tags and nothing else.

One blank stands between words; none behind the opener, before the closer, inside parentheses and
before those of a call. Line breaks in tags are blanks. A tag with an error stays as it is, since
nobody knows what it means; strings do too.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from relvars.catalog import Language, assume
from relvars.errors import RelvarsError
from relvars.renderer.prepare import prepare
from relvars.syntax.ast import (
    Broken,
    Call,
    For,
    If,
    Node,
    Output,
    Path,
    Template,
    Text,
    subexpressions,
    walk,
)
from relvars.syntax.heads import LENGTH
from relvars.syntax.parser import as_template, parse
from relvars.syntax.scan import CLOSERS
from relvars.text import Span

# A condition's words as the grammar has them; two without a blank between them are two.
_WORD = re.compile(r'"[^"]*"|[()]|[=!<>&|]+|[$-]?\w+(?:\.\w+)*|[^ \t\r\n]')
_LINE_BREAK = re.compile(r"[\r\n]")


class Edit(NamedTuple):
    """A tag's place and how it is written tidily; `is_block` for those of `if` and `for`."""

    span: Span
    tidy: str
    is_block: bool


def format(template: Template | str, *, language: Language | None = None) -> str:
    """The template's text with its tags tidied; what stands between tags stays as it is.

    Each time it is checked that the result has the same tree and the same text between tags, and
    is tidy. `language` is what the template was read with, None for the usual one.

    Raises:
        RelvarsError: when a check fails; it says which.
    """
    before = as_template(template, language)
    edits = _edits(before, language)
    if not edits:
        return before.document.text
    after = _reread(before, edits, language)
    fault = _fault(before, after, language)
    if fault:
        raise RelvarsError(f"not formatted, since {fault}")
    return after.document.text


def _fault(before: Template, after: Template, language: Language | None) -> str:
    """What of the promises the result does not keep; "" when it keeps all."""
    if _between(before) != _between(after):
        return "the text between its tags would change"
    slugs = [one.slug for one in before.diagnostics]
    if before.body != after.body or slugs != [one.slug for one in after.diagnostics]:
        return "its tags would be read differently"
    if _edits(after, language):
        return "a second run would change it again"
    return ""


def _between(template: Template) -> list[str]:
    """The text around the tags that may be tidied."""
    text = template.document.text
    spans = sorted(edit.span for edit in _tags(template))
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _reread(before: Template, edits: Sequence[Edit], language: Language | None) -> Template:
    document = before.document
    pieces, reached = [], 0
    for edit in edits:
        pieces += [document.text[reached : edit.span.start], edit.tidy]
        reached = edit.span.end
    text = "".join([*pieces, document.text[reached:]])
    return parse(text, document.name, language=language, channel=document.channel)


def _edits(template: Template, language: Language | None) -> list[Edit]:
    """What is to change, in order of place."""
    text = template.document.text
    edits = sorted(
        edit
        for edit in _tags(template)
        if edit.tidy != text[edit.span.start : edit.span.end] and _may_be(edit)
    )
    joining = [edit for edit in edits if edit.is_block and _joins_lines(text, edit)]
    # Under `trim = "lines"` a line goes when it holds nothing but tags: joining a tag's lines must
    # not change which ones do.
    if joining and not _same_lines(template, _reread(template, edits, language)):
        return [edit for edit in edits if edit not in joining]
    return edits


def _may_be(edit: Edit) -> bool:
    """Would a tag that grows still be short enough to be read?"""
    return len(edit.tidy) <= LENGTH or len(edit.tidy) <= edit.span.end - edit.span.start


def _joins_lines(text: str, edit: Edit) -> bool:
    return bool(_LINE_BREAK.search(text, *edit.span))


def _same_lines(before: Template, after: Template) -> bool:
    assumptions = assume({"trim": "lines"})
    return prepare(before, assumptions) == prepare(after, assumptions)


def _tags(template: Template) -> Iterator[Edit]:
    """Every tag that may be tidied; those of a block are not in order of place."""
    text = template.document.text
    wrong = [one.start.offset for one in template.diagnostics]
    elements: dict[str, bool] = {}
    for node in walk(template.body):
        for span in _spans(node):
            if not _is_sound(span, text, wrong):
                continue
            words = _words(node, span, text)
            if text[span.start] == "<" and _is_element(words, text, elements):
                continue
            tidy = text[span.start] + words + CLOSERS[text[span.start]]
            yield Edit(span, tidy, isinstance(node, If | For))


def _spans(node: Node) -> tuple[Span, ...]:
    """Where the node's own tags stand."""
    match node:
        case Output(span=span):
            return (span,)
        case If(head=head, middle=middle, end=end) | For(head=head, middle=middle, end=end):
            return tuple(span for span in (head, middle, end) if span)
        case Text() | Broken():
            return ()


def _is_sound(span: Span, text: str, wrong: Sequence[int]) -> bool:
    """Is a tag closed and without an error? `wrong` are the places of all errors, in order."""
    at = bisect_left(wrong, span.start)
    is_wrong = at < len(wrong) and wrong[at] < span.end
    return text[span.end - 1] == CLOSERS[text[span.start]] and not is_wrong


def _is_element(words: str, text: str, known: dict[str, bool]) -> bool:
    """Would `< unsubscribe>` become part of somebody's HTML without its blank? See `scan`."""
    if words not in known:
        known[words] = words.isidentifier() and f"</{words}" in text
    return known[words]


def _words(node: Node, span: Span, text: str) -> str:
    """What is to stand in a sound tag of a node."""
    match node:
        case Output(value=value):
            return _source(value, text)
        case If(head=head, middle=middle) | For(head=head, middle=middle) if span != head:
            return "else" if span == middle else "end"
        case If(condition=condition):
            calls = [one for one in subexpressions(condition) if isinstance(one, Call)]
            return _spaced(text, span, calls)
        case For(index=index, item=item, collection=Path() | Call() as value):
            return f"for {index} {item} = {_source(value, text)}"
        case _:  # a loop over what could not be read is no sound tag
            return text[span.start + 1 : span.end - 1]


def _source(value: Path | Call, text: str) -> str:
    # A call's blanks are folded and none is added: its text is the key of its answer in the values.
    return value.written if isinstance(value, Call) else text[value.span.start : value.span.end]


def _spaced(text: str, span: Span, calls: Sequence[Call]) -> str:
    """The words of an `if`, `calls` being those among them, in order."""
    words: list[str] = []
    start = span.start + 1
    for call in calls:
        words += [*_WORD.findall(text, start, call.span.start), call.written]
        start = call.span.end
    words += _WORD.findall(text, start, span.end - 1)
    return words[0] + "".join(
        word if before == "(" or word == ")" else f" {word}" for before, word in pairwise(words)
    )
