"""Coverage as HTML: a page for each template, coloured, and one that lists them.

Pages need nothing but themselves: no scripts, nothing loaded. All text of templates is escaped.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from relvars.coverage.measured import (
    Measured,
    Share,
    missing,
    never,
    percent_text,
    share,
    total,
    unreadable,
)
from relvars.coverage.points import RENDERED, Point
from relvars.syntax.ast import Broken, For, If, Node, Output, Text
from relvars.text import Span

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 120  # characters of a file's name
_NOT_TAKEN = {"then": "never true", "else": "never false", "body": "never runs"}
_STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --page: #ffffff; --faint: #656d76;
  --line: #d8dee4; --hit: #d9f2df; --part: #fdebb4; --miss: #ffd8d3; --link: #0a58a8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --page: #14181d; --faint: #8d96a0;
  --line: #30363d; --hit: #12391d; --part: #4d3b00; --miss: #5c1f1a; --link: #79b8ff; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink);
  background: var(--page); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.25rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
ol { margin: 1rem 0; padding: 0 0 0 4rem; font: .8125rem/1.6 ui-monospace, Menlo, monospace; }
li::marker { color: var(--faint); }
li { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { color: inherit; border-radius: 2px; background: var(--hit); }
mark.part { background: var(--part); }
mark.miss { background: var(--miss); }
mark.part, mark.miss { text-decoration: underline dotted; }
p.key mark { padding: 0 .4rem; }
"""


class Piece(NamedTuple):
    """A stretch of a template; `tone` is hit, part or miss, `said` what is missing."""

    span: Span
    tone: str
    said: str = ""


def pages(many: Sequence[Measured]) -> dict[str, str]:
    """The pages by the names of their files; `index.html` lists the others."""
    names = _names(many)
    made = {names[one.name]: _page(one) for one in many}
    return {"index.html": _index(many, names), **made}


def _names(many: Sequence[Measured]) -> Mapping[str, str]:
    """A file's name for each template: equal on file systems that know no case for none."""
    names: dict[str, str] = {}
    taken = {"index.html"}
    for one in many:
        plain = _UNSAFE.sub("_", one.name).strip("._")[-_LONGEST:] or "template"
        name, number = f"{plain}.html", 2
        while name.casefold() in taken:
            name, number = f"{plain}-{number}.html", number + 1
        taken.add(name.casefold())
        names[one.name] = name
    return names


