"""Run a case: what its template printed, and where that is not what the case says."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from relvars.cases.case_file import Case, shown
from relvars.catalog import Assumptions, Language, assume, language_under
from relvars.catalog import language as default_language
from relvars.coverage import Hits, Reached, reach
from relvars.diagnostics import Diagnostic, Severity
from relvars.errors import ConfigError, RelvarsError, TemplateError
from relvars.renderer import render
from relvars.resolver import resolve_with_origins
from relvars.schema import Schema
from relvars.semantics.analysis import Analysis, analyse
from relvars.sources import Source, merge
from relvars.sources.reading import read_text, source_file
from relvars.sources.source import put
from relvars.sources.values import check_values, read_values
from relvars.spelling import nearest
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.values import Key, Value

FailureKind = Literal[
    "case", "template", "diagnostics", "values", "renders", "contains", "excludes", "matches",
    "snapshot",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a case's project says; all of it empty where there is no project.

    Templates and data are looked for beside the case file and then in `folders`. `source` opens
    the data source, which hangs on assumptions too. `channel` is that of `parse`, `limit` that of
    `render`. `watch` is told what of a template's file a rendering reached. `lint` gives what rules
    find in a template; without it a case can name only what parser and analysis report.
    """

    folders: tuple[Path, ...] = ()
    language: Language | None = None
    assumptions: Assumptions | None = None
    schema: Schema | None = None
    database: str = ""
    channel: str | None = None
    source: Callable[[Assumptions], Source] | None = None
    limit: int | None = None
    watch: Callable[[str, Hits], None] | None = None
    lint: Callable[[Analysis, frozenset[str]], tuple[Diagnostic, ...]] | None = None


class Failure(NamedTuple):
    """Where a case and its template part ways: a sentence, and what was wanted and what was there.

    `found` are the findings that the sentence is about.
    """

    kind: FailureKind
    message: str
    expected: str = ""
    actual: str = ""
    found: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case; it passed when there are no failures.

    `template`, `values` and `output` are None when the case never came so far.
    """

    case: Case
    failures: tuple[Failure, ...]
    template: Template | None = None
    assumptions: Assumptions | None = None
    values: Mapping[str, Value] | None = None
    origins: Mapping[Key, str] | None = None
    output: str | None = None


def run_case(case: Case, around: Surroundings | None = None) -> Outcome:
    """Run a case; whatever is wrong with it, its template or its data is in the outcome."""
    around = around or Surroundings()
    if case.wrong:
        return Outcome(case, tuple(Failure("case", sentence) for sentence in case.wrong))
    try:
        around = _with_assumptions(case, around)
        template = _template(case, around)
    except RelvarsError as error:
        return Outcome(case, (Failure("case", str(error)),))
    outcome = Outcome(case, _check_findings(case, template, around), template, around.assumptions)
    if outcome.failures or not _is_rendered(case):
        return outcome
    return _rendered(outcome, template, around)


class Ready(NamedTuple):
    """What a rendering takes; `origins` tells where the values came from."""

    template: Template
    values: dict[str, Value]
    origins: Mapping[Key, str]
    assumptions: Assumptions
    limit: int | None


def prepare(case: Case, around: Surroundings) -> Ready:
    """Read a case's template and get its values, without a look at what it expects.

    Raises:
        ConfigError: for what the case asks and is not there.
        SourceError: for trouble with the data.
    """
    around = _with_assumptions(case, around)
    template = _template(case, around)
    values, origins = _values(case, template, around)
    return Ready(template, values, origins, around.assumptions or assume(), around.limit)


def template_file(case: Case, folders: tuple[Path, ...]) -> Path | None:
    """The file of the case's template; None when the case has a text.

    Raises:
        ConfigError: when there is no such file.
    """
    return _find(case.template, case, folders) if case.template is not None else None


def _expects_output(case: Case) -> bool:
    return case.renders is not None or bool(case.contains or case.excludes or case.matches)


def _is_rendered(case: Case) -> bool:
    return case.diagnostics is None or case.snapshot or _expects_output(case)


def _with_assumptions(case: Case, around: Surroundings) -> Surroundings:
    """The surroundings with the case's own assumptions, which the language hangs on too."""
    assumptions = around.assumptions or assume()
    if case.assume:
        assumptions = assume({**assumptions._asdict(), **case.assume})
    language = language_under(around.language or default_language(), assumptions)
    return replace(around, assumptions=assumptions, language=language)


