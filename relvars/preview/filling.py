"""The templates of a message as they are now, and the values that they are filled with."""

from collections.abc import Hashable, Iterable, Sequence
from contextlib import nullcontext
from functools import lru_cache
from typing import NamedTuple

from relvars.catalog import Language
from relvars.diagnostics import Severity
from relvars.preview.asking import Asked, words
from relvars.preview.messages import Part, read_part
from relvars.preview.state import State, remember, remembered
from relvars.preview.world import World, is_distant
from relvars.renderer import forget
from relvars.resolver import needs, resolve_with_origins
from relvars.sources import Fetched
from relvars.sources.overrides import overridden
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.text import Document
from relvars.values import Key, Recipient

_KEPT = 16  # templates; a large one takes ten megabytes


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
    if _parsed.cache_info().misses >= _KEPT:  # what was compiled of them is kept elsewhere
        let_go()
    return _parsed(text, part.path, world.project.language, part.kind)


@lru_cache(maxsize=_KEPT)
def _parsed(text: str, name: str, language: Language, channel: str) -> Template:
    return parse(text, name, language=language, channel=channel)


def has_errors(template: Template) -> bool:
    """Whether it cannot be rendered."""
    return any(one.severity == Severity.ERROR for one in template.diagnostics)


@lru_cache(maxsize=_KEPT)
def needed(template: Template) -> tuple[Key, ...]:
    """The keys that a template needs."""
    return needs(template).keys


def let_go() -> None:
    """Forget the templates that were read and compiled; texts that have changed never come back."""
    _parsed.cache_clear()
    needed.cache_clear()
    forget()


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
    if asked.to is None:
        return Fetched({}, {})
    templates = [one.good or one.template for one in drafts]
    key = (world.data, asked.to, frozenset().union(*map(needed, templates)))
    # Files are read whole the first time: that is not to be done twice at once.
    with nullcontext() if is_distant(world.source) else state.fetching:
        found = None if asked.fresh else remembered(state, key)
        return found or _resolved(state, world, templates, asked.to, key)


def _resolved(
    state: State, world: World, templates: Iterable[Template], to: Recipient, key: Hashable
) -> Fetched:
    found = resolve_with_origins(
        together(templates),
        world.source,
        to,
        schema=world.project.schema,
        assumptions=world.project.assumptions,
        language=world.project.language,
    )
    remember(state, key, found)
    return found
