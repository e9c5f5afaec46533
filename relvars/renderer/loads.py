"""The look-ups of one stretch of a template, written together in one `try`.

Each is a plain subscript; when any of them finds nothing, all are made again with `get`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Prefix = tuple[str, tuple[str, ...]]


@dataclass
class Loads:
    """Python variables for what is looked up; equal look-ups share one.

    `name` makes a new name that begins with a letter.
    """

    name: Callable[[str], str]
    objects: dict[Prefix, str] = field(default_factory=dict)
    values: dict[Prefix, str] = field(default_factory=dict)
    quick: list[str] = field(default_factory=list)
    careful: list[str] = field(default_factory=list)
    afterwards: list[str] = field(default_factory=list)

    def value(self, base: str, segments: tuple[str, ...]) -> str:
        """A variable for what stands at the end of the segments, below an object."""
        if (base, segments) not in self.values:
            parent, last = self._object(base, segments[:-1]), segments[-1]
            name = self.values[base, segments] = self.name("v")
            self.quick.append(f"{name} = {parent}[{last!r}]")
            self.careful.append(f"{name} = {parent}.get({last!r})")
        return self.values[base, segments]

    def late(self, expression: str) -> str:
        """A variable for an expression over others, worked out after the look-ups."""
        name = self.name("w")
        self.afterwards.append(f"{name} = {expression}")
        return name

    def lines(self, *, once: bool = False) -> Iterator[str]:
        """The Python lines that do the look-ups; with `once` fewer, for code that runs only once.

        Python takes longer to compile a `try` than to look up a few values.
        """
        if once:
            yield from self.careful
        elif self.quick:
            yield "try:"
            yield from (f" {line}" for line in self.quick)
            yield "except KeyError:"
            yield from (f" {line}" for line in self.careful)
        yield from self.afterwards

    def root_lines(self) -> Iterator[str]:
        """The Python lines for objects that were named beforehand."""
        for (base, segments), name in self.objects.items():
            yield f"{name} = {base}.get({segments[-1]!r})"
            yield f"if type({name}) is not dict: {name} = as_object({name})"

    def _object(self, base: str, segments: tuple[str, ...]) -> str:
        """A variable for an object; an empty one where there is none."""
        parent = base
        for end in range(1, len(segments) + 1):
            parent = self._child(parent, (base, segments[:end]))
        return parent

    def _child(self, parent: str, prefix: Prefix) -> str:
        if prefix not in self.objects:
            name, last = self.name("o"), prefix[1][-1]
            self.objects[prefix] = name
            self.quick.append(f"{name} = {parent}[{last!r}]")
            self.quick.append(f"if type({name}) is not dict: {name} = as_object({name})")
            self.careful.append(f"{name} = as_object({parent}.get({last!r}))")
        return self.objects[prefix]
