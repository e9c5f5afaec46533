"""Comments that silence rules: `<!-- relvars: ignore[slug, slug] why -->`.

One that stands alone holds for the line below it, with all of the element or tag that begins
there; one behind something holds for its own line, with all of the element or tag that ends there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relvars.diagnostics import Diagnostic, Severity, diagnostic
from relvars.linter.rule import Found
from relvars.linter.rules import LISTED
from relvars.spelling import nearest
from relvars.text import Document, Span, position

# What is said about comments, no comment silences.
OWN = frozenset({"unknown-suppression", "unused-suppression"})
_MARK = "relvars:"
# No part of it runs past the next comment, so time is linear in the text.
_COMMENT = re.compile(
    r"<!--\s*relvars:\s*ignore\b\s*(?:\[(?P<slugs>[^\]<]*)\])?(?:(?!-->|<!--).)*-->", re.DOTALL
)
_NAME = re.compile(r"[^\s,]+")
_MARKUP = ("html", "amp", "")


class Suppression(NamedTuple):
    """A comment, the names in it with their places, and the lines (from 1) it speaks of."""

    span: Span
    names: tuple[tuple[str, Span], ...]
    lines: range


def silence(
    document: Document, found: Sequence[Diagnostic], slugs: frozenset[str]
) -> tuple[Diagnostic, ...]:
    """The findings that no comment silences, and those about the comments; in order of place.

    What is said about comments is silenced by none. `slugs` are the rules that ran: only of these
    can be said that a comment was not needed.
    """
    comments = list(suppressions(document)) if _MARK in document.text else []
    used: set[Span] = set()
    kept = [one for one in found if not _silenced(one, comments, used)]
    if document.channel in _MARKUP:
        about = _about(document, comments, used, slugs)
    else:
        kept, about = list(found), _sent(document, comments)
    kept += [one for one in about if one.slug in slugs]
    return tuple(sorted(dict.fromkeys(kept), key=_place))


def _place(finding: Diagnostic) -> tuple[int, int, str]:
    return finding.start.offset, finding.end.offset, finding.slug


def suppressions(document: Document) -> Iterator[Suppression]:
    """The comments of a text that silence rules, in order; one without names has none."""
    found = list(_COMMENT.finditer(document.text))
    alone = {_line(document, one.start()) for one in found if _is_alone(document.text, one)}
    for match in found:
        at = match.start("slugs")
        names = tuple(
            (name[0], Span(at + name.start(), at + name.end()))
            for name in _NAME.finditer(match["slugs"] or "")
        )
        yield Suppression(Span(*match.span()), names, _lines(document, match, alone))


def _silenced(finding: Diagnostic, comments: Iterable[Suppression], used: set[Span]) -> bool:
    hits = [
        where
        for comment in comments
        for name, where in comment.names
        if name == finding.slug and finding.start.line in comment.lines
    ]
    used.update(hits)
    return bool(hits)


def _line(document: Document, offset: int) -> int:
    return position(document, offset).line


def _is_alone(text: str, comment: re.Match[str]) -> bool:
    """Is nothing else on its lines, other comments of the kind apart?"""
    start = max(text.rfind("\n", 0, comment.start()), text.rfind("\r", 0, comment.start())) + 1
    end = _line_end(text, comment.end())
    rest = text[start : comment.start()] + text[comment.end() : end]
    return not _COMMENT.sub("", rest).strip("\ufeff \t")


def _line_end(text: str, start: int) -> int:
    ends = [at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0]
    return min(ends, default=len(text))


def _lines(document: Document, comment: re.Match[str], alone: set[int]) -> range:
    first, last = _line(document, comment.start()), _line(document, comment.end())
    if first not in alone:
        return range(_first_line(document, first, comment.start()), last + 1)
    below = last + 1
    while below in alone:
        below += 1
    return range(first, _last_line(document, below) + 1)


# How far an element or a tag over several lines is followed.
_MOST_LINES = 50


def _first_line(document: Document, line: int, end: int) -> int:
    """The line on which what ends on this line, before the comment, begins."""
    text, starts = document.text, document.line_starts
    closer = max(text.rfind(">", starts[line - 1], end), text.rfind("}", starts[line - 1], end))
    if closer < 0:
        return line
    floor = starts[max(0, line - 1 - _MOST_LINES)]
    opener = text.rfind("<" if text[closer] == ">" else "{", floor, closer)
    return min(line, _line(document, opener)) if opener >= 0 else line


def _last_line(document: Document, line: int) -> int:
    """The line on which what begins on this line ends."""
    text, starts = document.text, document.line_starts
    if line > len(starts):
        return line
    end = starts[line] if line < len(starts) else len(text)
    opener = max(text.rfind("<", starts[line - 1], end), text.rfind("{", starts[line - 1], end))
    if opener < 0:
        return line
    ceiling = starts[min(len(starts) - 1, line + _MOST_LINES)]
    closer = text.find(">" if text[opener] == "<" else "}", opener, max(ceiling, end))
    return max(line, _line(document, closer)) if closer >= 0 else line


def _about(
    document: Document, comments: Iterable[Suppression], used: set[Span], slugs: frozenset[str]
) -> Iterator[Diagnostic]:
    known = {one.slug for one in LISTED}
    for comment in comments:
        if not comment.names:
            none = Found(comment.span, "This comment names no rule to ignore.", "`ignore[slug]`")
            yield _finding(document, "unknown-suppression", none)
        for name, where in comment.names:
            if name not in known:
                near = nearest(name, known)
                help = f"did you mean `{near}`?" if near else ""
                unknown = Found(where, f"No rule is called `{name}`.", help)
                yield _finding(document, "unknown-suppression", unknown)
            elif where not in used and (name in slugs or name in OWN):
                cut = ((*_removal(comment, where), ""),)
                unused = Found(where, f"`{name}` finds nothing here to ignore.", "", cut)
                yield _finding(document, "unused-suppression", unused)


def _removal(comment: Suppression, name: Span) -> tuple[int, int]:
    """What to cut: the comment where it has one name only, else the name and its comma."""
    if len(comment.names) == 1:
        return comment.span
    places = [where for _, where in comment.names]
    at = places.index(name)
    return (places[at - 1].end, name.end) if at else (name.start, places[1].start)


def _sent(document: Document, comments: Iterable[Suppression]) -> Iterator[Diagnostic]:
    for comment in comments:
        sent = Found(
            comment.span,
            "A text has no comments: this is sent, and ignores nothing.",
            "name the rule in [lint.per-file] of relvars.toml",
        )
        yield _finding(document, "unused-suppression", sent)


def _finding(document: Document, slug: str, found: Found) -> Diagnostic:
    return diagnostic(
        document,
        found.span,
        slug,
        found.message,
        severity=Severity.WARNING,
        help=found.help,
        edits=found.edits,
        safe=False,
    )
