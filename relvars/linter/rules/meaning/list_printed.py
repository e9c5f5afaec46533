"""A list is printed as it is.

Why: no documentation says what a list prints. It is assumed to be its items with commas between
    them, which is seldom what was meant; of objects it is raw data.

Bad (account):
    We speak {lead.languages}

Good (account):
    We speak {for $n $language = lead.languages}<b>{$language}</b> {end}
Values:
    {"lead": {"languages": ["lv", "en"]}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import printed, shown
from relvars.semantics.types import ListOf


def check(file: File) -> Iterator[Found]:
    """The lists that are printed; a relation's top has a rule of its own."""
    for used in printed(file.analysis):
        name = shown(used)
        if isinstance(used.type, ListOf) and not name.startswith("relation."):
            yield Found(
                used.node.span,
                f"`{name}` is a list, printed as it is.",
                f"loop over it: `{{for $index $item = {name}}}…{{end}}`",
            )


RULE = Rule("list-printed", Group.MEANING, Severity.WARNING, check=check)
