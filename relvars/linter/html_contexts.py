"""Where in HTML each piece of a template stands: text, an attribute, a script, a style.

A linear scan that never raises. Tags of the template are holes: what they print is not known, and
a hole changes nothing but that a value has begun. Where branches leave different places behind,
the place is unknown until the next HTML tag begins. MSO conditional comments count as what is in
them, since Outlook shows that.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from relvars.syntax.ast import Broken, For, If, Node, Output, Template, Text

Where = Literal["text", "tag", "attribute", "script", "style", "title", "comment", "unknown"]
HOLE = "\0"
_KEPT = 500  # of an attribute's value; enough to tell where in a URL one is
_LONGEST_NAME = 60  # of an attribute, with the blanks behind it; the search is not linear


class Context(NamedTuple):
    """A place in HTML.

    `element` and `attribute` are in small letters, "" when not known. `quote` is "" in a value
    without quotes. `before` is what stands before in the same value, each hole as `HOLE`.
    """

    where: Where = "text"
    element: str = ""
    attribute: str = ""
    quote: str = ""
    before: str = ""


_RAW: Mapping[str, Where] = {"script": "script", "style": "style", "title": "title"}
_TEXT, _UNKNOWN = Context(), Context("unknown")

# Everything up to the first thing that is not over within the text, or whose content is no markup.
_MARKUP = re.compile(
    r"""(?:
        [^<]++
      | <(?![a-zA-Z/!?])
      | <!--(?:\[if[^\]]*+\]>|-?>|(?!\[if)(?:[^-]++|-(?!->))*+-->)
      | <[!?](?!--)[^>]*+>
      | <(?!(?:script|style|title)\b)/?+[a-zA-Z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+>
    )*+""",
    re.VERBOSE | re.IGNORECASE,
)
_OPENER = re.compile(r"<(?:(!--)|[!?]|/?([a-zA-Z][^\s/>=\"']*+)|/)")
_ATTRIBUTES = re.compile(
    r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+(?=[\s>])))*+""", re.VERBOSE
)
_VALUE = re.compile(r"=\s*+([\"']?)")
_LAST_NAME = re.compile(r"([^\s\"'<>/=]++)\s*+\Z")
_NEXT_TAG = re.compile(r"<[a-zA-Z/!]")
_UNQUOTED_END = re.compile(r"[\s>]")
_RAW_ENDS = {
    where: re.compile(f"</{element}", re.IGNORECASE) for element, where in _RAW.items()
} | {"comment": re.compile("-->")}


@lru_cache(maxsize=2)
def contexts(template: Template) -> Mapping[int, Context]:
    """The place of every text and every printed value, by the offset where it begins."""
    found: dict[int, Context] = {}
    _follow(template.body, _TEXT, found)
    return found


def advance(context: Context, text: str) -> Context:
    """The place at the end of a text that begins in a place."""
    at = 0
    while at < len(text):
        context, at = _step(context, text, at)
    return context


def _follow(nodes: tuple[Node, ...], context: Context, found: dict[int, Context]) -> Context:
    for node in nodes:
        match node:
            case Text(text=text, span=span):
                found[span.start] = context
                context = advance(context, text)
            case Output(span=span):
                found[span.start] = context
                context = _past_hole(context)
            case If():
                branches = (node.body, node.orelse or ())
                context = _join(*(_follow(one, context, found) for one in branches))
            case For():
                body = _follow(node.body, context, found)
                context = _join(body, _follow(node.orelse or (), context, found))
            case Broken():
                context = _past_hole(context)
    return context


def _past_hole(context: Context) -> Context:
    return _longer(context, HOLE) if context.where == "attribute" else context


def _longer(context: Context, more: str) -> Context:
    return context._replace(before=(context.before + more)[:_KEPT])


def _join(one: Context, other: Context) -> Context:
    """The place after two branches, as far as they agree."""
    if one == other:
        return one
    if one.where != other.where or one.quote != other.quote:
        return _UNKNOWN
    return one._replace(
        element=one.element if one.element == other.element else "",
        attribute=one.attribute if one.attribute == other.attribute else "",
        before=max(one.before, other.before, key=len),
    )


def _step(context: Context, text: str, at: int) -> tuple[Context, int]:
    """Go on as far as the place lasts, and at least by one character or into another place."""
    match context.where:
        case "text":
            return _in_text(text, at)
        case "tag":
            return _in_tag(context, text, at)
        case "attribute":
            return _in_value(context, text, at)
        case "unknown":
            found = _NEXT_TAG.search(text, at)
            return (_TEXT, found.start()) if found else (context, len(text))
        case "script" | "style" | "title" | "comment":
            found = _RAW_ENDS[context.where].search(text, at)
            if not found:
                return context, len(text)
            return (_TEXT if context.where == "comment" else Context("tag")), found.end()


def _in_text(text: str, at: int) -> tuple[Context, int]:
    skipped = _MARKUP.match(text, at)
    at = skipped.end() if skipped else at
    opener = _OPENER.match(text, at)
    if not opener:
        return _TEXT, len(text)
    if opener[1]:
        return Context("comment"), opener.end()
    name = (opener[2] or "").lower()
    closes = text.startswith("/", at + 1)
    return Context("tag", "" if closes else name), opener.end()


def _in_tag(context: Context, text: str, at: int) -> tuple[Context, int]:
    skipped = _ATTRIBUTES.match(text, at)
    end = skipped.end() if skipped else at
    if end == len(text):
        return context, end
    if text[end] == ">":
        raw = _RAW.get(context.element)
        return (Context(raw, context.element) if raw else _TEXT), end + 1
    value = _VALUE.match(text, end)
    name = _LAST_NAME.search(text[max(at, end - _LONGEST_NAME) : end])
    opened = context._replace(
        where="attribute",
        attribute=name[1].lower() if name else "",
        quote=value[1] if value else "",
    )
    return opened, value.end() if value else end + 1


def _in_value(context: Context, text: str, at: int) -> tuple[Context, int]:
    if not context.quote and not context.before and text[at] in "\"'":
        return context._replace(quote=text[at]), at + 1
    if context.quote:
        end = text.find(context.quote, at)
    else:
        over = _UNQUOTED_END.search(text, at)
        end = over.start() if over else -1
    if end < 0:
        return _longer(context, text[at : at + _KEPT]), len(text)
    return Context("tag", context.element), end + len(context.quote)


def is_script(context: Context) -> bool:
    """Is it in a script, in an attribute that is one, or in a link that is one?"""
    if context.where == "attribute":
        link = context.before.lstrip().lower().startswith("javascript:")
        return link or context.attribute.startswith("on")
    return context.where == "script"
