"""What a template is read and rendered under: its project, if it has one, and `--assume`."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import Assumptions, Channel, Language, assume, language
from relvars.cli.files import STDIN
from relvars.config import Project, channel_for, find_project, load_project
from relvars.errors import ConfigError


class Setting(NamedTuple):
    """The project is None where there is none, the channel where the file's name says it."""

    project: Project | None
    assumptions: Assumptions
    language: Language
    channel: Channel | None = None


def setting(template: str, chosen: Sequence[str] = ()) -> Setting:
    """The setting of a template (a path, or - for stdin); `chosen` are NAME=SETTING.

    The project is that of the template's folder or, where that has none, of the current one.

    Raises:
        ConfigError: for a mistake in relvars.toml or in what is chosen.
    """
    picked = dict(_pair(one) for one in chosen)
    file = _project_file(template)
    if file is None:
        assumptions = assume(picked)
        return Setting(None, assumptions, language(assumptions))
    project = load_project(file, assumptions=picked)
    channel = None if template == STDIN else channel_for(project, template)
    return Setting(project, project.assumptions, project.language, channel)


def _project_file(template: str) -> Path | None:
    beside = None if template == STDIN else find_project(Path(template).parent)
    return beside or find_project(".")


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals:
        raise ConfigError(f"--assume takes NAME=SETTING, as in index_base=1, not {written!r}")
    return name, value
