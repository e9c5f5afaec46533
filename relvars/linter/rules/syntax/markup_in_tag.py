"""Markup stands inside a tag.

Why: a visual editor puts it there when part of a tag is made bold or colored, or is pasted. Right
    behind the opening brace it keeps the tag from being one: it is sent as text.

Fix: unsafe

Bad:
    {if lead.city <b>equal</b> "Riga"}Sveiki!{end}

Good: put the markup around the tag, or into what the tag prints
    {if lead.city equal "Riga"}<b>Sveiki!</b>{end}
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


RULE = Rule("markup-in-tag", Group.SYNTAX, Severity.ERROR, check=check)