def _template(case: Case, around: Surroundings) -> Template:
    file = template_file(case, around.folders)
    if file is None:
        return _parsed(case.text or "", "<text>", around.language, around.channel)
    text = read_text(source_file(file, Path.cwd()))
    return _parsed(text, shown(file), around.language, around.channel)


@lru_cache(maxsize=256)
def _parsed(text: str, name: str, language: Language | None, channel: str | None) -> Template:
    """Many cases of a file share a template; `as_template` would lose the name, and the channel."""
    return parse(text, name, language=language, channel=channel)


def _find(name: str, case: Case, folders: tuple[Path, ...]) -> Path:
    places = [folder / name for folder in (case.file.parent, *folders)]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        tried = " or ".join(dict.fromkeys(shown(place) for place in places))
        raise ConfigError(f"there is no file {tried}{_nearest(name, places)}")
    return _plain(found)


def _plain(file: Path) -> Path:
    """The file without `..` in its path, unless that is another one: folders may be links."""
    plain = Path(os.path.normpath(file))
    return plain if plain != file and plain.is_file() and plain.samefile(file) else file


def _nearest(name: str, places: list[Path]) -> str:
    """The file that is most likely meant, as the end of a sentence."""
    folders = [place.parent for place in places if place.parent.is_dir()]
    known = [one.name for folder in folders for one in sorted(folder.iterdir()) if one.is_file()]
    near = nearest(Path(name).name, known, 0.8)
    return f"; did you mean {Path(name).with_name(near).as_posix()}?" if near else ""


def _check_findings(case: Case, template: Template, around: Surroundings) -> tuple[Failure, ...]:
    # Where a case says what comes out, that is the judge of the template's meaning.
    if case.diagnostics is None and _expects_output(case):
        return _without_errors(template.diagnostics)
    analysis = _analysed(template, around)
    if case.diagnostics is None:
        return _without_errors(analysis.diagnostics)
    return _as_named(case, _with_rules(case, analysis, around))


def _with_rules(case: Case, analysis: Analysis, around: Surroundings) -> tuple[Diagnostic, ...]:
    """Rules of lint are asked only where a case names them: it pins what it is about."""
    found = analysis.diagnostics
    unfound = frozenset(case.diagnostics or ()) - {one.slug for one in found}
    if not unfound or around.lint is None:
        return found
    more = [one for one in around.lint(analysis, unfound) if one.slug in unfound]
    return tuple(sorted((*found, *more), key=lambda one: one.start.offset))


# What is known of each template; a schema cannot be hashed.
_KNOWN: dict[tuple[Template, str], Analysis] = {}


def _analysed(template: Template, around: Surroundings) -> Analysis:
    key = (template, around.database)
    known = _KNOWN.get(key)
    if known is None or known.schema is not around.schema:
        if len(_KNOWN) >= 256:
            _KNOWN.clear()
        known = analyse(template, around.schema, around.database)
        _KNOWN[key] = known
    return known


def _without_errors(found: tuple[Diagnostic, ...]) -> tuple[Failure, ...]:
    errors = tuple(one for one in found if one.severity == Severity.ERROR)
    return (Failure("template", "the template has errors", found=errors),) if errors else ()


def _as_named(case: Case, found: tuple[Diagnostic, ...]) -> tuple[Failure, ...]:
    """Errors and warnings, each as often as it is reported, in order of place."""
    named = case.diagnostics or ()
    grave = [one.slug for one in found if one.severity != Severity.INFO]
    # An info need not be named; if it is, it must be there.
    infos = {one.slug for one in found} - set(grave)
    if [slug for slug in named if slug not in infos] == grave:
        return ()
    message = "the findings are not those that `diagnostics` names"
    return (Failure("diagnostics", message, ", ".join(named), ", ".join(grave), found),)


