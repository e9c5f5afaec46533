"""A loop goes over a single value.

Why: such a loop lists nothing: its `{else}` part is sent, or nothing at all. It is found before
    rendering where the kind of the value is known, else while rendering.

Bad (account):
    {for $n $place = lead.office}{$place}{end}

Good (account): print the value, or loop over a list
    {for $n $language = lead.languages}{$language} {end}in {lead.office}
Values:
    {"lead": {"office": "Riga", "languages": ["lv", "en"]}}

Where only the values show it:

Bad:
    {for $n $tip = json.tip}<li>{$tip}</li>{else}No tips{end}
Values:
    {"json": {"tip": "Call"}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("loop-over-scalar", Group.MEANING, Severity.WARNING, reported=True)
