"""The relation has no property of that short name; `relvars.toml` lists its properties.

Why: there is nothing to read: the count would be empty, for every recipient.

Fix: unsafe

Bad (account):
    {relation.managers_loyal.reverse.profits.count} loyal customers

Good (account):
    {relation.managers_loyal.reverse.profit.count} loyal customers
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-property", Group.NAMES, Severity.ERROR, reported=True)
