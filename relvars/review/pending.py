"""The snapshots that are not what their cases print now. The cases are run anew, to be sure."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from relvars.cases import (
    Case,
    Outcome,
    compare,
    has_snapshot,
    headline,
    run_parts,
    snapshot_file,
)
from relvars.cases.case_file import shown
from relvars.cases.case_files import ENDING, case_files, cases_of
from relvars.config.surroundings import surroundings
from relvars.errors import ConfigError, RelvarsError
from relvars.renderer import trace
from relvars.snapshots import Change, changes, load, store
from relvars.snapshots.naming import FOLDER
from relvars.snapshots.storing import encoded


class Pending(NamedTuple):
    """A message that is not its snapshot; `before` is None where there is no snapshot yet.

    `note` says what is wrong with the snapshot itself, or that there is none.
    """

    case: Case
    template: str
    file: Path
    before: str | None
    after: str
    changes: tuple[Change, ...]
    note: str


class Review(NamedTuple):
    """What there is to review; `troubles` are cases that have no message to look at."""

    pending: tuple[Pending, ...]
    troubles: tuple[str, ...]
    same: int


def find(paths: Iterable[Path], folder: str = FOLDER) -> Review:
    """Run the cases of these files, and of all case files below these folders.

    `folder` is the name of the folders of snapshots.

    Raises:
        ConfigError: when there is no case file.
    """
    files = case_files(paths)
    if not files:
        raise ConfigError(f"there is no *{ENDING} to review here")
    pending, troubles, same = list[Pending](), list[str](), 0
    for case in (case for file in files for case in cases_of(file, surroundings)):
        if case.wrong or not case.snapshot:
            troubles += [f"{_place(case)}: {one}" for one in case.wrong]
            continue
        for outcome in run_parts(case, surroundings):
            found = _pending(outcome, folder)
            if isinstance(found, Pending):
                pending.append(found)
            elif found:
                troubles.append(f"{_place(case)}: {found}")
            else:
                same += 1
    return Review(tuple(pending), tuple(troubles), same)


def accept(some: Iterable[Pending]) -> int:
    """Write the messages as their snapshots, each whole or not at all; how many.

    Raises:
        SourceError: when one cannot be written.
    """
    count = 0
    for one in some:
        store(one.file, encoded(one.after))
        count += 1
    return count


def _place(case: Case) -> str:
    return f"{shown(case.file)}:{case.line}: case {case.name!r}"


def _pending(outcome: Outcome, folder: str) -> Pending | str | None:
    """What to review, or why it cannot be; None when the message is its snapshot."""
    if outcome.failures or not has_snapshot(outcome.case, outcome):
        return headline(outcome)
    file = snapshot_file(outcome, folder)
    try:
        stored = load(file)
        failure = compare(outcome, file, stored)
        if failure is None:
            return None
        encoded(outcome.output or "")
        before = None if stored is None else stored.decode(errors="replace")
        told = () if before is None else _changes(outcome, before)
    except RelvarsError as error:
        return str(error)
    name = outcome.template.document.name if outcome.template else ""
    what = "" if told else failure.message
    return Pending(outcome.case, name, file, before, outcome.output or "", told, what)


def _changes(outcome: Outcome, before: str) -> tuple[Change, ...]:
    template, values = outcome.template, outcome.values
    if template is None or values is None:
        return ()
    traced = trace(template, values, assumptions=outcome.assumptions, origins=outcome.origins)
    return changes(before, traced, template)
