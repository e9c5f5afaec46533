"""Findings with the lines they are on."""

from relvars.diagnostics import Diagnostic, frame, printable
from relvars.linter.report import Report


def write(report: Report) -> str:
    """A code frame for each finding, a blank line between them."""
    return "\n".join(f"{_shown(report, one)}\n" for one in report.findings)


def _shown(report: Report, finding: Diagnostic) -> str:
    document = report.documents.get(finding.file)
    if document is not None:
        return frame(document, finding, color=report.color)
    where = f"{finding.file}:{finding.start.line}:{finding.start.column}"
    return printable(f"{finding.severity}[{finding.slug}]: {finding.message} ({where})")
