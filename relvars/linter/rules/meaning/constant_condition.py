"""A condition, or a part of one, always says the same.

Why: it asks nothing, so one of the branches is sent to everybody. Often a text stands alone beside
    `or`, where the comparison has to be written again.

Bad:
    {if lead._city equal "Riga" or "Tallinn"}Sveiki!{end}

Good:
    {if lead._city equal "Riga"}Sveiki!{else}{if lead._city equal "Tallinn"}Tere!{end}{end}
Values:
    {"lead": {"_city": "Tallinn"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.conditions import constants
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import Compare, Expression, If, Logic, String


def check(file: File) -> Iterator[Found]:
    """The largest part of each condition that asks nothing."""
    for place in file.analysis.places:
        if isinstance(place.node, If):
            for part, said in constants(place.node.condition):
                yield _found(part, said, part is place.node.condition)


def _found(part: Expression, said: bool, whole: bool) -> Found:
    what = "This condition" if whole else "This part of the condition"
    advice = ""
    if isinstance(part, String) or (isinstance(part, Logic) and isinstance(part.right, String)):
        advice = "a text by itself asks nothing: compare something with it"
    elif isinstance(part, Compare) and part.left == part.right:
        advice = "both sides are the same"
    elif isinstance(part, Logic) and isinstance(part.left, Compare) and not said:
        advice = "a value equals one text only; was `or` meant?"
    return Found(part.span, f"{what} is always {str(said).lower()}.", advice)


RULE = Rule("constant-condition", Group.MEANING, Severity.WARNING, check=check)
