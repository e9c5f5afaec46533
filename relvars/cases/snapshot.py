"""The snapshot of a case: where it is kept, and whether a message is still the same."""

from pathlib import Path

from relvars.cases.case_file import Case, shown
from relvars.cases.run import Failure, Outcome
from relvars.errors import DataError
from relvars.snapshots import damage, ending, shelf, stem
from relvars.snapshots.naming import FOLDER
from relvars.snapshots.storing import encoded


def snapshot_file(outcome: Outcome, folder: str = FOLDER) -> Path:
    """The file that keeps what this case, or this part of its message, printed."""
    case = outcome.case
    name = outcome.template.document.name if outcome.template else case.template or ""
    return shelf(case.file, folder) / f"{stem(case.name)}{ending(name, case.text or '')}"


def compare(outcome: Outcome, file: Path, stored: bytes | None) -> Failure | None:
    """Where the message is not what its snapshot holds; None when it is, byte for byte."""
    try:
        message = encoded(outcome.output or "")
    except DataError as error:
        return Failure("snapshot", str(error))
    if stored == message:
        return None
    if stored is None:
        what = f"there is no snapshot {shown(file)} yet; --snapshot-update writes it"
        return Failure("snapshot", what, "", outcome.output or "")
    hurt = damage(stored, message)
    what = f"the message is not its snapshot {shown(file)}"
    if hurt:
        what = f"the snapshot {shown(file)} is not as it was written: {hurt}"
    return Failure("snapshot", what, stored.decode(errors="replace"), outcome.output or "")


def has_snapshot(case: Case, outcome: Outcome) -> bool:
    """Whether there is a message to compare."""
    return case.snapshot and outcome.output is not None
