"""The nodes of a template: plain data, with spans that take no part in equality."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from relvars.catalog import Operator
from relvars.diagnostics import Diagnostic
from relvars.text import Document, Span


@dataclass(frozen=True, slots=True)
class Path:
    """`lead._fname`, `$item.value`, `unsubscribe`: a root, with its `$` if any, and segments."""

    root: str
    segments: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class String:
    """A string literal; the span includes its quotes."""

    value: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number literal."""

    value: int | float
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`orders("status == 'new'" 10)`; `written` is the call as it stands, blanks folded."""

    name: str
    arguments: tuple["Path | String | Number", ...]
    written: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left word right`; `word` is what was written, `operator` what it means."""

    operator: Operator
    word: str
    left: "Expression"
    right: "Expression"
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`left and right`, `left or right`."""

    word: Literal["and", "or"]
    left: "Expression"
    right: "Expression"
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: "Expression"
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A tag, or the head of a block, that could not be read; a diagnostic says why."""

    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between tags, copied to the output."""

    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Output:
    """A tag that prints a value."""

    value: "Path | Call"
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """A choice. `head`, `middle` and `end` are the spans of `{if}`, `{else}` and `{end}`.

    `orelse` is None when there is no `{else}`; `end` is None when the block is never closed.
    """

    condition: "Expression"
    body: tuple["Node", ...]
    orelse: tuple["Node", ...] | None
    head: Span = field(compare=False)
    middle: Span | None = field(compare=False)
    end: Span | None = field(compare=False)
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class For:
    """A loop over a collection. `index` and `item` include their `$`; spans as in `If`.

    A head that could not be read has a `Broken` collection and empty names.
    """

    index: str
    item: str
    collection: "Path | Call | Broken"
    body: tuple["Node", ...]
    orelse: tuple["Node", ...] | None
    head: Span = field(compare=False)
    middle: Span | None = field(compare=False)
    end: Span | None = field(compare=False)
    span: Span = field(compare=False)


Expression = Path | Call | String | Number | Compare | Logic | Not | Broken
Node = Text | Output | If | For | Broken


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed document; `diagnostics` holds what the syntax found, in order of place."""

    document: Document
    body: tuple[Node, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def __hash__(self) -> int:
        """Equal templates have equal texts, and a text remembers its hash."""
        return hash((self.document.text, self.document.name))


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, in order of place; a block comes before what is in it."""
    for node in nodes:
        yield node
        if isinstance(node, If | For):
            yield from walk(node.body)
            yield from walk(node.orelse or ())


def expressions(node: Node) -> Iterator[Expression]:
    """Every expression that stands in the node's own tag, outermost first."""
    match node:
        case Output(value=value):
            yield from subexpressions(value)
        case If(condition=condition):
            yield from subexpressions(condition)
        case For(collection=collection):
            yield from subexpressions(collection)
        case Text() | Broken():
            return


def subexpressions(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    yield expression
    match expression:
        case Call(arguments=arguments):
            yield from arguments
        case Compare(left=left, right=right) | Logic(left=left, right=right):
            yield from subexpressions(left)
            yield from subexpressions(right)
        case Not(operand=operand):
            yield from subexpressions(operand)
        case Path() | String() | Number() | Broken():
            return
