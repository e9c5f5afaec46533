"""`values:FILE`: all the values of one message in a JSON file."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from relvars.catalog import Assumptions, catalog
from relvars.errors import DataError
from relvars.schema import Schema
from relvars.sources.reading import read_json, source_file
from relvars.sources.source import Fetched, Source
from relvars.spelling import nearest
from relvars.values import Key, Recipient, Value

__all__ = ["ValuesSource", "check_values", "open_values", "read_json", "read_values"]

# Beside the roots and bare variables of the language: what its functions read, and their answers.
_MORE_ROOTS = ("market", "functions")


def check_values(values: Value, where: str, *, roots: Collection[str] = ()) -> dict[str, Value]:
    """The values, if they are one object whose keys are roots; `roots` are those a project adds.

    Raises:
        DataError: that names the wrong key and the nearest right one, and begins with `where`.
    """
    if type(values) is not dict:
        raise DataError(f'{where}: values are one object, as in {{"lead": {{…}}}}')
    facts = catalog()
    known = list(dict.fromkeys([*facts.roots, *facts.variables, *_MORE_ROOTS, *roots]))
    for name in values:
        if name not in known:
            near = nearest(name, known)
            advice = f"did you mean {near!r}?" if near else f"there are {', '.join(known)}"
            raise DataError(f"{where}: no values are called {name!r}; {advice}")
    return values


def read_values(path: Path, label: str | None = None) -> dict[str, Value]:
    """The values in a file, checked."""
    return check_values(read_json(path, label), label or str(path))


class ValuesSource(NamedTuple):
    """The values of a file, whoever receives the message; it is read when they are fetched."""

    url: str
    path: Path
    label: str

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """All that is in the file."""
        values = read_values(self.path, self.label)
        return Fetched(values, {(root,): self.label for root in values})

    def recipients(self, database: str) -> Iterator[Recipient]:
        """None: the file does not say whose values it holds."""
        return iter(())


def open_values(
    url: str, place: str, *, schema: Schema, assumptions: Assumptions, base: Path
) -> Source:
    """The source of a values file; a relative path hangs on the base."""
    file = source_file(base / place, base)
    return ValuesSource(url, file.path, file.label)
