"""What a run found, for the reports that print it."""

from collections.abc import Mapping
from typing import NamedTuple

from relvars.diagnostics import Diagnostic
from relvars.linter.listed import Listed
from relvars.text import Document


class Report(NamedTuple):
    """The findings of a run, in order of file and place.

    `documents` has the text of each file with findings, by its name; `files` is how many were
    read; `rules` are those that were selected. `color`: for a terminal.
    """

    findings: tuple[Diagnostic, ...]
    documents: Mapping[str, Document]
    files: int = 0
    rules: tuple[Listed, ...] = ()
    color: bool = False
