"""pytest around case files: collects `*.case.toml`, and renders for tests written in Python.

This module imports nothing of relvars until a case file is met or a fixture is used: a project
without either pays nothing.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

ENDING = ".case.toml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take case files, and nothing else."""
    if not file_path.name.endswith(ENDING):
        return None
    from relvars.pytest_plugin.items import CaseFileNode

    return CaseFileNode.from_parent(parent, path=file_path)


@pytest.fixture
def relvars_project(request: pytest.FixtureRequest) -> Any:
    """The project whose relvars.toml is in the test's folder or above it: a `relvars.Project`."""
    from relvars.pytest_plugin.projects import project_at

    return project_at(request.path.parent)


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
        from relvars.pytest_plugin.fixtures import Asked, ready
        from relvars.renderer import render

        it = ready(request.path, Asked(template, to, values, set, assume))
        return render(it.template, it.values, assumptions=it.assumptions, limit=it.limit)

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
        from relvars.pytest_plugin.fixtures import Asked, ready
        from relvars.renderer import trace

        it = ready(request.path, Asked(template, to, values, set, assume))
        return trace(
            it.template,
            it.values,
            assumptions=it.assumptions,
            origins=it.origins,
            limit=it.limit,
        )

    return trace
