"""`sqlite:FILE` answers what `files:DIR` answers, from the same data."""

from pathlib import Path

import pytest

from relvars.catalog import assume
from relvars.errors import ConfigError, DataError, SourceError
from relvars.schema import Database, Property, Relation, Schema
from relvars.sources import Fetched, Source, open_source
from relvars.sources.importing import Loaded, import_folder
from relvars.store import Progress, attach, check, open_store
from relvars.values import Recipient

from .project import ANN, FRIENDS, LOYAL, SCHEMA, key, write

CUSTOMER = Recipient("customers", "c1")
STATISTICS = [
    f"relation.loyal.{direction}.{name}.{statistic}"
    for direction in ("direct", "reverse")
    for name in ("profit", "visits", "plain", "fan", "unknown")
    for statistic in ("count", "total", "top", "top[].lead", "top[].value", "top[].lead.age")
]


def watch(label: str) -> Progress:
    return lambda done: None


def loaded(base: Path, schema: Schema = SCHEMA) -> list[Loaded]:
    with open_store(base / "store.sqlite", schema) as store:
        done = list(import_folder(store, base / "data", base, assume(), watch))
        assert check(store) == []
        return done


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder with every kind of data, and the store it was imported into."""
    write(
        tmp_path,
        "profiles/agents.jsonl",
        [
            {"_id": "a1", "_fname": "Ann", "address": {"zip": 1, "street": "x"},
             "subscriptions": [{"channel": "email", "resource_id": 1, "email": "ann@x.org"}]},
            {"_id": 2, "_fname": "Bea", "email": "bea@x.org", "half": "\ud800", "big": 10**30},
        ],
    )  # fmt: skip
    write(
        tmp_path,
        "profiles/customers.csv",
        "_id,_fname,age,labels\nc1,Bob,50,vip\nc2,Cid,,\nc3,Дан,30,\n",
    )
    write(
        tmp_path,
        "links/loyal.jsonl",
        [
            {"a": "a1", "b": "c1", "profit": 10, "visits": 3},
            {"a": "a1", "b": "c2", "profit": 7.5, "fan": False},
            {"a": "a1", "b": "c9", "profit": 20, "plain": 4},
            {"a": "a1", "b": "c3", "profit": 20.0, "visits": 3},
            {"a": 2, "b": "c1", "profit": 1, "visits": -4},
        ],
    )
    write(tmp_path, "links/friends.csv", "a,b,years\na1,2,3\n2,a1,4\na1,a1,5\n")
    write(tmp_path, "json.json", '{"a": [1, {"b": null}]}')
    write(tmp_path, "apicontent.json", "null")
    write(tmp_path, "market/products.json", '[{"name": "x"}]')
    write(
        tmp_path,
        "market/orders.jsonl",
        [{"n": 1, "profile_id": "a1"}, {"n": 2, "profile_id": 2}, {"n": 3}],
    )
    write(tmp_path, "fragments/foot.html", "Bye {lead._fname}\r\n")
    loaded(tmp_path)
    return tmp_path


def both(base: Path, schema: Schema = SCHEMA, *, stat_off: str = "zero") -> list[Source]:
    assumptions = assume({"stat_off": stat_off})
    return [
        open_source(url, schema=schema, assumptions=assumptions, base=base)
        for url in ("files:data", "sqlite:store.sqlite")
    ]


def answers(base: Path, recipient: Recipient, *paths: str, stat_off: str = "zero") -> list[Fetched]:
    keys = [key(path) for path in paths]
    return [each.fetch(recipient, keys) for each in both(base, stat_off=stat_off)]


@pytest.mark.parametrize(
    ("recipient", "paths"),
    [
        (ANN, ["lead"]),
        (ANN, ["lead._fname", "lead.address.zip", "lead.nothing"]),
        (Recipient("agents", "2"), ["lead", "subscription"]),
        (ANN, ["subscription.email", "subscription.emails"]),
        (CUSTOMER, ["lead.age", "lead.labels"]),
        (ANN, ["json.a", "apicontent.x", "loyalty.points", "unknown.x"]),
        (ANN, ["market"]),
        (Recipient("agents", "2"), ["market.orders", "market.sku"]),
        (ANN, ["fragment.foot", "fragment.none"]),
        (ANN, ["relation.none.direct.profit.count", "relation.loyal"]),
        (ANN, [one for one in STATISTICS if "reverse" in one]),
        (CUSTOMER, [one for one in STATISTICS if "direct" in one]),
        (Recipient("customers", "c2"), [one for one in STATISTICS if "direct" in one]),
        (ANN, [f"relation.friends.{way}.years.{one}" for way in ("direct", "reverse")
               for one in ("count", "total", "top")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("stat_off", ["zero", "missing"])
def test_both_sources_say_the_same(
    base: Path, recipient: Recipient, paths: list[str], stat_off: str
) -> None:
    files, store = answers(base, recipient, *paths, stat_off=stat_off)
    assert repr(store.values) == repr(files.values)
    assert {name.partition("/")[0] for name in store.origins.values()} <= {"store.sqlite"}


def test_the_tops_are_in_one_order(base: Path) -> None:
    _, store = answers(base, ANN, "relation.loyal.reverse.profit.top")
    assert [one["value"] for one in store.values["relation"]["loyal"]["reverse"]["profit"]["top"]] \
        == [20.0, 20]  # fmt: skip


def test_both_sources_know_the_same_recipients_and_links(base: Path) -> None:
    files, store = both(base)
    for database in ("agents", "customers"):
        assert sorted(files.recipients(database)) == sorted(store.recipients(database))
    for relation, profile, direction in (
        (LOYAL, "a1", "reverse"), (LOYAL, "c1", "direct"), (FRIENDS, "a1", "direct"),
        (LOYAL, "nobody", "direct"),
    ):  # fmt: skip
        one = files.linked(relation, profile, direction)  # type: ignore[attr-defined]
        other = store.linked(relation, profile, direction)  # type: ignore[attr-defined]
        assert sorted(one) == other


def complaint(source: Source, recipient: Recipient, path: str) -> tuple[type, str]:
    with pytest.raises(SourceError) as caught:
        source.fetch(recipient, [key(path)])
    return type(caught.value), str(caught.value).partition(":")[2]


@pytest.mark.parametrize(
    ("recipient", "path"),
    [
        (Recipient("agents", "a11"), "lead._fname"),
        (Recipient("agents", "a11"), "relation.loyal.reverse.profit.count"),
        (Recipient("agents", "qqqqqqqq"), "subscription.email"),
    ],
)
def test_both_sources_complain_alike(base: Path, recipient: Recipient, path: str) -> None:
    files, store = both(base)
    assert complaint(files, recipient, path) == complaint(store, recipient, path)


def test_a_direction_that_the_recipient_does_not_see(base: Path) -> None:
    with pytest.raises(DataError, match="see this relation in the other direction"):
        both(base)[1].fetch(ANN, [key("relation.loyal.direct.profit.count")])


def test_a_database_that_has_no_profiles(base: Path) -> None:
    with pytest.raises(DataError, match=r"^store\.sqlite: .*'agent'; did you mean 'agents'\?$"):
        list(both(base)[1].recipients("agent"))


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    source = open_source("sqlite:x.db", schema=SCHEMA, assumptions=assume(), base=tmp_path)
    with pytest.raises(ConfigError, match=r"^there is no store x\.db"):
        source.fetch(ANN, [("lead", "_fname")])
    assert not (tmp_path / "x.db").exists()


def test_without_a_project_the_store_knows_its_own_schema(base: Path) -> None:
    source = both(base, Schema())[1]
    found: Fetched = source.fetch(ANN, [key("relation.loyal.reverse.profit.count")])
    assert found.values["relation"]["loyal"]["reverse"]["profit"] == {"count": 4}


def test_the_projects_schema_goes_before_the_stores_and_changes_nothing_in_it(base: Path) -> None:
    lowest = LOYAL._replace(
        properties=(Property("profit", "float", top="lowest", limit=1), Property("new", "float"))
    )
    other = Relation(77, "Other", "other", 1, 2, (Property("x", "integer", sum=True),))
    schema = SCHEMA._replace(relations=(lowest, other))
    before = (base / "store.sqlite").read_bytes()
    source = both(base, schema)[1]
    paths = ["profit.total", "profit.top", "new.count", "new.top", "new.total"]
    keys = [key(f"relation.loyal.reverse.{path}") for path in paths]
    found = source.fetch(ANN, [*keys, key("relation.other.reverse.x.total")]).values["relation"]
    assert found["loyal"]["reverse"]["profit"] == {
        "total": 0,
        "top": [{"value": 7.5, "lead": {"_id": "c2", "_fname": "Cid"}}],
    }
    assert found["loyal"]["reverse"]["new"]["count"] == 0
    assert found["other"]["reverse"]["x"] == {"total": 0}
    assert source.linked(other, "a1", "reverse") == []  # type: ignore[attr-defined]
    assert (base / "store.sqlite").read_bytes() == before


def test_what_an_import_says_it_did(base: Path) -> None:
    again = loaded(base)
    assert again[0] == Loaded("data/profiles/agents.jsonl", "profiles", 2)
    assert [one.number for one in again] == [2, 3, 5, 3, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("links/loyal.csv", "a,b\nx,y\nx,y\n", "links/loyal.csv: 'x' and 'y' are linked more"),
        ("links/loyal.csv", "a,b,visits\nx,y,99999999999999999999\n", "visits is too large"),
        ("links/loyl.csv", "a,b\nx,y\n", "data/links/loyl.csv: the schema has no relation 'loyl'"),
        ("profiles/agent.csv", "_id\nx\n", "the schema has no database 'agent'"),
        ("profiles/agents.csv", "_id\nx\nx\n", "agents.csv: more than one profile is 'x'"),
        ("profiles/agents.csv", "_id,a\nx,1\n,2\n", "agents.csv: line 3: '_id' must be"),
        ("json.json", "{", "json.json"),
    ],
)
def test_a_wrong_file_is_named_and_leaves_nothing_behind(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    write(tmp_path, name, content)
    with pytest.raises(DataError) as caught:
        loaded(tmp_path)
    assert sentence in str(caught.value)
    with open_store(tmp_path / "store.sqlite", read_only=True) as store:
        tables = [store.connection.execute(f"select count(*) from {name}").fetchone()
                  for name in ("profiles", "links_3", "documents", "contacts")]  # fmt: skip
    assert tables == [(0,)] * 4


def test_links_are_read_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.sources.sqlite._PAGE", 2)
    with open_store(tmp_path / "store.sqlite", SCHEMA) as store:
        for number in range(5):
            attach(store, LOYAL.id, "a1", f"c{number}")
    source = both(tmp_path)[1]
    found = source.linked(LOYAL, "a1", "reverse")  # type: ignore[attr-defined]
    assert [one.b for one in found] == ["c0", "c1", "c2", "c3", "c4"]


def test_databases_need_their_numbers(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite", Schema((Database(9, "nine"),))) as store:
        assert list(import_folder(store, tmp_path, tmp_path, assume(), watch)) == []
