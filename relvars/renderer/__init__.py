"""Template and values to a message: `compile` once, `render` at once, `trace` to see why."""

import builtins
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from relvars.catalog import Assumptions, assume, catalog
from relvars.diagnostics import Severity
from relvars.errors import DataError, TemplateError
from relvars.renderer import meaning, runtime
from relvars.renderer.assumed import of_template
from relvars.renderer.compiler import generate
from relvars.renderer.prepare import prepare
from relvars.renderer.tracing import Branch, Observer, Part, Read, Recorder, Trace
from relvars.syntax.ast import Call, For, If, Template, walk
from relvars.syntax.parser import as_template, parse
from relvars.text import BOM, Span
from relvars.values import Key, Value, Values, is_object

__all__ = [
    "Branch", "Observer", "Part", "Read", "Trace",
    "compile", "forget", "observe", "render", "trace",
]  # fmt: skip


def compile(
    template: Template | str,
    *,
    assumptions: Assumptions | None = None,
    limit: int | None = None,
) -> Callable[[Values], str]:
    """A function from values to the message; the fast way to render often.

    `limit` is the most characters a message may have; the catalog's when not given.

    Raises:
        TemplateError: when the template has errors. The function raises it past a limit, and
            DataError for what is no value.
    """
    return _compiled(as_template(template), assumptions or assume(), limit)


def render(
    template: Template | str,
    values: Values,
    *,
    assumptions: Assumptions | None = None,
    limit: int | None = None,
) -> str:
    """The message that the values make of the template; raises as `compile`."""
    return compile(template, assumptions=assumptions, limit=limit)(values)


def trace(
    template: Template | str,
    values: Values,
    *,
    assumptions: Assumptions | None = None,
    origins: Mapping[Key, str] | None = None,
    limit: int | None = None,
) -> Trace:
    """The message, with what each part of it came from; raises as `compile`.

    A rendering that reads more than `tracing.MOST_READS` values is given up with a TemplateError.
    `origins` tells where values came from, by key; the longest beginning of a key counts.
    """
    read, settings = as_template(template), assumptions or assume()
    recorder = Recorder(read.document, settings, origins or {}, _most(limit))
    observe(read, values, recorder, assumptions=settings, limit=limit)
    blocks = tuple(node for node in walk(read.body) if isinstance(node, If | For))
    return recorder.trace(blocks, of_template(read))


def observe(
    template: Template,
    values: Values,
    observer: Observer,
    *,
    assumptions: Assumptions | None = None,
    limit: int | None = None,
) -> None:
    """Render, telling an observer each step; what becomes of the message is the observer's matter.

    Raises as `compile`; the length of the message is for the observer to watch.
    """
    if template.document.text.startswith(BOM):
        observer.text(BOM, Span(0, 1))
    _recording(template, assumptions or assume(), limit)(values, None, observer)


def forget() -> None:
    """Let go of all that was compiled; for long runs in which texts change and never come back."""
    _compiled.cache_clear()
    _recording.cache_clear()


@lru_cache(maxsize=256)
def _compiled(
    template: Template, assumptions: Assumptions, limit: int | None
) -> Callable[..., str]:
    return _executed(template, assumptions, limit, recording=False)


@lru_cache(maxsize=256)
def _recording(
    template: Template, assumptions: Assumptions, limit: int | None
) -> Callable[..., str]:
    return _executed(template, assumptions, limit, recording=True)


def _executed(
    template: Template, assumptions: Assumptions, limit: int | None, *, recording: bool
) -> Callable[..., str]:
    errors = tuple(one for one in template.diagnostics if one.severity == Severity.ERROR)
    if errors:
        raise TemplateError(errors)
    nodes = prepare(template, assumptions)
    source = generate(nodes, assumptions, recording=recording)
    names = {**_names(template, assumptions, limit), **source.constants}
    for text in source.functions:
        code = builtins.compile(text, "<relvars template>", "exec")
        exec(code, names)  # noqa: S102 - our own source; a template's strings are `repr`s
    function: Callable[..., str] = names["render"]
    return function


def _most(limit: int | None) -> int:
    return catalog().limits["output"] if limit is None else limit


def _names(template: Template, assumptions: Assumptions, limit: int | None) -> dict[str, Any]:
    """What the generated source may call."""
    document = template.document
    limits = catalog().limits
    most = _most(limit)
    mark = BOM if document.text.startswith(BOM) else ""

    def checked(result: str) -> str:
        if len(result) > most:
            runtime.too_much(document, Span(0, 0), most)
        return mark + result if mark else result

    def fragment(name: str, values: Value, fragments: runtime.Fragments, span: Span) -> Value:
        def cycle() -> NoReturn:
            runtime.stop(
                document, span, "fragment-cycle", f"The fragment `{name}` contains itself."
            )

        def compiled(text: str, shown: str) -> runtime.Compiled:
            if assumptions.fragment_nesting == "text":
                return lambda values, fragments: text
            return _compiled(parse(text, shown, channel=document.channel), assumptions, limit)

        return runtime.fragment(name, values, fragments, compiled, cycle)

    def call(site: Call, values: Value, arguments: list[Value]) -> Value:
        return runtime.call(site, document, assumptions, values, arguments)

    return {
        "text": meaning.printer(assumptions),
        "truth": lambda value: meaning.truth(value, assumptions),
        "compare": lambda operator, one, other: meaning.compare(operator, one, other, assumptions),
        "as_object": meaning.as_object,
        "as_values": _as_values,
        "items": meaning.items,
        "pairs": lambda value: meaning.pairs(value, assumptions.index_base) or [],
        "call": call,
        "fragment": fragment,
        "checked": checked,
        "most": most,
        "most_passes": limits["passes"],
        "too_much": lambda span: runtime.too_much(document, span, most),
        "too_often": lambda span: runtime.too_often(document, span, limits["passes"]),
        "too_long_number": _too_long_number,
    }


def _as_values(values: Values) -> dict[str, Value]:
    if is_object(values):
        return meaning.as_object(values)
    if isinstance(values, Mapping):
        return dict(values)
    raise DataError("the values of a template are one object, with a key for each root")


def _too_long_number() -> NoReturn:
    raise DataError("an integer has too many digits to be printed") from None
