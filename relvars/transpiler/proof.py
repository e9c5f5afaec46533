"""Proof by trial: the template and its translation, side by side, over generated values."""

import json
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.errors import RelvarsError, TemplateError
from relvars.generator import GENERATOR, generate, shrink
from relvars.renderer import compile as compiled
from relvars.renderer import trace
from relvars.schema import Schema
from relvars.syntax.ast import For, If, Template, walk
from relvars.syntax.parser import as_template
from relvars.text import position
from relvars.transpiler.context import jinja_needs, jinja_values
from relvars.transpiler.environments import ENVIRONMENTS, Renderer, Run, Runs, raised, runs
from relvars.transpiler.jinja import to_jinja
from relvars.transpiler.marking import marked, taken, unmarked
from relvars.transpiler.spelling import Delimiters
from relvars.transpiler.translation import Translation
from relvars.values import Value

BRANCHES = "branches"  # stands for an environment where not the texts but the branches differ

_EVERYWHERE = 40  # so many values objects go through each environment, though some are alike
_LONG_ENOUGH = 12  # bytes of a hash to know values by, of which there may be millions
_TRACED = 400  # values objects of which the branches are noted, if so many are needed
_AT_LEAST = 20
_WHOLE, _AROUND = 240, 60  # characters of a text that is shown whole; else those around a place

_Values = dict[str, Value]


class Difference(NamedTuple):
    """The smallest values object found on which the two differ; a failure's `actual` says so.

    When the texts are the same and the branches are not, `environment` is "branches", and
    `expected` and `actual` list those taken.
    """

    environment: str
    values: dict[str, Value]
    expected: str
    actual: str
    at: int


class Certificate(NamedTuple):
    """What was tried and what came of it.

    Of the values objects `tried`, those that were there before are not rendered again; `refused`
    are those relvars will not render. Of the `branches`, so many were `reached` by relvars and
    `reached_in_jinja`. `alike` are environments that run the same program, which is told at
    `Runs`: after the first values objects, one of them renders for all.
    """

    name: str
    digest: str
    generator: str
    seed: int
    tried: int
    distinct: int
    refused: int
    branches: int
    reached: int
    reached_in_jinja: int
    environments: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    difference: Difference | None


@dataclass(frozen=True)
class _Sides:
    """What is compared: relvars, and the translation wherever it runs."""

    template: Template
    assumptions: Assumptions | None
    reference: Renderer
    runs: Runs
    marked: Run
    roots: tuple[str, ...] | None  # what the context is made of, when it holds nothing else


@dataclass
class _Tally:
    """What has been tried so far."""

    tried: int = 0
    refused: int = 0
    known: set[bytes] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    reached_in_jinja: set[int] = field(default_factory=set)


