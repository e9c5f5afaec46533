"""What compiled templates call while they run, besides `meaning`."""

from collections.abc import Callable
from typing import NoReturn

from relvars.catalog import Assumptions
from relvars.diagnostics import diagnostic
from relvars.errors import TemplateError
from relvars.functions import FUNCTIONS, BadArgumentError, Context
from relvars.renderer.meaning import as_object, equal
from relvars.syntax.ast import Call
from relvars.syntax.names import fold
from relvars.text import Document, Span
from relvars.values import Value, is_text

# The texts of fragments rendered so far; None while one is being rendered.
Fragments = dict[str, str | None]
Compiled = Callable[[Value, Fragments], str]


def stop(document: Document, span: Span, slug: str, message: str, help: str = "") -> NoReturn:
    """End a rendering with a diagnostic."""
    raise TemplateError((diagnostic(document, span, slug, message, help=help),))


def too_much(document: Document, span: Span, limit: int) -> NoReturn:
    """End a rendering that prints without end."""
    message = f"The message grows past {limit:,} characters."
    stop(document, span, "output-limit", message, "the setting is `[limits] output`")


def too_often(document: Document, span: Span, limit: int) -> NoReturn:
    """End a rendering that loops without end."""
    stop(document, span, "output-limit", f"The loops take more than {limit:,} passes.")


def too_much_read(document: Document, span: Span, limit: int) -> NoReturn:
    """End a rendering of which too much is noted."""
    message = f"The loops read more than {limit:,} values: too many to tell each one's origin."
    stop(document, span, "output-limit", message)


def call(
    site: Call, document: Document, assumptions: Assumptions, values: Value, arguments: list[Value]
) -> Value:
    """The result of a call: as the values answer it, else computed; None when neither can."""
    answers = as_object(values.get("functions"))
    if site.written in answers:
        return answers[site.written]
    folded = {fold(str.__str__(key)): one for key, one in answers.items() if is_text(key)}
    if site.written in folded:
        return folded[site.written]
    function = FUNCTIONS.get(site.name)
    if function is None:  # the project's own: only the values can answer it
        return None
    context = Context(values, assumptions, lambda one, other: equal(one, other, assumptions))
    try:
        return function.evaluate(arguments, context)
    except BadArgumentError as error:
        stop(document, site.span, "bad-argument", str(error))


def fragment(
    name: str,
    values: Value,
    fragments: Fragments,
    compiled: Callable[[str, str], Compiled],
    cycle: Callable[[], NoReturn],
) -> Value:
    """A fragment's text, rendered once a message; a value that is no text is left to itself."""
    source = as_object(values.get("fragment")).get(name)
    if not is_text(source):
        return source
    if name not in fragments:
        fragments[name] = None
        fragments[name] = compiled(str.__str__(source), f"fragment.{name}")(values, fragments)
    rendered = fragments[name]
    return cycle() if rendered is None else rendered
