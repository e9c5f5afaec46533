"""Case files and cases as pytest knows them."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest._code.code import ReprFileLocation, TerminalRepr, TracebackStyle
from _pytest._io import TerminalWriter

from relvars.cases import Case, Failure, Matrix, Outcome, headline, load_cases, report, run_case
from relvars.cases.case_file import shown
from relvars.errors import RelvarsError
from relvars.pytest_plugin.projects import surroundings


class Trouble(NamedTuple):
    """What is wrong, in one line and in full."""

    short: str
    text: str


class CaseFileNode(pytest.File):
    """A case file: an item for each case, or a single one that says why it cannot be read."""

    def collect(self) -> Iterator[pytest.Item]:
        """The cases, in the order of the file."""
        try:
            found = load_cases(self.path)
        except RelvarsError as error:
            # An item and no error of collection, which would stop all other tests too.
            yield self._item("the file itself", 1, partial(_broken, str(error)))
            return
        for case in found.cases:
            yield self._item(case.name, case.line, partial(_check, case))
        for matrix in found.matrices:
            yield self._item(matrix.name, matrix.line, partial(_cannot_run, matrix))

    def _item(self, name: str, line: int, check: Callable[[], Trouble | None]) -> pytest.Item:
        # "::" would part the name when the item is asked for by its id.
        return CaseItem.from_parent(self, name=name.replace("::", ":"), line=line, check=check)


class CaseItem(pytest.Item):
    """One case; `check` runs it and says what is wrong."""

    def __init__(self, *, line: int, check: Callable[[], Trouble | None], **rest: Any) -> None:
        super().__init__(**rest)
        self.line = line
        self.check = check

    def runtest(self) -> None:
        """Run the case."""
        trouble = self.check()
        if trouble:
            raise CaseFailedError(trouble)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line of the case (from 0), and its name."""
        return self.path, self.line - 1, self.name

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The failure for people; a traceback only where the plugin itself is at fault."""
        if isinstance(excinfo.value, CaseFailedError):
            crash = ReprFileLocation(str(self.path), self.line, excinfo.value.trouble.short)
            return CaseFailure(excinfo.value.trouble.text, crash)
        return super().repr_failure(excinfo, style)


class CaseFailedError(Exception):
    """How a failed case leaves `runtest`."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.short)
        self.trouble = trouble


class CaseFailure(TerminalRepr):
    """A failed case on the terminal; `reprcrash` is its line in pytest's summary."""

    def __init__(self, text: str, reprcrash: ReprFileLocation) -> None:
        self.text = text
        self.reprcrash = reprcrash

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write the text, with what was expected and what was printed in colours."""
        for line in self.text.split("\n"):
            tw.line(line, green=line.startswith("  - "), red=line.startswith("  + "))


def _broken(message: str) -> Trouble:
    return Trouble(message.splitlines()[0], message)


def _cannot_run(matrix: Matrix) -> Trouble:
    wrong = "\n".join(matrix.wrong) or "[[matrix]] comes with the next version; write cases"
    return _broken(f"{shown(matrix.file)}:{matrix.line}: {wrong}")


def _check(case: Case) -> Trouble | None:
    outcome = _outcome(case)
    return Trouble(headline(outcome), report(outcome)) if outcome.failures else None


def _outcome(case: Case) -> Outcome:
    if case.wrong:
        return run_case(case)
    try:
        return run_case(case, surroundings(case))
    except RelvarsError as error:  # of the project; the case's own are in its outcome
        return Outcome(case, (Failure("case", str(error)),))
