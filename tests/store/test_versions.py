"""The version of a store's file, and the schema in it."""

import sqlite3
from pathlib import Path

import pytest

from relvars.errors import DataError, SourceError
from relvars.schema import Property, PropertyType, Schema
from relvars.store import (
    Store,
    StoreError,
    attach,
    check,
    edit,
    import_links,
    links,
    open_store,
    schema_of,
    statistics,
)
from relvars.store.tables import MIGRATIONS, migrate
from relvars.values import Value

from .account import BARE, LOYAL, SCHEMA


def with_properties(*properties: Property) -> Schema:
    return SCHEMA._replace(relations=(LOYAL._replace(properties=properties),))


def test_the_schema_is_read_back(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        assert schema_of(store) == SCHEMA
    with open_store(tmp_path / "x.sqlite") as store:
        assert schema_of(store) == SCHEMA
    with open_store(tmp_path / "x.sqlite", Schema(), read_only=True) as store:
        assert schema_of(store) == Schema()


def test_the_same_schema_is_not_written_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        (before,) = store.connection.execute("pragma data_version").fetchone()
        with open_store(tmp_path / "x.sqlite", SCHEMA):
            pass
        assert store.connection.execute("pragma data_version").fetchone() == (before,)


def test_a_store_of_a_newer_version(tmp_path: Path) -> None:
    with open_store(tmp_path / "x.sqlite", SCHEMA) as store:
        store.connection.execute("pragma user_version = 99")
    for read_only in (True, False):
        with pytest.raises(DataError, match=r"a newer relvars wrote it \(version 99"):
            open_store(tmp_path / "x.sqlite", read_only=read_only)


def test_an_empty_file_is_a_new_store_and_no_store_to_read(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"")
    with pytest.raises(SourceError, match="an older relvars wrote it"):
        open_store(file, read_only=True)
    with open_store(file, SCHEMA) as store:
        assert check(store) == []


def test_migrations_run_in_turn_from_where_the_file_is(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    first = (*MIGRATIONS, "create table more (x)")
    second = (*first, "alter table more add column y; insert into more values (1, 2);")
    for migrations in (MIGRATIONS, first, second, second):
        migrate(connection, "x", migrations)
    assert connection.execute("select * from more").fetchall() == [(1, 2)]
    assert connection.execute("pragma user_version").fetchone() == (len(second),)
    connection.close()


def test_a_migration_that_fails_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.sqlite"
    with open_store(file, SCHEMA) as store:
        attach(store, LOYAL.id, "a", "b", {"profit": 1})
    wrong = (*MIGRATIONS, "create table more (x); create table more (x)")
    with monkeypatch.context() as patch:
        patch.setattr("relvars.store.opening.MIGRATIONS", wrong)
        patch.setattr(
            "relvars.store.opening.migrate",
            lambda connection, label: migrate(connection, label, wrong),
        )
        patch.setattr(
            "relvars.store.opening.require_store", lambda connection, label: len(MIGRATIONS)
        )
        with pytest.raises(SourceError, match="it could not be used"):
            open_store(file)
    with open_store(file) as store:
        assert check(store) == []
        assert len(links(store, LOYAL.id)) == 1


def test_properties_may_come_and_go_and_come_back(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    profit, visits, plain, fan = LOYAL.properties
    with open_store(file, with_properties(profit, visits)) as store:
        rows = [("a", f"b{number}", {"profit": number}) for number in range(20)]
        import_links(store, LOYAL.id, rows)
    with open_store(file, with_properties(fan, visits)) as store:
        assert links(store, LOYAL.id)[0].values == {}
        edit(store, LOYAL.id, "a", "b0", {"fan": True, "visits": 7})
        assert statistics(store, LOYAL.id, "a", "reverse")["visits"].sum == 7
        assert check(store) == []
    with open_store(file, with_properties(visits, plain, fan, profit)) as store:
        assert links(store, LOYAL.id)[0].values == {"visits": 7, "fan": True, "profit": 0}
        assert statistics(store, LOYAL.id, "a", "reverse")["profit"].sum == 190
        assert check(store) == []


def test_a_top_may_be_turned_round(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    for order, best in (("highest", 19), ("lowest", 0), ("off", None), ("highest", 19)):
        one = Property("profit", "float", top=order, limit=1)  # type: ignore[arg-type]
        with open_store(file, with_properties(one)) as store:
            import_links(store, LOYAL.id, (("a", f"b{n}", {"profit": n}) for n in range(20)))
            top = statistics(store, LOYAL.id, "a", "reverse")["profit"].top
            assert (top and top[0][1]) == best
            assert check(store) == []


@pytest.mark.parametrize(
    ("old", "new", "value", "fits"),
    [
        ("integer", "float", 3, True),
        ("float", "integer", 3, True),
        ("float", "integer", 3.5, False),
        ("boolean", "integer", True, False),
        ("integer", "boolean", 1, False),
        ("boolean", "integer", None, True),
    ],
)
def test_a_property_changes_its_type_where_all_values_fit(
    tmp_path: Path, old: PropertyType, new: PropertyType, value: Value, fits: bool
) -> None:
    before = with_properties(Property("x", old))
    after = with_properties(Property("x", new))
    with open_store(tmp_path / "x.sqlite", before) as store:
        attach(store, LOYAL.id, "a", "b", {"x": value})
    if fits:
        with open_store(tmp_path / "x.sqlite", after) as store:
            assert check(store) == []
    else:
        with pytest.raises(DataError, match=f"x of the relation loyal is {new} now"):
            open_store(tmp_path / "x.sqlite", after)
        with open_store(tmp_path / "x.sqlite") as store:
            assert schema_of(store) == before


@pytest.mark.parametrize("number", [-1, 2**63])
def test_an_id_that_is_no_number_of_a_table(tmp_path: Path, number: int) -> None:
    wrong = SCHEMA._replace(relations=(LOYAL._replace(id=number),))
    with pytest.raises(DataError, match=f"'Loyal to the manager' cannot have the id {number}"):
        open_store(tmp_path / "x.sqlite", wrong)


def test_a_relation_cannot_change_what_its_links_join(tmp_path: Path) -> None:
    turned = SCHEMA._replace(relations=(BARE._replace(database_a=2, database_b=1),))
    with open_store(tmp_path / "x.sqlite", SCHEMA):
        pass
    with open_store(tmp_path / "x.sqlite", turned) as store:
        attach(store, BARE.id, "a", "b")
    with pytest.raises(DataError, match="join databases 2 and 1, which can be changed no more"):
        open_store(tmp_path / "x.sqlite", SCHEMA)


def test_a_twelfth_property_has_no_room_even_if_others_have_gone(tmp_path: Path) -> None:
    eleven = [Property(f"p{number}", "integer") for number in range(11)]
    with open_store(tmp_path / "x.sqlite", with_properties(*eleven)) as store:
        attach(store, LOYAL.id, "a", "b", {"p10": 4})
        assert links(store, LOYAL.id)[0].values == {"p10": 4}
    with pytest.raises(DataError, match="has had 11 properties"):
        open_store(tmp_path / "x.sqlite", with_properties(*eleven[1:], Property("q", "integer")))


def test_a_relation_that_is_gone_is_unknown(store: Store) -> None:
    with pytest.raises(StoreError, match="there is no relation 99") as caught:
        attach(store, 99, "a", "b")
    assert caught.value.code == 404
