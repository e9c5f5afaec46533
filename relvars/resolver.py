"""Which values a template needs, and getting them from a data source."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from relvars.catalog import Assumptions, Language, assume
from relvars.errors import ConfigError
from relvars.functions import FUNCTIONS
from relvars.schema import Property, Schema, property_named, relation_named
from relvars.sources import Fetched, Source, merge, open_source
from relvars.syntax.ast import (
    Broken,
    Call,
    For,
    If,
    Node,
    Output,
    Path,
    Template,
    Text,
    expressions,
)
from relvars.syntax.parser import as_template
from relvars.values import EACH, Key, Recipient, Value, Values, parse_recipient

# What a loop variable stands for: the key of its items, or None where that has no name
# (an index, an item of a call's result).
Scope = Mapping[str, Key | None]

# All of a related profile, printed or handed on as it is.
WHOLE = "*"


class RelationNeed(NamedTuple):
    """A statistic of a relation's property.

    `fields` are those read of the related profiles in loops over a top; `*` is the whole profile.
    """

    relation: str
    direction: str
    property: str
    statistic: str
    fields: tuple[str, ...] = ()


class FunctionNeed(NamedTuple):
    """A call, as it is written."""

    name: str
    call: str


class Needs(NamedTuple):
    """What a template reads; every tuple is sorted and holds nothing twice.

    `paths` are dotted, with `[]` for "of each item"; relations are in `relations` instead.
    `keys` are what a source must fetch, those that functions read included; `roots` are the first
    words of all of them.
    """

    roots: tuple[str, ...]
    paths: tuple[str, ...]
    relations: tuple[RelationNeed, ...]
    functions: tuple[FunctionNeed, ...]
    fragments: tuple[str, ...]
    keys: tuple[Key, ...]


class _Found(NamedTuple):
    """What the walk over a template has come upon."""

    read: set[Key]
    calls: set[FunctionNeed]
    by_functions: set[Key]


def needs(template: Template | str, *, language: Language | None = None) -> Needs:
    """What a template reads, wherever in it; broken tags read nothing.

    `language` matters for text only: a template was read by its own.
    """
    found = _Found(set(), set(), set())
    _walk(as_template(template, language).body, {}, found)
    return _needs(found)


def to_json(needed: Needs) -> dict[str, Any]:
    """The needs as a JSON object; the keys stay inside."""
    return {
        "version": 1,
        "roots": list(needed.roots),
        "paths": list(needed.paths),
        "relations": [
            {
                "relation": one.relation,
                "direction": one.direction,
                "property": one.property,
                "statistic": one.statistic,
                "fields": list(one.fields),
            }
            for one in needed.relations
        ],
        "functions": [{"name": one.name, "call": one.call} for one in needed.functions],
        "fragments": list(needed.fragments),
    }


def _walk(nodes: tuple[Node, ...], scope: Scope, found: _Found) -> None:
    for node in nodes:
        _read(node, scope, found)
        match node:
            case For():
                _walk(node.body, {**scope, **_variables(node, scope)}, found)
                _walk(node.orelse or (), scope, found)
            case If():
                _walk(node.body, scope, found)
                _walk(node.orelse or (), scope, found)
            case Text() | Output() | Broken():
                pass


def _variables(loop: For, scope: Scope) -> Scope:
    items = _key(loop.collection, scope) if isinstance(loop.collection, Path) else None
    return {loop.index: None, loop.item: (*items, EACH) if items else None}


def _key(path: Path, scope: Scope) -> Key | None:
    """What a path reads; None for an index, a part of a call's result, an unknown variable."""
    if not path.root.startswith("$"):
        return (path.root, *path.segments)
    item = scope.get(path.root)
    return (*item, *path.segments) if item else None


def _read(node: Node, scope: Scope, found: _Found) -> None:
    """Note what the node's own tag reads."""
    for expression in expressions(node):
        if isinstance(expression, Path):
            key = _key(expression, scope)
            if key:
                found.read.add(key)
        elif isinstance(expression, Call):
            found.calls.add(FunctionNeed(expression.name, expression.written))
            found.by_functions.update(_call_keys(expression))


def _call_keys(call: Call) -> tuple[Key, ...]:
    """What a call needs; the result itself where a project knows of the function and we do not."""
    function = FUNCTIONS.get(call.name)
    return function.reads(call) if function else (("functions", call.written),)


def _needs(found: _Found) -> Needs:
    keys = found.read | found.by_functions
    return Needs(
        roots=tuple(sorted({key[0] for key in keys})),
        paths=tuple(sorted({_dotted(key) for key in found.read if key[0] != "relation"})),
        relations=tuple(sorted(_relations(found.read))),
        functions=tuple(sorted(found.calls)),
        fragments=tuple(sorted({key[1] for key in keys if key[0] == "fragment" and key[1:]})),
        keys=tuple(sorted(keys)),
    )


def _dotted(key: Key) -> str:
    return ".".join(key).replace(f".{EACH}", EACH)


def _relations(read: set[Key]) -> Iterator[RelationNeed]:
    fields: dict[Key, set[str]] = {}
    for key in read:
        if key[0] == "relation" and len(key) > 4:
            fields.setdefault(key[1:5], set()).update(_related_field(key[5:]))
    for (relation, direction, name, statistic), names in fields.items():
        yield RelationNeed(relation, direction, name, statistic, tuple(sorted(names)))


def _related_field(inside: Key) -> tuple[str, ...]:
    """The field of the related profile that a key inside a top reads, if it reads one."""
    if inside[:2] == (EACH, "lead") and len(inside) > 2:
        return (_dotted(inside[2:]),)
    return (WHOLE,) if inside in ((EACH,), (EACH, "lead")) else ()


