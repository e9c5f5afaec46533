"""An open store, its transactions, and what is said when the file under it fails."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError
from types import TracebackType
from typing import Self

from relvars.errors import DataError, SourceError
from relvars.schema import Relation, Schema
from relvars.store.definitions import read_schema, read_slots

BAD_REQUEST, NOT_FOUND = 400, 404


class StoreError(DataError):
    """What is asked of a store cannot be done; `code` is that of the vendor's answers: 400, 404."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True, eq=False)
class Store:
    """An open store, to be used by one thread at a time.

    `slots` are the columns of a relation's properties, by the relation's id and short name;
    `version` tells whether another connection has written since they were read.
    """

    connection: sqlite3.Connection
    label: str
    schema: Schema
    slots: Mapping[int, Mapping[str, int]]
    version: int = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        self.connection.close()


def schema_of(store: Store) -> Schema:
    """The databases and relations of the store."""
    return store.schema


def relation_of(store: Store, relation_id: int) -> Relation:
    """The relation of that id.

    Raises:
        StoreError: 404 if there is none.
    """
    for one in store.schema.relations:
        if one.id == relation_id:
            return one
    raise StoreError(NOT_FOUND, f"there is no relation {relation_id}")


@contextmanager
def reading(store: Store) -> Iterator[sqlite3.Connection]:
    """The connection; failures of the file become exceptions of the library."""
    try:
        yield store.connection
    except OverflowError:
        raise StoreError(BAD_REQUEST, "a number does not fit in 64 bits") from None
    except (sqlite3.Error, UnicodeEncodeError, JSONDecodeError) as error:
        raise failure(error, store.label) from None


@contextmanager
def snapshot(store: Store) -> Iterator[sqlite3.Connection]:
    """The connection, with all that is read through it as of one moment."""
    with reading(store) as connection:
        connection.execute("begin")
        try:
            yield connection
        finally:
            connection.execute("rollback")


@contextmanager
def writing(store: Store) -> Iterator[sqlite3.Connection]:
    """The connection in a transaction that is either done in full or not at all."""
    with reading(store) as connection:
        connection.execute("begin immediate")
        try:
            _keep_up(store)
            yield connection
            connection.execute("commit")
        except BaseException:
            # A full disk may have ended the transaction already.
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def _keep_up(store: Store) -> None:
    """Read the schema again if others may have changed it: a write must know all columns."""
    (version,) = store.connection.execute("pragma data_version").fetchone()
    if version != store.version:
        load(store)
        store.version = version


def load(store: Store) -> None:
    """Read the schema from the file."""
    store.schema = read_schema(store.connection)
    store.slots = read_slots(store.connection)


_SAID: dict[int, tuple[type[SourceError], str]] = {
    sqlite3.SQLITE_NOTADB: (DataError, "it is no store: not an SQLite database"),
    sqlite3.SQLITE_CORRUPT: (DataError, "it is damaged; make it anew with relvars data import"),
    sqlite3.SQLITE_FULL: (SourceError, "the disk is full; nothing of this write was kept"),
    sqlite3.SQLITE_BUSY: (SourceError, "another process has been writing to it for too long"),
    sqlite3.SQLITE_READONLY: (SourceError, "it may only be read"),
    sqlite3.SQLITE_CANTOPEN: (SourceError, "it could not be opened"),
    sqlite3.SQLITE_IOERR: (SourceError, "the disk failed, or a file may grow no more"),
}


def code_of(error: sqlite3.Error | JSONDecodeError) -> int:
    """The kind of an error as SQLite numbers them; Python finds texts that are none by itself."""
    if isinstance(error, JSONDecodeError) or "decode" in str(error):
        return sqlite3.SQLITE_CORRUPT
    # The low byte is the kind, the others are its details.
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF


def failure(error: sqlite3.Error | UnicodeEncodeError | JSONDecodeError, label: str) -> SourceError:
    """The library's exception for one of SQLite's, or for what a damaged file made of a text."""
    if isinstance(error, UnicodeEncodeError):
        return StoreError(BAD_REQUEST, f"{label}: a text holds half of a surrogate pair")
    kind, said = _SAID.get(code_of(error), (SourceError, f"it could not be used: {error}"))
    return kind(f"{label}: {said}")
