"""The examples of docs/rules.md: what a rule says of one, found by the engine as users run it."""

import re
from typing import NamedTuple

from relvars.catalog import language
from relvars.diagnostics import Diagnostic
from relvars.linter.runner import Plan, Source, lint_family
from relvars.linter.selection import chosen
from relvars.schema import Schema
from relvars.text import Document

SILENT = "Nothing is reported."
_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)


class Ruled(NamedTuple):
    """What a rule finds in an example, in order of file and place, and the texts by name."""

    findings: tuple[Diagnostic, ...]
    documents: dict[str, Document]


def ruled(words: tuple[str, ...], text: str, schema: Schema | None, database: str) -> Ruled:
    """Run the rule that the words name on the file, or files, of an example."""
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    fragments = {name: "" for name in settings.get("fragments", "").split("+") if name}
    plan = Plan(schema, language(), fragments=fragments or None)
    slugs = chosen(["all"])
    files = files_of(words, text)
    sources = [Source(name, name, one, slugs, database) for name, one in files.items()]
    found = lint_family(plan, sources).findings
    documents = {name: Document(one, name) for name, one in files.items()}
    return Ruled(tuple(one for one in found if one.slug == settings["rule"]), documents)


def files_of(words: tuple[str, ...], text: str) -> dict[str, str]:
    """The files of an example by name; several stand below lines `=== name`."""
    _, *parts = _FILE.split(text)
    if parts:
        return {
            name: one.removesuffix("\n") for name, one in zip(parts[::2], parts[1::2], strict=True)
        }
    name = next((word for word in words if "." in word and "=" not in word), "message.html")
    return {name: text}
