"""The third word of a relation path is `direct` or `reverse`.

`direct` are links that the recipient initiated, `reverse` those that came to the recipient.

Why: any other word reads nothing.

Bad:
    {relation.managers_loyal.incoming.profit.count} loyal customers

Good:
    {relation.managers_loyal.reverse.profit.count} loyal customers
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-direction", Group.NAMES, Severity.ERROR, reported=True)
