"""relvars: preview, lint and snapshot-test Altcraft message templates.

The public names are loaded when first used, so that `relvars --version` costs nothing;
`__init__.pyi` beside this file tells type checkers what they are.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Analysis": "relvars.semantics.analysis",
    "Assumptions": "relvars.catalog",
    "ConfigError": "relvars.errors",
    "DataError": "relvars.errors",
    "Diagnostic": "relvars.diagnostics",
    "Fix": "relvars.diagnostics",
    "Needs": "relvars.resolver",
    "Project": "relvars.config",
    "Recipient": "relvars.values",
    "RelvarsError": "relvars.errors",
    "Severity": "relvars.diagnostics",
    "SourceError": "relvars.errors",
    "Span": "relvars.text",
    "Template": "relvars.syntax.ast",
    "TemplateError": "relvars.errors",
    "Translation": "relvars.transpiler",
    "Trace": "relvars.renderer.tracing",
    "analyse": "relvars.semantics.analysis",
    "assume": "relvars.catalog",
    "compile": "relvars.renderer",
    "format": "relvars.formatter",
    "frame": "relvars.diagnostics",
    "jinja_values": "relvars.transpiler",
    "lint": "relvars.linter.runner",
    "load_project": "relvars.config",
    "needs": "relvars.resolver",
    "parse": "relvars.syntax.parser",
    "render": "relvars.renderer",
    "resolve": "relvars.resolver",
    "to_jinja": "relvars.transpiler",
    "trace": "relvars.renderer",
}

__all__ = sorted(["__version__", *_HOMES])  # noqa: PLE0605 - the list is the table above


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
