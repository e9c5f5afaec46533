"""A block is opened in one spelling of tags and goes on in the other.

Why: it works here, where both spellings are tags. Who reads it takes the one for HTML or the other
    for text, and where one of them is switched off the block is never ended.

Fix: safe

Bad:
    {if lead.gold}Gold<else>Silver<end>

Good:
    {if lead.gold}Gold{else}Silver{end}
Values:
    {"lead": {"gold": true}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import For, If
from relvars.syntax.scan import CLOSERS


def check(file: File) -> Iterator[Found]:
    """The `else` and `end` tags that are not spelt like the head of their block."""
    text = file.analysis.template.document.text
    for place in file.analysis.places:
        if isinstance(place.node, If | For):
            opener = text[place.node.head.start]
            for tag in (place.node.middle, place.node.end):
                if tag and text[tag.start] != opener:
                    word = f"{opener}{text[tag.start + 1 : tag.end - 1]}{CLOSERS[opener]}"
                    message = f"The block begins with `{opener}`, this tag does not."
                    yield Found(tag, message, f"write `{word}`", ((*tag, word),), safe=True)


RULE = Rule("mixed-delimiters", Group.SYNTAX, Severity.WARNING, check=check)
