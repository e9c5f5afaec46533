"""Coverage of templates in a pytest run: what cases and tests reach, added up and reported.

It is a plugin of its own, registered only where it is asked for; its state lies in the
configuration's stash. With xdist each worker hands what it counted to the run that started it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from relvars.cases import Case, Ready, Surroundings, prepare
from relvars.cases.case_file import shown
from relvars.cases.run import reached_files
from relvars.config import Project, find_project, load_project
from relvars.config.surroundings import surroundings
from relvars.coverage import Hits, Measured, Point, measured, reach, total
from relvars.coverage.exchange import cobertura, lcov
from relvars.coverage.measured import percent_text
from relvars.coverage.pages import pages
from relvars.coverage.table import table
from relvars.errors import RelvarsError
from relvars.linter.files import template_files
from relvars.renderer import Trace, render, trace

NAME = "relvars-coverage"
_SENT = "relvars_coverage"
_KINDS = ("term", "html", "lcov", "cobertura")


class Report(NamedTuple):
    """A report to make; `place` is "" for the terminal's."""

    kind: str
    place: str


@dataclass
class Counted:
    """What this run has reached: hits by the absolute path of a template; folders of tests."""

    reports: tuple[Report, ...] = ()
    hits: dict[str, dict[Point, int]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    found: list[Measured] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)


_COUNTED = pytest.StashKey[Counted]()


def start(config: pytest.Config) -> None:
    """Count from now on.

    Raises:
        pytest.UsageError: for a report that there is not.
    """
    given = [_report(one) for one in config.getoption("relvars_cov_report")]
    reports = tuple(given) or (Report("term", ""),)
    config.stash[_COUNTED] = Counted(reports, folders={str(config.rootpath)})
    config.pluginmanager.register(sys.modules[__name__], NAME)


def _report(written: str) -> Report:
    kind, _, place = written.partition(":")
    if kind not in _KINDS or (kind == "term") != (not place):
        raise pytest.UsageError(
            f"--relvars-cov-report={written}: there are term, html:DIR, lcov:FILE, cobertura:FILE"
        )
    return Report(kind, place)


def around(config: pytest.Config) -> Callable[[Case], Surroundings]:
    """What a case's project says of it, with somebody who counts where coverage is on."""
    counted = config.stash.get(_COUNTED, None)
    if counted is None:
        return surroundings

    def watched(case: Case) -> Surroundings:
        counted.folders.add(str(case.file.parent))
        return replace(surroundings(case), watch=lambda name, hits: _count(counted, name, hits))

    return watched


def message(config: pytest.Config, ready: Ready, folders: tuple[Path, ...]) -> str:
    """The message of a test written in Python, counted where coverage is on."""
    counted = config.stash.get(_COUNTED, None)
    settings, limit = ready.assumptions, ready.limit
    if counted is None:
        return render(ready.template, ready.values, assumptions=settings, limit=limit)
    reached = reach(ready.template, ready.values, assumptions=settings, limit=limit)
    for name, hits in reached_files(ready.template, reached, ready.origins, folders):
        _count(counted, name, hits)
    return reached.output


def traced(config: pytest.Config, ready: Ready, folders: tuple[Path, ...]) -> Trace:
    """The trace of a test written in Python, counted where coverage is on."""
    if _COUNTED in config.stash:
        message(config, ready, folders)
    return trace(
        ready.template,
        ready.values,
        assumptions=ready.assumptions,
        origins=ready.origins,
        limit=ready.limit,
    )


