"""The messages that a file's sample data make of it, to see that a fix changed none of them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from relvars.catalog import Assumptions
from relvars.errors import RelvarsError
from relvars.linter.grouping import part_of
from relvars.linter.runner import Plan, Source
from relvars.renderer import render
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.values import Value, Values, is_object, load_json

# The values that a project's own data give a template, none if it has none for it.
Resolving = Callable[[Template, Source], Sequence[Values]]

_ENDING = ".values.json"


def rendered(
    plan: Plan, assumptions: Assumptions, resolved: Resolving, source: Source
) -> list[str | None]:
    """A message for each sample, None where there can be none; nothing for what has errors."""
    tree = parse(source.text, source.name, language=plan.language, channel=source.channel)
    if tree.diagnostics:
        return []
    messages = list[str | None]()
    for values in [*beside(source.name), *resolved(tree, source)]:
        try:
            messages.append(render(tree, values, assumptions=assumptions))
        except RelvarsError:
            messages.append(None)
    return messages


def beside(name: str) -> Iterator[Values]:
    """The values that lie beside a file: welcome.values.json, welcome.html.values.json."""
    path = Path(name)
    part = part_of(path.name)
    stem = f"{part.base}.{part.locale}" if part.locale else part.base
    for sample in dict.fromkeys((path.name + _ENDING, stem + _ENDING, part.base + _ENDING)):
        values = _values(path.with_name(sample))
        if is_object(values):
            yield values


def _values(path: Path) -> Value:
    try:
        return load_json(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RelvarsError):
        return None
