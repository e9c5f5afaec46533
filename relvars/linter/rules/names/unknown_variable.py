"""A loop variable is read where no loop sets it: outside the loop, in its `{else}`, or misspelt.

Or one of the shorter names has the wrong number of words: `loyalty.<program>.promocode`,
`fragment.<short name>`, `unsubscribe`.

Why: what nobody sets prints nothing. When a message is rendered without an account, loop variables
    are not looked at.

Fix: unsafe

Bad:
    {for $n $tip = json.tips}<li>{$tip}</li>{end}Last: {$tip}

Good: read it inside its loop
    {for $n $tip = json.tips}<li>{$tip}</li>{end}
Values:
    {"json": {"tips": ["Call", "Write"]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-variable", Group.NAMES, Severity.ERROR, reported=True)
