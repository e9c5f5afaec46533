"""The first word of a path is none that can be read.

Why: the tag reads nothing. It is found inside a block's tag or a call; printed by itself, as in
    `{leed._fname}`, it is [text](language.md#near-misses). A root your account does have can be
    [taught to relvars](language.md#words-of-your-account).

Fix: unsafe

Bad:
    Hello{if leed._fname} {lead._fname}{end}!

Good:
    Hello{if lead._fname} {lead._fname}{end}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-root", Group.NAMES, Severity.ERROR, reported=True)
