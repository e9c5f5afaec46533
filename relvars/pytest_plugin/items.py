"""Case files and cases as pytest knows them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest._code.code import (
    ReprEntryNative,
    ReprExceptionInfo,
    ReprFileLocation,
    ReprTraceback,
    TerminalRepr,
    TracebackStyle,
)
from _pytest._io import TerminalWriter

from relvars.cases import (
    Case,
    Outcome,
    has_snapshot,
    headline,
    report,
    run_parts,
)
from relvars.cases.case_files import WHOLE_FILE, cases_of
from relvars.config.surroundings import surroundings
from relvars.diagnostics import printable
from relvars.pytest_plugin import covering
from relvars.pytest_plugin.claims import claim, claims_of, use


class Trouble(NamedTuple):
    """What is wrong, in one line and in full."""

    short: str
    text: str


class CaseFileNode(pytest.File):
    """A case file: an item for each case, or a single one that says why it cannot be read."""

    def collect(self) -> Iterator[pytest.Item]:
        """The cases in the order of the file, then those of its matrices."""
        claims = claims_of(self.config, self.path)
        # What is wrong is an item too, and no error of collection, which would stop all others.
        for case in cases_of(self.path, surroundings):
            name = _item_name(case.name)
            # The id is given as a text: read again from a cache or a report it is the same one,
            # brackets included.
            nodeid = f"{self.nodeid}::{name}"
            item: CaseItem = CaseItem.from_parent(self, name=name, case=case, nodeid=nodeid)
            claim(claims, case, item.nodeid)
            yield item


def _item_name(name: str) -> str:
    """A case's name as part of an id, by which pytest finds the case again."""
    # "::" would part it; from "[" on pytest takes it for parameters, which "]" must end.
    plain = printable(name.replace("::", ":"))
    if "[" in plain and not plain.endswith("]"):
        return plain.replace("[", "(").replace("]", ")")
    return plain


class CaseItem(pytest.Item):
    """One case; `outcomes` are those of the parts of its message, once it has been run."""

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.outcomes: tuple[Outcome, ...] = ()

    def runtest(self) -> None:
        """Run the case."""
        self.outcomes = run_parts(self.case, covering.around(self.config))
        if self.case.snapshot:
            self.outcomes = tuple(_compared(self, one) for one in self.outcomes)
        trouble = _trouble(self.case, [one for one in self.outcomes if one.failures])
        if trouble:
            raise CaseFailedError(trouble)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line of the case (from 0), and its name."""
        return self.path, self.case.line - 1, self.name

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The failure for people; a traceback only where the plugin itself is at fault."""
        if isinstance(excinfo.value, CaseFailedError):
            trouble = excinfo.value.trouble
            crash = ReprFileLocation(str(self.path), self.case.line, trouble.short)
            return CaseFailure(trouble.text, crash)
        return super().repr_failure(excinfo, style)


class CaseFailedError(Exception):
    """How a failed case leaves `runtest`."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.short)
        self.trouble = trouble


_TONES: dict[str, dict[str, bool]] = {
    "  - ": {"green": True},
    "  + ": {"red": True},
    "  ? ": {"yellow": True},
    "  * ": {"bold": True},
}


class CaseFailure(ReprExceptionInfo):
    """A failed case on the terminal; `reprcrash` is its line in pytest's summary.

    It is built as a failure of pytest's own, which pytest-xdist can send to another process.
    """

    def __init__(self, text: str, reprcrash: ReprFileLocation) -> None:
        entry = ReprEntryNative([f"{text}\n"])
        super().__init__(ReprTraceback([entry], None, "native"), reprcrash)
        self.text = text

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write the text, with what was expected and what was printed in colours."""
        for line in self.text.split("\n"):
            tw.line(line, **_TONES.get(line[:4], {}))


def restored(failure: object) -> object:
    """A failed case that came from a worker of pytest-xdist, with its colours again."""
    match failure:
        case ReprExceptionInfo(
            reprcrash=ReprFileLocation() as crash,
            reprtraceback=ReprTraceback(reprentries=[ReprEntryNative(lines=lines)]),
        ):
            return CaseFailure("".join(lines).removesuffix("\n"), crash)
        case _:
            return failure


def _compared(item: CaseItem, outcome: Outcome) -> Outcome:
    """The outcome with what its snapshot says; a message that is wrong is not kept as one."""
    if outcome.failures or not has_snapshot(item.case, outcome):
        return outcome
    from relvars.pytest_plugin.keeping import check, kept_in

    use(claims_of(item.config, item.path), item.case, kept_in(item, outcome))
    failure = check(item, outcome)
    return replace(outcome, failures=(failure,)) if failure else outcome


def _trouble(case: Case, failed: list[Outcome]) -> Trouble | None:
    if not failed:
        return None
    if case.name == WHOLE_FILE and case.wrong:  # its message says the file already
        return Trouble(case.wrong[0].splitlines()[0], case.wrong[0])
    more = f" (and in {len(failed) - 1} more parts)" if failed[1:] else ""
    return Trouble(headline(failed[0]) + more, "\n\n".join(map(report, failed)))
