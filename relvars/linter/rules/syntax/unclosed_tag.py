"""A tag has no closing bracket before the next tag or the end of the file.

Or a text in it has no closing quotation mark.

Why: where the tag ends and the text goes on, nobody can tell.

Bad:
    Hello {lead._fname, your order is on its way.

Good:
    Hello {lead._fname}, your order is on its way.
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unclosed-tag", Group.SYNTAX, Severity.ERROR, reported=True)
