"""One comparison has two sides and one word between them.

Why: what a third side would be compared with, nobody can tell.

Bad:
    {if json.city equal lead.city equal "Riga"}Your city!{end}

Good: compare in pairs
    {if (json.city equal lead.city) and (lead.city equal "Riga")}Your city!{end}
Values:
    {"json": {"city": "Riga"}, "lead": {"city": "Riga"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("chained-comparison", Group.SYNTAX, Severity.ERROR, reported=True)
