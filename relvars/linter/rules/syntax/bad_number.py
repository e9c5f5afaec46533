"""A number has thousands of digits, more than any number is read with.

Why: nobody types that; something was pasted or generated. (`1…` stands for 5,000 ones.)

Bad (repeat=5000):
    {if json.points equal 1…}Gold{end}

Good: an identifier as long as that is a text
    {if json.card equal "10000000000000000000000001"}Gold{end}
Values:
    {"json": {"card": "10000000000000000000000001"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("bad-number", Group.SYNTAX, Severity.ERROR, reported=True)
