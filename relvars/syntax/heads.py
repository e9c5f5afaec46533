"""What one tag says, before blocks are nested; spans count from the tag's inside."""

from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from relvars.diagnostics import Diagnostic, Severity, diagnostic
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    Logic,
    Not,
    Path,
)
from relvars.text import Document, Span

# The most code points in a tag, its strings apart; beyond it lark's time for each word would show.
LENGTH = 10_000

E = TypeVar("E", bound=Expression)


class Trouble(NamedTuple):
    """A finding inside a tag; `edits` are (start, end, text)."""

    slug: str
    message: str
    span: Span
    help: str = ""
    edits: tuple[tuple[int, int, str], ...] = ()
    safe: bool = True


class OutputHead(NamedTuple):
    """`{value}`."""

    value: Path | Call


class IfHead(NamedTuple):
    """`{if condition}`."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class ForHead:
    """`{for index item = collection}`."""

    index: str
    item: str
    collection: Path | Call | Broken


class ElseHead(NamedTuple):
    """`{else}`."""


class EndHead(NamedTuple):
    """`{end}`."""


class BrokenHead(NamedTuple):
    """A tag that could not be read and opens no block."""


Head = OutputHead | IfHead | ForHead | ElseHead | EndHead | BrokenHead


class Inside(NamedTuple):
    """A tag's inside, read: what it says and what is wrong with it."""

    head: Head
    troubles: tuple[Trouble, ...] = ()


def moved_head(head: Head, by: int) -> Head:
    """The head with every span moved to the right."""
    match head:
        case OutputHead(value=value):
            return OutputHead(moved(value, by))
        case IfHead(condition=condition):
            return IfHead(moved(condition, by))
        case ForHead(index=index, item=item, collection=collection):
            return ForHead(index, item, moved(collection, by))
        case ElseHead() | EndHead() | BrokenHead():
            return head


def moved_trouble(trouble: Trouble, by: int) -> Trouble:
    """The trouble with its span and edits moved to the right."""
    edits = tuple((start + by, end + by, text) for start, end, text in trouble.edits)
    return trouble._replace(span=_span(trouble.span, by), edits=edits)


def moved(expression: E, by: int) -> E:
    """The expression with every span moved to the right."""
    changes: dict[str, object] = {"span": _span(expression.span, by)}
    match expression:
        case Call(arguments=arguments):
            changes["arguments"] = tuple(moved(one, by) for one in arguments)
        case Compare(left=left, right=right) | Logic(left=left, right=right):
            changes |= {"left": moved(left, by), "right": moved(right, by)}
        case Not(operand=operand):
            changes["operand"] = moved(operand, by)
        case _:
            pass
    return replace(expression, **changes)  # type: ignore[arg-type]  # the fields differ by kind


def placed(document: Document, trouble: Trouble, severity: Severity = Severity.ERROR) -> Diagnostic:
    """The trouble, whose offsets count from the document by now, as a finding."""
    return diagnostic(
        document,
        trouble.span,
        trouble.slug,
        trouble.message,
        severity=severity,
        help=trouble.help,
        edits=trouble.edits,
        safe=trouble.safe,
    )


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
