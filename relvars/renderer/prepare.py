"""What becomes of a template's text before it is rendered: trimming, unknown tags, SMS."""

import re
from collections.abc import Callable
from dataclasses import replace

from relvars.catalog import Assumptions
from relvars.syntax.ast import Broken, For, If, Node, Output, Template, Text, walk
from relvars.text import Span

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|$)")
UNKNOWN_TAG = re.compile(r"(?<!\{)\{[ \t]*[^\W\d]\w*(?:\.\w+)*[ \t]*\}(?!\})")
_BREAK = re.compile(r"\r\n|\r|\n")
_ANGLES = re.compile(r"<[^<>]*>")
_OPEN_ANGLE = re.compile(r"<[^<>]*\Z")
_CLOSING_ANGLE = re.compile(r"[^<>]*>")

Nodes = tuple[Node, ...]


def prepare(template: Template, assumptions: Assumptions) -> Nodes:
    """The template's nodes with their texts as they will be sent."""
    body = template.body
    if assumptions.trim != "none":
        cuts = _cuts(template, assumptions.trim)
        body = _each_text(body, lambda text: replace(text, text=_without(template, text, cuts)))
    if assumptions.unknown_tag == "empty":
        body = _each_text(body, lambda text: replace(text, text=UNKNOWN_TAG.sub("", text.text)))
    if assumptions.sms_angle_text == "drop" and template.document.channel == "sms":
        body = _each_body(body, _without_angles)
    return body


def _each_text(nodes: Nodes, change: Callable[[Text], Text]) -> Nodes:
    return _each_body(
        nodes, lambda body: tuple(change(one) if isinstance(one, Text) else one for one in body)
    )


def _each_body(nodes: Nodes, change: Callable[[Nodes], Nodes]) -> Nodes:
    """Change the nodes, and those of every block among them."""
    changed: list[Node] = []
    for node in change(nodes):
        match node:
            case If(body=body, orelse=orelse) | For(body=body, orelse=orelse):
                other = None if orelse is None else _each_body(orelse, change)
                changed.append(replace(node, body=_each_body(body, change), orelse=other))
            case Text() | Output() | Broken():
                changed.append(node)
    return tuple(changed)


def _cuts(template: Template, trim: str) -> frozenset[int]:
    """The offsets of what trimming takes away."""
    tags = [
        span
        for node in walk(template.body)
        if isinstance(node, If | For)
        for span in (node.head, node.middle, node.end)
        if span
    ]
    return _after(template, tags) if trim == "after" else _lines(template, tags)


def _after(template: Template, tags: list[Span]) -> frozenset[int]:
    """The line break right behind each block tag."""
    text = template.document.text
    breaks = (_BREAK.match(text, tag.end) for tag in tags)
    return frozenset(at for match in breaks if match for at in range(*match.span()))


def _lines(template: Template, tags: list[Span]) -> frozenset[int]:
    """The lines that hold block tags and blanks only, but for the tags."""
    text = template.document.text
    inside = frozenset(at for tag in tags for at in range(*tag))
    cuts: set[int] = set()
    for match in _LINE.finditer(text):
        line = range(*match.span())
        rest = [at for at in line if at not in inside]
        if len(rest) < len(line) and all(text[at] in " \t\r\n" for at in rest):
            cuts.update(rest)
    return frozenset(cuts)


def _without(template: Template, text: Text, cuts: frozenset[int]) -> str:
    whole = template.document.text
    return "".join(whole[at] for at in range(*text.span) if at not in cuts)


def _without_angles(nodes: Nodes) -> Nodes:
    """What stands in angle brackets goes, with the values printed between them."""
    kept: list[Node] = []
    inside = False
    for number, node in enumerate(nodes):
        if not isinstance(node, Text):
            if not inside:
                kept.append(node)
            continue
        written = _CLOSING_ANGLE.sub("", node.text, count=1) if inside else node.text
        written = _ANGLES.sub("", written)
        inside = _is_closed_later(written, nodes, number + 1)
        if inside:
            written = _OPEN_ANGLE.sub("", written)
        kept.append(replace(node, text=written))
    return tuple(kept)


def _is_closed_later(written: str, nodes: Nodes, following: int) -> bool:
    """Does an angle bracket open here and close after nothing but values?"""
    if not _OPEN_ANGLE.search(written):
        return False
    for node in (nodes[number] for number in range(following, len(nodes))):
        if isinstance(node, Text):
            return _CLOSING_ANGLE.match(node.text) is not None
        if not isinstance(node, Output):
            return False
    return False
