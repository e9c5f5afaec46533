"""Cases of lint rules: `fixtures/lint/<group>/<slug>.case.toml`, one file a rule.

Keys of a case:

`name`       What it shows.
`text`       The template; its file is `file`, "message.html" when absent.
`files`      Instead of `text`, for rules over messages: a table of names and texts.
`reports`    The text that each finding marks, in order; with `files`, "name: text". [] says that
             nothing may be reported. A trailing newline of a marked text is left out.
`fixed`      The text (with `files`, those that change) once every edit is made, safe or not. The
             rule must then report nothing more. Absent: the findings must have no edits.
`safe`       Whether the edits are safe; must be there with `fixed`.
`says`       A piece of the message or help of each finding, in order.
`account`    true: checked against `fixtures/lint/account.toml`.
`database`   Whose profiles receive the message, "agents" in an account.
`settings`   Limits of `[lint]`, such as { sms_parts = 2 }.
`fragments`  The fragments there are, names with texts; absent: nobody knows.
`more`       true: what is fixed is still reported, elsewhere.
`repeat`     A character before `…` stands so many times.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from relvars.config import load_project
from relvars.linter.grouping import messages
from relvars.linter.rule import File, Found, LintSettings, Rule
from relvars.schema import Schema
from relvars.semantics.analysis import analyse
from relvars.syntax.parser import parse
from relvars.text import Span

ROOT = Path(__file__).parents[2]
CASES = ROOT / "fixtures" / "lint"
KEYS = {
    "name", "text", "file", "files", "reports", "fixed", "safe", "says", "account", "database",
    "settings", "fragments", "more", "repeat",
}  # fmt: skip


class Case(NamedTuple):
    """A case; `given` is its table, `texts` the files it has by name."""

    slug: str
    group: str
    number: int
    given: Mapping[str, Any]

    @property
    def texts(self) -> dict[str, str]:
        given = self.given
        return dict(given.get("files") or {given.get("file", "message.html"): given["text"]})

    @property
    def name(self) -> str:
        return f"{self.slug}: {self.given['name']}"


class Placed(NamedTuple):
    """A finding and the text of the file it is in."""

    path: str
    text: str
    found: Found


def _expanded(given: dict[str, Any]) -> dict[str, Any]:
    """The case with what it says of repeated characters carried out."""
    times = given.get("repeat", 0)
    if not times:
        return given

    def long(text: str) -> str:
        return re.sub("(.)…", lambda match: match[1] * times, text)

    return {**given, "text": long(given["text"]), "reports": [*map(long, given["reports"])]}


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every rule."""
    return tuple(
        Case(path.name.removesuffix(".case.toml"), path.parent.name, number, _expanded(given))
        for path in sorted(CASES.glob("*/*.case.toml"))
        for number, given in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"])
    )


@cache
def account() -> Schema:
    return load_project(CASES / "account.toml").schema


def files_of(case: Case, texts: Mapping[str, str] | None = None) -> tuple[File, ...]:
    """The files of a case as rules see them; `texts` stands for those that were fixed."""
    given, known = case.given, case.given.get("account", False)
    schema = account() if known else None
    database = given.get("database", "agents" if known else "")
    fragments = given.get("fragments")
    files = []
    for path, text in {**case.texts, **(texts or {})}.items():
        analysis = analyse(parse(text, path), schema, database)
        channel = analysis.template.document.channel
        settings = LintSettings(**given.get("settings", {}))
        files.append(File(path, analysis, channel, settings, fragments))
    return tuple(files)


def run(rule: Rule, files: Iterable[File]) -> list[Placed]:
    """What a rule's own checks find, in order of file and place."""
    given = tuple(files)
    placed = []
    for file in given:
        text = file.analysis.template.document.text
        if rule.check:
            placed += [Placed(file.path, text, one) for one in rule.check(file)]
    if rule.check_message:
        texts = {file.path: file.analysis.template.document.text for file in given}
        for message in messages(given) if len(given) > 1 else []:
            placed += [
                Placed(one.path, texts[one.path], one) for one in rule.check_message(message)
            ]
    order = [file.path for file in given]
    return sorted(placed, key=lambda one: (order.index(one.path), one.found.span))


def reported(rule: Rule, files: Iterable[File]) -> list[Placed]:
    """What parser and analysis find under the rule's name."""
    placed = []
    for file in files:
        for one in file.analysis.diagnostics:
            if one.slug == rule.slug:
                edits = tuple(
                    (e.start.offset, e.end.offset, e.text)
                    for e in (one.fix.edits if one.fix else ())
                )
                span = Span(one.start.offset, one.end.offset)
                found = Found(
                    span, one.message, one.help, edits, one.fix.safe if one.fix else False
                )
                placed.append(Placed(file.path, file.analysis.template.document.text, found))
    return placed


def marked(case: Case, found: Iterable[Placed]) -> list[str]:
    """The texts that findings mark, as `reports` has them."""
    named = "files" in case.given
    return [
        (f"{one.path}: " if named else "") + one.text[slice(*one.found.span)].rstrip("\n")
        for one in found
    ]


def mended(found: Iterable[Placed]) -> dict[str, str]:
    """The files that change, with all edits made; equal edits of two findings are made once."""
    by_file: dict[str, tuple[str, set[tuple[int, int, str]]]] = {}
    for one in found:
        by_file.setdefault(one.path, (one.text, set()))[1].update(one.found.edits)
    return {path: _edited(text, edits) for path, (text, edits) in by_file.items() if edits}


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def check(case: Case, rule: Rule, files: tuple[File, ...], *, analysis: bool = True) -> list[str]:
    """What is not as the case says; `analysis`: findings of the analysis count, too."""
    found = run(rule, files)
    if analysis:
        found = sorted([*reported(rule, files), *found], key=lambda one: (one.path, one.found.span))
    given, wrong = case.given, []
    if marked(case, found) != given["reports"]:
        wrong.append(f"reports {[one[:99] for one in marked(case, found)]}")
    for one, piece in zip(found, given.get("says", []), strict=False):
        if piece not in f"{one.found.message} {one.found.help}":
            wrong.append(f"says {one.found.message} {one.found.help}")
    mended_texts = mended(found)
    wanted = given.get("fixed", {})
    wanted = {next(iter(case.texts)): wanted} if isinstance(wanted, str) else wanted
    if mended_texts != wanted:
        wrong.append(f"fixed {mended_texts}")
    safe = {one.found.safe for one in found if one.found.edits}
    if safe != ({given["safe"]} if "safe" in given else set()):
        wrong.append(f"safe {safe}")
    return wrong
