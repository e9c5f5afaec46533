"""A tag prints a value; a comparison is no value.

Why: it belongs in an `{if …}`, which also says what to print.

Bad:
    Premium: {lead.kind equal "premium"}

Good:
    Premium: {if lead.kind equal "premium"}yes{else}no{end}
Values:
    {"lead": {"kind": "premium"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("expression-printed", Group.SYNTAX, Severity.ERROR, reported=True)
