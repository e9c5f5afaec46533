"""Values that take one branch of a template, as small as they can be."""

from collections.abc import Callable
from random import Random

from relvars.generator.shapes import GoalKind, outline
from relvars.generator.shrinking import shrink
from relvars.generator.values import aimed, generate
from relvars.schema import Schema
from relvars.syntax.ast import Template
from relvars.text import Span
from relvars.values import Value

_TRIES = 200  # aimed at the branch, and again by chance


def reaching(  # noqa: PLR0913 - all but the branch have defaults
    template: Template | str,
    span: Span,
    kind: GoalKind,
    reaches: Callable[[dict[str, Value]], bool],
    *,
    schema: Schema | None = None,
    database: str = "",
    seed: int = 1,
) -> dict[str, Value] | None:
    """The smallest values found that take the branch; None when some 400 tries did not.

    `span` is the whole block's, as in a trace. `reaches` renders and tells: made-up values are
    only likely to take it.
    """
    made = outline(template, schema=schema, database=database)
    goal = next((one for one in made.goals if (one.span, one.kind) == (span, kind)), None)
    if goal is None:
        return None
    random = Random(seed)  # noqa: S311 - tests want the same values again, not secrets
    tries = [aimed(made, goal, random) for _ in range(_TRIES)]
    tries += generate(template, _TRIES, seed, schema=schema, database=database)
    found = next((one for one in tries if reaches(one)), None)
    return None if found is None else shrink(found, reaches)
