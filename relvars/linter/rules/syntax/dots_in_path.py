"""A dot of a path has a blank beside it, another dot, or no name.

Why: blanks and missing names tear the path in two.

Bad:
    Hello {lead. _fname}!

Good:
    Hello {lead._fname}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("dots-in-path", Group.SYNTAX, Severity.ERROR, reported=True)
