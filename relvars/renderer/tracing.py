"""What a rendering did: which tag printed what, which values it read, which branches it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from relvars.catalog import Assumptions
from relvars.diagnostics import Diagnostic, Severity, diagnostic
from relvars.errors import DataError
from relvars.renderer import meaning
from relvars.renderer.assumed import of_value
from relvars.renderer.runtime import too_much, too_much_read
from relvars.syntax.ast import For, If
from relvars.text import Document, Span
from relvars.values import EACH, Key, Value, is_number, is_object, is_text

BranchKind = Literal["then", "else", "body"]

# Notes of loops within loops fill the memory long before their passes run out.
MOST_READS = 1_000_000


class Part(NamedTuple):
    """A stretch of the output, `output[start:end]`, and the node that printed it.

    A part of the template's own text has an empty `path`. `path` is what was written, `place` is
    what it came to: `relation.x.reverse.p.top[0].value` for `$item.value`. `origin` is where the
    value came from, as the data source tells; "" when it does not.
    """

    start: int
    end: int
    span: Span
    path: str = ""
    place: str = ""
    value: Value = None
    origin: str = ""


class Read(NamedTuple):
    """A value read, to be printed, tested, compared or looped over; names as in `Part`."""

    span: Span
    path: str
    place: str
    value: Value
    origin: str


class Branch(NamedTuple):
    """A way through the template and how many times it was taken; `span` is the whole block's."""

    span: Span
    kind: BranchKind
    times: int


class Trace(NamedTuple):
    """A rendering, explained. `diagnostics` are those of run time; `assumptions` those used."""

    output: str
    parts: tuple[Part, ...]
    reads: tuple[Read, ...]
    branches: tuple[Branch, ...]
    diagnostics: tuple[Diagnostic, ...]
    assumptions: tuple[str, ...]


class Observer(Protocol):
    """Who is told what a template, compiled for recording, does; see `Recorder`."""

    def text(self, text: str, span: Span) -> None:
        """The template's own text is sent."""

    def read(self, value: Value, span: Span, path: str, place: str) -> Value:
        """A value is read; gives the value."""

    def output(self, value: Value, span: Span, path: str, place: str) -> None:
        """A value is printed."""

    def tested(self, value: Value) -> None:
        """A value decides by itself."""

    def compared(self, left: Value, right: Value) -> None:
        """Two values are compared."""

    def branch(self, span: Span, kind: BranchKind, times: int = 1) -> None:
        """A branch is taken."""

    def passes(
        self, value: Value, node: For, base: int, place: str
    ) -> list[tuple[Value, Value, str]]:
        """The passes of a loop: index or key, item, and the item's place."""


@dataclass
class Recorder:
    """Takes notes while a template, compiled for recording, runs."""

    document: Document
    assumptions: Assumptions
    origins: Mapping[Key, str]
    most: int  # characters that a message may have
    pieces: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    taken: dict[tuple[Span, BranchKind], int] = field(default_factory=dict)
    diagnostics: dict[Span, Diagnostic] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    length: int = 0

    def text(self, text: str, span: Span) -> None:
        """The template's own text is sent."""
        self._piece(text, span)
        self.parts.append(Part(self.length - len(text), self.length, span))

    def read(self, value: Value, span: Span, path: str, place: str) -> Value:
        """A value is read."""
        self.reads.append(Read(span, path, place, value, self._origin(place)))
        if len(self.reads) > MOST_READS:
            too_much_read(self.document, span, MOST_READS)
        if value is None and path.startswith("$") and place == path:
            self.diagnostics[span] = _not_in_scope(
                self.document, span, path.split(".", maxsplit=1)[0]
            )
        return value

    def output(self, value: Value, span: Span, path: str, place: str) -> None:
        """A value is printed."""
        self.used.update(of_value(value))
        try:
            printed = meaning.text(value, self.assumptions)
        except DataError as error:
            raise DataError(f"{place}: {error}") from None
        self._piece(printed, span)
        start = self.length - len(printed)
        origin = self._origin(place)
        self.parts.append(Part(start, self.length, span, path, place, value, origin))

    def tested(self, value: Value) -> None:
        """A value decides by itself."""
        if is_number(value) and not meaning.truth(value, self.assumptions):
            self.used.add("zero")

    def compared(self, left: Value, right: Value) -> None:
        """Two values are compared."""
        if (is_text(left) and is_number(right)) or (is_number(left) and is_text(right)):
            self.used.add("coerce")

    def branch(self, span: Span, kind: BranchKind, times: int = 1) -> None:
        """A branch is taken."""
        self.taken[span, kind] = self.taken.get((span, kind), 0) + times

    def passes(
        self, value: Value, node: For, base: int, place: str
    ) -> list[tuple[Value, Value, str]]:
        """The passes of a loop: index or key, item, and the item's place."""
        pairs = meaning.pairs(value, base)
        if pairs is None:
            self.diagnostics[node.head] = _not_a_collection(self.document, node.head)
        self.branch(node.span, "body", len(pairs or ()))
        if is_object(value):
            return [(key, item, _below(place, key)) for key, item in pairs or ()]
        return [(n, item, f"{place}[{at}]") for at, (n, item) in enumerate(pairs or ())]

    def trace(self, branches: tuple[If | For, ...], static: frozenset[str]) -> Trace:
        """What was noted; `branches` are all there are, `static` the assumptions the text tells."""
        return Trace(
            output="".join(self.pieces),
            parts=tuple(self.parts),
            reads=tuple(self.reads),
            branches=tuple(self._branch(node, kind) for node in branches for kind in _kinds(node)),
            diagnostics=tuple(self.diagnostics.values()),
            assumptions=tuple(sorted(self.used | static)),
        )

    def _branch(self, node: If | For, kind: BranchKind) -> Branch:
        return Branch(node.span, kind, self.taken.get((node.span, kind), 0))

    def _piece(self, text: str, span: Span) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if self.length > self.most:
            too_much(self.document, span, self.most)

    def _origin(self, place: str) -> str:
        """What the source says of the longest known beginning of a place."""
        longest = max(map(len, self.origins), default=0)
        names = place.replace("[", ".").replace("]", "").split(".", longest)[:longest]
        key = tuple(EACH if one.isdigit() else one for one in names)
        while key and key not in self.origins:
            key = key[:-1]
        return self.origins.get(key, "")


def _below(place: str, key: Value) -> str:
    """The place of what stands under a key; one that is no text is no value, and is not asked."""
    return f"{place}.{str.__str__(key)}" if is_text(key) else f"{place}.?"


def _kinds(node: Any) -> tuple[BranchKind, ...]:
    return ("then", "else") if isinstance(node, If) else ("body", "else")


def _not_in_scope(document: Document, span: Span, name: str) -> Diagnostic:
    return diagnostic(
        document,
        Span(span.start, span.start + len(name)),
        "unknown-variable",
        f"There is no loop variable `{name}` here.",
        severity=Severity.WARNING,
        help="it prints nothing; a loop's variables live in its body only",
    )


def _not_a_collection(document: Document, span: Span) -> Diagnostic:
    return diagnostic(
        document,
        span,
        "loop-over-scalar",
        "What this loop goes over is neither a list nor an object.",
        severity=Severity.WARNING,
        help="the `{else}` part is printed",
    )
