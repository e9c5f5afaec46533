"""`or` and `not` are read as they are meant, but no documentation of the platform shows them.

Why: try the template on the platform before you rely on it. Where the assumption `or_not` is
    `reject`, this is an error.

Bad:
    {if lead.gold or lead.silver}A present for you!{end}

Good: nested choices do without
    {if lead.gold}A present for you!{else}{if lead.silver}A present for you!{end}{end}
Values:
    {"lead": {"silver": true}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unverified-operator", Group.MEANING, Severity.INFO, reported=True)
