"""A loop names two variables, the index and the item.

Why: the documented form always has both, also where the index is not used.

Fix: safe

Bad:
    {for $tip = json.tips}<li>{$tip}</li>{end}

Good:
    {for $n $tip = json.tips}<li>{$tip}</li>{end}
Values:
    {"json": {"tips": ["Call", "Write"]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("missing-index", Group.SYNTAX, Severity.ERROR, reported=True)
