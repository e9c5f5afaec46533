"""What a template means under a schema, as a value: `analyse`."""

from collections.abc import Iterator
from dataclasses import dataclass

from relvars.catalog import Language
from relvars.diagnostics import Diagnostic, Severity
from relvars.schema import Schema
from relvars.semantics.calls import check_call
from relvars.semantics.fields import check_path
from relvars.semantics.infer import Account, account_of
from relvars.semantics.reads import Called, Place, Read, places, reads_and_calls
from relvars.semantics.relations import check_relation
from relvars.semantics.scope import Scope, ends
from relvars.semantics.usage import check_use, check_words
from relvars.syntax.ast import Template
from relvars.syntax.heads import Trouble, placed
from relvars.syntax.parser import as_template

_SEVERITIES = {
    "loop-over-scalar": Severity.WARNING,
    "statistic-off": Severity.WARNING,
    "top-outside-loop": Severity.WARNING,
    "unverified-operator": Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known of a template before any values are.

    `database` is whose profiles receive the message, "" when nobody says. `diagnostics` are those
    of the syntax and those found here, in order of place; `places`, `reads` and `calls` are every
    node, path and call, in order too.
    """

    template: Template
    schema: Schema | None
    database: str
    diagnostics: tuple[Diagnostic, ...]
    places: tuple[Place, ...]
    reads: tuple[Read, ...]
    calls: tuple[Called, ...]


def analyse(
    template: Template | str,
    schema: Schema | None = None,
    database: str = "",
    *,
    language: Language | None = None,
) -> Analysis:
    """Check a template; without a schema, as far as the language alone goes.

    Never raises on a template. `language` is asked only for one that is given as text. A part of
    the schema that is empty counts as unknown, and what is not known is allowed.
    """
    tree = as_template(template, language)
    account = account_of(schema, database)
    owner = account.recipient.name if account.recipient else database
    found = places(tree.body, account, Scope(unsure=_is_cut(tree)))
    used = tuple(one for place in found for one in reads_and_calls(place, account))
    troubles = [*_check_all(tree, used, account), *_check_nodes(tree, found)]
    return Analysis(
        template=tree,
        schema=schema,
        database=owner,
        diagnostics=_merged(tree, troubles),
        places=found,
        reads=tuple(one for one in used if isinstance(one, Read)),
        calls=tuple(one for one in used if isinstance(one, Called)),
    )


def _is_cut(tree: Template) -> bool:
    """Were blocks left out of the tree, and with them the variables they set?"""
    return any(finding.slug == "too-deep" for finding in tree.diagnostics)


def _check_all(
    tree: Template, used: tuple[Read | Called, ...], account: Account
) -> Iterator[Trouble]:
    over = ends(tree)
    for one in used:
        match one:
            case Read(path=path):
                yield from check_path(one, account, over)
                yield from check_relation(path, account)
            case Called(call=call, scope=scope):
                yield from check_call(call, scope, account)
        yield from check_use(one)


def _check_nodes(tree: Template, found: tuple[Place, ...]) -> Iterator[Trouble]:
    for place in found:
        yield from check_words(place.node, tree.document.text)


def _merged(tree: Template, troubles: list[Trouble]) -> tuple[Diagnostic, ...]:
    """All findings in order of place; where the syntax has spoken already, it alone speaks."""
    said = {(one.start.offset, one.end.offset) for one in tree.diagnostics}
    own = (
        placed(tree.document, one, _SEVERITIES.get(one.slug, Severity.ERROR))
        for one in troubles
        if tuple(one.span) not in said
    )
    everything = (*tree.diagnostics, *own)
    return tuple(sorted(everything, key=lambda one: (one.start.offset, one.end.offset)))
