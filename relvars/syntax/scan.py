"""Split text from tags, in one linear pass that cannot fail."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from relvars.catalog import Language

CLOSERS = {"{": "}", "<": ">"}
_SPELLINGS = {"brace": "{", "angle": "<"}
# Possessive, so that a failing match cannot be retried at every length.
_SCRIPT = re.compile(r"<script\b(?:(?!</script)[\s\S])*+", re.IGNORECASE | re.ASCII)
_STOP = {"{": re.compile(r'["}]'), "<": re.compile(r'[">]')}

NAME = r"[^\W\d]\w*"


class Tag(NamedTuple):
    """A tag: `text[start:end]`, delimiters included. `end` is -1 when it is never closed.

    `quote` is the offset of a quotation mark that is never closed, or -1.
    """

    start: int
    end: int
    quote: int = -1


@cache
def _opener(opening: str, language: Language) -> re.Pattern[str]:
    """What stands at the start of a tag of one spelling; group 1 is the word it opens with."""
    closing = CLOSERS[opening]
    roots = "|".join(re.escape(root) for root, _ in language.roots)
    variables = "|".join(map(re.escape, language.variables))
    functions = "|".join(map(re.escape, language.functions))
    # The opening character comes first, alone, so that the search for it is a memchr.
    return re.compile(
        rf"{opening}(?<!{opening}{opening})(?!{opening})[ \t]*("
        r"\$(?=[^\W\d])"
        rf"|(?:{roots})(?=\.)"
        r'|if(?=[ \t\r\n("])|for(?=[ \t\r\n])'
        rf"|(?:else|end)(?=[ \t\r\n]*{closing}|[ \t\r\n]+[^\W\d])"
        rf"|(?:{variables})(?=[ \t\r\n]*{closing})"
        rf"|(?:{functions})(?=[ \t\r\n]*\()"
        r"|(?:elseif|elsif|elif)(?=[ \t\r\n(])"
        rf"|(?:endif|endfor|break|continue)(?=[ \t\r\n]*{closing})"
        ")"
    )


# Words of other languages: tags only where a block of ours is open (see nest).
FOREIGN = frozenset({"elseif", "elsif", "elif", "endif", "endfor", "break", "continue"})


def scan(text: str, language: Language, start: int = 0) -> list[Tag]:
    """Every tag of the text, in order, beginning the search at `start`.

    A tag that opens and is not closed before another one opens, or before the text ends, has no
    end; the search goes on right behind its first word.
    """
    openers = _openers(text, language, start)
    places = [match.start() for match in openers]
    tags = []
    reached = start
    for number, match in enumerate(openers):
        place = match.start()
        if place < reached:
            continue
        tag = _close(text, match, places, number)
        tags.append(tag)
        reached = tag.end if tag.end >= 0 else match.end()
    return tags


def _openers(text: str, language: Language, start: int) -> list[re.Match[str]]:
    openers: list[re.Match[str]] = []
    for spelling in language.delimiters:
        openers.extend(_opener(_SPELLINGS[spelling], language).finditer(text, start))
    if len(language.delimiters) > 1:
        openers.sort(key=re.Match.start)
    elements = {f"<{name}" for name in language.variables if f"</{name}" in text}
    if elements:  # `<unsubscribe>…</unsubscribe>` is an element of somebody's HTML
        openers = [match for match in openers if match[0] not in elements]
    return openers


def _close(text: str, match: re.Match[str], places: list[int], number: int) -> Tag:
    """Find the closer: not inside a string, and before the next opener that is in no string."""
    start, at = match.span()
    stop = _STOP[text[start]]
    number += 1
    limit = places[number] if number < len(places) else len(text)
    while True:
        found = stop.search(text, at, limit)
        if found is None:
            return Tag(start, -1)
        if found[0] != '"':
            return Tag(start, found.end())
        at = text.find('"', found.end()) + 1
        if at == 0:
            return Tag(start, -1, found.start())
        if at > limit:
            number = bisect_right(places, at - 1, number)
            limit = places[number] if number < len(places) else len(text)


def scripts(text: str) -> Iterator[tuple[int, int]]:
    """Where script elements stand, half-open, without their closing tags."""
    if "<script" in text.lower():  # far cheaper than a case-insensitive search
        yield from (match.span() for match in _SCRIPT.finditer(text))