def _document(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def _index(many: Sequence[Measured], names: Mapping[str, str]) -> str:
    rows = "".join(_index_row(one, names[one.name]) for one in many)
    whole = total(many)
    head = "".join(
        f'<th scope="col"{style}>{word}</th>'
        for word, style in (
            ("Template", ""),
            ("Branches", ' class="number"'),
            ("Cover", ' class="number"'),
            ("Values", ' class="number"'),
            ("Missing", ""),
        )
    )
    sum_row = f'<tr><th scope="row">Total</th>{_cells(whole)}<td></td><td></td></tr>\n'
    return _document(
        "Coverage of templates",
        f"<h1>Coverage of templates: {percent_text(whole)}</h1>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}{sum_row}</tbody>\n</table>\n",
    )


def _index_row(one: Measured, file: str) -> str:
    values = share(one, one.outputs)
    return (
        f'<tr><th scope="row"><a href="{escape(file)}">{escape(one.name)}</a></th>'
        f"{_cells(share(one, one.branches))}"
        f'<td class="number">{values.reached}/{values.all}</td>'
        f"<td>{escape(', '.join(missing(one)))}</td></tr>\n"
    )


def _cells(of: Share) -> str:
    return (
        f'<td class="number">{of.reached}/{of.all}</td><td class="number">{percent_text(of)}</td>'
    )


def _page(one: Measured) -> str:
    branches, values = share(one, one.branches), share(one, one.outputs)
    lines = "".join(f'<li id="L{n}">{line}</li>\n' for n, line in enumerate(_lines(one), 1))
    trouble = f"<p><strong>It {escape(unreadable(one))}</strong></p>\n" if unreadable(one) else ""
    return _document(
        one.name,
        '<p><a href="index.html">All templates</a></p>\n'
        f"<h1>{escape(one.name)}: {percent_text(branches)}</h1>\n{trouble}"
        f"<p>{branches.reached} of {branches.all} branches,"
        f" {values.reached} of {values.all} states of printed values.</p>\n"
        '<p class="key"><mark>reached</mark> <mark class="part">in part: point at it to see what'
        ' is missing</mark> <mark class="miss">never reached</mark></p>\n'
        f"<ol>\n{lines}</ol>\n",
    )


def _lines(one: Measured) -> Iterator[str]:
    """The template's lines as HTML; a piece that goes on over lines is marked on each."""
    document = one.template.document
    pieces = list(_pieces(one))
    ends = (*document.line_starts[1:], len(document.text))
    number = 0
    for start, end in zip(document.line_starts, ends, strict=True):
        row = ""
        while number < len(pieces) and pieces[number].span.start < end:
            piece = pieces[number]
            text = document.text[max(start, piece.span.start) : min(end, piece.span.end)]
            row += _marked(text.rstrip("\r\n"), piece)
            if piece.span.end > end:
                break
            number += 1
        yield row


def _marked(text: str, piece: Piece) -> str:
    if not text:
        return ""
    shown = escape(text)
    if piece.tone == "text":
        return shown
    title = f' title="{escape(piece.said)}"' if piece.said else ""
    tone = f' class="{piece.tone}"' if piece.tone != "hit" else ""
    return f"<mark{tone}{title}>{shown}</mark>"


def _pieces(one: Measured) -> Iterator[Piece]:
    """The whole text in pieces, in order and without gaps."""
    reached = bool(one.hits.get(RENDERED))
    at = 0
    for piece in _told(one, one.template.body, reached, never(one)):
        if piece.span.start > at:
            yield Piece(Span(at, piece.span.start), "text")
        yield piece
        at = piece.span.end
    if at < len(one.template.document.text):
        yield Piece(Span(at, len(one.template.document.text)), "text")


def _told(
    one: Measured, nodes: tuple[Node, ...], reached: bool, reasons: Mapping[Point, str]
) -> Iterator[Piece]:
    for node in nodes:
        match node:
            case Text() | Broken():
                yield Piece(node.span, "text" if reached else "miss")
            case Output():
                own = [p for p in one.outputs if p.start == node.span.start]
                yield _piece(one, node.span, own, reasons)
            case If() | For():
                yield from _block(one, node, reasons)


def _block(one: Measured, node: If | For, reasons: Mapping[Point, str]) -> Iterator[Piece]:
    first = Point(node.span.start, "then" if isinstance(node, If) else "body")
    other = Point(node.span.start, "else")
    head = _piece(one, node.head, [first, other], reasons)
    yield head
    yield from _told(one, node.body, bool(one.hits.get(first)), reasons)
    if node.middle:
        yield Piece(node.middle, head.tone)
        yield from _told(one, node.orelse or (), bool(one.hits.get(other)), reasons)
    if node.end:
        yield Piece(node.end, head.tone)


def _piece(one: Measured, span: Span, own: list[Point], reasons: Mapping[Point, str]) -> Piece:
    lacking = [point for point in own if not one.hits.get(point)]
    if not lacking:
        return Piece(span, "hit")
    if len(lacking) == len(own):
        return Piece(span, "miss", "never reached")
    return Piece(span, "part", "; ".join(_lack(one, point, reasons) for point in lacking))


def _lack(one: Measured, point: Point, reasons: Mapping[Point, str]) -> str:
    if point.kind in ("printed", "empty"):
        said = "never prints anything" if point.kind == "printed" else "never empty"
    else:
        loop = Point(point.start, "body") in one.branches
        said = "never without items" if loop and point.kind == "else" else _NOT_TAKEN[point.kind]
    return f"{said}: {reasons[point]}" if point in reasons else said