def prove(  # noqa: PLR0913 - all but the template have defaults
    template: Template | str,
    n: int = 1000,
    seed: int = 1,
    environments: Sequence[str] = ENVIRONMENTS,
    *,
    schema: Schema | None = None,
    database: str = "",
    translation: Translation | None = None,
    delimiters: Delimiters | None = None,
    assumptions: Assumptions | None = None,
    first: Sequence[dict[str, Value]] = (),
    done: Callable[[int], None] = lambda number: None,
) -> Certificate:
    """Try a translation (its own, when none is given) in the environments over n values objects.

    With a schema the values are of its types or missing, as a translation made with it asks for.
    Those of `first` are tried before, and counted too. `done` is told how many have been tried.

    Raises:
        TemplateError: when the template cannot be translated.
    """
    read, words = as_template(template), delimiters or Delimiters()
    made = translation or to_jinja(
        read, schema=schema, database=database, delimiters=words, assumptions=assumptions
    )
    if not made.text:
        raise TemplateError(made.diagnostics)
    branches = 2 * sum(isinstance(node, If | For) for node in walk(read.body))
    values = chain(first, generate(read, n, seed, schema=schema, database=database))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sides = _sides(read, made, environments, words, assumptions)
        tally = _Tally()
        difference = _tried(sides, values, branches, tally, done)
    digest = sha256(read.document.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Certificate(
        read.document.name, digest, GENERATOR, seed, tally.tried, len(tally.known), tally.refused,
        branches, len(tally.reached), len(tally.reached_in_jinja), tuple(environments),
        sides.runs.alike, difference,
    )  # fmt: skip


def _sides(
    read: Template,
    made: Translation,
    environments: Sequence[str],
    words: Delimiters,
    assumptions: Assumptions | None,
) -> _Sides:
    needs = jinja_needs(read)
    return _Sides(
        read,
        assumptions,
        compiled(read, assumptions=assumptions),
        runs(made.text, environments, words),
        runs(marked(made, read, words), environments[:1], words).each[0],
        None if needs.results else needs.roots,
    )


def _tried(
    sides: _Sides,
    everything: Iterator[_Values],
    branches: int,
    tally: _Tally,
    done: Callable[[int], None],
) -> Difference | None:
    """Compare over all values; the first difference, if there is one."""
    for tally.tried, values in enumerate(everything, 1):
        done(tally.tried)
        key = sha256(json.dumps(values).encode()).digest()[:_LONG_ENOUGH]
        if key in tally.known:
            continue
        tally.known.add(key)
        number = len(tally.known)
        try:
            expected = sides.reference(values)
        except RelvarsError:
            tally.refused += 1
            continue
        found = _compare(sides, values, expected, everywhere=number <= _EVERYWHERE)
        if found is None and _is_traced(number, branches, tally):
            found = _compare_branches(sides, values, tally)
        if found:
            return found
    return None


def _is_traced(number: int, branches: int, tally: _Tally) -> bool:
    """Tracing is slow: it goes on until all branches were reached, and not for ever."""
    if number <= _AT_LEAST:
        return branches > 0
    return number <= _TRACED and len(tally.reached) < branches


def _context(sides: _Sides, values: _Values, *, short: bool = False) -> _Values:
    """What the translation reads; the short way gives the same as `jinja_values`."""
    if short and sides.roots is not None:
        return {root: values[root] for root in sides.roots if root in values}
    return jinja_values(sides.template, values, assumptions=sides.assumptions)


def _compare(
    sides: _Sides, values: _Values, expected: str, *, everywhere: bool
) -> Difference | None:
    context = _context(sides, values, short=not everywhere)
    candidates = sides.runs.each if everywhere else sides.runs.standing
    failing = next((run for run in candidates if _run(run, context) != expected), None)
    if failing is None:
        return None

    def both(one: _Values) -> tuple[str, str]:
        return sides.reference(one), _run(failing, _context(sides, one))

    return _smallest(failing.name, values, both)


def _run(run: Run, context: _Values) -> str:
    try:
        return run.render(context)
    except Exception as error:  # whatever Jinja2 raises is a difference
        return raised(error)


def _compare_branches(sides: _Sides, values: _Values, tally: _Tally) -> Difference | None:
    context = _context(sides, values)
    ours, output = _branches(sides, values), _run(sides.marked, context)
    tally.reached |= ours
    if unmarked(output) != _run(sides.runs.each[0], context):
        return None  # a translation of somebody's own, of which the source map is not true
    theirs = taken(output)
    tally.reached_in_jinja |= theirs
    if ours == theirs:
        return None

    def both(one: _Values) -> tuple[str, str]:
        marks = taken(_run(sides.marked, _context(sides, one)))
        return _listed(sides, _branches(sides, one)), _listed(sides, marks)

    return _smallest(BRANCHES, values, both)


def _branches(sides: _Sides, values: _Values) -> frozenset[int]:
    """The numbers of the branches that relvars took."""
    seen = trace(sides.template, values, assumptions=sides.assumptions).branches
    return frozenset(number for number, one in enumerate(seen) if one.times)


def _listed(sides: _Sides, numbers: frozenset[int]) -> str:
    blocks = [node for node in walk(sides.template.body) if isinstance(node, If | For)]
    lines = []
    for number in sorted(numbers):
        node = blocks[number // 2]
        at = position(sides.template.document, node.span.start)
        kind = "else" if number % 2 else "then" if isinstance(node, If) else "body"
        lines.append(f"{kind} of line {at.line}, column {at.column}")
    return "; ".join(lines)


def _smallest(name: str, values: _Values, both: Callable[[_Values], tuple[str, str]]) -> Difference:
    def differs(one: _Values) -> bool:
        try:
            expected, actual = both(one)
        except RelvarsError:
            return False
        return expected != actual

    small = shrink(values, differs)
    expected, actual = both(small)
    pairs = enumerate(zip(expected, actual, strict=False))
    shorter = min(len(expected), len(actual))
    at = next((place for place, (one, other) in pairs if one != other), shorter)
    return Difference(name, small, expected, actual, at)


def printed(one: Certificate) -> str:
    """The certificate for people; no newline at the end."""
    return "\n".join(_lines(one))


def _lines(one: Certificate) -> Iterator[str]:
    yield f"template      {one.name}"
    yield f"sha256        {one.digest}"
    yield f"generator     {one.generator}, seed {one.seed}"
    yield (
        f"values        {one.tried} tried, {one.distinct} of them distinct,"
        f" {one.refused} refused by relvars"
    )
    yield (
        f"branches      {one.branches}, of which relvars reached {one.reached}"
        f" and Jinja2 {one.reached_in_jinja}"
    )
    yield f"environments  {', '.join(one.environments)}"
    for number, names in enumerate(one.alike):
        yield f"{'' if number else 'one program':<14}{', '.join(names)}"
    if one.difference is None:
        yield "result        the same text every time"
    else:
        yield from _shown(one.difference)


def _shown(found: Difference) -> Iterator[str]:
    where = "in the branches taken" if found.environment == BRANCHES else (
        f"in the environment {found.environment!r}")  # fmt: skip
    yield f"result        DIFFERENT {where}"
    yield f"values        {json.dumps(found.values, ensure_ascii=False)}"
    yield f"differs at    character {found.at} (from 0)"
    yield f"relvars       {_part(found.expected, found.at)}"
    yield f"jinja2        {_part(found.actual, found.at)}"


def _part(text: str, at: int) -> str:
    """A text, or of a long one what is around a place, with dots for what is left out."""
    if len(text) <= _WHOLE:
        return repr(text)
    start, end = max(0, at - _AROUND), at + _AROUND
    return f"{'…' if start else ''}{text[start:end]!r}{'…' if end < len(text) else ''}"
