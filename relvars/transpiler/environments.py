"""The Jinja2 environments that a proof tries: stock ones, with options that trip one up."""

from collections.abc import Callable, Sequence
from types import CodeType
from typing import Any, NamedTuple

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from relvars.transpiler.spelling import Delimiters
from relvars.values import Value

_STOCK: dict[str, tuple[type[jinja2.Environment], dict[str, Any]]] = {
    "default": (jinja2.Environment, {}),
    "trim and lstrip": (jinja2.Environment, {"trim_blocks": True, "lstrip_blocks": True}),
    "CRLF": (jinja2.Environment, {"newline_sequence": "\r\n", "keep_trailing_newline": True}),
    "CR": (jinja2.Environment, {"newline_sequence": "\r", "trim_blocks": True}),
    "autoescape": (jinja2.Environment, {"autoescape": True, "line_comment_prefix": "##"}),
    "strict": (jinja2.Environment, {"undefined": jinja2.StrictUndefined, "autoescape": True}),
    "chainable": (
        jinja2.Environment,
        {"undefined": jinja2.ChainableUndefined, "autoescape": True, "optimized": False},
    ),
    "debug": (
        jinja2.Environment,
        {"undefined": jinja2.DebugUndefined, "lstrip_blocks": True, "keep_trailing_newline": True},
    ),
    "sandboxed": (
        SandboxedEnvironment,
        {"autoescape": jinja2.select_autoescape(default_for_string=True)},
    ),
    "immutable": (
        ImmutableSandboxedEnvironment,
        {"undefined": jinja2.StrictUndefined, "autoescape": True},
    ),
    "async": (jinja2.Environment, {"enable_async": True, "undefined": jinja2.StrictUndefined}),
    "not optimized": (jinja2.Environment, {"optimized": False}),
}
ENVIRONMENTS = tuple(_STOCK)

Renderer = Callable[[dict[str, Value]], str]


class Run(NamedTuple):
    """A translation in one environment."""

    name: str
    render: Renderer


class Runs(NamedTuple):
    """A translation in each environment, and in one of each kind.

    Environments are of one kind if the translation compiles to the same byte code in them and a
    running program finds the same whatever it asks of them: the class of undefined values, whether
    to escape, and the class of the environment itself, which is what a sandbox forbids. All else
    that the environments here differ in is read before: by the lexer (blanks, line ends, comments)
    and by the optimizer. So they run the same program, and one stands for them all.

    `alike` are the names of those of one kind, where there are several.
    """

    each: tuple[Run, ...]
    standing: tuple[Run, ...]
    alike: tuple[tuple[str, ...], ...]


class _Made(NamedTuple):
    run: Run
    kind: Any  # equal for those of one kind


def environment(name: str, delimiters: Delimiters | None = None) -> jinja2.Environment:
    """A new environment of that name; one that takes line comments, takes those of `delimiters`."""
    kind, options = _STOCK[name]
    words = delimiters._asdict() if delimiters else {}
    if "line_comment_prefix" not in options:
        words.pop("line_comment_prefix", None)
    return kind(**{**options, **words})


def runs(text: str, names: Sequence[str], delimiters: Delimiters | None = None) -> Runs:
    """A translation in the environments; one that Jinja2 refuses renders to what it says."""
    codes: dict[str, CodeType] = {}
    made = [_made(text, environment(name, delimiters), name, codes) for name in names]
    kinds: dict[Any, list[Run]] = {}
    for one in made:
        kinds.setdefault(one.kind, []).append(one.run)
    return Runs(
        tuple(one.run for one in made),
        tuple(same[0] for same in kinds.values()),
        tuple(tuple(run.name for run in same) for same in kinds.values() if len(same) > 1),
    )


def _made(text: str, stock: jinja2.Environment, name: str, codes: dict[str, CodeType]) -> _Made:
    try:
        source = stock.compile(text, raw=True)
        if source not in codes:
            codes[source] = compile(source, "<template>", "exec")
    except Exception as error:  # a translation that Jinja2 refuses is a difference
        return _Made(Run(name, _always(raised(error))), name)
    template = stock.template_class.from_code(stock, codes[source], stock.make_globals(None))
    render = _driven(template) if stock.is_async else template.render
    escape = stock.autoescape(None) if callable(stock.autoescape) else stock.autoescape
    asked = (type(stock), stock.undefined, escape, stock.is_async)
    return _Made(Run(name, render), (*asked, program(codes[source])))


def raised(error: Exception) -> str:
    """What stands for the text where Jinja2 gives none."""
    return f"{type(error).__name__}: {error}"


def _always(message: str) -> Renderer:
    return lambda values: message


def _driven(template: jinja2.Template) -> Renderer:
    """Rendering as a coroutine, without a loop: nothing in a template waits for the world."""

    def render(values: dict[str, Value]) -> str:
        rendering = template.render_async(values)
        try:
            rendering.send(None)
        except StopIteration as done:
            return str(done.value)
        rendering.close()
        raise RuntimeError("the template waits for something")

    return render


def program(code: CodeType) -> tuple[Any, ...]:
    """What a code object does, without where it stands in its source."""
    constants = tuple(program(one) if isinstance(one, CodeType) else repr(one)
                      for one in code.co_consts)  # fmt: skip
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount)
    handlers = code.co_exceptiontable
    return (code.co_code, handlers, code.co_flags, *counts, constants, *names)
