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
    """A translation in each environment, and in those that stand for all of them.

    Environments for which a translation compiles to the same byte code run the same program. What
    that asks of its environment is no more than the class of undefined values, whether to escape,
    and in a sandbox what is safe. One stands for the others if it is the hardest in all three:

    - `StrictUndefined` raises whatever it is asked, where the other kinds answer, and a template
      cannot catch that. A text that came out under it hung on no undefined value.
    - A text that was not escaped although escaping was on would not be where it is off.
    - The immutable sandbox refuses what the other one refuses, and more; what it refuses is
      undefined, and what both let pass is as it is outside, where the program runs too.
    """

    each: tuple[Run, ...]
    standing: tuple[Run, ...]


class _Made(NamedTuple):
    run: Run
    program: Any  # equal for those that run the same program
    stands: bool


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
    made = [_made(text, name, environment(name, delimiters), codes) for name in names]
    standing = [one.run for one in made if _stands_for(one, made) is one]
    return Runs(tuple(one.run for one in made), tuple(standing))


def _stands_for(one: _Made, made: list[_Made]) -> _Made:
    """What is rendered in its place: the first that may, else itself."""
    same = (other for other in made if other.stands and other.program == one.program)
    return next(same, one)


def _made(text: str, name: str, stock: jinja2.Environment, codes: dict[str, CodeType]) -> _Made:
    try:
        source = stock.compile(text, raw=True)
        if source not in codes:
            codes[source] = compile(source, "<template>", "exec")
    except Exception as error:  # a translation that Jinja2 refuses is a difference
        return _Made(Run(name, _always(raised(error))), name, stands=False)
    template = stock.template_class.from_code(stock, codes[source], stock.make_globals(None))
    stands = stock.undefined is jinja2.StrictUndefined and stock.autoescape is True
    stands = stands and type(stock) is not SandboxedEnvironment
    render = _driven(template) if stock.is_async else template.render
    return _Made(Run(name, render), _program(codes[source]), stands)


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


def _program(code: CodeType) -> tuple[Any, ...]:
    """What a code object does, without where it stands in its source."""
    constants = tuple(_program(one) if isinstance(one, CodeType) else repr(one)
                      for one in code.co_consts)  # fmt: skip
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    return (code.co_code, code.co_flags, code.co_argcount, constants, *names)
