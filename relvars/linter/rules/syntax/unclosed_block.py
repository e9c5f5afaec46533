"""An `{if …}` or `{for …}` has no `{end}`.

Why: where the block stops, nobody can tell. The finding points at its beginning; the place of the
    end is yours to choose.

Bad:
    Hello{if lead._fname}, {lead._fname}!

Good:
    Hello{if lead._fname}, {lead._fname}{end}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unclosed-block", Group.SYNTAX, Severity.ERROR, reported=True)
