"""A loop over a relation's links prints the recipient, and nothing of the related profiles.

Why: inside the loop `lead` is still the recipient, so every line shows the same name. The related
    profile is `lead` of the loop's item.

Fix: unsafe

Bad (account):
    {for $n $link = relation.managers_loyal.reverse.profit.top}
    {lead._fname}: {$link.value}{end}

Good (account):
    {for $n $link = relation.managers_loyal.reverse.profit.top}
    {$link.lead._fname}: {$link.value}{end}
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"top": [
      {"value": 120, "lead": {"_fname": "Ann"}}
    ]}}}}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import shown
from relvars.semantics.reads import Read
from relvars.semantics.scope import Binding
from relvars.semantics.types import Object

# What says who the recipient is; a link to an own page has it, in whatever loop.
_IDENTITY = frozenset({"_id", "_md5", "_xxm", "_xxh"})


def check(file: File) -> Iterator[Found]:
    """The recipient's fields that are printed where no field of the related profile is read."""
    reads = file.analysis.reads
    told = {id(one.binding.loop) for one in reads if one.binding and _is_profile(one)}
    for read in reads:
        link = _link(read)
        if read.use == "printed" and link and id(link.loop) not in told and _has(link, read):
            yield _found(read, link)


def _is_profile(read: Read) -> bool:
    return read.path.segments[:1] == ("lead",)


def _link(read: Read) -> Binding | None:
    """The innermost loop variable that stands for a link."""
    bindings = (one for one in reversed(read.scope.bindings) if one.role == "item")
    kinds = ((one, one.type) for one in bindings)
    return next(
        (one for one, kind in kinds if isinstance(kind, Object) and kind.kind == "link"), None
    )


def _has(link: Binding, read: Read) -> bool:
    """Is it a field of the recipient that the related profile has, too?"""
    match link.type, read.path.root, read.path.segments:
        case Object(fields={"lead": Object(fields=fields, open=is_open)}), "lead", (name, *_):
            return name not in _IDENTITY and (is_open or name in fields)
        case _:
            return False


def _found(read: Read, link: Binding) -> Found:
    meant = f"{link.name}.{shown(read)}"
    start = read.path.span.start
    return Found(
        read.path.span,
        f"`{shown(read)}` is the recipient's here, the same for each link.",
        f"did you mean `{meant}`?",
        ((start, start, f"{link.name}."),),
    )


RULE = Rule("recipient-in-relation-loop", Group.MEANING, Severity.WARNING, check=check)
