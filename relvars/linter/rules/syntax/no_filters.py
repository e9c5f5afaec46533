"""A value is followed by a filter behind `|`.

Why: other languages change a value so; here it is printed as it is.

Bad:
    Hello {lead._fname | upper}!

Good: have the value as you want it among the data
    Hello {json.greeting_name}!
Values:
    {"json": {"greeting_name": "ANN"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("no-filters", Group.SYNTAX, Severity.ERROR, reported=True)
