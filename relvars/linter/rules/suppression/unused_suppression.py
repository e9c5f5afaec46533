"""A comment that silences a rule that finds nothing there.

Why: it outlived what it was for, or stands in the wrong place, and would hide the next mistake. In
a text message it is no comment at all: it is sent.

Bad:
    <!-- relvars: ignore[unclosed-tag] -->
    {lead.city}

Good:
    {lead.city}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unused-suppression", Group.SUPPRESSION, Severity.WARNING, reported=True)
