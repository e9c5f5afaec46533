"""Run rules over files that belong together, and give what they find as diagnostics."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from time import perf_counter
from typing import NamedTuple, TypeVar
from warnings import warn

from relvars.catalog import Language
from relvars.diagnostics import Diagnostic, diagnostic
from relvars.linter.grouping import messages
from relvars.linter.listed import Listed
from relvars.linter.rule import File, Found, Message
from relvars.linter.rules import LISTED, load
from relvars.linter.selection import by_slug, chosen
from relvars.linter.settings import LintSettings
from relvars.linter.suppressions import silence
from relvars.schema import Schema
from relvars.semantics.analysis import Analysis, analyse
from relvars.syntax.ast import Template
from relvars.syntax.parser import as_template, parse

S = TypeVar("S", File, Message)

# Told how long each rule took, in seconds.
Clock = Callable[[str, float], None]


class Source(NamedTuple):
    """A file as it was read. `name` is how it is reported, `path` how settings know it.

    `channel` is None where the name says it; `slugs` are the rules that run on it.
    """

    name: str
    path: str
    text: str
    slugs: frozenset[str]
    database: str = ""
    channel: str | None = None


class Plan(NamedTuple):
    """What holds for all files of a run; `fragments`: see `File`."""

    schema: Schema | None
    language: Language
    settings: LintSettings = LintSettings()
    fragments: Mapping[str, str] | None = None


class Failure(NamedTuple):
    """A rule that raised: a mistake of its own, not of the template."""

    rule: str
    name: str
    error: Exception


class Outcome(NamedTuple):
    """What was found in some files, in order of file and place, and what went wrong meanwhile."""

    findings: tuple[Diagnostic, ...]
    failures: tuple[Failure, ...] = ()


def lint(template: Template | str, schema: Schema | None = None) -> list[Diagnostic]:
    """What the rules that are on by default find in a template, in order of place; never raises."""
    return list(lint_for(analyse(as_template(template), schema), chosen()))


def lint_for(analysis: Analysis, slugs: frozenset[str]) -> tuple[Diagnostic, ...]:
    """What these rules find in a template, in order of place; never raises."""
    document = analysis.template.document
    file = File(document.name, analysis, document.channel)
    outcome = _findings([(file, slugs)], _no_clock)
    for failure in outcome.failures:
        warn(f"the rule {failure.rule} failed: {failure.error!r}", RuntimeWarning, stacklevel=2)
    return outcome.findings


def lint_family(plan: Plan, sources: Sequence[Source], clock: Clock | None = None) -> Outcome:
    """What is found in files that belong together; see `grouping.family_of`."""
    told = clock or _no_clock
    return _findings([(_file(plan, one, told), one.slugs) for one in sources], told)


def lint_apart(plan: Plan, sources: Sequence[Source]) -> tuple[Diagnostic, ...] | None:
    """The same for another process, which cannot hand an exception back: None if a rule raised."""
    outcome = lint_family(plan, sources)
    return None if outcome.failures else outcome.findings


def _no_clock(name: str, seconds: float) -> None:
    pass


def _file(plan: Plan, source: Source, clock: Clock) -> File:
    start = perf_counter()
    tree = parse(source.text, source.name, language=plan.language, channel=source.channel)
    parsed = perf_counter()
    analysis = analyse(tree, plan.schema, source.database)
    clock("(parsing)", parsed - start)
    clock("(analysis)", perf_counter() - parsed)
    return File(source.path, analysis, tree.document.channel, plan.settings, plan.fragments)


def _findings(files: Sequence[tuple[File, frozenset[str]]], clock: Clock) -> Outcome:
    wanted = {file.path: slugs for file, slugs in files}
    found: dict[str, list[Diagnostic]] = {file.path: _reported(file, wanted) for file, _ in files}
    by_path = {file.path: file for file, _ in files}
    failures: list[Failure] = []
    for one in _checks(files, clock):
        if isinstance(one, Failure):
            failures.append(one)
        elif one.rule.slug in wanted[one.path]:
            found[one.path] += [_diagnostic(by_path[one.path], one.rule, each) for each in one.made]
    findings = [
        finding
        for file, slugs in files
        for finding in silence(file.analysis.template.document, found[file.path], slugs)
    ]
    return Outcome(tuple(findings), tuple(failures))


def _reported(file: File, wanted: Mapping[str, frozenset[str]]) -> list[Diagnostic]:
    """What parser and analysis say already; what no list knows is kept."""
    slugs, known = wanted[file.path], by_slug()
    return [one for one in file.analysis.diagnostics if one.slug in slugs or one.slug not in known]


class _Made(NamedTuple):
    """What a rule found in one file."""

    rule: Listed
    path: str
    made: list[Found]


def _checks(
    files: Sequence[tuple[File, frozenset[str]]], clock: Clock
) -> Iterator[_Made | Failure]:
    """Each rule over each file that it looks at, and over the messages of these files."""
    together = messages([file for file, _ in files]) if len(files) > 1 else []
    for listed in _own_checks(frozenset[str]().union(*(slugs for _, slugs in files))):
        over = [file for file, slugs in files if listed.slug in slugs and _fits(listed, file)]
        if not over or (listed.over_files and not together):
            continue
        try:
            rule = load(listed)
        except Exception as error:  # the rest goes on without it
            yield Failure(listed.slug, over[0].path, error)
            continue
        if rule.check is not None:
            for file in over:
                yield from _checked(listed, rule.check, file, file.path, clock)
        if rule.check_message is not None:
            for message in together:
                yield from _checked(listed, rule.check_message, message, "", clock)


def _fits(listed: Listed, file: File) -> bool:
    return not listed.channels or file.channel in listed.channels


def _checked(
    listed: Listed, check: Callable[[S], Iterable[Found]], subject: S, path: str, clock: Clock
) -> Iterator[_Made | Failure]:
    start = perf_counter()
    try:
        made = list(check(subject))
    except Exception as error:
        name = path or subject.files[0].path  # type: ignore[attr-defined]
        yield Failure(listed.slug, name, error)
        return
    clock(listed.slug, perf_counter() - start)
    for one in made:
        yield _Made(listed, path or one.path, [one])


@cache
def _own_checks(slugs: frozenset[str]) -> tuple[Listed, ...]:
    return tuple(one for one in LISTED if one.slug in slugs and not one.reported)


def _diagnostic(file: File, listed: Listed, found: Found) -> Diagnostic:
    return diagnostic(
        file.analysis.template.document,
        found.span,
        listed.slug,
        found.message,
        severity=listed.severity,
        help=found.help,
        edits=found.edits,
        safe=found.safe,
    )
