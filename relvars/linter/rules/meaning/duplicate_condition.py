"""A condition is asked again where the answer is known.

Why: inside a block, and inside its `{else}`, the block's own condition is settled. Asked again it
    says nothing new; another condition was meant, or the block is not needed.

Bad:
    {if lead.gold}Gold{else}{if lead.gold}Silver{end}{end}

Good:
    {if lead.gold}Gold{else}{if lead.silver}Silver{end}{end}
Values:
    {"lead": {"silver": true}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.conditions import asked, constant
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.guards import Guard
from relvars.syntax.ast import For, If
from relvars.text import position


def check(file: File) -> Iterator[Found]:
    """The conditions that a block around them has asked already."""
    document = file.analysis.template.document
    for place in file.analysis.places:
        if isinstance(place.node, If) and constant(place.node.condition) is None:
            condition = place.node.condition
            again = [one for one in place.guards if one.condition == condition]
            first = next((one for one in again if asked(one.block) == condition), None)
            if first is not None:
                line = position(document, first.block.span.start).line
                yield Found(condition.span, _message(first), f"it is asked on line {line} already")


def _message(guard: Guard) -> str:
    if isinstance(guard.block, For):
        empty = "there is something to list" if guard.holds else "there is nothing to list"
        return f"This is settled here: {empty}."
    return f"This is settled here: it is {str(guard.holds).lower()}."


RULE = Rule("duplicate-condition", Group.MEANING, Severity.WARNING, check=check)
