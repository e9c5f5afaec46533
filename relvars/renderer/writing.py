"""The Python of a compiled template, while it is written: names, constants, lines."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from relvars.catalog import Assumptions


@dataclass
class Program:
    """What all functions of one compiled template share."""

    assumptions: Assumptions
    recording: bool
    functions: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    names: int = 0

    def root(self, root: str) -> str:
        """The Python variable of a root's object."""
        return self.roots.setdefault(root, f"root{len(self.roots)}")

    def name(self, letter: str) -> str:
        """A new Python name that begins with a letter."""
        self.names += 1
        return f"{letter}{self.names}"

    def constant(self, value: object) -> str:
        """The Python name under which the source reaches an object."""
        name = self.name("K")
        self.constants[name] = value
        return name


class Variable(NamedTuple):
    """A loop variable: its value, the same made sure to be an object, and its place in a trace."""

    value: str
    object: str
    place: str


@dataclass
class Function:
    """One Python function while it is written. `used` are the names it needs from outside."""

    program: Program
    scope: dict[str, Variable]
    in_loop: bool = False
    depth: int = 0
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    used: set[str] = field(default_factory=set)

    def line(self, text: str) -> None:
        """Add a line at the indentation of now."""
        self.lines.append(" " * self.indent + text)

    def use(self, name: str) -> str:
        """The name, noted as needed from outside the function."""
        self.used.add(name)
        return name
