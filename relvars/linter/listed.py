"""What is known of a rule without loading it."""

from enum import StrEnum
from typing import NamedTuple

from relvars.diagnostics import Severity


class Group(StrEnum):
    """What a rule is about; `--select` takes the names of groups too."""

    SYNTAX = "syntax"
    NAMES = "names"
    MEANING = "meaning"
    MESSAGE = "message"
    SUPPRESSION = "suppression"


class Listed(NamedTuple):
    """A rule's line in the list of its group.

    `default`: it runs when nothing is selected. `reported`: the parser or the analysis finds it, so
    its module is loaded for its page only. `channels` are those it looks at, none for all;
    `over_files`: it compares files. Both spare a run the loading of what would find nothing.
    """

    slug: str
    group: Group
    severity: Severity
    default: bool = True
    reported: bool = False
    channels: tuple[str, ...] = ()
    over_files: bool = False