def resolve(  # noqa: PLR0913 - what a source is opened with, by name
    template: Template | str,
    source: Source | str,
    recipient: Recipient | str,
    *,
    schema: Schema | None = None,
    assumptions: Assumptions | None = None,
    base: FilePath | None = None,
    language: Language | None = None,
) -> Values:
    """The values a template needs, from a source (its URL, or itself), for a recipient.

    The recipient may be written `DATABASE:PROFILE_ID`. Relative paths of a URL hang on `base`, by
    default the folder one is in. With a schema, what it knows of relations and the source does not
    is filled in: no links.

    Raises:
        SourceError: if the source cannot be read; DataError if what it holds is wrong.
        ConfigError: for a source or a recipient that is not written as one.
    """
    return resolve_with_origins(
        template,
        source,
        recipient,
        schema=schema,
        assumptions=assumptions,
        base=base,
        language=language,
    ).values


def resolve_with_origins(  # noqa: PLR0913 - as above
    template: Template | str,
    source: Source | str,
    recipient: Recipient | str,
    *,
    schema: Schema | None = None,
    assumptions: Assumptions | None = None,
    base: FilePath | None = None,
    language: Language | None = None,
) -> Fetched:
    """The same, with where each value came from."""
    schema = schema or Schema()
    assumptions = assumptions or assume()
    if isinstance(source, str):
        source = open_source(
            source, schema=schema, assumptions=assumptions, base=base or FilePath()
        )
    parse_fragments = assumptions.fragment_nesting == "render"
    fetched = Fetched({}, {})
    asked: set[Key] = set()
    wanted = set(needs(template, language=language).keys)
    while wanted - asked:
        due = _due(wanted - asked)
        more = source.fetch(_recipient(recipient), sorted(due - asked))
        fetched = Fetched(merge(fetched.values, more.values), {**fetched.origins, **more.origins})
        asked |= due
        if parse_fragments:
            wanted = wanted.union(*_fragment_keys(fetched.values, asked, language))
    return Fetched(_with_no_links(fetched.values, asked, schema, assumptions), fetched.origins)


def _due(wanted: set[Key]) -> set[Key]:
    """What to ask for now: fragments first, so that all they need is asked for once, with the rest.

    A list comes as a whole, so what is read of it must be asked for together.
    """
    return {key for key in wanted if key[0] == "fragment"} or wanted


def resolve_each(  # noqa: PLR0913 - as above
    template: Template | str,
    source: Source | str,
    recipients: Iterable[Recipient | str],
    *,
    at_once: int = 8,
    schema: Schema | None = None,
    assumptions: Assumptions | None = None,
    base: FilePath | None = None,
    language: Language | None = None,
) -> Iterator[Values]:
    """The values for each recipient, in their order; so many are fetched side by side.

    Raises:
        as `resolve`, when the turn of the recipient it concerns comes.
    """
    if isinstance(source, str):
        source = open_source(
            source, schema=schema or Schema(), assumptions=assumptions or assume(),
            base=base or FilePath(),
        )  # fmt: skip
    read = as_template(template, language)
    one = partial(
        resolve, read, source,
        schema=schema, assumptions=assumptions, base=base, language=language,
    )  # fmt: skip
    # Threads bring modules that no single message needs.
    threads = import_module("relvars.sources.side_by_side")
    each: Iterator[Values] = threads.side_by_side(one, recipients, at_once)
    return each


def _recipient(recipient: Recipient | str) -> Recipient:
    found = parse_recipient(recipient) if isinstance(recipient, str) else recipient
    if found is None:
        raise ConfigError(f"{recipient!r} is no recipient; write DATABASE:PROFILE_ID")
    return found


def _fragment_keys(values: Values, asked: set[Key], language: Language | None) -> list[set[Key]]:
    """What the fragments that came need themselves."""
    fragments: Value = values.get("fragment")
    if type(fragments) is not dict:
        return []
    named = {key[1] for key in asked if key[0] == "fragment" and len(key) > 1}
    return [
        set(needs(text, language=language).keys)
        for name, text in fragments.items()
        if name in named and type(text) is str
    ]


def _with_no_links(
    values: dict[str, Value], keys: set[Key], schema: Schema, assumptions: Assumptions
) -> dict[str, Value]:
    """The values, with what the schema says of relations of which nothing came."""
    for key in sorted(keys):
        if key[0] == "relation" and len(key) > 4:
            relation = relation_named(schema, key[1])
            one = property_named(relation, key[3]) if relation else None
            if one and key[2] in ("direct", "reverse"):
                for statistic, value in _no_links(one, key[4], assumptions):
                    values = _default(values, (*key[:4], statistic), value)
    return values


def _no_links(one: Property, statistic: str, assumptions: Assumptions) -> list[tuple[str, Value]]:
    empty: dict[str, Value] = {"count": 0, "total": 0, "top": []}
    if statistic == "total" and not one.sum and assumptions.stat_off == "missing":
        empty["total"] = None
    return [(statistic, empty[statistic])] if statistic in empty else []


def _default(values: dict[str, Value], names: Key, value: Value) -> dict[str, Value]:
    """The values with a value at a path, unless there is one or something else is in the way."""
    held: Value = values
    for name in names:
        if type(held) is not dict:
            return values
        if name not in held:
            addition: Value = value
            for outer in reversed(names):
                addition = {outer: addition}
            return merge(values, addition)
        held = held[name]
    return values
