"""Braces hold what looks like a tag and is none.

Why: it is text, and recipients read it as it stands. The root is missing or no word of ours, a
    letter is large that should be small, or a line break follows the brace.

Fix: unsafe

Bad:
    Hello {_fname}!

Good:
    Hello {lead._fname}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Near misses of this kind."""
    return told(file, RULE.slug)


RULE = Rule("looks-like-a-tag", Group.SYNTAX, Severity.WARNING, check=check)
