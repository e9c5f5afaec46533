"""A field is read that what holds it has not.

Why: it would print nothing, for every recipient. Fields of a database are checked if `relvars.toml`
    lists any of them; a field that exists and is not listed goes into that list.

Fix: unsafe

Bad (account):
    Greetings from our office in {lead.ofice}

Good (account):
    Greetings from our office in {lead.office}
Values:
    {"lead": {"office": "Riga"}}

In a loop over a `top` the fields of the customer are under `lead` of the item, and those of the
agent are not:

Bad (account):
    {for $n $link = relation.managers_loyal.reverse.profit.top}
    {$link._fname} {$link.lead.office}{end}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-field", Group.NAMES, Severity.ERROR, reported=True)
