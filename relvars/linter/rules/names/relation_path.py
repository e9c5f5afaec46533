"""A relation is read with exactly five words.

They are `relation`, the short names of the relation and the property, and between and behind them
the direction and the statistic.

Why: a shorter or longer path reads nothing.

Bad:
    {relation.managers_loyal.profit.count} loyal customers

Good:
    {relation.managers_loyal.reverse.profit.count} loyal customers
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("relation-path", Group.NAMES, Severity.ERROR, reported=True)
