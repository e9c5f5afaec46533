"""A tag holds more than 10,000 characters, texts in quotes apart.

Why: mostly its closing bracket is missing, and the next one stands far below. (`!…` stands for
    10,000 of them.)

Bad (repeat=10000):
    {lead._fname, thank you!…}

Good:
    {lead._fname}, thank you!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("too-long", Group.SYNTAX, Severity.ERROR, reported=True)
