"""Which case files there are, and all cases of one, whatever is wrong with it."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from relvars.cases.case_file import Case, load_cases
from relvars.cases.expand import expand
from relvars.cases.run import Surroundings
from relvars.errors import ConfigError, RelvarsError

ENDING = ".case.toml"
# The name of the one case that a file has which cannot be read.
WHOLE_FILE = "the file itself"
_SKIPPED = ("node_modules", "__snapshots__", "__pycache__")


def case_files(paths: Iterable[Path], *, deep: bool = True) -> list[Path]:
    """The case files named, and those in the folders named; `deep`: and in the folders in them.

    Raises:
        ConfigError: when there is no such file or folder.
    """
    return list(dict.fromkeys(file for path in paths for file in _at(path, deep=deep)))


def _at(path: Path, *, deep: bool) -> Iterator[Path]:
    if path.is_file():
        yield path.absolute()
        return
    if not path.is_dir():
        raise ConfigError(f"there is no file or folder {path}")
    for folder, folders, names in os.walk(path.absolute()):
        folders[:] = sorted(
            one for one in folders if deep and not one.startswith(".") and one not in _SKIPPED
        )
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(ENDING))


def cases_of(file: Path, around: Callable[[Case], Surroundings]) -> tuple[Case, ...]:
    """Every case of a file; of one that cannot be read a single case, which says why in `wrong`."""
    try:
        return expand(load_cases(file), around)
    except RelvarsError as error:
        return (Case(WHOLE_FILE, 1, file, wrong=(str(error),)),)
