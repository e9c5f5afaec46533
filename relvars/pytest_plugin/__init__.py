"""pytest around case files: collects `*.case.toml`, and renders for tests written in Python.

This module imports nothing of relvars until a case file is met or a fixture is used: a project
without either pays nothing.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ENDING = ".case.toml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of coverage; see docs/coverage.md."""
    group = parser.getgroup("relvars", "message templates (relvars)")
    add = group.addoption
    add(
        "--relvars-cov",
        metavar="GLOB",
        nargs="?",
        const="",
        help="which branches of the project's templates the cases reach; only those that fit",
    )
    add(
        "--relvars-cov-report",
        metavar="KIND",
        action="append",
        default=[],
        help="term, html:DIR, lcov:FILE or cobertura:FILE; may be repeated (default: term)",
    )
    add("--relvars-cov-fail-under", metavar="PERCENT", type=float,
        help="fail when less of all branches is reached")  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Count what is reached where that is asked for."""
    given = config.getoption
    least, glob = given("relvars_cov_fail_under"), given("relvars_cov")
    if glob is None and least is None and not given("relvars_cov_report"):
        return
    from relvars.pytest_plugin import covering

    covering.start(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take case files, and nothing else."""
    if not file_path.name.endswith(ENDING):
        return None
    from relvars.pytest_plugin.items import CaseFileNode

    return CaseFileNode.from_parent(parent, path=file_path)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Give the failures of cases that workers of pytest-xdist send their colours again."""
    if report.failed and f"{ENDING}::" in report.nodeid and hasattr(report, "node"):
        from relvars.pytest_plugin.items import restored

        report.longrepr = restored(report.longrepr)  # type: ignore[assignment]


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Before and after syrupy: guard the snapshots of cases, and tell the unused ones."""
    if not _has_snapshots(session):
        return (yield)
    from relvars.pytest_plugin.unused import after_finish, before_finish

    before_finish(session)
    yield
    after_finish(session)


def _has_snapshots(session: pytest.Session) -> bool:
    """Whether a case was collected, or snapshots of cases lie beside tests written in Python."""
    syrupy = getattr(session.config, "_syrupy", None)
    if syrupy is None:
        return False
    if "relvars.pytest_plugin.claims" in sys.modules:
        return True
    folders = {item.path.parent for item in getattr(session, "items", ())}
    return any(any(one.glob("__snapshots__/*.case")) for one in folders)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker of pytest-xdist claims."""
    told = getattr(node, "workeroutput", {}).get("relvars")
    if told is not None:
        from relvars.pytest_plugin.claims import REPORTS

        node.config.stash.setdefault(REPORTS, []).append(told)


@pytest.fixture
def relvars_project(request: pytest.FixtureRequest) -> Any:
    """The project whose relvars.toml is in the test's folder or above it: a `relvars.Project`."""
    from relvars.pytest_plugin.fixtures import project_of

    __tracebackhide__ = True
    return project_of(request.path)


@pytest.fixture
def relvars_render(request: pytest.FixtureRequest) -> Callable[..., str]:
    """`relvars_render(template, to=None, values=None, set=None, assume=None)`: the message.

    `template` is a text, or the name of a file beside the test, in the project's folder or among
    its templates. The rest is as in a case file.
    """

    def render(
        template: str | Path,
        to: str | None = None,
        values: Mapping[str, Any] | None = None,
        set: Mapping[str, Any] | None = None,
        assume: Mapping[str, Any] | None = None,
    ) -> str:
        from relvars.pytest_plugin.fixtures import Asked, rendered

        __tracebackhide__ = True
        return rendered(request.config, request.path, Asked(template, to, values, set, assume))

    return render


@pytest.fixture
def relvars_trace(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """As `relvars_render`, with what each part of the message came from: a `relvars.Trace`."""

    def trace(
        template: str | Path,
        to: str | None = None,
        values: Mapping[str, Any] | None = None,
        set: Mapping[str, Any] | None = None,
        assume: Mapping[str, Any] | None = None,
    ) -> Any:
        from relvars.pytest_plugin.fixtures import Asked, explained

        __tracebackhide__ = True
        return explained(request.config, request.path, Asked(template, to, values, set, assume))

    return trace
