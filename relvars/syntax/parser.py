"""Text to `Template`; never raises on a template, every error is a diagnostic."""

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter

from relvars.catalog import Language, channel_of
from relvars.catalog import language as default_language
from relvars.diagnostics import Diagnostic
from relvars.errors import ConfigError
from relvars.syntax import shortcut
from relvars.syntax.ast import Broken, Template
from relvars.syntax.heads import (
    BrokenHead,
    EndHead,
    ForHead,
    Head,
    IfHead,
    Inside,
    Trouble,
    moved_head,
    moved_trouble,
    placed,
)
from relvars.syntax.nest import Nest
from relvars.syntax.scan import FOREIGN, Tag, scan, scripts
from relvars.text import BOM, Document, Span

_WORD = re.compile(r".[ \t]*([^\W\d]\w*)?", re.DOTALL)


def parse(
    text: str,
    name: str = "<template>",
    *,
    language: Language | None = None,
    channel: str | None = None,
) -> Template:
    """Read a template; its file's `name` says the channel unless `channel` does.

    Trouble is in the result's `diagnostics`, in order of place. A byte order mark is kept out of
    the tree: it counts in offsets and is no node.

    Raises:
        ConfigError: for what is no text at all.
    """
    if not isinstance(text, str):
        raise ConfigError(f"a template is text, not {type(text).__name__}")
    language = language or default_language()
    document = Document(text, name, channel_of(name) if channel is None else channel)
    start = 1 if text.startswith(BOM) else 0
    nest = Nest(document, start, language.nesting)
    found: list[Diagnostic] = []
    script = list(scripts(text))
    for tag in scan(text, language, start):
        word = _word(text, tag)
        if word in FOREIGN and not (nest.open and not _within(tag, script)):
            continue
        inside = _read(text, tag, word, language)
        if word in ("if", "for") and _within(tag, script) and _is_script(text, tag, inside):
            continue
        found.extend(placed(document, trouble) for trouble in inside.troubles)
        nest.tag(inside.head, _span(text, tag))
    body = nest.close()
    found.extend(nest.diagnostics)
    found.sort(key=lambda one: one.start.offset)
    return Template(document, body, tuple(found))


def as_template(template: Template | str, language: Language | None = None) -> Template:
    """The template itself, or the text parsed; equal texts are parsed once."""
    if isinstance(template, Template):
        return template
    return _parsed(template, language or default_language())


@lru_cache(maxsize=256)
def _parsed(text: str, language: Language) -> Template:
    return parse(text, language=language)


def _word(text: str, tag: Tag) -> str | None:
    match = _WORD.match(text, tag.start)
    return match[1] if match else None


def _is_script(text: str, tag: Tag, inside: Inside) -> bool:
    """Is this a script's own `{if(x){`, `{if (x) {` or `{for (…) {`?"""
    match = _WORD.match(text, tag.start)
    return bool(inside.troubles) or match is None or text[match.end()] not in " \t\r\n"


def _within(tag: Tag, stretches: list[tuple[int, int]]) -> bool:
    at = bisect_right(stretches, tag.start, key=itemgetter(0)) - 1
    return at >= 0 and tag.start < stretches[at][1]


def _span(text: str, tag: Tag) -> Span:
    """Where a tag stands; one that is never closed ends behind its first word."""
    if tag.end >= 0:
        return Span(tag.start, tag.end)
    match = _WORD.match(text, tag.start)
    return Span(tag.start, match.end() if match else tag.start + 1)


def _read(text: str, tag: Tag, word: str | None, language: Language) -> Inside:
    """What a tag says, with spans in the document."""
    if tag.end < 0:
        return _unclosed(text, tag, word)
    foreign = word in FOREIGN
    common = None if foreign else shortcut.read(text, tag.start + 1, tag.end - 1, language)
    if common is not None:
        return common
    # lark is loaded here, and only here: most templates hold nothing but common tags.
    from relvars.syntax.inside import read_foreign, read_inside

    read = read_foreign if foreign else read_inside
    inside = read(text[tag.start + 1 : tag.end - 1], language)
    return Inside(
        moved_head(inside.head, tag.start + 1),
        tuple(moved_trouble(trouble, tag.start + 1) for trouble in inside.troubles),
    )


def _unclosed(text: str, tag: Tag, word: str | None) -> Inside:
    """A tag without its closer; it still opens the block its word opens."""
    span = _span(text, tag)
    closer = "}" if text[tag.start] == "{" else ">"
    where = Span(span.start, span.end)
    if tag.quote >= 0:
        quote = Span(tag.quote, tag.quote + 1)
        trouble = Trouble("unclosed-tag", "The text that begins here is never closed.", quote,
                          'write the closing `"`')  # fmt: skip
    else:
        trouble = Trouble("unclosed-tag", "This tag is never closed.", where,
                          f"write `{closer}` where it ends")  # fmt: skip
    return Inside(_unclosed_head(word, span), (trouble,))


def _unclosed_head(word: str | None, span: Span) -> Head:
    match word:
        case "if":
            return IfHead(Broken(span))
        case "for":
            return ForHead("", "", Broken(span))
        case "end":
            return EndHead()
        case _:
            return BrokenHead()
