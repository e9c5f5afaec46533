"""A word of another language: `elseif`, `endif`, `endfor`, `break`, `continue`.

Why: the platform does not know it, and what it stands for is not done. Outside every block such a
    word in braces is text, and told of where the file has tags.

Fix: safe or unsafe

Bad:
    {if lead.gold}Gold{elseif lead.silver}Silver{end}

Good: nest the second choice, with an `{end}` for each
    {if lead.gold}Gold{else}{if lead.silver}Silver{end}{end}
Values:
    {"lead": {"silver": true}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Where it keeps a tag from being one; inside a block the parser finds it."""
    return told(file, RULE.slug)


RULE = Rule("unknown-keyword", Group.SYNTAX, Severity.ERROR, check=check)
