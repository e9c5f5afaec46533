"""HTML where nothing reads it as HTML: markup in a tooltip, a title, a subject or plain text.

Why: mail programs show the tags and entities themselves, `<b>` and `&nbsp;`, in the subject, the
    text part, a push message, the title of the page, and the attributes that are shown to
    people: `alt`, `title`, `placeholder` and `aria-label`. Reported are HTML elements and entities
    that are written there, and values whose names say that they hold HTML.

Bad:
    <title>{if json.sale}<b>Sale</b>{else}News{end}</title>

Good:
    <title>{if json.sale}Sale{else}News{end}</title>
"""

import re
from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.html_contexts import Context, contexts
from relvars.linter.printed_values import HTML_CHANNELS, last_name, printed_paths, words
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import Text
from relvars.syntax.names import written
from relvars.text import Span

_SHOWN = ("alt", "title", "placeholder", "aria-label")
_ELEMENT = (
    r"</?(?:a|b|big|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|small|span|strong|sub|sup|table"
    r"|tbody|td|tr|u|ul)(?:\s[^<>]*+)?/?>"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|amp|lt|gt|quot|apos|mdash|ndash|laquo|raquo);"
_MARKUP = re.compile(_ELEMENT, re.IGNORECASE)
_MARKUP_OR_ENTITY = re.compile(f"{_ELEMENT}|{_ENTITY}", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>((?:[^<]|<(?!/title)){0,300})</title", re.IGNORECASE)
# One pattern a name and no flag: a search for fixed letters is ten times as fast.
_PERHAPS = tuple(re.compile(rf"{name}\s*+=\s*+(?:\"[^\"<]*+<|'[^'<]*+<)") for name in _SHOWN)
_ATTRIBUTE = re.compile(
    r"\s(?:alt|title|placeholder|aria-label)\s*=\s*(?:\"([^\"<]*+<[^\"]*+)|'([^'<]*+<[^']*+))",
    re.IGNORECASE,
)
_PLAIN_CHANNELS = ("subject", "push", "sms", "text")
_HTML_WORDS = frozenset({"html", "markup"})


def check(file: File) -> Iterator[Found]:
    """Markup and values of markup, in parts without HTML and in places of HTML that show text."""
    if file.channel in HTML_CHANNELS:
        yield from _in_html(file)
    elif file.channel in _PLAIN_CHANNELS:
        yield from _in_plain(file)


def _in_plain(file: File) -> Iterator[Found]:
    # In a text message what stands in angle brackets is the business of angle-text-in-sms.
    pattern = re.compile(_ENTITY) if file.channel == "sms" else _MARKUP_OR_ENTITY
    for place in file.analysis.places:
        if isinstance(place.node, Text):
            for match in pattern.finditer(place.node.text):
                yield _literal(match, place.node.span.start)
    for read in printed_paths(file.analysis):
        if not _HTML_WORDS.isdisjoint(words(last_name(read.path))):
            yield _value(read.node.span, written(read.path))


def _in_html(file: File) -> Iterator[Found]:
    places = contexts(file.analysis.template)
    texts = [one.node for one in file.analysis.places if isinstance(one.node, Text)]
    for node in texts:
        yield from _in_text(node, places[node.span.start])
    if any(one.search(file.analysis.template.document.text) for one in _PERHAPS):
        for node in texts:
            yield from _in_attributes(node)
    for read in printed_paths(file.analysis):
        holds_html = not _HTML_WORDS.isdisjoint(words(last_name(read.path)))
        if holds_html and _is_shown_as_text(places[read.node.span.start]):
            yield _value(read.node.span, written(read.path))


def _in_text(node: Text, context: Context) -> Iterator[Found]:
    """Markup in titles, and in an attribute that is shown and was open before the text."""
    text, start = node.text, node.span.start
    if _is_shown_as_text(context):
        end = _end(context, text)
        yield from (_literal(one, start) for one in _MARKUP.finditer(text, 0, end))
    if "<title" in text.lower():
        for title in _TITLE.finditer(text):
            yield from (_literal(one, start) for one in _MARKUP.finditer(text, *title.span(1)))


def _in_attributes(node: Text) -> Iterator[Found]:
    """Markup in attributes that are shown and stand within the text."""
    for value in _ATTRIBUTE.finditer(node.text):
        inside = value.span(1) if value[1] is not None else value.span(2)
        markup = _MARKUP.finditer(node.text, *inside)
        yield from (_literal(one, node.span.start) for one in markup)


def _end(context: Context, text: str) -> int:
    """Where in the text the title or the attribute ends."""
    end = text.lower().find("</title") if context.where == "title" else text.find(context.quote)
    return len(text) if end < 0 else end


def _is_shown_as_text(context: Context) -> bool:
    if context.where == "attribute":
        return context.attribute in _SHOWN and bool(context.quote)
    return context.where == "title"


def _literal(match: re.Match[str], start: int) -> Found:
    span = Span(start + match.start(), start + match.end())
    message = f"`{match[0]}` is shown as it stands: this place knows no HTML."
    return Found(span, message, "write the text without markup, and characters as themselves")


def _value(span: Span, shown: str) -> Found:
    message = f"`{shown}` holds HTML, by its name, and this place shows it as text."
    return Found(span, message, "print a value without markup")


RULE = Rule("html-in-value-context", Group.MESSAGE, Severity.WARNING, check=check)
