"""The recipient's database does not see the relation in this direction.

Why: there are no links to read, so the count is zero for everybody. Who receives links reads them
    as `reverse`, who initiates them as `direct`.

Fix: unsafe

Bad (account):
    {relation.managers_loyal.direct.profit.count} loyal customers

Good (account):
    {relation.managers_loyal.reverse.profit.count} loyal customers
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("wrong-direction", Group.NAMES, Severity.ERROR, reported=True)
