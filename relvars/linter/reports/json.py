"""Findings as one JSON object."""

import json
import re

from relvars.diagnostics import to_json
from relvars.linter.report import Report

_SURROGATE = re.compile("[\ud800-\udfff]")


def write(report: Report) -> str:
    """The object that contracts promise."""
    found = [to_json(one) for one in report.findings]
    text = json.dumps({"version": 1, "diagnostics": found}, ensure_ascii=False, indent=2)
    # Half a surrogate pair, from a name that is not UTF-8, cannot be written but as an escape.
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text) + "\n"
