"""Findings as SARIF 2.1.0, which code scanning of many makers takes."""

import json
import os
from collections.abc import Sequence
from typing import Any

from relvars import __version__
from relvars.diagnostics import Diagnostic, Edit, Severity
from relvars.linter.page import Page, page_of
from relvars.linter.report import Report
from relvars.linter.reports.words import fingerprinted, whole
from relvars.linter.rules import LISTED
from relvars.text import Position

Json = dict[str, Any]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")


def write(report: Report) -> str:
    """The whole log, of one run."""
    slugs = list(dict.fromkeys(one.slug for one in report.findings))
    run = {
        "tool": {
            "driver": {
                "name": "relvars",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(slug) for slug in slugs],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder that relvars was run in."}}
        },
        "results": [_result(one, known, slugs) for one, known in fingerprinted(report)],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return whole(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _rule(slug: str) -> Json:
    """What is said of a rule; what no list knows has its name only."""
    rule: Json = {"id": slug, "name": slug}
    listed = next((one for one in LISTED if one.slug == slug), None)
    if listed is None:
        return rule
    page = page_of(listed)
    about = "\n\n".join([page.summary, *page.more, page.why])
    return rule | {
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": about},
        "help": {"text": f"{about}\n\nExamples: relvars rule {slug}", "markdown": _markdown(page)},
        "defaultConfiguration": {"enabled": listed.default, "level": _LEVELS[listed.severity]},
        "properties": {"tags": [listed.group.value]},
    }


def _markdown(page: Page) -> str:
    """The page with its examples, as code scanning shows it beside a finding."""
    parts = [page.summary, *page.more, f"**Why:** {page.why}"]
    for one in page.examples:
        parts.append(f"**{'Good' if one.right else 'Bad'}:**\n\n```html\n{one.template}\n```")
    return "\n\n".join(parts)


def _result(finding: Diagnostic, known: str, slugs: Sequence[str]) -> Json:
    place = _place(finding.file)
    region = _region(finding.start, finding.end)
    text = finding.message + (f" Help: {finding.help}." if finding.help else "")
    result: Json = {
        "ruleId": finding.slug,
        "ruleIndex": slugs.index(finding.slug),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": place, "region": region}}],
        # GitHub reads this key only.
        "partialFingerprints": {"primaryLocationLineHash": known},
    }
    if finding.fix is not None:
        replacements = [_replacement(edit) for edit in finding.fix.edits]
        kind = "safe" if finding.fix.safe else "unsafe"
        result["fixes"] = [
            {
                "description": {"text": finding.help or finding.message},
                "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
                "properties": {"applicability": kind},
            }
        ]
    return result


def _replacement(edit: Edit) -> Json:
    return {
        "deletedRegion": _region(edit.start, edit.end),
        "insertedContent": {"text": edit.text},
    }


def _region(start: Position, end: Position) -> Json:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _place(name: str) -> Json:
    uri = "".join(_escaped(byte) for byte in _raw(name))
    if os.path.isabs(name):
        return {"uri": f"file://{'' if uri.startswith('/') else '/'}{uri}"}
    return {"uri": uri.removeprefix("./"), "uriBaseId": "%SRCROOT%"}


def _raw(name: str) -> bytes:
    """A file's name as bytes; one that is none of this system's is written as it can be."""
    written = name.replace(os.sep, "/")
    try:
        return os.fsencode(written)
    except UnicodeEncodeError:
        return written.encode("utf-8", "surrogatepass")


def _escaped(byte: int) -> str:
    return chr(byte) if byte in _PLAIN else f"%{byte:02X}"
