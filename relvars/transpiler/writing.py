"""A translation while it is written: names, the objects that paths go through, pieces of text."""

from dataclasses import dataclass, field
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.semantics.infer import Account
from relvars.semantics.scope import Scope
from relvars.syntax.heads import Trouble
from relvars.text import Document, Span
from relvars.transpiler.spelling import Delimiters, is_name, member


class Piece(NamedTuple):
    """A piece of Jinja2, and what it says of the source; None for what is the head's."""

    text: str
    span: Span | None


@dataclass
class Holder:
    """A root or a loop variable: its name in Jinja2, and the objects read through it.

    `lines` are the statements that make sure of those objects; they stand where the holder begins.
    `idle` are names of loops that have ended, which another loop may use; None for a root.
    `is_known` says that the value itself is an object or missing.
    """

    name: str
    object_name: str
    taken: set[str]
    idle: set[str] | None = None
    is_known: bool = False
    objects: dict[tuple[str, ...], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def object(self, segments: tuple[str, ...]) -> str:
        """The variable of the object at the end of the segments; an empty one if none is."""
        if segments not in self.objects:
            read, name = self._place(segments)
            self.objects[segments] = name
            is_plain = self.is_known and not segments
            sure = f"{read} or {{}}" if is_plain else f"{read} if {read} is mapping else {{}}"
            self.lines.append(f"set {name} = {sure}")
        return self.objects[segments]

    def _place(self, segments: tuple[str, ...]) -> tuple[str, str]:
        if not segments:
            return self.name, self.object_name
        parent = self.object(segments[:-1])
        long, last = "_".join((self.object_name, *segments)), f"{parent}_part"
        wanted = (segments[-1], long, last) if self.idle is None else (long, last)
        return member(parent, segments[-1]), free_name(self.taken, wanted, self.idle)


def free_name(taken: set[str], wanted: tuple[str, ...], idle: set[str] | None = None) -> str:
    """The first of the names that is one and is not taken, else the last with a number.

    A name that is idle is free again. What cannot be a name at all gives `value` with a number.
    """
    free = idle or set()
    for one in wanted:
        if is_name(one) and (one not in taken or one in free):
            taken.add(one)
            free.discard(one)
            return one
    stem = wanted[-1] if is_name(f"{wanted[-1]}_2") else "value"
    number = 2
    while f"{stem}_{number}" in taken - free:
        number += 1
    return free_name(taken, (f"{stem}_{number}",), idle)


@dataclass
class Writer:
    """What all of one translation shares. `account` is None where no schema is to be trusted."""

    document: Document
    assumptions: Assumptions
    delimiters: Delimiters
    account: Account | None
    taken: set[str]
    idle: set[str] = field(default_factory=set)
    roots: dict[str, Holder] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, span: Span, message: str, help: str = "") -> None:
        """Note what cannot be said in Jinja2."""
        self.troubles.append(Trouble("untranslatable", message, span, help))


@dataclass(frozen=True)
class Place:
    """Where the walk is: loop variables by their names, their types, and how deep.

    `counted` are the variables that are certain to hold a whole number.
    """

    holders: dict[str, Holder] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    counted: frozenset[str] = frozenset()
    loops: int = 0
    blocks: int = 0
