"""Give every `if` and `for` its `else` and `end`; text between tags becomes nodes here."""

from dataclasses import dataclass, field

from relvars.diagnostics import Diagnostic, diagnostic
from relvars.syntax.ast import Broken, For, If, Node, Output, Text
from relvars.syntax.heads import (
    BrokenHead,
    ElseHead,
    EndHead,
    ForHead,
    Head,
    IfHead,
    OutputHead,
)
from relvars.syntax.scan import CLOSERS
from relvars.text import Document, Span


@dataclass
class _Open:
    """A block that waits for its end; the outermost one, without a head, is the template."""

    head: IfHead | ForHead | None
    span: Span
    body: list[Node] = field(default_factory=list)
    orelse: list[Node] | None = None
    middle: Span | None = None

    def nodes(self) -> list[Node]:
        return self.body if self.orelse is None else self.orelse


class Nest:
    """The open blocks while a template is read from front to back."""

    def __init__(self, document: Document, start: int, limit: int) -> None:
        self.document = document
        self.limit = limit
        self.diagnostics: list[Diagnostic] = []
        self._stack = [_Open(None, Span(start, start))]
        self._last = start  # where the text that is not yet a node begins
        self._beyond = 0  # blocks open beyond the limit; they are counted, not built

    @property
    def open(self) -> bool:
        """Is a block open?"""
        return len(self._stack) > 1

    def tag(self, head: Head, span: Span) -> None:
        """Take the next tag; the text before it becomes a node."""
        self._text(span.start)
        self._last = span.end
        match head:
            case OutputHead(value=value):
                self._add(Output(value, span))
            case BrokenHead():
                self._add(Broken(span))
            case IfHead() | ForHead():
                self._begin(head, span)
            case ElseHead():
                self._else(span)
            case EndHead():
                self._end(span)

    def close(self) -> tuple[Node, ...]:
        """The template's nodes; blocks still open are reported at their openers."""
        self._text(len(self.document.text))
        while self.open:
            block = self._stack.pop()
            assert block.head is not None  # noqa: S101 - only the outermost has none
            if self._is_closed(block.span):  # else its tag is reported already
                self._report_open(block)
            end = len(self.document.text)
            self._add(_node(block, block.head, None, end))
        return tuple(self._stack[0].body)

    def _is_closed(self, tag: Span) -> bool:
        return self.document.text[tag.end - 1] == CLOSERS[self.document.text[tag.start]]

    def _report_open(self, block: _Open) -> None:
        word = "if" if isinstance(block.head, IfHead) else "for"
        message, advice = f"This `{word}` is never ended.", "add `{end}` where the block stops"
        self._report(block.span, "unclosed-block", message, advice)

    def _add(self, node: Node) -> None:
        self._stack[-1].nodes().append(node)

    def _text(self, end: int) -> None:
        if self._last < end:
            text = self.document.text[self._last : end]
            self._add(Text(text, Span(self._last, end)))

    def _begin(self, head: IfHead | ForHead, span: Span) -> None:
        if len(self._stack) <= self.limit:
            self._stack.append(_Open(head, span))
            return
        if not self._beyond:
            message = f"Blocks stand more than {self.limit} deep in each other here."
            self._report(span, "too-deep", message)
        self._beyond += 1
        self._add(Broken(span))

    def _else(self, span: Span) -> None:
        block = self._stack[-1]
        if not self._beyond and block.head is not None and block.middle is None:
            block.middle, block.orelse = span, []
            return
        self._add(Broken(span))
        if block.head is None:
            self._report(span, "stray-else", "This `else` belongs to no block.")
        elif not self._beyond:
            self._report(span, "duplicate-else", "The block has an `else` already.")

    def _end(self, span: Span) -> None:
        if self._beyond:
            self._beyond -= 1
            self._add(Broken(span))
        elif not self.open:
            self._add(Broken(span))
            self._report(span, "stray-end", "This `end` closes nothing.")
        else:
            block = self._stack.pop()
            assert block.head is not None  # noqa: S101 - only the outermost has none
            self._add(_node(block, block.head, span, span.end))

    def _report(self, span: Span, slug: str, message: str, help: str = "") -> None:
        self.diagnostics.append(diagnostic(self.document, span, slug, message, help=help))


def _node(block: _Open, head: IfHead | ForHead, end: Span | None, stop: int) -> If | For:
    orelse = None if block.orelse is None else tuple(block.orelse)
    span = Span(block.span.start, stop)
    body = tuple(block.body)
    if isinstance(head, IfHead):
        return If(head.condition, body, orelse, block.span, block.middle, end, span)
    return For(
        head.index, head.item, head.collection, body, orelse, block.span, block.middle, end, span
    )
