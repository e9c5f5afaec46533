"""A tag does not compute.

Why: the platform reads no `+`, `-`, `*` or `/`. The same finding tells of a hyphen in a name: names
    hold letters, digits and `_`.

Bad:
    To pay: {json.price * json.count}

Good: have the sum among the data
    To pay: {json.sum}
Values:
    {"json": {"price": 5, "count": 3, "sum": 15}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("no-arithmetic", Group.SYNTAX, Severity.ERROR, reported=True)
