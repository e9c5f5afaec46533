"""Findings about a template, shown with the lines they are on."""

from collections.abc import Iterable

from relvars.cli.setting import Setting
from relvars.cli.terminal import Terminal, say
from relvars.config import database_for
from relvars.diagnostics import Diagnostic, Severity, frame, printable
from relvars.schema import Schema
from relvars.syntax.ast import Template
from relvars.text import Document


def show(screen: Terminal, document: Document, findings: Iterable[Diagnostic]) -> bool:
    """Write findings to stderr; true if there is an error among them.

    Remarks are for verbose runs, warnings for all but quiet ones.
    """
    told = list(findings)
    shown = [one for one in told if _RANKS[one.severity] >= _least(screen)]
    if shown:
        say("\n\n".join(_shown(screen, document, one) for one in shown))
    return any(one.severity == Severity.ERROR for one in told)


def _shown(screen: Terminal, document: Document, finding: Diagnostic) -> str:
    # What a fragment holds is not in this document: its place there is all that is known.
    here = finding.file == document.name
    return frame(document, finding, color=screen.color) if here else _placed(finding)


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def _least(screen: Terminal) -> int:
    if screen.quiet:
        return 2
    return 0 if screen.verbose else 1


def _placed(finding: Diagnostic) -> str:
    where = f"{finding.file}:{finding.start.line}:{finding.start.column}"
    return printable(f"{finding.severity}[{finding.slug}]: {finding.message} ({where})")


def findings(template: Template, path: str, under: Setting) -> tuple[Diagnostic, ...]:
    """What is wrong with a template: its syntax and, in a project with a schema, its meaning.

    Without a schema the little that analysis could tell is not worth its 20 ms of every rendering.
    """
    project = under.project
    if project is None or project.schema == Schema():
        return template.diagnostics
    from relvars.semantics.analysis import analyse

    return analyse(template, project.schema, database_for(project, path)).diagnostics


def unsaid(more: Iterable[Diagnostic], said: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Those of some findings that others have not made already, of the same place or within it."""
    known = [(one.slug, one.start.offset) for one in said]
    return [
        one
        for one in more
        if not any(
            slug == one.slug and one.start.offset <= at < one.end.offset for slug, at in known
        )
    ]
