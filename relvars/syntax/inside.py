"""Read a tag's inside with the grammar."""

import re
from functools import lru_cache

from lark import UnexpectedInput

from relvars.catalog import Language
from relvars.syntax.build import build
from relvars.syntax.explain import STRING, broken_head, explain, masked, usual_slip
from relvars.syntax.grammar import grammar
from relvars.syntax.heads import LENGTH, Inside, Trouble
from relvars.text import Span

_DEEPER_OR_BACK = re.compile(r"[()]|\bnot(?=[ \t\r\n(\"])")


@lru_cache(maxsize=4096)
def read_inside(inside: str, language: Language) -> Inside:
    """Read a tag's inside; spans count from the inside. Equal ones are read once."""
    refused = _too_much(masked(inside), language)
    if refused:
        return Inside(broken_head(inside), (refused,))
    try:
        return build(grammar().parse(inside), inside, language)
    except UnexpectedInput as error:
        return explain(inside, error, lambda mended: _reads(mended, language))


def read_foreign(inside: str, language: Language) -> Inside:
    """Read a tag that opens with a word of other languages: always a slip."""
    slip = usual_slip(inside, lambda mended: _reads(mended, language))
    return slip or Inside(broken_head(inside))


def _reads(inside: str, language: Language) -> bool:
    """Would a mended tag be read without fault?"""
    try:
        return not build(grammar().parse(inside), inside, language).troubles
    except UnexpectedInput:
        return False


def _too_much(outside_strings: str, language: Language) -> Trouble | None:
    depth = 0
    for match in _DEEPER_OR_BACK.finditer(outside_strings):
        depth += -1 if match[0] == ")" else 1
        if depth > language.nesting:
            message = f"Parentheses stand more than {language.nesting} deep in each other here."
            return Trouble("too-deep", message, Span(*match.span()))
    strings = sum(len(match[0]) for match in STRING.finditer(outside_strings))
    if len(outside_strings) - strings > LENGTH:
        message = f"A tag holds at most {LENGTH:,} characters, strings apart."
        return Trouble("too-long", message, Span(0, len(outside_strings)))
    return None
