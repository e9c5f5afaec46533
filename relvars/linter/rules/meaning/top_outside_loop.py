"""The `top` of a relation is a list of links.

Why: printed as it is, recipients would read raw data, field names and all.

Bad:
    Best customers: {relation.managers_loyal.reverse.profit.top}

Good:
    Best customers:
    {for $n $link = relation.managers_loyal.reverse.profit.top}
    <li>{$link.lead._fname}: {$link.value}</li>{end}
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"top": [
      {"value": 120, "lead": {"_fname": "Ann"}},
      {"value": 80.5, "lead": {"_fname": "Bob"}}
    ]}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("top-outside-loop", Group.MEANING, Severity.WARNING, reported=True)
