"""The actions of `relvars cases`."""

import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from relvars.cases import Case, Ready, Surroundings, prepare
from relvars.cases.case_file import shown
from relvars.cases.case_files import ENDING, case_files
from relvars.cases.minimise import Replayed, Smallest, minimise, replayed
from relvars.cases.suggest import Subject, Suggestion, as_cases, suggest
from relvars.cases.writing import case_file_text
from relvars.cli.arguments import usage_error
from relvars.cli.files import STDIN, write_new
from relvars.cli.findings import show
from relvars.cli.terminal import FINDINGS, FINE, note, write, write_lines
from relvars.config import find_project
from relvars.config.surroundings import surroundings
from relvars.coverage import Hits, merged
from relvars.diagnostics import printable
from relvars.errors import ConfigError


def template_of(name: str) -> tuple[Ready, Surroundings]:
    """A template of the command line, ready to be rendered, and what its project says of it.

    Raises:
        ConfigError: when there is no such file, or its project is wrong.
        SourceError: when it cannot be read.
    """
    if name == STDIN:
        raise ConfigError("a template that cases are about must be a file, not -")
    path = Path(os.path.abspath(name))
    if path.is_dir():
        raise ConfigError(f"{name} is a folder, not a template")
    if not path.is_file():
        raise ConfigError(f"there is no file {name}")
    case = Case("", 1, path, template=path.name, values={})
    around = surroundings(case)
    return prepare(case, around), around


def subject_of(ready: Ready, around: Surroundings) -> Subject:
    """The template with what its values must keep to."""
    schema = around.schema if around.schema and any(around.schema) else None
    return Subject(ready.template, ready.assumptions, schema, around.database, ready.limit)


def named_in_cases(template: str, case_file: str | None) -> str:
    """How a case names a template: from the project's folder, else from that of its file."""
    path = Path(os.path.abspath(template))
    project = find_project(path.parent)
    if project and path.is_relative_to(project.parent):
        return path.relative_to(project.parent).as_posix()
    start = Path(os.path.abspath(case_file)).parent if case_file else Path.cwd()
    return Path(os.path.relpath(path, start)).as_posix()


def _suggest(args: Namespace) -> int:
    if len(args.words) != 1:
        raise usage_error("relvars cases", "suggest takes one template")
    name = args.words[0]
    ready, around = template_of(name)
    if show(args.screen, ready.template.document, ready.template.diagnostics):
        return FINDINGS
    hits = _reached_now(Path(os.path.abspath(name)))
    made = suggest(subject_of(ready, around), hits)
    cases = as_cases(made)
    for one in made:
        if one.values is None:
            note(args.screen, "warning" if one.is_proven else "hint", _told(one))
    if cases:
        _write(args, case_file_text(named_in_cases(name, args.output), cases))
    note(args.screen, "hint", _summary(name, made, len(cases)))
    return FINE


def _told(one: Suggestion) -> str:
    kind = "cannot be reached" if one.is_proven else "no values were found"
    return printable(f"{one.name}: {kind}: {one.reason}")


def _summary(name: str, made: Sequence[Suggestion], cases: int) -> str:
    if not made:
        return f"the cases there are reach every branch and value of {name}"
    if not cases:
        return f"nothing more of {name} can be reached by a case"
    return f"{cases} case{'s' if cases > 1 else ''} for {name}; each was replayed"


def _write(args: Namespace, text: str) -> None:
    if not args.output:
        write(text)
        return
    path = Path(args.output)
    if not path.name.endswith(ENDING):
        raise usage_error("relvars cases", f"pytest collects files named *{ENDING}")
    write_new(path.parent, {path.name: text.encode()})


def _reached_now(template: Path) -> Hits:
    """What the project's cases reach of a template; nothing where there is no project."""
    project = find_project(template.parent)
    files = case_files([project.parent if project else template.parent], deep=project is not None)
    return merged(
        hits
        for one in replayed(files, surroundings)
        for name, hits in one.hits.items()
        if Path(os.path.abspath(name)) == template
    )


def _minimise(args: Namespace) -> int:
    project = find_project(".")
    default = [project.parent if project else Path()]
    files = case_files([Path(one) for one in args.words] or default)
    many = list(replayed(files, surroundings))
    if not many:
        raise ConfigError(f"there is no {ENDING[1:]} file here; name a file or a folder")
    failed = [one for one in many if one.failures]
    for one in failed:
        sentence = one.failures[0].message.splitlines()[0]
        note(args.screen, "warning", printable(f"{_id(one)} does not pass: {sentence}"))
    found = minimise(many)
    if args.format == "json":
        write(json.dumps(_as_json(found, failed), ensure_ascii=False, indent=2) + "\n")
    else:
        write_lines(printable(line) for line in _as_text(found))
    note(args.screen, "hint", _said(found))
    return FINDINGS if failed else FINE


def _id(one: Replayed) -> str:
    return f"{shown(Path(os.path.abspath(one.case.file)))}::{one.case.name}"


def _as_text(found: Smallest) -> Iterator[str]:
    yield from (f"keep    {_id(one)}" for one in found.keep)
    yield from (f"remove  {_id(one)}" for one in found.removable)


def _as_json(found: Smallest, failed: Sequence[Replayed]) -> dict[str, Any]:
    lists = {"keep": found.keep, "removable": found.removable, "failed": failed}
    ids = {key: [_id(one) for one in some] for key, some in lists.items()}
    return {"version": 1, "smallest": found.is_proven, **ids}


def _said(found: Smallest) -> str:
    number, all_of_them = len(found.keep), len(found.keep) + len(found.removable)
    how = "no smaller set does" if found.is_proven else "a smaller set may exist"
    return (
        f"{number} of {all_of_them} cases reach as much as all of them; {how}"
        "\n      coverage only: what a case expects is not compared"
    )


ACTIONS: Mapping[str, Callable[[Namespace], int]] = {"suggest": _suggest, "minimise": _minimise}
