"""The tables of a store, their versions, and those that a relation has."""

import sqlite3
from collections.abc import Mapping, Sequence

from relvars.errors import DataError
from relvars.schema import Relation

# "relv", in the header of every store: what `file` and others tell an SQLite file's owner by.
APPLICATION_ID = 0x72656C76

# One script for each version; a store of an older version is brought up when it is opened.
MIGRATIONS: tuple[str, ...] = (
    """
    create table facts (name text primary key, body text not null) without rowid;
    create table slots (
        relation integer not null, property text not null, slot integer not null,
        type text not null, primary key (relation, property)
    ) without rowid;
    create table profiles (
        database integer not null, id text not null, data text not null, unique (database, id)
    );
    create table contacts (
        database integer not null, kind text not null, value text not null,
        profile text not null, resource integer not null,
        primary key (database, kind, value, profile, resource)
    ) without rowid;
    create table documents (name text primary key, body text not null);
    """,
)

# A relation has up to 11 properties, so every table of links has as many columns for them.
SLOTS = 11
COLUMNS = tuple(f"p{slot}" for slot in range(SLOTS))


def migrate(
    connection: sqlite3.Connection, label: str, migrations: Sequence[str] = MIGRATIONS
) -> None:
    """Bring the file to the newest version; run it in a transaction.

    Raises:
        DataError: if it belongs to another program or to a newer version.
    """
    version = require_store(connection, label, migrations)
    if version == len(migrations):
        return
    for script in migrations[version:]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"pragma application_id = {APPLICATION_ID}")
    connection.execute(f"pragma user_version = {len(migrations)}")


def require_store(
    connection: sqlite3.Connection, label: str, migrations: Sequence[str] = MIGRATIONS
) -> int:
    """The version of the file: 0 for an empty one.

    Raises:
        DataError: if it belongs to another program or to a newer version.
    """
    (owner,) = connection.execute("pragma application_id").fetchone()
    (version,) = connection.execute("pragma user_version").fetchone()
    (tables,) = connection.execute("select count(*) from sqlite_master").fetchone()
    if owner != APPLICATION_ID and (owner or version or tables):
        raise DataError(f"{label}: it is no store, but an SQLite database of something else")
    if version > len(migrations):
        raise DataError(
            f"{label}: a newer relvars wrote it (version {version}, this one knows"
            f" {len(migrations)}); update relvars"
        )
    return int(version)


def make_tables(connection: sqlite3.Connection, relation_id: int) -> None:
    """The tables of a relation's links and tallies, unless they are there.

    The columns have no types: in a column of floats an integer stays one, as it prints otherwise.
    """
    columns = ", ".join(COLUMNS)
    connection.execute(
        f"create table if not exists links_{relation_id} (a text not null, b text not null,"
        f" {columns})"
    )
    connection.execute(
        f"create table if not exists tallies_{relation_id} (side text not null,"
        " profile text not null, links integer not null, body text not null,"
        " primary key (side, profile)) without rowid"
    )


def indexes(relation: Relation, slots: Mapping[str, int]) -> dict[str, str]:
    """The indexes of a relation's links by name: each end, and each top from both ends."""
    table = f"links_{relation.id}"
    wanted = {
        f"{table}_ab": f"create unique index {table}_ab on {table} (a, b)",
        f"{table}_ba": f"create index {table}_ba on {table} (b, a)",
    }
    for one in relation.properties:
        if one.top != "off" and one.type != "boolean":
            column = COLUMNS[slots[one.short_name]]
            order = "desc" if one.top == "highest" else "asc"
            for end, other in (("a", "b"), ("b", "a")):
                name = f"{table}_{end}_{column}_{order}"
                wanted[name] = (
                    f"create index {name} on {table} ({end}, {column} {order}, {other})"
                    f" where {column} is not null"
                )
    return wanted


def drop_indexes(connection: sqlite3.Connection, relation_id: int) -> None:
    """Drop all indexes of a relation's links: they are made faster than kept up."""
    for name in index_names(connection, relation_id):
        connection.execute(f"drop index {name}")


def index_names(connection: sqlite3.Connection, relation_id: int) -> list[str]:
    """The indexes that a relation's links have."""
    found = connection.execute(
        "select name from sqlite_master where type = 'index' and tbl_name = ?",
        (f"links_{relation_id}",),
    )
    return [name for (name,) in found]
