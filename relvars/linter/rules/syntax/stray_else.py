"""An `{else}` stands outside every block.

Why: its `{if …}` or `{for …}` is missing, or was ended too early. In that case there is an `{end}`
    too many as well.

Bad:
    {if lead._fname}Hello {lead._fname}{end}{else}Hello{end}!

Good:
    {if lead._fname}Hello {lead._fname}{else}Hello{end}!
Values:
    {"lead": {"_fname": "Ann"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("stray-else", Group.SYNTAX, Severity.ERROR, reported=True)
