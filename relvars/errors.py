"""The exceptions that leave the library; nothing else does.

RelvarsError
├── TemplateError   a template has errors, or went past a limit while rendering
├── ConfigError     a setting, an argument or a file named by one is wrong
└── SourceError     a data source could not be read: network, disk, permission
    └── DataError   it was read, and what it holds is wrong or missing
"""

from relvars.diagnostics import Diagnostic


class RelvarsError(Exception):
    """Whatever relvars raises on purpose."""


class TemplateError(RelvarsError):
    """A template has errors; `diagnostics` holds them, never empty."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "; ".join(
            f"{finding.file}:{finding.start.line}:{finding.start.column}: {finding.message}"
            f" [{finding.slug}]"
            for finding in self.diagnostics
        )


class ConfigError(RelvarsError):
    """A setting, an argument or a file named by one is wrong; the message says where."""


class SourceError(RelvarsError):
    """A data source could not be read; the message names it."""


class DataError(SourceError):
    """A data source was read, and what it holds is wrong or missing."""
