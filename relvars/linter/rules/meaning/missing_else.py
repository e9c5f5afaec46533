"""An `if` without `{else}` stands where the other branch prints something.

Why: there is a case for which nobody wrote a text, and it gets nothing. That may be meant, so the
    rule is off by default.

Bad:
    {if lead.gold}Gold{else}{if lead.silver}Silver{end}{end}

Good:
    {if lead.gold}Gold{else}{if lead.silver}Silver{else}Bronze{end}{end}
Values:
    {"lead": {}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.conditions import has_content, settled
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.guards import guards_of
from relvars.syntax.ast import If, Node


def check(file: File) -> Iterator[Found]:
    """The inner choices that leave a case without text, while all other cases have one."""
    for place in file.analysis.places:
        match place.node:
            case If(orelse=tuple(orelse), body=body) as outer:
                for nodes, other, holds in ((body, orelse, True), (orelse, body, False)):
                    inner = _only(nodes)
                    guards = (*place.guards, *guards_of(outer, outer.condition, holds=holds))
                    if inner and has_content(other) and settled(inner.condition, guards) is None:
                        yield _found(inner)
            case _:
                continue


def _only(nodes: tuple[Node, ...]) -> If | None:
    """The choice without `{else}` that is all there is in a branch."""
    match [one for one in nodes if has_content([one])]:
        case [If(orelse=None, end=end) as inner] if end:
            return inner
        case _:
            return None


def _found(inner: If) -> Found:
    return Found(
        inner.head,
        "Where this condition does not hold, nothing is sent; all other cases have a text.",
        "add an `{else}`",
    )


RULE = Rule("missing-else", Group.MEANING, Severity.WARNING, default=False, check=check)
