"""A word or sign between two values compares in no way that is known.

Why: signs such as `==` and `>` are those of other languages. A word your account does know can be
    [taught to relvars](language.md#words-of-your-account).

Fix: unsafe

Bad:
    {if lead.city == "Riga"}Sveiki!{end}

Good:
    {if lead.city equal "Riga"}Sveiki!{end}
Values:
    {"lead": {"city": "Riga"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-operator", Group.SYNTAX, Severity.ERROR, reported=True)
