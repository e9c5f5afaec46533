"""A block has one `{else}`.

Why: with a second one it is unclear which part is meant; often the `{end}` of an inner block is
    missing before it.

Bad:
    {if lead.gold}Gold{else}Silver{else}Bronze{end}

Good: nest the second choice
    {if lead.gold}Gold{else}{if lead.silver}Silver{else}Bronze{end}{end}
Values:
    {"lead": {"silver": true}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("duplicate-else", Group.SYNTAX, Severity.ERROR, reported=True)
