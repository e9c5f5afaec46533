"""A visual editor has written a character of a tag as an HTML entity.

That is `&quot;` for a quotation mark, `&nbsp;` for a blank, and the like.

Why: inside a tag an entity is no such character, so the tag says something else than you see. Right
    behind the opening brace it is worse: what you see as a tag is text, and is sent.

Fix: safe or unsafe

Bad:
    {if lead.city equal &quot;Riga&quot;}Sveiki!{end}

Good: edit the tag in the source view
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


RULE = Rule("entity-in-tag", Group.SYNTAX, Severity.ERROR, check=check)
