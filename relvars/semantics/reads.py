"""What a template reads and calls, in order, each with all that is known of its place."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, assert_never

from relvars.semantics.guards import Guard, guards_of, visible
from relvars.semantics.infer import Account, type_of
from relvars.semantics.scope import Binding, Scope, find, in_body, in_else
from relvars.semantics.types import ListOf, Object, Type
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Number,
    Output,
    Path,
    String,
    Text,
)

Use = Literal["printed", "tested", "compared", "looped", "argument"]


class Place(NamedTuple):
    """A node of the template, with the loop variables and the guards that hold where it begins."""

    node: Node
    scope: Scope
    guards: tuple[Guard, ...]


class Read(NamedTuple):
    """A path in the template.

    `node` is the node whose tag it stands in. `binding` is the loop variable it reads; None for
    any other root, and for a variable that is not in scope.
    """

    path: Path
    node: Node
    use: Use
    type: Type
    binding: Binding | None
    scope: Scope
    guards: tuple[Guard, ...]


class Called(NamedTuple):
    """A call in the template; the attributes are those of a `Read`."""

    call: Call
    node: Node
    use: Use
    type: Type
    scope: Scope
    guards: tuple[Guard, ...]


class _Branch(NamedTuple):
    """The nodes of one branch of a block, and what holds in it."""

    nodes: tuple[Node, ...]
    scope: Scope
    guards: tuple[Guard, ...]


def places(nodes: tuple[Node, ...], account: Account, scope: Scope) -> tuple[Place, ...]:
    """Every node, in order of place; a block comes before what is in it."""
    found: list[Place] = []
    _gather(_Branch(nodes, scope, ()), account, found)
    return tuple(found)


def reads_and_calls(place: Place, account: Account) -> Iterator[Read | Called]:
    """What a node's own tag reads and calls, from left to right; a call before its arguments."""
    node, scope, guards = place.node, place.scope, place.guards
    for expression, use in _uses(node):
        kind = type_of(expression, scope, account)
        match expression:
            case Path(root=root):
                binding = find(scope, root)
                yield Read(expression, node, use, kind, binding, scope, guards)
            case Call():
                yield Called(expression, node, use, kind, scope, guards)
            case String() | Number() | Compare() | Logic() | Not() | Broken():
                pass
            case _:
                assert_never(expression)


def _gather(branch: _Branch, account: Account, found: list[Place]) -> None:
    for node in branch.nodes:
        place = Place(node, branch.scope, branch.guards)
        found.append(place)
        match node:
            case If():
                inner = _choices(node, place)
            case For():
                inner = _loops(node, place, account)
            case Text() | Output() | Broken():
                continue
            case _:
                assert_never(node)
        for one in inner:
            _gather(one, account, found)


def _choices(block: If, place: Place) -> Iterator[_Branch]:
    for nodes, holds in ((block.body, True), (block.orelse or (), False)):
        own = guards_of(block, block.condition, holds=holds)
        yield _Branch(nodes, place.scope, (*place.guards, *own))


def _loops(loop: For, place: Place, account: Account) -> Iterator[_Branch]:
    """A body runs only for something to list; only of a list or object is `{else}` the contrary."""
    collection = type_of(loop.collection, place.scope, account)
    known = (*place.guards, *guards_of(loop, loop.collection, holds=True))
    scope = in_body(place.scope, loop, collection)
    yield _Branch(loop.body, scope, visible(known, (loop.index, loop.item)))
    none = isinstance(collection, ListOf | Object)
    own = guards_of(loop, loop.collection, holds=False) if none else ()
    yield _Branch(loop.orelse or (), in_else(place.scope, loop), (*place.guards, *own))


def _uses(node: Node) -> Iterator[tuple[Expression, Use]]:
    match node:
        case Output(value=value):
            yield from _parts(value, "printed")
        case If(condition=condition):
            yield from _parts(condition, "tested")
        case For(collection=collection):
            yield from _parts(collection, "looped")
        case Text() | Broken():
            return
        case _:
            assert_never(node)


def _parts(expression: Expression, use: Use) -> Iterator[tuple[Expression, Use]]:
    """The expression and everything inside it, outermost first, each with its use."""
    yield expression, use
    match expression:
        case Call(arguments=arguments):
            for argument in arguments:
                yield argument, "argument"
        case Compare(left=left, right=right):
            yield from _parts(left, "compared")
            yield from _parts(right, "compared")
        case Logic(left=left, right=right):
            yield from _parts(left, "tested")
            yield from _parts(right, "tested")
        case Not(operand=operand):
            yield from _parts(operand, "tested")
        case Path() | String() | Number() | Broken():
            return
        case _:
            assert_never(expression)
