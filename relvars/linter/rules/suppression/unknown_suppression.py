"""A comment that silences a rule there is not.

Why: a slip in the name keeps the finding, or hides from the reader what was meant to be hidden.

Bad:
    <!-- relvars: ignore[list-print] the feed is short -->
    {json.feed}

Good:
    <!-- relvars: ignore[list-printed] the feed is short -->
    {json.feed}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-suppression", Group.SUPPRESSION, Severity.WARNING, reported=True)
