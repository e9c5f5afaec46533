"""A template's tree as JSON and as lines of text."""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from relvars.cli.terminal import table
from relvars.diagnostics import to_json
from relvars.syntax.ast import (
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Output,
    Template,
    Text,
)
from relvars.text import Document, Span, position

_MOST_SHOWN = 60


def as_json(template: Template) -> dict[str, Any]:
    """The tree as one JSON object; the keys of a node are the names of its parts."""
    document = template.document
    return {
        "version": 1,
        "file": document.name,
        "body": [_json(node, document) for node in template.body],
        "diagnostics": [to_json(finding) for finding in template.diagnostics],
    }


def _json(part: Any, document: Document) -> Any:
    match part:
        case Span():
            start, end = position(document, part.start), position(document, part.end)
            return {"start": start._asdict(), "end": end._asdict()}
        case tuple():
            return [_json(one, document) for one in part]
        case None | str() | int() | float():
            return part
        case node:
            parts = {one.name: _json(getattr(node, one.name), document) for one in fields(node)}
            return {"kind": type(node).__name__.lower(), "span": parts.pop("span"), **parts}


def as_lines(template: Template) -> list[str]:
    """The tree as lines: place, then what stands there, deeper nodes further in."""
    rows = [
        (_place(template.document, span), "  " * depth + words)
        for node in template.body
        for span, depth, words in _rows(node, 0, template.document)
    ]
    return table(rows)


# A place, how deep it lies, and what stands there.
_Row = tuple[Span, int, str]


def _rows(node: Node, depth: int, document: Document) -> Iterator[_Row]:
    kind = type(node).__name__.lower()
    match node:
        case Text(text=text):
            yield node.span, depth, f"text {_short(text)}"
        case Output(value=value):
            yield node.span, depth, f"output {_source(value.span, document)}"
        case If(condition=condition):
            yield node.span, depth, f"if {_source(condition.span, document)}"
            yield from _compound(condition, depth + 2, document)
            yield from _parts(node, depth + 1, document)
        case For(index=index, item=item, collection=collection):
            yield node.span, depth, f"for {index} {item} = {_source(collection.span, document)}"
            yield from _parts(node, depth + 1, document)
        case _:
            yield node.span, depth, f"{kind} {_source(node.span, document)}"


def _parts(node: If | For, depth: int, document: Document) -> Iterator[_Row]:
    for inner in node.body:
        yield from _rows(inner, depth, document)
    if node.middle is not None:
        yield node.middle, depth - 1, "else"
    for inner in node.orelse or ():
        yield from _rows(inner, depth, document)


def _compound(expression: Expression, depth: int, document: Document) -> Iterator[_Row]:
    """How the words of a condition bind; nothing for a single operand."""
    match expression:
        case Logic(word=word, left=left, right=right) | Compare(word=word, left=left, right=right):
            yield expression.span, depth, word
            operands = [left, right]
        case Not(operand=operand):
            yield expression.span, depth, "not"
            operands = [operand]
        case _:
            return
    for operand in operands:
        if isinstance(operand, Logic | Compare | Not):
            yield from _compound(operand, depth + 1, document)
        else:
            yield operand.span, depth + 1, _source(operand.span, document)


def _source(span: Span, document: Document) -> str:
    """What is written there, on one line."""
    written = " ".join(document.text[span.start : span.end].split())
    return written if len(written) <= _MOST_SHOWN else written[:_MOST_SHOWN] + "…"


def _short(text: str) -> str:
    shortened = text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
    return json.dumps(shortened, ensure_ascii=False)


def _place(document: Document, span: Span) -> str:
    start, end = position(document, span.start), position(document, span.end)
    return f"{start.line}:{start.column}-{end.line}:{end.column}"
