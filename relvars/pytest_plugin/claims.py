"""What the case files of a run claim of their snapshots."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from relvars.cases import Case
from relvars.snapshots import stem


@dataclass
class Claims:
    """What a case file claims of its folder of snapshots.

    `stems` are the beginnings of its cases' files, in lower case: with the files that were used,
    or None for a case that has not got so far, which claims all it may have. `known` is false
    where a case could not be read, so that nobody knows what it claims.
    """

    items: set[str] = field(default_factory=set)
    stems: dict[str, set[str] | None] = field(default_factory=dict)
    known: bool = True


CLAIMS = pytest.StashKey[dict[Path, Claims]]()
REPORTS = pytest.StashKey[list[dict[str, Any]]]()


def claims_of(config: pytest.Config, case_file: Path) -> Claims:
    """The claims of a case file, new ones when it is met for the first time."""
    return config.stash.setdefault(CLAIMS, {}).setdefault(case_file, Claims())


def claim(claims: Claims, case: Case, nodeid: str) -> None:
    """A case is there, whether it is to be run or not."""
    claims.items.add(nodeid)
    if case.wrong:
        claims.known = False
    elif case.snapshot:
        claims.stems.setdefault(stem(case.name).casefold(), None)


def use(claims: Claims, case: Case, file: Path) -> None:
    """A case has been run and has used this file."""
    name = stem(case.name).casefold()
    claims.stems[name] = (claims.stems.get(name) or set()) | {file.name}
