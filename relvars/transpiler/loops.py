"""The heads of loops: plain where a list is known, else for a list, an object, or neither."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from relvars.semantics.scope import in_body
from relvars.semantics.types import ListOf, Object, Type
from relvars.syntax.ast import Call, For, Path, expressions, walk
from relvars.transpiler.expressions import known_type, value_of
from relvars.transpiler.writing import Holder, Place, Writer, free_name


class Loop(NamedTuple):
    """A loop while it is written: its variables, and the lines before theirs."""

    kind: Type
    key: Holder
    item: Holder
    lines: tuple[str, ...]
    names: tuple[str, ...]


def begin(writer: Writer, node: For, over: Path | Call, place: Place) -> Loop:
    """Name what a loop needs; `end` lets other loops have the names again."""
    collection = value_of(writer, over, place)
    kind = known_type(writer, over, place)
    item = _holder(writer, node, node.item, "item")
    # The item is meant where a loop names both alike.
    is_one = node.index == node.item
    index = item if is_one else _holder(writer, node, node.index, "index")
    if not isinstance(kind, ListOf):
        rows, each = (free_name(writer.taken, (one,), writer.idle) for one in ("rows", "each"))
        unknown = _unknown(writer, node, collection, (rows, each), (index, item))
        return Loop(kind, index, item, tuple(unknown), (rows, each))
    item.is_known = isinstance(kind.item, Object)
    lines = [f"for {item.name} in {collection} or []"]
    if _is_read(node, node.index) and not is_one:
        lines.append(f"set {index.name} = {_counter(writer)}")
    return Loop(kind, index, item, tuple(lines), ())


def in_loop(writer: Writer, node: For, place: Place, loop: Loop) -> Place:
    """The place of the loop's body."""
    own = {node.index, node.item}
    is_counted = isinstance(loop.kind, ListOf) and node.index != node.item
    return replace(
        place,
        holders={**place.holders, node.index: loop.key, node.item: loop.item},
        scope=in_body(place.scope, node, loop.kind) if writer.account else place.scope,
        counted=(place.counted - own) | ({node.index} if is_counted else set()),
    )


def lines_of_loop(loop: Loop) -> Iterator[tuple[str, bool]]:
    """The statements of the loop's head, and whether each is the last."""
    own = () if loop.key is loop.item else loop.key.lines
    lines = [*loop.lines, *own, *loop.item.lines]
    return ((line, number == len(lines)) for number, line in enumerate(lines, 1))


def end(writer: Writer, loop: Loop) -> None:
    """The names of a loop that has been written are free for others."""
    for holder in (loop.key, loop.item):
        writer.idle |= {holder.name, holder.object_name, *holder.objects.values()}
    writer.idle |= set(loop.names)


def _holder(writer: Writer, node: For, name: str, other: str) -> Holder:
    """A holder for a loop variable; its object has another name if the value itself is read too."""
    plain = name.removeprefix("$")
    own = free_name(writer.taken, (plain, f"inner_{plain}", other), writer.idle)
    is_bare = _is_read(node, name, bare=True)
    fields = free_name(writer.taken, (f"{own}_fields",), writer.idle) if is_bare else own
    return Holder(own, fields, writer.taken, writer.idle)


def _is_read(node: For, name: str, *, bare: bool = False) -> bool:
    """Does the loop's body read the variable? `bare`: itself, not a field of it."""
    return any(
        isinstance(one, Path) and one.root == name and not (bare and one.segments)
        for inner in walk(node.body)
        for one in expressions(inner)
    )


def _counter(writer: Writer) -> str:
    return "loop.index" if writer.assumptions.index_base else "loop.index0"


def _unknown(
    writer: Writer, node: For, collection: str, names: tuple[str, str], own: tuple[Holder, Holder]
) -> Iterator[str]:
    """The head of a loop over what may be a list, an object, or nothing to loop over."""
    rows, each = names
    index, item = own
    yield f"set {rows} = {collection}"
    yield f"set {rows} = {rows} if {rows} is iterable and {rows} is not string else []"
    yield f"for {each} in {rows}"
    if _is_read(node, node.index) and index is not item:
        yield f"set {index.name} = {each} if {rows} is mapping else {_counter(writer)}"
    if _is_read(node, node.item):
        yield f"set {item.name} = {rows}[{each}] if {rows} is mapping else {each}"
