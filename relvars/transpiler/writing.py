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
    """

    name: str
    object_name: str
    taken: set[str]
    objects: dict[tuple[str, ...], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def object(self, segments: tuple[str, ...]) -> str:
        """The variable of the object at the end of the segments; an empty one if none is."""
        if segments not in self.objects:
            read, name = self._place(segments)
            self.objects[segments] = name
            self.lines.append(f"set {name} = {read} if {read} is mapping else {{}}")
        return self.objects[segments]

    def _place(self, segments: tuple[str, ...]) -> tuple[str, str]:
        if not segments:
            return self.name, self.object_name
        parent = self.object(segments[:-1])
        wanted = (segments[-1], "_".join((self.object_name, *segments)), f"{parent}_part")
        return member(parent, segments[-1]), free_name(self.taken, wanted)


def free_name(taken: set[str], wanted: tuple[str, ...]) -> str:
    """The first of the names that is one and is not taken, else the last with a number."""
    for one in wanted:
        if is_name(one) and one not in taken:
            taken.add(one)
            return one
    number = 2
    while f"{wanted[-1]}_{number}" in taken:
        number += 1
    return free_name(taken, (f"{wanted[-1]}_{number}",))


@dataclass
class Writer:
    """What all of one translation shares. `account` is None where no schema is to be trusted."""

    document: Document
    assumptions: Assumptions
    delimiters: Delimiters
    account: Account | None
    taken: set[str]
    roots: dict[str, Holder] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, span: Span, message: str, help: str = "") -> None:
        """Note what cannot be said in Jinja2."""
        self.troubles.append(Trouble("untranslatable", message, span, help))


@dataclass(frozen=True)
class Place:
    """Where the walk is: loop variables by their names, their types, and how deep."""

    holders: dict[str, Holder] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    loops: int = 0
    blocks: int = 0
