"""A variable of the platform's pipes stands in a message.

Why: `$in.x`, `${in.x}`, `$origin` and their like mean something in the pipes of custom channels. In
    a message they are text, and recipients read them as they stand.

Bad:
    Hello ${in.name}!

Good:
    Hello {apicontent.name}!
Values:
    {"apicontent": {"name": "Ann"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Near misses of this kind."""
    return told(file, RULE.slug)


RULE = Rule("pipe-language", Group.SYNTAX, Severity.WARNING, check=check)
