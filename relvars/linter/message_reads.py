"""What a part of a message prints, loops over and asks, by names that mean the same in any part."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from relvars.semantics.analysis import Analysis
from relvars.semantics.reads import Called, Read
from relvars.semantics.scope import Scope, find
from relvars.syntax.ast import Call, Path
from relvars.syntax.names import written
from relvars.text import Span

# These differ between parts and languages without harm.
_COMMON = ("unsubscribe", "globalunsubscribe", "fragment")


class Use(NamedTuple):
    """Where a value is first used, in which tag, and how it is written there."""

    span: Span
    tag: Span
    shown: str


def printed(analysis: Analysis) -> Mapping[str, Use]:
    """The values that are printed or listed, by their names from the root on."""
    return _firsts(one for one in _used(analysis) if one.use in ("printed", "looped"))


def asked(analysis: Analysis) -> Mapping[str, Use]:
    """The values that conditions ask about."""
    return _firsts(one for one in _used(analysis) if one.use in ("tested", "compared"))


def _used(analysis: Analysis) -> list[Read | Called]:
    return [*analysis.reads, *analysis.calls]


def _firsts(used: Iterator[Read | Called]) -> dict[str, Use]:
    found: dict[str, Use] = {}
    for one in used:
        if isinstance(one, Called):
            found.setdefault(
                one.call.written, Use(one.call.span, one.node.span, f"{one.call.name}(…)")
            )
        elif one.path.root not in _COMMON:
            name = _full_name(one.path, one.scope)
            found.setdefault(name, Use(one.path.span, one.node.span, written(one.path)))
    return found


def _full_name(path: Path, scope: Scope) -> str:
    """The path with its loop variable resolved, however the variable is called."""
    binding = find(scope, path.root)
    if binding is None:
        return written(path)
    if binding.role == "index":
        return "$index"
    source = binding.loop.collection
    if isinstance(source, Call):
        start = source.written
    elif isinstance(source, Path):
        start = _full_name(source, _outside(scope, binding.loop.head))
    else:
        start = path.root
    return ".".join((f"{start}[]", *path.segments))


def _outside(scope: Scope, head: Span) -> Scope:
    """The variables set outside of the loop that begins there."""
    bindings = tuple(one for one in scope.bindings if one.loop.head.start < head.start)
    return Scope(bindings, scope.otherwise, scope.unsure)
