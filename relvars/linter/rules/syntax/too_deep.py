"""Blocks or parentheses stand more than 100 deep in each other.

Why: no message needs that; something was generated wrong. (`(…` stands for 101 of them.)

Bad (repeat=101):
    {if (…lead.vip)…}Welcome back{end}

Good:
    {if lead.vip}Welcome back{end}
Values:
    {"lead": {"vip": true}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("too-deep", Group.SYNTAX, Severity.ERROR, reported=True)
