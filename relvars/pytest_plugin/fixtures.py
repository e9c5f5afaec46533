"""What the fixtures for tests in Python do.

An error is shown at the line of the test that asked: the library's own frames are taken off.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from relvars.cases import Case, Ready, prepare
from relvars.config.project import Project
from relvars.config.surroundings import project_at, surroundings
from relvars.errors import ConfigError, RelvarsError
from relvars.pytest_plugin.covering import message, traced
from relvars.renderer import Trace
from relvars.values import Value


class Asked(NamedTuple):
    """The arguments of `relvars_render` and `relvars_trace`."""

    template: str | Path
    to: str | None = None
    values: Mapping[str, Value] | None = None
    set: Mapping[str, Value] | None = None
    assume: Mapping[str, Value] | None = None


def project_of(test: Path) -> Project:
    """The project of a test; raises as `project_at`."""
    __tracebackhide__ = True
    try:
        return project_at(test.parent)
    except RelvarsError as error:
        raise error.with_traceback(None) from None


def rendered(config: pytest.Config, test: Path, asked: Asked) -> str:
    """The message that a test in this file asks for; raises as `prepare` and `render`."""
    __tracebackhide__ = True
    try:
        return message(config, *_ready(test, asked))
    except RelvarsError as error:
        raise error.with_traceback(None) from None


def explained(config: pytest.Config, test: Path, asked: Asked) -> Trace:
    """As `rendered`, the whole trace."""
    __tracebackhide__ = True
    try:
        return traced(config, *_ready(test, asked))
    except RelvarsError as error:
        raise error.with_traceback(None) from None


def _ready(test: Path, asked: Asked) -> tuple[Ready, tuple[Path, ...]]:
    if asked.to is not None and asked.values is not None:
        raise ConfigError("`to` and `values` exclude each other: values have one origin")
    given = str(asked.template)
    is_text = any(sign in given for sign in "{<\n") and not isinstance(asked.template, Path)
    case = Case(
        name="",
        line=1,
        file=test,
        text=given if is_text else None,
        template=None if is_text else given,
        to=asked.to,
        values=asked.values,
        set=asked.set or {},
        assume=asked.assume or {},
    )
    around = surroundings(case)
    return prepare(case, around), around.folders
