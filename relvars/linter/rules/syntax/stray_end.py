"""There is an `{end}` too many, or the block it should close has lost its beginning.

Why: which block was meant to go on to this place, nobody can tell.

Bad:
    Hello{if lead._fname} {lead._fname}{end}{end}!

Good:
    Hello{if lead._fname} {lead._fname}{end}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("stray-end", Group.SYNTAX, Severity.ERROR, reported=True)
