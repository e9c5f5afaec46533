"""The account has no relation of that short name; `relvars.toml` lists its relations.

Why: there is nothing to read: the count would be empty, for every recipient.

Fix: unsafe

Bad (account):
    {relation.manager_loyal.reverse.profit.count} loyal customers

Good (account):
    {relation.managers_loyal.reverse.profit.count} loyal customers
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-relation", Group.NAMES, Severity.ERROR, reported=True)
