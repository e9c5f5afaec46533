"""What the fixtures for tests in Python do."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from relvars.cases import Case, Ready, prepare
from relvars.config.surroundings import surroundings
from relvars.errors import ConfigError
from relvars.values import Value


class Asked(NamedTuple):
    """The arguments of `relvars_render` and `relvars_trace`."""

    template: str | Path
    to: str | None = None
    values: Mapping[str, Value] | None = None
    set: Mapping[str, Value] | None = None
    assume: Mapping[str, Value] | None = None


def ready(test: Path, asked: Asked) -> Ready:
    """The template and the values that a test in this file asks for; raises as `prepare`."""
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
    return prepare(case, surroundings(case))
