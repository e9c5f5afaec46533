"""The last word of a relation path is `count`, `total` or `top`.

Why: no other word reads anything. What the HTTP API calls `sum` is `total` here.

Bad:
    Your customers brought {relation.managers_loyal.reverse.profit.sum}

Good:
    Your customers brought {relation.managers_loyal.reverse.profit.total}
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"total": 200.5}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-statistic", Group.NAMES, Severity.ERROR, reported=True)
