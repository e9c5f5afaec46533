"""A text stands in double quotes.

Why: single ones stand only inside the filter of a market function.

Fix: safe

Bad:
    {if lead.city equal 'Riga'}Sveiki!{end}

Good:
    {if lead.city equal "Riga"}Sveiki!{end}
Values:
    {"lead": {"city": "Riga"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("single-quotes", Group.SYNTAX, Severity.ERROR, reported=True)
