"""Findings as JUnit's XML, which nearly every CI shows as tests.

A file is a suite and a finding a case that failed; a remark is a case that passed. A run without
findings is one case that passed, since readers take an empty report for a broken one.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from relvars.diagnostics import Diagnostic, Severity, frame, printable
from relvars.linter.report import Report
from relvars.linter.reports.words import path

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def write(report: Report) -> str:
    """The whole document."""
    by_file = groupby(report.findings, key=lambda one: one.file)
    suites = [_suite(report, path(file), list(found)) for file, found in by_file]
    if not suites:
        case = f"    <testcase{_attributes(name='no findings', classname='relvars')}/>\n"
        named = _attributes(name="relvars", tests=1, failures=0, errors=0)
        suites = [f"  <testsuite{named}>\n{case}  </testsuite>\n"]
    counted = {"tests": max(1, len(report.findings)), "failures": _failures(report.findings)}
    named = _attributes(name="relvars lint", **counted, errors=0)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<testsuites{named}>\n{''.join(suites)}</testsuites>\n"


def _suite(report: Report, file: str, findings: Sequence[Diagnostic]) -> str:
    counted = {"tests": len(findings), "failures": _failures(findings), "errors": 0}
    cases = "".join(_case(report, file, one) for one in findings)
    return f"  <testsuite{_attributes(name=file, **counted)}>\n{cases}  </testsuite>\n"


def _failures(findings: Iterable[Diagnostic]) -> int:
    return sum(one.severity is not Severity.INFO for one in findings)


def _case(report: Report, file: str, finding: Diagnostic) -> str:
    line, column = finding.start.line, finding.start.column
    name = f"{finding.slug} at {line}:{column}"
    named = _attributes(name=name, classname=file, file=file, line=line)
    document = report.documents.get(finding.file)
    shown = _text(frame(document, finding) if document else finding.message)
    if finding.severity is Severity.INFO:
        inner = f"<system-out>{shown}</system-out>"
    else:
        about = _attributes(message=finding.message, type=finding.severity.value)
        inner = f"<failure{about}>{shown}</failure>"
    return f"    <testcase{named}>\n      {inner}\n    </testcase>\n"


def _attributes(**named: str | int) -> str:
    return "".join(f' {name}="{_text(printable(str(value)))}"' for name, value in named.items())


def _text(text: str) -> str:
    """The text for XML, which has no place for most control characters: they become escapes."""
    return "\n".join(map(printable, text.split("\n"))).translate(_ESCAPES)
