"""A function is called that the language does not have.

Why: nothing would be called. One that your account does have can be [taught to
    relvars](language.md#words-of-your-account). (Printed by itself, as in `{upper(…)}`, it is
    text.)

Bad:
    {if length(json.tips)}Tips for you{end}

Good: a list with nothing in it counts as false
    {if json.tips}Tips for you{end}
Values:
    {"json": {"tips": ["Call"]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-function", Group.NAMES, Severity.ERROR, reported=True)
