"""The templates of a message as they are now, and the values that they are filled with."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from relvars.catalog import Language
from relvars.diagnostics import Severity
from relvars.preview.asking import Asked, words
from relvars.preview.messages import Part, read_part
from relvars.preview.state import State, remember, remembered
from relvars.preview.world import World
from relvars.resolver import needs, resolve_with_origins
from relvars.sources import Fetched
from relvars.sources.overrides import overridden
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.text import Document


class Draft(NamedTuple):
    """A part's template as it stands, and the last one without errors, if that is another."""

    part: Part
    template: Template
    good: Template | None


def draft(state: State, world: World, part: Part, text: str | None = None) -> Draft:
    """A part, read; `text` stands in for what is on disk.

    Raises:
        DataError: when the file cannot be read.
    """
    told = read_part(world.project, part) if text is None else text
    template = parsed(world, part, told)
    if not has_errors(template):
        return Draft(part, template, None)
    good = state.good.get(part.path)
    return Draft(part, template, None if good is None else parsed(world, part, good))


def parsed(world: World, part: Part, text: str) -> Template:
    """A text as the template of a part."""
    return _parsed(text, part.path, world.project.language, part.kind)


@lru_cache(maxsize=16)
def _parsed(text: str, name: str, language: Language, channel: str) -> Template:
    return parse(text, name, language=language, channel=channel)


def has_errors(template: Template) -> bool:
    """Whether it cannot be rendered."""
    return any(one.severity == Severity.ERROR for one in template.diagnostics)


def together(templates: Iterable[Template]) -> Template:
    """Several templates as one, to ask what they need; good for nothing else."""
    return Template(Document(""), tuple(node for one in templates for node in one.body))


def fetched(state: State, world: World, drafts: Sequence[Draft], asked: Asked) -> Fetched:
    """The values that these templates need, with what is put over them.

    Raises:
        SourceError: when the source has none; DataError when they are wrong.
        ConfigError: for something put where it cannot stand.
    """
    found = _before_overrides(state, world, drafts, asked)
    for override in asked.overrides:
        found = overridden(found, override, words(world))
    return found


def _before_overrides(state: State, world: World, drafts: Sequence[Draft], asked: Asked) -> Fetched:
    if asked.values is not None:
        return Fetched({**asked.values}, {(root,): "pasted" for root in asked.values})
    whole = together(one.good or one.template for one in drafts)
    if asked.to is None:
        return Fetched({}, {})
    key = (world.data, asked.to, needs(whole).keys)
    known = None if asked.fresh else remembered(state, key)
    if known is None:
        known = resolve_with_origins(
            whole,
            world.source,
            asked.to,
            schema=world.project.schema,
            assumptions=world.project.assumptions,
            language=world.project.language,
        )
        remember(state, key, known)
    return known
