"""The first word of a path is none that can be read.

Why: inside a block's tag or a call it reads nothing; by itself, as in `{leed._fname}`, it is
    [text](language.md#near-misses), which recipients read as it stands. A root your account does
    have can be [taught to relvars](language.md#words-of-your-account).

Fix: unsafe

Bad:
    Hello{if leed._fname} {lead._fname}{end}!

Good:
    Hello{if lead._fname} {lead._fname}{end}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Where it keeps a tag from being one; inside a tag the parser finds it."""
    return told(file, RULE.slug)


RULE = Rule("unknown-root", Group.NAMES, Severity.ERROR, check=check)
