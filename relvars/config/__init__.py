"""`relvars.toml` to a `Project`. Only surfaces read it; below here nothing takes a Project."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relvars.config.project import (
    Lint,
    Project,
    TemplateRule,
    channel_for,
    database_for,
    open_project_source,
    recipient_for,
)
from relvars.errors import ConfigError

__all__ = [
    "FILE_NAME",
    "Lint",
    "Project",
    "TemplateRule",
    "channel_for",
    "database_for",
    "find_project",
    "load_project",
    "open_project_source",
    "recipient_for",
]

FILE_NAME = "relvars.toml"


def find_project(start: str | Path) -> Path | None:
    """The nearest relvars.toml in a folder or above it (or beside a file or above), or None."""
    folder = Path(os.path.abspath(start))
    return next(
        (file for one in (folder, *folder.parents) if (file := one / FILE_NAME).is_file()), None
    )


def load_project(
    path: str | Path = ".", *, assumptions: Mapping[str, Any] | None = None
) -> Project:
    """The project of a relvars.toml, or of the folder that holds one or stands below one.

    `assumptions` are settings that go before those of the file.

    Raises:
        ConfigError: with every mistake of the file, each on a line of its own.
        SourceError: when the file is there and cannot be read.
    """
    given = Path(os.path.abspath(path))
    file = given if given.suffix == ".toml" else find_project(given)
    if file is None:
        raise ConfigError(
            f"there is no {FILE_NAME} in {path} or in a folder above it; relvars init writes one"
        )
    # A command without a project must not pay for reading one.
    from relvars.config.read import read_project

    return read_project(file, assumptions or {})
