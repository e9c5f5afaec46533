"""The message grows past 10 million characters, or its loops take more than 10 million passes.

Rendering stops there.

Why: mostly a loop stands in a loop over the same long list. The length can be set, with `output`
    under `[limits]` in `relvars.toml`; here it is 40.

Bad (limit=40):
    {for $n $guest = json.guests}{for $m $other = json.guests}{$guest} meets {$other}. {end}{end}
Values:
    {"json": {"guests": ["Ann", "Bob"]}}

Good (limit=40):
    {for $n $guest = json.guests}{$guest} comes. {end}
Values:
    {"json": {"guests": ["Ann", "Bob"]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("output-limit", Group.MEANING, Severity.ERROR, reported=True)
