"""Which snapshots no case claims any more; of a file that was not run whole, none is unused."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from relvars.pytest_plugin.claims import CLAIMS, REPORTS
from relvars.pytest_plugin.keeping import collection, keeper
from relvars.snapshots import case_folder, shelf
from relvars.snapshots.naming import endings
from relvars.snapshots.storing import linked

# A run that was broken off has not asked for all it would have asked for.
_ENDED = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
_KEPT = pytest.StashKey[list[Path]]()


def before_finish(session: pytest.Session) -> None:
    """Send a worker's claims to the controller; elsewhere guard the snapshots of cases."""
    config = session.config
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output["relvars"] = _told(session)
        return
    syrupy = getattr(config, "_syrupy", None)
    if syrupy is not None:
        files = sorted(set(_kept(_folders(session))) - _used(session))
        config.stash[_KEPT] = files
        syrupy._assertions.append(keeper(syrupy, files))


def after_finish(session: pytest.Session) -> None:
    """Put what is unused into syrupy's report, and delete it where that is asked."""
    config = session.config
    report = getattr(getattr(config, "_syrupy", None), "report", None)
    if report is None or getattr(config, "workeroutput", None) is not None:
        return
    for file in config.stash.get(_KEPT, []):
        report.matched._snapshot_collections.pop(str(file), None)
    whole = session.exitstatus in _ENDED and not config.option.collectonly
    told = whole and not report.disable_unused_snapshots
    found = sorted(set(_unused(session))) if told else []
    if not found:
        return
    deletes = report.should_delete_unused_snapshots
    if deletes:
        found = [file for file in found if _is_deleted(session, file)]
    for file in found:
        report.unused.add(collection(file))
    report.__dict__.pop("num_unused", None)
    if not (deletes or report.update_snapshots or report.warn_unused_snapshots):
        session.exitstatus = int(session.exitstatus) | 1


def _is_deleted(session: pytest.Session, file: Path) -> bool:
    """Delete a snapshot, and its folder when it was the last; what cannot be is told."""
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        session.exitstatus = int(session.exitstatus) | 1
        what = f"the snapshot {file.name} cannot be deleted: {error.strerror} ({file.parent})"
        terminal = session.config.pluginmanager.get_plugin("terminalreporter")
        if terminal is not None:
            terminal.ensure_newline()
            terminal.write_line(f"ERROR: {what}", red=True)
        return False
    with suppress(OSError):  # others are there
        file.parent.rmdir()
    return True


def _told(session: pytest.Session) -> dict[str, Any]:
    """The claims of this process, as data that can be sent."""
    selected = {item.nodeid for item in session.items}
    claims = session.config.stash.get(CLAIMS, {})
    return {
        "files": {
            str(file): {
                "whole": one.known and one.items <= selected,
                "stems": {name: used and sorted(used) for name, used in one.stems.items()},
            }
            for file, one in claims.items()
        },
        "folders": sorted({str(item.path.parent) for item in session.items}),
        "whole": all(one.items <= selected for one in claims.values()),
    }


def _reports(session: pytest.Session) -> list[dict[str, Any]]:
    """What this process and its workers claim."""
    return [_told(session), *session.config.stash.get(REPORTS, [])]


def _folders(session: pytest.Session) -> set[Path]:
    """The folders of snapshots beside whatever was collected."""
    name = session.config.option.snapshot_dirname
    reports = _reports(session)
    beside = {folder for one in reports for folder in one["folders"]}
    beside |= {str(Path(file).parent) for one in reports for file in one["files"]}
    return {Path(folder, name) for folder in beside}


def _kept(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for one in folder.iterdir() if folder.is_dir() else ():
            if case_folder(one.name) and one.is_dir():
                yield from (file for file in one.iterdir() if file.is_file())


def _used(session: pytest.Session) -> set[Path]:
    name = session.config.option.snapshot_dirname
    return {
        shelf(Path(file), name) / used
        for report in _reports(session)
        for file, claims in report["files"].items()
        for names in claims["stems"].values()
        for used in names or ()
    }


def _unused(session: pytest.Session) -> Iterator[Path]:
    reports = _reports(session)
    name = session.config.option.snapshot_dirname
    for file in {Path(file) for report in reports for file in report["files"]}:
        claims = [one["files"][str(file)] for one in reports if str(file) in one["files"]]
        if all(one["whole"] for one in claims):
            yield from _unclaimed(shelf(file, name), _merged(one["stems"] for one in claims))
    if all(report["whole"] for report in reports) and not session.config.option.keyword:
        yield from _left(session)


def _left(session: pytest.Session) -> Iterator[Path]:
    """The snapshots of case files that are gone from folders that were run whole."""
    given = [Path(str(one).split("::")[0]).absolute() for one in session.config.args]
    for folder in _folders(session):
        if any(one.is_dir() and folder.is_relative_to(one) for one in given):
            gone = (one for one in _shelves(folder) if not _case_file(one).exists())
            for one in gone:
                yield from _unclaimed(one, {})


def _shelves(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return [one for one in found if case_folder(one.name) and one.is_dir()]


def _case_file(shelved: Path) -> Path:
    return shelved.parent.parent / f"{shelved.name}.toml"


def _merged(several: Iterable[Mapping[str, list[str] | None]]) -> dict[str, set[str] | None]:
    """The claims of all workers: a case that ran in any of them has run."""
    merged: dict[str, set[str] | None] = {}
    for stems in several:
        for name, used in stems.items():
            held = merged.get(name)
            merged[name] = held if used is None else (held or set()) | set(used)
    return merged


def _unclaimed(folder: Path, stems: Mapping[str, set[str] | None]) -> Iterator[Path]:
    for file in folder.iterdir() if folder.is_dir() and not linked(folder) else ():
        if file.is_file() and not file.name.startswith(".") and not _is_claimed(file, stems):
            yield file


def _is_claimed(file: Path, stems: Mapping[str, set[str] | None]) -> bool:
    tails = [one for one in (*endings(), file.suffix) if file.name.lower().endswith(one.lower())]
    owners = [file.name[: len(file.name) - len(tail)].casefold() for tail in tails]
    claims = [stems[owner] for owner in owners if owner in stems]
    return any(used is None or file.name in used for used in claims)
