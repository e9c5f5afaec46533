"""A word stands in a tag where none belongs.

It is a second variable, or something behind `end` or `else`.

Why: a tag says one thing, and the platform cannot read one that says two.

Fix: safe

Bad:
    Hello {lead._fname lead._lname}!

Good: one tag for each value
    Hello {lead._fname} {lead._lname}!
Values:
    {"lead": {"_fname": "Ann", "_lname": "Lee"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unexpected-word", Group.SYNTAX, Severity.ERROR, reported=True)
