"""Opening a store: a new one is made, an older one brought up to date."""

import os
import sqlite3
from contextlib import suppress
from json import JSONDecodeError
from pathlib import Path
from time import sleep
from urllib.parse import quote

from relvars.disk import make_own_folder
from relvars.errors import ConfigError, SourceError
from relvars.schema import Schema
from relvars.store.definitions import same, write_schema
from relvars.store.store import Store, code_of, failure, load, reading, writing
from relvars.store.tables import MIGRATIONS, migrate, require_store

# Where a project has its store, from its folder.
PROJECT_STORE = Path(".relvars") / "store.sqlite"

# How long to wait, in seconds, while another process writes.
_PATIENCE = 60
_TRIES = 100

# What SQLite says where it can make no file.
_NO_PLACE = (
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY,
)  # fmt: skip


def make_store_folder(folder: Path) -> None:
    """Make the folder of a project's store, which git is to leave alone: it holds personal data.

    Raises:
        SourceError: if it cannot be made.
    """
    try:
        make_own_folder(folder)
    except OSError as error:
        raise SourceError(f"{folder} cannot be made: {error.strerror}") from None


def open_store(
    path: Path | str,
    schema: Schema | None = None,
    *,
    create: bool = True,
    read_only: bool = False,
    label: str | None = None,
) -> Store:
    """The store in a file; a schema, if given, is written into it.

    A store that is only read stays as it is, and is read as if it had the schema.
    `label` is the file's name for people.

    Raises:
        ConfigError: if there is no such file and none is to be created.
        SourceError: if it cannot be opened; DataError if it is no store, or one of a newer
            version, or the schema does not fit the links in it.
    """
    file, named = Path(path), label or str(path)
    if not file.is_file() and (read_only or not create):
        raise ConfigError(f"there is no store {named}; relvars data import makes one")
    try:
        return _reader(file, named, schema) if read_only else _writer(file, named, schema)
    except (sqlite3.Error, JSONDecodeError) as error:
        raise failure(error, named) from None


def _writer(file: Path, label: str, schema: Schema | None) -> Store:
    # Profiles are nobody else's business; what SQLite writes beside the file follows its mode.
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    store = Store(_connected(f"file:{quote(str(file))}?mode=rwc"), label, Schema(), {})
    try:
        with reading(store) as connection:
            version = require_store(connection, label)
            _write_ahead(connection)
        if version < len(MIGRATIONS):
            _bring_up(store)
        with reading(store):
            load(store)
        if schema is not None and not same(schema, store.schema):
            with writing(store) as connection:
                write_schema(connection, schema, label)
                load(store)
    except BaseException:
        store.close()
        raise
    return store


def _bring_up(store: Store) -> None:
    with reading(store) as connection:
        connection.execute("begin immediate")
        try:
            migrate(connection, store.label)
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise


def _reader(file: Path, label: str, schema: Schema | None) -> Store:
    """A store to read.

    Readers know of writers by a file beside the store. Where no such file can be made, as on a
    full disk, the store is read as it lies there, unless there are writes that it lacks.
    """
    url = f"file:{quote(str(file))}?mode=ro"
    try:
        return _read(url, label, schema)
    except sqlite3.OperationalError as error:
        if code_of(error) not in _NO_PLACE or _is_behind(file):
            raise
        return _read(f"{url}&immutable=1", label, schema)


def _read(url: str, label: str, schema: Schema | None) -> Store:
    store = Store(_connected(url), label, Schema(), {})
    try:
        if require_store(store.connection, label) < len(MIGRATIONS):
            raise SourceError(f"{label}: an older relvars wrote it; run relvars data check")
        load(store)
    except BaseException:
        store.close()
        raise
    if schema is not None:
        store.schema = schema
    return store


def _is_behind(file: Path) -> bool:
    """Whether there are writes that only the log beside the file has."""
    with suppress(OSError):
        return os.path.getsize(f"{file}-wal") > 0
    return False


def _connected(url: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        url, uri=True, isolation_level=None, timeout=_PATIENCE, check_same_thread=False
    )
    try:
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma cache_size = -32768")
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side; two that open a new file may be in the way."""
    for attempt in range(_TRIES):
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            if attempt == _TRIES - 1:
                raise
            sleep(0.05)
        else:
            return