def _count(counted: Counted, name: str, hits: Hits) -> None:
    if name.startswith("<"):  # a text of the case's own is nobody's template
        return
    sums = counted.hits.setdefault(os.path.abspath(name), {})
    for point, times in hits.items():
        sums[point] = sums.get(point, 0) + times


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send what a worker counted; where all comes together, reckon, and write the files."""
    config = session.config
    counted = config.stash[_COUNTED]
    if hasattr(config, "workeroutput"):
        rows = {
            path: [(point.start, point.kind, times) for point, times in hits.items()]
            for path, hits in counted.hits.items()
        }
        config.workeroutput[_SENT] = {"hits": rows, "folders": sorted(counted.folders)}
        return
    if config.option.collectonly:
        return
    counted.found = list(_measured(counted, config.getoption("relvars_cov") or ""))
    for report in counted.reports:
        _write(report, counted, config.rootpath)
    if (counted.trouble or _lack(config, counted)) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of pytest-xdist counted."""
    sent = getattr(node, "workeroutput", {}).get(_SENT)
    if sent is None:  # it crashed
        return
    counted = node.config.stash[_COUNTED]
    counted.folders.update(sent["folders"])
    for path, rows in sent["hits"].items():
        _count(counted, path, {Point(at, kind): times for at, kind, times in rows})


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """The table, where the files are, and whether it is enough."""
    counted = config.stash[_COUNTED]
    if config.option.collectonly:
        return
    if any(one.kind == "term" for one in counted.reports) and counted.found:
        terminalreporter.section("coverage of templates")
        for line in table(counted.found):
            terminalreporter.write_line(line)
    for one in counted.reports:
        if one.place and not counted.trouble:
            terminalreporter.write_line(f"Coverage of templates written to {one.place}")
    for sentence in [*counted.trouble, _lack(config, counted)]:
        if sentence:
            terminalreporter.write_line(f"ERROR: {sentence}", red=True)


def _lack(config: pytest.Config, counted: Counted) -> str:
    """What --relvars-cov-fail-under has to say; "" when it is content."""
    least = config.getoption("relvars_cov_fail_under")
    reached = total(counted.found)
    if least is None or reached.percent >= least:
        return ""
    return (
        f"{percent_text(reached)} of the branches of the templates are reached"
        f" ({reached.reached} of {reached.all}), less than {least:g}%"
    )


def _measured(counted: Counted, glob: str) -> Iterator[Measured]:
    """Every template of the projects met, and every other one that was rendered."""
    names = {path: shown(Path(path)) for path in _templates(counted)}
    fitting = {path: name for path, name in names.items() if not glob or _fits(name, path, glob)}
    if not fitting:
        what = f"no template fits {glob!r}" if glob else "no template was found"
        counted.trouble.append(f"{what}; write --relvars-cov=GLOB, as in 'templates/mail/*'")
    for path, name in sorted(fitting.items(), key=lambda one: one[1]):
        case = Case("", 1, Path(path), template=Path(path).name, values={})
        try:
            ready = prepare(case, surroundings(case))
        except RelvarsError as error:
            counted.trouble.append(str(error))
            continue
        yield measured(name, ready.template, counted.hits.get(path, {}), ready.assumptions)


def _fits(name: str, path: str, glob: str) -> bool:
    return any(fnmatchcase(one, glob) for one in (name, Path(path).name, path))


def _templates(counted: Counted) -> Iterator[str]:
    yield from counted.hits
    files = {file for folder in counted.folders if (file := find_project(folder))}
    for file in sorted(files):
        try:
            project = load_project(file)
        except RelvarsError:  # every case of the project has said so
            continue
        yield from map(str, _fragments(project))
        if project.templates.is_dir():
            for found in template_files([str(project.templates)]):
                if isinstance(found, str):
                    yield os.path.abspath(found)


def _fragments(project: Project) -> list[Path]:
    """The files of the fragments that a folder of data has."""
    if not project.source_url.startswith("files:"):
        return []
    folder = project.base / project.source_url.removeprefix("files:") / "fragments"
    return [*folder.glob("*.html"), *folder.glob("*.txt")]


def _sourced(many: list[Measured], root: Path) -> tuple[str, list[Measured]]:
    """The folder that all files lie below, and the templates by their names below it.

    That is the current folder where it can be, else pytest's, else what they have in common.
    """
    if not any(os.path.isabs(one.name) for one in many):
        return ".", many
    paths = [os.path.abspath(one.name) for one in many]
    inside = all(Path(path).is_relative_to(root) for path in paths)
    top = str(root) if inside else os.path.commonpath([os.path.dirname(path) for path in paths])
    names = [Path(os.path.relpath(path, top)).as_posix() for path in paths]
    return top, [one._replace(name=name) for one, name in zip(many, names, strict=True)]


def _write(report: Report, counted: Counted, root: Path) -> None:
    try:
        match report.kind:
            case "html":
                for name, page in pages(counted.found).items():
                    _write_file(Path(report.place) / name, page)
            case "lcov":
                _write_file(Path(report.place), lcov(counted.found))
            case "cobertura":
                source, found = _sourced(counted.found, root)
                _write_file(Path(report.place), cobertura(found, source=source))
            case _:
                pass
    except OSError as error:
        counted.trouble.append(f"{report.place} cannot be written: {error.strerror}")


def _write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "replace"))
