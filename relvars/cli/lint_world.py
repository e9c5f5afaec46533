"""What the files of a run are linted under: the project of each, and the command line."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from relvars.config import find_project, load_project
from relvars.config.lint_world import World, excluded, source, world_of

__all__ = ["World", "excluded", "project_of", "source", "world"]


def world(project_file: Path | None, args: Namespace) -> World:
    """The world of a project.

    Raises:
        ConfigError: for a mistake in relvars.toml, or names of rules that there are not.
    """
    project = load_project(project_file) if project_file else None
    return world_of(project, _names(args.select), _names(args.ignore))


def _names(written: Iterable[str]) -> list[str]:
    return [name for one in written for part in one.split(",") if (name := part.strip())]


def project_of(name: str) -> Path | None:
    """The relvars.toml of a file, or of the current folder."""
    return find_project(Path(name).parent) or find_project(".")
