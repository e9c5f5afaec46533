"""Which assumptions a rendering hangs on: what the text alone tells, and what values tell."""

from collections.abc import Iterator

from relvars.renderer.prepare import UNKNOWN_TAG
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    For,
    If,
    Logic,
    Node,
    Not,
    Output,
    Path,
    Template,
    Text,
    expressions,
    walk,
)
from relvars.values import Value, is_list, is_object, is_text


def of_template(template: Template) -> frozenset[str]:
    """The assumptions that a template's text shows to matter, whatever the values."""
    return frozenset(name for node in walk(template.body) for name in _of_node(node, template))


def of_value(value: Value) -> Iterator[str]:
    """The assumptions that decide what a value prints."""
    if value is None:
        yield "missing"
    elif type(value) is float:
        yield "number_text"
    elif is_list(value):
        yield "list_text"
    elif is_object(value):
        yield "object_text"
    elif is_text(value) and set("<>&\"'") & set(str.__str__(value)):
        yield "escape"


def _of_node(node: Node, template: Template) -> Iterator[str]:
    for expression in expressions(node):
        yield from _of_expression(expression)
    match node:
        case Text(text=text):
            yield from _of_text(text, template)
        case If() | For():
            yield from _of_block(node, template)
        case Output() | Broken():
            pass
    if template.document.text[node.span.start] == "<" and not isinstance(node, Text):
        yield "delimiters"


def _of_text(text: str, template: Template) -> Iterator[str]:
    if UNKNOWN_TAG.search(text):
        yield "unknown_tag"
    if "<" in text and template.document.channel == "sms":
        yield "sms_angle_text"


def _of_block(node: If | For, template: Template) -> Iterator[str]:
    text = template.document.text
    if any(span and text[span.end : span.end + 1] in ("\n", "\r") for span in
           (node.head, node.middle, node.end)):  # fmt: skip
        yield "trim"
    index = node.index if isinstance(node, For) else ""
    if index and any(
        isinstance(one, Path) and one.root == index
        for inner in walk(node.body)
        for one in expressions(inner)
    ):
        yield "index_base"


def _of_expression(expression: object) -> Iterator[str]:
    match expression:
        case Not():
            yield "or_not"
        case Logic(word=word, left=left, right=right, span=span):
            if word == "or":
                yield "or_not"
            # A side in parentheses does not reach to the end of the whole.
            bare_left = isinstance(left, Compare) and left.span.start == span.start
            bare_right = isinstance(right, Compare) and right.span.end == span.end
            if bare_left or bare_right:
                yield "comparison_precedence"
        case Call(name="jsonpath"):
            yield "jsonpath_dialect"
        case Call(name="subscription_field"):
            yield "subscription_priority"
        case Path(root="fragment"):
            yield "fragment_nesting"
        case _:
            pass
