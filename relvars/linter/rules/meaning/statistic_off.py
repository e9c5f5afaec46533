"""A `total` or a `top` is read of a property that does not keep it.

Why: `total` is missing and prints nothing, `top` lists nothing. Which statistics a property keeps
    is set on the platform, and told to relvars in `relvars.toml`.

Bad (account):
    Your customers called {relation.managers_loyal.reverse.calls.total} times.

Good (account): have the platform keep it, or read what is kept
    {relation.managers_loyal.reverse.calls.count} customers called.
Values:
    {"relation": {"managers_loyal": {"reverse": {"calls": {"count": 2}}}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("statistic-off", Group.MEANING, Severity.WARNING, reported=True)
