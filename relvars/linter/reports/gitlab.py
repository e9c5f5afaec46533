"""Findings as GitLab's code quality report, which a merge request shows."""

import json
from typing import Any

from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.report import Report
from relvars.linter.reports.words import fingerprinted, path, whole

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(report: Report) -> str:
    """A list with an object for each finding."""
    found = [_issue(one, known) for one, known in fingerprinted(report)]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _issue(finding: Diagnostic, known: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.slug,
        "description": whole(finding.message),
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": known,
        "location": {
            "path": path(finding.file),
            "lines": {"begin": finding.start.line, "end": finding.end.line},
        },
    }
