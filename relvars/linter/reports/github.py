"""Findings as commands that make GitHub Actions show them beside the lines they are on."""

from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.report import Report
from relvars.linter.reports.words import path, whole

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def write(report: Report) -> str:
    """A line for each finding."""
    return "".join(f"{_command(one)}\n" for one in report.findings)


def _command(finding: Diagnostic) -> str:
    start, end = finding.start, finding.end
    places = {"line": start.line, "endLine": end.line}
    if start.line == end.line:  # columns go with one line only
        places |= {"col": start.column, "endColumn": end.column}
    named = {"file": path(finding.file), **places, "title": f"relvars {finding.slug}"}
    said = ",".join(f"{name}={_property(str(value))}" for name, value in named.items())
    text = finding.message + (f"\n{finding.help}" if finding.help else "")
    return f"::{_COMMANDS[finding.severity]} {said}::{whole(text).translate(_DATA)}"


def _property(value: str) -> str:
    return whole(value).translate(_PROPERTY)
