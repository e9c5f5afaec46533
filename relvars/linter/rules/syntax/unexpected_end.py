"""A tag stops where something has still to come.

That is the other side of a comparison, a closing parenthesis, a condition.

Why: what was to come, nobody can tell; often it was cut off while editing.

Bad:
    {if lead.city equal }Sveiki!{end}

Good:
    {if lead.city equal "Riga"}Sveiki!{end}
Values:
    {"lead": {"city": "Riga"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unexpected-end", Group.SYNTAX, Severity.ERROR, reported=True)
