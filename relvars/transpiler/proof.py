"""Proof by trial: the template and its translation, side by side, over generated values."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from relvars.catalog import Assumptions
from relvars.errors import RelvarsError, TemplateError
from relvars.renderer import compile as compiled
from relvars.renderer import trace
from relvars.syntax.ast import Template
from relvars.syntax.parser import as_template
from relvars.transpiler.context import jinja_values
from relvars.transpiler.environments import ENVIRONMENTS, environment
from relvars.transpiler.generator import GENERATOR, generate, shape_of
from relvars.transpiler.jinja import to_jinja
from relvars.transpiler.shrinking import shrink
from relvars.transpiler.spelling import Delimiters
from relvars.transpiler.translation import Translation
from relvars.values import Value

_TRACED = 200  # values objects of which the branches are noted
_AROUND = 30  # characters shown around a difference


class Difference(NamedTuple):
    """The smallest values object found on which the two differ; a failure's `actual` says so."""

    environment: str
    values: dict[str, Value]
    expected: str
    actual: str
    at: int


class Certificate(NamedTuple):
    """What was tried and what came of it; `refused` values are those relvars will not render."""

    name: str
    digest: str
    generator: str
    seed: int
    tried: int
    refused: int
    branches: int
    reached: int
    environments: tuple[str, ...]
    difference: Difference | None


Renderer = Callable[[dict[str, Value]], str]


def prove(  # noqa: PLR0913 - all but the template have defaults
    template: Template | str,
    n: int = 1000,
    seed: int = 1,
    environments: Sequence[str] = ENVIRONMENTS,
    *,
    translation: Translation | None = None,
    delimiters: Delimiters | None = None,
    assumptions: Assumptions | None = None,
) -> Certificate:
    """Try a translation (its own, when none is given) in the environments over n values objects.

    Raises:
        TemplateError: when the template cannot be translated.
    """
    read = as_template(template)
    made = translation or to_jinja(
        read, delimiters=delimiters or Delimiters(), assumptions=assumptions
    )
    if not made.text:
        raise TemplateError(made.diagnostics)
    reference = compiled(read, assumptions=assumptions)
    candidates = [(name, _renderer(made.text, name, delimiters)) for name in environments]
    refused, reached, seen = 0, set[tuple[object, str]](), set[tuple[object, str]]()
    found: Difference | None = None
    tried = 0
    for tried, values in enumerate(generate(shape_of(read), n, seed), 1):
        try:
            expected = reference(values)
        except RelvarsError:
            refused += 1
            continue
        if tried <= _TRACED:
            for span, kind, times in trace(read, values, assumptions=assumptions).branches:
                seen.add((span, kind))
                reached |= {(span, kind)} if times else set()
        context = jinja_values(read, values, assumptions=assumptions)
        failing = next((one for one in candidates if _run(one[1], context) != expected), None)
        if failing:
            found = _smallest(read, reference, failing, values, assumptions)
            break
    digest = sha256(read.document.text.encode("utf-8", "surrogatepass")).hexdigest()
    return Certificate(read.document.name, digest, GENERATOR, seed, tried, refused, len(seen),
                       len(reached), tuple(environments), found)  # fmt: skip


def _renderer(text: str, name: str, delimiters: Delimiters | None) -> Renderer:
    try:
        return environment(name, delimiters).from_string(text).render
    except Exception as error:  # a translation that Jinja2 refuses is a difference
        return _always(f"{type(error).__name__}: {error}")


def _always(message: str) -> Renderer:
    return lambda values: message


def _run(renderer: Renderer, context: dict[str, Value]) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return renderer(context)
    except Exception as error:  # whatever Jinja2 raises is a difference
        return f"{type(error).__name__}: {error}"


def _smallest(
    read: Template,
    reference: Renderer,
    failing: tuple[str, Renderer],
    values: dict[str, Value],
    assumptions: Assumptions | None,
) -> Difference:
    name, renderer = failing

    def both(one: dict[str, Value]) -> tuple[str, str]:
        context = jinja_values(read, one, assumptions=assumptions)
        return reference(one), _run(renderer, context)

    def differs(one: dict[str, Value]) -> bool:
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
    yield f"values        {one.tried} tried, {one.refused} of them refused by relvars"
    yield f"branches      {one.reached} of {one.branches} reached"
    yield f"environments  {', '.join(one.environments)}"
    if one.difference is None:
        yield "result        the same text every time"
        return
    found = one.difference
    yield f"result        DIFFERENT in the environment {found.environment!r}"
    yield f"values        {found.values!r}"
    start = max(0, found.at - _AROUND)
    yield f"differs at    character {found.at}"
    yield f"relvars       {found.expected[start : found.at + _AROUND]!r}"
    yield f"jinja2        {found.actual[start : found.at + _AROUND]!r}"
