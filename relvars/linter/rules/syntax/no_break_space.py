"""A blank inside a tag is a no-break space (U+00A0 or one of its kin).

Why: it looks like a blank, so the tag looks right; it comes from word processors and visual
    editors, or from Option and the space bar on a Mac. Right behind the opening brace it keeps the
    tag from being one: it is sent as text.

Fix: safe or unsafe

Bad:
    {if lead.city equal "Riga"}Sveiki!{end}

Good: type an ordinary blank
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


RULE = Rule("no-break-space", Group.SYNTAX, Severity.ERROR, check=check)
