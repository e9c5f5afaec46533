"""A condition is asked again where the answer is known.

Why: inside a block, and inside its `{else}`, the block's own condition is settled. Asked again it
    says nothing new; another condition was meant, or the block is not needed. The same holds for
    what stands twice in one condition, as in `{if lead.gold and lead.gold}`.

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
from relvars.syntax.ast import Expression, For, If, Logic, Not
from relvars.text import position

_ADVICE = "leave it out, or ask something else"


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
            for one in _repeated(condition):
                yield Found(one.span, "The same condition asks this already.", _ADVICE)


def _repeated(condition: Expression) -> Iterator[Expression]:
    """The sides of an `and` or `or`, or a row of them, that say what one before them says."""
    if isinstance(condition, Not):
        yield from _repeated(condition.operand)
    if isinstance(condition, Logic):
        sides = list(_sides(condition, condition.word))
        for place, one in enumerate(sides):
            if one in sides[:place] and constant(one) is None:
                yield one
            else:
                yield from _repeated(one)


def _sides(condition: Expression, word: str) -> Iterator[Expression]:
    if isinstance(condition, Logic) and condition.word == word:
        yield from _sides(condition.left, word)
        yield from _sides(condition.right, word)
    else:
        yield condition


def _message(guard: Guard) -> str:
    if isinstance(guard.block, For):
        empty = "there is something to list" if guard.holds else "there is nothing to list"
        return f"This is settled here: {empty}."
    return f"This is settled here: it is {str(guard.holds).lower()}."


RULE = Rule("duplicate-condition", Group.MEANING, Severity.WARNING, check=check)
