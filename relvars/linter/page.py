"""A rule's page: the docstring of its module, taken apart.

A docstring has a sentence that says what, perhaps more paragraphs, then `Why:`, `Bad:` and `Good:`,
and between them `Fix:` with `safe` or `unsafe` or both where there is a fix.
An example is an indented template, with `Values:` below it where they matter. In parentheses behind
`Bad` or `Good` stands what else it needs: `account`, a file's name, `limit=40`; behind the colon,
what to do. Paragraphs between examples introduce the next one.
"""

import re
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from relvars.linter.listed import Listed
from relvars.linter.rules import module_of

_EXAMPLE = re.compile(r"(?P<kind>Bad|Good)(?: \((?P<words>[^)]*)\))?:(?: (?P<note>.+))?")
_FOLDED = re.compile(r"\n(?:    )?")


class Example(NamedTuple):
    """A template of a page; `values` is "" where it needs none, `before` what introduces it."""

    right: bool
    words: tuple[str, ...]
    note: str
    before: str
    template: str
    values: str = ""


class Page(NamedTuple):
    """What a page says, paragraphs without line breaks; `more` is what follows the first.

    `fix` is "safe", "unsafe", "safe or unsafe" (it depends), or "" where there is none.
    """

    summary: str
    more: tuple[str, ...]
    why: str
    fix: str
    examples: tuple[Example, ...]


def page_of(listed: Listed) -> Page:
    """The page of a rule."""
    return read_page(module_of(listed).__doc__ or "")


def read_page(docstring: str) -> Page:
    """Take a docstring apart."""
    said: list[str] = []
    why, fix, before = "", "", ""
    examples: list[Example] = []
    for head, body in _parts(docstring):
        match = _EXAMPLE.fullmatch(head)
        if match:
            words = tuple(filter(None, re.split(r",\s*", match["words"] or "")))
            right = match["kind"] == "Good"
            examples.append(Example(right, words, match["note"] or "", before, body))
            before = ""
        elif head == "Values:":
            examples[-1] = examples[-1]._replace(values=body)
        elif head.startswith("Why: "):
            why = head.removeprefix("Why: ")
        elif head.startswith("Fix: "):
            fix = head.removeprefix("Fix: ").rstrip(".")
        elif examples:
            before = head
        else:
            said.append(head)
    return Page(said[0], tuple(said[1:]), why, fix, tuple(examples))


def _parts(docstring: str) -> Iterator[tuple[str, str]]:
    """Each paragraph on one line, and what stands indented below one that ends with a colon."""
    head: list[str] = []
    body: list[str] = []
    for line in [*docstring.strip("\n").split("\n"), ""]:
        indented = line.startswith("    ")
        if head and _opens(head) and (indented or not line):
            body.append(line)
        elif line and (indented or not (head and _opens(head))):
            head.append(line)
        else:
            if head:
                yield _joined(head), _block(body)
            head, body = ([line] if line else []), []
    if head:
        yield _joined(head), _block(body)


def _opens(head: list[str]) -> bool:
    """Does an example stand below?"""
    return _EXAMPLE.fullmatch(head[0]) is not None or head[0] == "Values:"


def _joined(lines: list[str]) -> str:
    return _FOLDED.sub(" ", "\n".join(lines))


def _block(lines: list[str]) -> str:
    return dedent("\n".join(lines)).strip("\n")
