"""What a translation reads: the roots as they are, and the results it wants worked out before."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from relvars.catalog import Assumptions, assume, catalog
from relvars.errors import RelvarsError
from relvars.renderer import render, runtime
from relvars.renderer.meaning import as_object, lookup
from relvars.syntax.ast import Call, For, Number, Path, String, Template, expressions, walk
from relvars.syntax.parser import as_template, parse
from relvars.transpiler.expressions import FUNCTIONS, is_fragment
from relvars.values import Value, Values, is_text


class JinjaNeeds(NamedTuple):
    """What a translation reads of its context; every tuple is sorted.

    `roots` are taken from the values as they are; `results` are the keys of `functions`.
    """

    roots: tuple[str, ...]
    results: tuple[str, ...]


def jinja_needs(template: Template | str) -> JinjaNeeds:
    """What the translation of a template reads."""
    read = as_template(template)
    loops = {name for node in walk(read.body) if isinstance(node, For)
             for name in (node.index, node.item)}  # fmt: skip
    sites = list(_sites(read))
    roots = {one.root for one in sites if isinstance(one, Path) and not is_fragment(one)} - loops
    results = {_key(one) for one in sites if isinstance(one, Call) or is_fragment(one)}
    return JinjaNeeds(
        tuple(sorted(root for root in roots if not root.startswith("$"))), tuple(sorted(results))
    )


def jinja_values(
    template: Template | str, values: Values, *, assumptions: Assumptions | None = None
) -> dict[str, Any]:
    """The context that the translation of a template wants, made of the template's values.

    A call or a fragment that relvars would stop at has no result there, and Jinja2 stops at it too.
    """
    read, settings = as_template(template), assumptions or assume()
    wanted = jinja_needs(read)
    context: dict[str, Any] = {root: values[root] for root in wanted.roots if root in values}
    if wanted.results:
        context[FUNCTIONS] = dict(_results(read, values, settings))
    return context


def _results(
    read: Template, values: Values, assumptions: Assumptions
) -> Iterator[tuple[str, Value]]:
    for site in _sites(read):
        if isinstance(site, Call) or is_fragment(site):
            # What fails here counts only if the rendering comes to it.
            with suppress(RelvarsError):
                yield _key(site), _result(read, site, values, assumptions)


def _result(read: Template, site: Path | Call, values: Values, assumptions: Assumptions) -> Value:
    if isinstance(site, Path):
        return _fragment(read, site, values, assumptions)
    arguments = [_argument(read, one, values, assumptions) for one in site.arguments]
    return runtime.call(site, read.document, assumptions, values, arguments)


def _argument(
    read: Template, argument: Path | String | Number, values: Values, assumptions: Assumptions
) -> Value:
    if not isinstance(argument, Path):
        return argument.value
    if argument.root.startswith("$"):
        return None  # out of scope: missing; a loop's own is refused
    if is_fragment(argument):
        return _fragment(read, argument, values, assumptions)
    if argument.segments:
        return lookup(as_object(values.get(argument.root)), argument.segments)
    known = catalog().variables.get(argument.root)
    return values.get(argument.root, known.placeholder if known else None)


def _fragment(read: Template, path: Path, values: Values, assumptions: Assumptions) -> Value:
    source = lookup(as_object(values.get("fragment")), path.segments)
    if not is_text(source) or assumptions.fragment_nesting == "text":
        return source
    one = parse(str.__str__(source), _key(path), channel=read.document.channel)
    return render(one, values, assumptions=assumptions)


def _sites(read: Template) -> Iterator[Path | Call]:
    """The paths and calls that a template reads, but for the arguments of its calls."""
    for node in walk(read.body):
        found = list(expressions(node))
        arguments = {id(one) for call in found if isinstance(call, Call) for one in call.arguments}
        for one in found:
            if isinstance(one, Path | Call) and id(one) not in arguments:
                yield one


def _key(site: Path | Call) -> str:
    return site.written if isinstance(site, Call) else ".".join((site.root, *site.segments))
