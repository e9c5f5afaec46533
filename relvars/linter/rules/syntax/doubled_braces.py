"""A tag stands in doubled braces, as in other languages.

Why: doubled braces are text here, and recipients read them as they stand. Where a file is written
    in another language, with nothing of this one in it, they are not reported.

Fix: unsafe

Bad:
    Hello {{lead._fname}}!

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


RULE = Rule("doubled-braces", Group.SYNTAX, Severity.WARNING, check=check)
