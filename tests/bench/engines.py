"""The engines, each in its fastest public way; an engine that is not installed is left out."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

import relvars
from tests.bench import spelling
from tests.bench.message import Message

T = TypeVar("T")
Values = Mapping[str, Any]
RELVARS, BY_HAND, FSTRING = "relvars", "hand-written", "f-string"
JINJA, MAKO, MINIJINJA, LIQUID = "Jinja2", "Mako", "minijinja", "python-liquid"
JINJA_DOTS = "Jinja2 with dots"


class Renderer(NamedTuple):
    """One message ready to be rendered: once, to look at, and for many, to measure."""

    one: Callable[[Values], str]
    many: Callable[[Sequence[Values]], None]


class Parser(NamedTuple):
    """A language, and how it is read; `start` gives a fresh reader."""

    language: spelling.Spelling
    start: Callable[[], Callable[[str], object]]


def own_renderers(message: Message, *, gaps: bool = False) -> dict[str, Renderer]:
    """relvars and the hand-written function; with gaps, the latter expects missing fields."""
    text = spelling.write(message, spelling.RELVARS)
    return _installed(
        {
            RELVARS: lambda: _positional(relvars.compile(text)),
            BY_HAND: lambda: _positional(_function(spelling.by_hand(message, gaps=gaps))),
        }
    )


def peer_renderers(message: Message) -> dict[str, Renderer]:
    """The peers; Jinja2 twice, since subscripts are much faster there and dots more usual."""
    return _installed(
        {
            MINIJINJA: lambda: _minijinja(message),
            MAKO: lambda: _mako(message),
            JINJA: lambda: _jinja(message, spelling.JINJA_SUBSCRIPTS),
            JINJA_DOTS: lambda: _jinja(message, spelling.JINJA),
        }
    )


def fstring(message: Message) -> Renderer:
    """The message as one f-string; texts and fields only."""
    return _positional(_function(spelling.as_fstring(message)))


def parsers() -> dict[str, Parser]:
    """Every engine whose parser is compared, by name."""
    return _installed(
        {
            RELVARS: lambda: Parser(spelling.RELVARS, lambda: relvars.parse),
            JINJA: lambda: _parser("jinja2", spelling.JINJA, "parse"),
            LIQUID: lambda: _parser("liquid", spelling.LIQUID, "from_string"),
        }
    )


def _installed(makers: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    made = {}
    for name, make in makers.items():
        try:
            made[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return made


def _parser(module: str, language: spelling.Spelling, method: str) -> Parser:
    environment = import_module(module).Environment
    return Parser(language, lambda: getattr(environment(), method))


def _positional(function: Callable[[Values], str]) -> Renderer:
    def many(batch: Sequence[Values]) -> None:
        for values in batch:
            function(values)

    return Renderer(function, many)


def _function(source: str) -> Callable[[Values], str]:
    space: dict[str, Any] = {}
    exec(source, space)
    function: Callable[[Values], str] = space["render"]
    return function


def _jinja(message: Message, language: spelling.Spelling) -> Renderer:
    environment = import_module("jinja2").Environment()
    return _positional(environment.from_string(spelling.write(message, language)).render)


def _mako(message: Message) -> Renderer:
    # This is what `render_unicode` does inside; called by itself it is a little faster.
    template = import_module("mako.template").Template(spelling.write(message, spelling.MAKO))
    context, buffer = import_module("mako.runtime").Context, import_module("mako.util")
    make_buffer, render = buffer.FastEncodingBuffer, template.render_context

    def one(values: Values) -> str:
        output = make_buffer()
        render(context(output, **values))
        text: str = output.getvalue()
        return text

    return _positional(one)


def _minijinja(message: Message) -> Renderer:
    # Without its debug information it is faster; dots are faster than subscripts here.
    environment = import_module("minijinja").Environment(debug=False)
    environment.add_template("message.txt", spelling.write(message, spelling.JINJA))
    render = environment.render_template

    def many(batch: Sequence[Values]) -> None:
        for values in batch:
            render("message.txt", **values)

    return Renderer(lambda values: str(render("message.txt", **values)), many)
