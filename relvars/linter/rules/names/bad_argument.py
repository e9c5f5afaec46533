"""A function is given arguments that it cannot use.

There are too many or too few, one is of the wrong kind, or cannot be read, such as a filter.

Why: the platform cannot answer such a call. Where the argument is written in the template, this is
    found before rendering; where it comes from the values, while rendering.

Bad:
    Still at {subscription_field("email" "name")}?

Good:
    Still at {subscription_field("email" "domain")}?
Values:
    {"lead": {"subscriptions": [{"channel": "email", "email": "ann@example.com", "priority": 1}]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("bad-argument", Group.NAMES, Severity.ERROR, reported=True)
