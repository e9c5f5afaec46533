"""The Jinja2 environments that a proof tries: stock ones, with options that trip one up."""

from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from relvars.transpiler.spelling import Delimiters

_STOCK: dict[str, tuple[type[jinja2.Environment], dict[str, Any]]] = {
    "default": (jinja2.Environment, {}),
    "trim and lstrip": (jinja2.Environment, {"trim_blocks": True, "lstrip_blocks": True}),
    "CRLF": (jinja2.Environment, {"newline_sequence": "\r\n", "keep_trailing_newline": True}),
    "CR": (jinja2.Environment, {"newline_sequence": "\r", "trim_blocks": True}),
    "autoescape": (jinja2.Environment, {"autoescape": True, "line_comment_prefix": "##"}),
    "strict": (jinja2.Environment, {"undefined": jinja2.StrictUndefined}),
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


def environment(name: str, delimiters: Delimiters | None = None) -> jinja2.Environment:
    """A new environment of that name."""
    kind, options = _STOCK[name]
    words = delimiters._asdict() if delimiters else {}
    return kind(**options, **words)