def _rendered(outcome: Outcome, template: Template, around: Surroundings) -> Outcome:
    case = outcome.case
    try:
        values, origins = _values(case, template, around)
        output = _message(template, values, origins, around)
    except TemplateError as error:
        failure = Failure("template", "the template cannot be rendered", found=error.diagnostics)
        return replace(outcome, failures=(failure,))
    except RelvarsError as error:
        return replace(outcome, failures=(Failure("values", str(error)),))
    failures = tuple(_check_output(case, output))
    return replace(outcome, failures=failures, values=values, origins=origins, output=output)


def _message(
    template: Template,
    values: dict[str, Value],
    origins: Mapping[Key, str],
    around: Surroundings,
) -> str:
    if around.watch is None:
        return render(template, values, assumptions=around.assumptions, limit=around.limit)
    reached = reach(template, values, assumptions=around.assumptions, limit=around.limit)
    for name, hits in reached_files(template, reached, origins, around.folders):
        around.watch(name, hits)
    return reached.output


def reached_files(
    template: Template, reached: Reached, origins: Mapping[Key, str], folders: tuple[Path, ...]
) -> Iterator[tuple[str, Hits]]:
    """What was reached in each file: the template's, and those of fragments that are files."""
    yield template.document.name, reached.hits
    for name, hits in reached.fragments.items():
        origin = origins.get(("fragment", name), "")
        places = [Path(origin), *(folder / origin for folder in folders)] if origin else []
        file = next((place for place in places if place.is_file()), None)
        if file:
            yield shown(file), hits


def _values(
    case: Case, template: Template, around: Surroundings
) -> tuple[dict[str, Value], Mapping[Key, str]]:
    """The values of a case with what it sets, and where they came from."""
    values: Mapping[str, Value] = case.values or {}
    origins: Mapping[Key, str] = {}
    if case.data is not None:
        file = _find(case.data, case, around.folders)
        values = read_values(file, shown(file))
        origins = {(root,): shown(file) for root in values}
    elif case.to is not None:
        values, origins = _fetched(case.to, template, around)
    for path, value in case.set.items():
        values = merge(values, _at(path, value, values))
    language = around.language or default_language()
    known = (*(root for root, _ in language.roots), *language.variables)
    return check_values(dict(values), "the values of the case", roots=known), origins


def _fetched(
    to: str, template: Template, around: Surroundings
) -> tuple[Mapping[str, Value], Mapping[Key, str]]:
    assumptions = around.assumptions or assume()
    if around.source is None:
        raise ConfigError("`to` needs a project: a relvars.toml in the case's folder or above it")
    return resolve_with_origins(
        template,
        around.source(assumptions),
        to,
        schema=around.schema,
        assumptions=assumptions,
        language=around.language,
    )


def _at(path: str, value: Value, values: Mapping[str, Value]) -> dict[str, Value]:
    """A value at a dotted path; tables are merged into what is there, all else replaces it."""
    names = tuple(path.split("."))
    if not all(names):
        raise ConfigError(f"`set` holds {path!r}, which is no path such as lead._fname")
    held: Value = values
    for number, name in enumerate(names[:-1], 1):
        held = held.get(name) if isinstance(held, Mapping) else None
        if held is not None and not isinstance(held, Mapping):
            place = ".".join(names[:number])
            raise ConfigError(f"`set` cannot reach {path}: {place} is no object")
    found: dict[str, Value] = {}
    put(found, names, value)
    return found


def _check_output(case: Case, output: str) -> list[Failure]:
    failures = []
    if case.renders is not None and case.renders != output:
        message = "the output is not what `renders` says"
        failures.append(Failure("renders", message, case.renders, output))
    failures += [
        Failure("contains", f"the output does not contain {needle!r}", needle, output)
        for needle in case.contains
        if needle not in output
    ]
    failures += [
        Failure("excludes", f"the output contains {needle!r}", needle, output)
        for needle in case.excludes
        if needle in output
    ]
    failures += [
        Failure("matches", f"nothing in the output matches {pattern!r}", pattern, output)
        for pattern in case.matches
        if not re.search(pattern, output)
    ]
    return failures
