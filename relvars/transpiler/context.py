"""What a translation reads: the roots as they are, and the results it wants worked out before."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from relvars.catalog import Assumptions, assume
from relvars.errors import TemplateError
from relvars.renderer import render, runtime
from relvars.renderer.meaning import as_object, lookup
from relvars.syntax.ast import Call, For, Path, Template, expressions, walk
from relvars.syntax.parser import as_template, parse
from relvars.transpiler.expressions import FUNCTIONS
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
    roots = {one.root for one in _paths(read)} - loops - {"fragment"}
    results = {*(call.written for call in _calls(read)), *map(_key, _fragments(read))}
    return JinjaNeeds(
        tuple(sorted(root for root in roots if not root.startswith("$"))), tuple(sorted(results))
    )


def jinja_values(
    template: Template | str, values: Values, *, assumptions: Assumptions | None = None
) -> dict[str, Any]:
    """The context that the translation of a template wants, made of the template's values.

    A call whose arguments the values make wrong has no result there, and prints nothing.
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
    for path in _fragments(read):
        yield _key(path), _fragment(read, path, values, assumptions)
    for call in _calls(read):
        try:
            arguments = [_argument(one, values) for one in call.arguments]
            yield call.written, runtime.call(call, read.document, assumptions, values, arguments)
        except TemplateError:
            continue


def _argument(argument: Any, values: Mapping[str, Value]) -> Value:
    if not isinstance(argument, Path):
        return argument.value
    if argument.root.startswith("$"):
        return None  # no loop's: those are refused
    return lookup(as_object(values.get(argument.root)), argument.segments)


def _fragment(read: Template, path: Path, values: Values, assumptions: Assumptions) -> Value:
    source = lookup(as_object(values.get("fragment")), path.segments)
    if not is_text(source):
        return source
    one = parse("{" + _key(path) + "}", read.document.name, channel=read.document.channel)
    try:
        return render(one, values, assumptions=assumptions)
    except TemplateError:
        return None


def _paths(read: Template) -> Iterator[Path]:
    return (one for node in walk(read.body) for one in expressions(node) if isinstance(one, Path))


def _calls(read: Template) -> Iterator[Call]:
    return (one for node in walk(read.body) for one in expressions(node) if isinstance(one, Call))


def _fragments(read: Template) -> Iterator[Path]:
    return (one for one in _paths(read) if one.root == "fragment" and len(one.segments) == 1)


def _key(path: Path) -> str:
    return ".".join((path.root, *path.segments))
