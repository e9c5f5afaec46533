"""The head of a loop is not written as `{for $index $item = collection}`.

There is a comma between the variables, `in` for `=`, a missing `$`, or a literal to loop over.

Why: that is the only form the platform documents; those are the forms of other languages.

Fix: safe

Bad:
    {for $n $tip in json.tips}<li>{$tip}</li>{end}

Good:
    {for $n $tip = json.tips}<li>{$tip}</li>{end}
Values:
    {"json": {"tips": ["Call", "Write"]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("loop-form", Group.SYNTAX, Severity.ERROR, reported=True)
