"""A word processor has made quotation marks “typographic”.

Why: only straight ones hold a text.

Fix: safe or unsafe

Bad:
    {if lead.city equal “Riga”}Sveiki!{end}

Good:
    {if lead.city equal "Riga"}Sveiki!{end}
Values:
    {"lead": {"city": "Riga"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Where it keeps a tag from being one; inside a tag the parser finds it."""
    return told(file, RULE.slug)


RULE = Rule("typographic-quotes", Group.SYNTAX, Severity.ERROR, check=check)
