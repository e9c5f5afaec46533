"""What of a template can be reached, and what a rendering of it did reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from relvars.catalog import Assumptions, assume, catalog
from relvars.errors import DataError
from relvars.renderer import meaning, observe
from relvars.renderer.prepare import prepare
from relvars.renderer.runtime import too_much
from relvars.renderer.tracing import BranchKind
from relvars.syntax.ast import For, If, Output, Template, walk
from relvars.syntax.parser import parse
from relvars.text import Document, Span
from relvars.values import Value, Values, is_object, is_text

PointKind = Literal["rendered", "then", "else", "body", "printed", "empty"]
BRANCHES = ("then", "else", "body")


class Point(NamedTuple):
    """Something that a case can reach: a branch of a block, or that a value prints something.

    `start` is the offset of the block or the tag. `rendered` is the template itself, at 0.
    """

    start: int
    kind: PointKind


# How many times each point was reached.
Hits = Mapping[Point, int]
RENDERED = Point(0, "rendered")


class Reached(NamedTuple):
    """A message, and what of its template it took to make it; `fragments` by their names."""

    output: str
    hits: Hits
    fragments: Mapping[str, Hits]


def points(template: Template, assumptions: Assumptions | None = None) -> tuple[Point, ...]:
    """All there is to reach, in order of place; what an SMS leaves out is not there."""
    found = [RENDERED]
    for node in walk(prepare(template, assumptions or assume())):
        kinds: tuple[PointKind, ...] = ()
        if isinstance(node, If | For):
            kinds = ("then", "else") if isinstance(node, If) else ("body", "else")
        elif isinstance(node, Output):
            kinds = ("printed", "empty")
        found += [Point(node.span.start, kind) for kind in kinds]
    return tuple(found)


def reach(
    template: Template,
    values: Values,
    *,
    assumptions: Assumptions | None = None,
    limit: int | None = None,
) -> Reached:
    """Render, and note what is reached; costs a part of what a trace does. Raises as `render`."""
    settings = assumptions or assume()
    counter = _counted(template, values, settings, limit)
    inner = _in_fragments(template, values, counter.fragments, settings, limit)
    return Reached("".join(counter.pieces), counter.hits(), inner)


def _counted(
    template: Template, values: Values, settings: Assumptions, limit: int | None
) -> "_Counter":
    most = catalog().limits["output"] if limit is None else limit
    counter = _Counter(template.document, settings, most)
    observe(template, values, counter, assumptions=settings, limit=limit)
    return counter


def _in_fragments(
    template: Template,
    values: Values,
    names: Iterable[str],
    settings: Assumptions,
    limit: int | None,
) -> dict[str, Hits]:
    """What was reached in the fragments that were rendered, and in those that they have."""
    if settings.fragment_nesting == "text":
        return {}
    texts = meaning.as_object(meaning.as_object(values).get("fragment"))
    found: dict[str, Hits] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        text = texts.get(name)
        if name in found or not is_text(text):
            continue
        inner = _fragment(str.__str__(text), name, template.document.channel)
        counter = _counted(inner, values, settings, limit)
        found[name] = counter.hits()
        waiting += counter.fragments
    return found


@lru_cache(maxsize=64)
def _fragment(text: str, name: str, channel: str | None) -> Template:
    return parse(text, f"fragment.{name}", channel=channel)


def merged(many: Iterable[Hits]) -> dict[Point, int]:
    """Hits of several renderings of one template, added up."""
    total: dict[Point, int] = {}
    for hits in many:
        for point, times in hits.items():
            total[point] = total.get(point, 0) + times
    return total


@dataclass
class _Counter:
    """Counts while a template, compiled for recording, runs; an `Observer`.

    What is read is of no interest here, so that counting is cheap.
    """

    document: Document
    assumptions: Assumptions
    most: int  # characters that a message may have
    pieces: list[str] = field(default_factory=list)
    counts: dict[tuple[int, PointKind], int] = field(default_factory=dict)
    fragments: set[str] = field(default_factory=set)
    length: int = 0

    def text(self, text: str, span: Span) -> None:
        self.pieces.append(text)
        self.length += len(text)
        if self.length > self.most:
            too_much(self.document, span, self.most)

    def read(self, value: Value, span: Span, path: str, place: str) -> Value:
        if path.startswith("fragment."):
            self.fragments.add(path.removeprefix("fragment."))
        return value

    def output(self, value: Value, span: Span, path: str, place: str) -> None:
        if path.startswith("fragment."):
            self.fragments.add(path.removeprefix("fragment."))
        try:
            printed = meaning.text(value, self.assumptions)
        except DataError as error:
            raise DataError(f"{place}: {error}") from None
        self.text(printed, span)
        key: tuple[int, PointKind] = (span.start, "printed" if printed else "empty")
        self.counts[key] = self.counts.get(key, 0) + 1

    def tested(self, value: Value) -> None:
        pass

    def compared(self, left: Value, right: Value) -> None:
        pass

    def branch(self, span: Span, kind: BranchKind, times: int = 1) -> None:
        if times:
            key: tuple[int, PointKind] = (span.start, kind)
            self.counts[key] = self.counts.get(key, 0) + times

    def passes(
        self, value: Value, node: For, base: int, place: str
    ) -> list[tuple[Value, Value, str]]:
        pairs = meaning.pairs(value, base) or []
        self.branch(node.span, "body", len(pairs))
        keyed = is_object(value)
        return [
            (n, item, f"{place}.{n}" if keyed and type(n) is str else f"{place}[{at}]")
            for at, (n, item) in enumerate(pairs)
        ]

    def hits(self) -> dict[Point, int]:
        counted = {Point(*key): times for key, times in self.counts.items()}
        return {RENDERED: 1, **counted}
