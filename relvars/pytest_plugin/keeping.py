"""The snapshots of cases, kept by syrupy: its options, its session and its summary."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from syrupy.assertion import AssertionResult, SnapshotAssertion
from syrupy.data import Snapshot, SnapshotCollection, SnapshotCollections
from syrupy.extensions.base import AbstractSyrupyExtension

from relvars.cases import Failure, Outcome, compare, snapshot_file
from relvars.errors import RelvarsError
from relvars.snapshots import load, store
from relvars.snapshots.naming import FOLDER
from relvars.snapshots.storing import encoded


class Place(NamedTuple):
    """Where syrupy finds a snapshot; it takes the place of its own location of a test."""

    item: Any
    path: str
    name: str
    basename: str
    testname: str

    def matches_snapshot_name(self, name: str) -> bool:
        """As syrupy's."""
        return name == self.name


class MessageSnapshot(AbstractSyrupyExtension):
    """One file for each part of a message, byte for byte; what is unused, `unused.py` finds."""

    write_immediately = True

    def serialize(self, data: Any, **_: Any) -> Any:
        """Bytes stay bytes."""
        return data

    @classmethod
    def get_snapshot_name(cls, *, test_location: Any, index: Any = 0) -> str:
        """The name of the file."""
        return str(test_location.name)

    @classmethod
    def get_location(cls, *, test_location: Any, index: Any) -> str:
        """The whole path of the file."""
        return str(test_location.path)

    @classmethod
    def dirname(cls, *, test_location: Any) -> str:
        """Nothing is looked for there; tests in Python have their own folders."""
        return ""

    @classmethod
    def matches_test_location(cls, *, test_location: Any, snapshot_location: str) -> bool:
        """A case names its files itself."""
        return True

    def discover_snapshots(self, *, test_location: Any, **_: Any) -> SnapshotCollections:
        """None: syrupy can tell the selected tests of Python only."""
        return SnapshotCollections()

    def read_snapshot_collection(self, *, snapshot_location: str) -> SnapshotCollection:
        """A file is a collection of one."""
        return collection(Path(snapshot_location))

    def read_snapshot_data_from_location(self, *, snapshot_location: str, **_: Any) -> Any:
        """The bytes of the file, None when there is none."""
        return load(Path(snapshot_location))

    @classmethod
    def write_snapshot_collection(
        cls, *, snapshot_collection: SnapshotCollection, **_: Any
    ) -> None:
        """Write the file, whole or not at all."""
        (snapshot,) = snapshot_collection
        data = snapshot.data
        store(Path(snapshot_collection.location), data if isinstance(data, bytes) else b"")

    def delete_snapshots(self, *, snapshot_location: str, snapshot_names: set[str]) -> None:
        """Nothing: `unused.py` does it."""


def check(item: pytest.Item, outcome: Outcome) -> Failure | None:
    """Compare a message with its snapshot, or write it when --snapshot-update is given."""
    options = item.config.option
    session = getattr(item.config, "_syrupy", None)
    if session is None:
        return Failure("snapshot", "snapshots need the plugin syrupy, which is switched off")
    file = kept_in(item, outcome)
    try:
        message = encoded(outcome.output or "")
    except RelvarsError as error:
        return Failure("snapshot", str(error))
    assertion = SnapshotAssertion(
        session=session,
        extension_class=MessageSnapshot,
        test_location=_place(item, file),
        update_snapshots=options.update_snapshots,
        update_new_snapshots_only=options.update_new_snapshots_only,
    )
    if assertion == message:
        return None
    (result,) = assertion.executions.values()
    if result.exception is not None:
        return Failure("snapshot", str(result.exception))
    stored = result.recalled_data
    return compare(outcome, file, stored if isinstance(stored, bytes) else None)


def kept_in(item: pytest.Item, outcome: Outcome) -> Path:
    """The file of a message's snapshot."""
    return snapshot_file(outcome, getattr(item.config.option, "snapshot_dirname", FOLDER))


def _place(item: Any, file: Path) -> Any:
    return Place(item, str(file), file.name, file.parent.name, file.stem)


def collection(file: Path) -> SnapshotCollection:
    """A snapshot as syrupy reports it."""
    found = SnapshotCollection(location=str(file))
    found.add(Snapshot(name=file.name))
    return found


class Keeper(NamedTuple):
    """Snapshots of cases that did not run, as syrupy sees an assertion; else it takes them away.

    Where the snapshots of Python tests stand beside them, syrupy would find files that nobody
    claims.
    """

    extension: MessageSnapshot
    test_location: Any
    session: Any
    executions: dict[int, AssertionResult]


def keeper(session: Any, files: list[Path]) -> Keeper:
    """What to add to syrupy's assertions so that it leaves these files alone."""
    results = {
        number: AssertionResult(
            snapshot_location=str(file),
            snapshot_name=file.name,
            asserted_data=None,
            recalled_data=None,
            created=False,
            updated=False,
            success=True,
            exception=None,
            test_location=_place(None, file),
        )
        for number, file in enumerate(files)
    }
    return Keeper(MessageSnapshot(), _place(None, Path()), session, results)
