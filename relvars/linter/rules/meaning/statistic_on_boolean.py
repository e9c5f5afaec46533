"""A property that is true or false has no sum and no top, only a count.

Why: what is read is never there.

Bad (account):
    {relation.managers_loyal.reverse.vip.total} VIPs

Good (account):
    {relation.managers_loyal.reverse.vip.count} VIPs
Values:
    {"relation": {"managers_loyal": {"reverse": {"vip": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("statistic-on-boolean", Group.MEANING, Severity.ERROR, reported=True)
