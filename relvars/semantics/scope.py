"""Loop variables: which are in scope where, and what each stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from relvars.semantics.types import ListOf, Object, Scalar, Type, Unknown
from relvars.syntax.ast import For, Template, walk


@dataclass(frozen=True, slots=True)
class Binding:
    """A loop variable, `$` included, and the loop that sets it."""

    name: str
    role: Literal["index", "item"]
    type: Type
    loop: For


@dataclass(frozen=True, slots=True)
class Scope:
    """The loop variables at a place, the innermost last.

    `otherwise` holds the loops in whose `{else}` the place is. `unsure` means that a loop around
    the place could not be read, so any variable may be set.
    """

    bindings: tuple[Binding, ...] = ()
    otherwise: tuple[For, ...] = ()
    unsure: bool = False


def find(scope: Scope, name: str) -> Binding | None:
    """The binding that a name means: the innermost, and the item if a loop names both alike."""
    return next((one for one in reversed(scope.bindings) if one.name == name), None)


def names(scope: Scope) -> tuple[str, ...]:
    """The names in scope, each once, those of the innermost loop first."""
    pairs = [scope.bindings[at : at + 2] for at in range(0, len(scope.bindings), 2)]
    return tuple(dict.fromkeys(one.name for pair in reversed(pairs) for one in pair))


def in_body(scope: Scope, loop: For, collection: Type) -> Scope:
    """The scope of a loop's body."""
    if not loop.index or not loop.item:
        return replace(scope, unsure=True)
    index, item = _parts(collection)
    own = (Binding(loop.index, "index", index, loop), Binding(loop.item, "item", item, loop))
    return replace(scope, bindings=(*scope.bindings, *own))


def in_else(scope: Scope, loop: For) -> Scope:
    """The scope of a loop's `{else}`: the loop's own variables are not set there."""
    return replace(scope, otherwise=(*scope.otherwise, loop))


def ends(template: Template) -> Mapping[str, int]:
    """Where the first loop that sets a name ends, for every name."""
    found: dict[str, int] = {}
    for node in walk(template.body):
        if isinstance(node, For):
            for name in (node.index, node.item):
                found[name] = min(node.span.end, found.get(name, node.span.end))
    return found


def _parts(collection: Type) -> tuple[Type, Type]:
    """What a loop's index and item are."""
    match collection:
        case ListOf(item=item):
            return Scalar("integer"), item
        case Object():
            return Scalar("string"), Unknown()
        case Scalar() | Unknown():
            return Unknown(), Unknown()
