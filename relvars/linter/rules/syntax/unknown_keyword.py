"""A word of another language: `elseif`, `endif`, `endfor`, `break`, `continue`.

Why: the platform does not know it, and what it stands for is not done. Outside every block such a
    word in braces is text.

Fix: safe

Bad:
    {if lead.gold}Gold{elseif lead.silver}Silver{end}

Good: nest the second choice, with an `{end}` for each
    {if lead.gold}Gold{else}{if lead.silver}Silver{end}{end}
Values:
    {"lead": {"silver": true}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("unknown-keyword", Group.SYNTAX, Severity.ERROR, reported=True)
