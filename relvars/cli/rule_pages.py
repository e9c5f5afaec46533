"""Rules for a terminal: the table of all, and the page of one."""

import re
from collections.abc import Iterator, Sequence
from textwrap import fill, indent

from relvars.cli.terminal import BOLD, CYAN, DIM, RED, YELLOW, paint, table
from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed
from relvars.linter.page import Example, page_of

_WIDTH = 88
_TONES = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: CYAN}
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


def as_table(rules: Sequence[Listed], *, color: bool) -> str:
    """All rules by group: name, severity, whether it is on by default, whether it has a fix."""
    lines: list[str] = []
    for group in Group:
        own = sorted(one for one in rules if one.group is group)
        rows = [(one.slug, one.severity, _marks(one), page_of(one).summary) for one in own]
        lines += [paint(BOLD, group.title(), color=color), *table(rows), ""]
    lines.append("off: runs only when selected; fix: mended by --fix; unsafe: with --unsafe-fixes")
    return "\n".join(lines) + "\n"


def _marks(rule: Listed) -> str:
    fix = {"": "", "unsafe": "unsafe fix"}.get(page_of(rule).fix, "fix")
    return ", ".join(filter(None, ["" if rule.default else "off", fix]))


def as_page(rule: Listed, *, color: bool) -> str:
    """What a rule finds and why, what is wrong and what is right."""
    page = page_of(rule)
    head = paint(_TONES[rule.severity], f"{rule.severity}[{rule.slug}]", color=color)
    about = ", ".join([rule.group, "on by default" if rule.default else "off by default"])
    parts = [f"{head} {paint(DIM, about, color=color)}"]
    parts += map(_wrapped, [page.summary, *page.more])
    parts.append(_wrapped(f"Why: {page.why}").replace("Why:", paint(BOLD, "Why:", color=color), 1))
    if page.fix:
        parts.append(f"Fix: {page.fix}")
    parts += [part for one in page.examples for part in _example(one, color)]
    return "\n\n".join(parts) + "\n"


def _example(example: Example, color: bool) -> Iterator[str]:
    if example.before:
        yield _wrapped(example.before)
    words = f" ({', '.join(example.words)})" if example.words else ""
    kind, tone = ("Good", "32") if example.right else ("Bad", RED)
    note = f" {example.note}" if example.note else ""
    head = f"{paint(tone, f'{kind}{words}:', color=color)}{note}"
    yield f"{head}\n{indent(example.template, '    ')}"
    if example.values:
        yield f"    {paint(DIM, 'with', color=color)}\n{indent(example.values, '    ')}"


def _wrapped(text: str) -> str:
    return fill(_LINK.sub(r"\1", text), _WIDTH, break_long_words=False, break_on_hyphens=False)
