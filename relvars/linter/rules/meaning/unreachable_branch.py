"""A branch is never taken, because of the blocks around it.

Why: what stands in it is sent to nobody. The conditions contradict each other, or one follows from
    the other.

Bad:
    {if lead._city equal "Riga"}{if lead._city equal "Tallinn"}Tere!{end}{end}

Good:
    {if lead._city equal "Riga"}Sveiki!{else}{if lead._city equal "Tallinn"}Tere!{end}{end}
Values:
    {"lead": {"_city": "Tallinn"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.conditions import asked, constant, has_content, settled
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.guards import known
from relvars.semantics.reads import Place
from relvars.semantics.types import ListOf, Object
from relvars.syntax.ast import For, If
from relvars.text import Span


def check(file: File) -> Iterator[Found]:
    """The branches that cannot be taken; a condition that is asked again has its own rule."""
    types = {id(one.node): one.type for one in file.analysis.reads if one.use == "looped"}
    for place in file.analysis.places:
        match place.node:
            case If() as block:
                said = (
                    None if _told_elsewhere(place, block) else settled(asked(block), place.guards)
                )
            case For() as block:
                said = known(asked(block), place.guards)
                # What is true need not be a list, and then `{else}` is taken.
                if said and not isinstance(types.get(id(block)), ListOf | Object):
                    said = None
            case _:
                continue
        yield from _never(block, said)


def _told_elsewhere(place: Place, block: If) -> bool:
    asks = asked(block)
    again = any(asks == one.condition == asked(one.block) for one in place.guards)
    return again or constant(asks) is not None


def _never(block: If | For, said: bool | None) -> Iterator[Found]:
    if said is True and block.middle and has_content(block.orelse or ()):
        yield _found(block.middle, "`{else}`", "its condition is always true here")
    if said is False and has_content(block.body):
        word = "if" if isinstance(block, If) else "for"
        why = "its condition is never true" if word == "if" else "there is never anything to list"
        yield _found(block.head, f"`{word}`", f"{why} here")


def _found(span: Span, what: str, why: str) -> Found:
    return Found(span, f"What stands in this {what} is never sent: {why}.")


RULE = Rule("unreachable-branch", Group.MEANING, Severity.WARNING, check=check)
