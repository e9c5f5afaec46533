"""`and` or `or` joins two conditions, not three.

Why: the platform asks for parentheses around every pair. Where the assumption
    `comparison_precedence` is `parentheses`, a comparison beside `and` or `or` needs them too.

Fix: safe or unsafe

Bad:
    {if lead.city and lead.active and lead.loyal}All three{end}

Good:
    {if lead.city and (lead.active and lead.loyal)}All three{end}
Values:
    {"lead": {"city": "Riga", "active": true, "loyal": true}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("chained-logic", Group.SYNTAX, Severity.ERROR, reported=True)
