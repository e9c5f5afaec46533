import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.errors import ConfigError, DataError
from relvars.sources.profiles import Profiles, index_profiles, not_found, picked, profile
from relvars.sources.reading import SourceFile
from relvars.values import EACH, Key, Value

from .project import CUSTOMERS


def indexed(tmp_path: Path, name: str, content: str) -> Profiles:
    path = tmp_path / name
    path.write_bytes(content.encode())
    return index_profiles(SourceFile(path, name), CUSTOMERS)


RECORDS: list[dict[str, Value]] = [
    {"_id": "c1", "имя": "Боб"},
    {"_id": 7, "age": 5},
    {"_id": "c3"},
]
LINES = "\n".join(json.dumps(one, ensure_ascii=False) for one in RECORDS) + "\n"


@pytest.mark.parametrize(
    ("name", "content"), [("c.jsonl", "\n" + LINES), ("c.json", json.dumps(RECORDS))]
)
def test_profiles_are_found_by_their_ids(tmp_path: Path, name: str, content: str) -> None:
    profiles = indexed(tmp_path, name, content)
    assert list(profiles.offsets) == ["c1", "7", "c3"]
    assert [profile(profiles, one) for one in ("c1", "7", "c3", "c4")] == [*RECORDS, None]


def test_json_lines_are_not_kept(tmp_path: Path) -> None:
    assert indexed(tmp_path, "c.jsonl", LINES).whole == {}


def test_csv_columns_have_the_types_of_the_schema_or_of_system_fields(tmp_path: Path) -> None:
    text = (
        "_id,age,_fname,phones,subscriptions,other\n"
        '007,5,Bob,"+1, +2","[{""channel"": ""sms""}]",12\n'
    )
    assert profile(indexed(tmp_path, "c.csv", text), "007") == {
        "_id": "007",
        "age": 5,
        "_fname": "Bob",
        "phones": ["+1", "+2"],
        "subscriptions": [{"channel": "sms"}],
        "other": "12",
    }


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("c.jsonl", '{"_id": "x"}\n{"_id": "x"}', "c.jsonl: line 2: another profile is 'x' too"),
        ("c.json", '[{"_id": 1}, {"_id": "1"}]', "c.json: record 2: another profile is '1' too"),
        ("c.csv", "_id\nx\nx\n", "c.csv: line 3: another profile is 'x' too"),
        ("c.jsonl", '{"id": "x"}', "'_id' must be a profile's id, a text, not missing"),
        ("c.jsonl", '{"_id": ""}', "'_id' must be a profile's id, a text, not ''"),
        ("c.jsonl", '{"_id": true}', "not True"),
        ("c.jsonl", '{"_id": null}', "not None"),
        ("c.csv", "_id,age\nx,old\n", "c.csv: line 2: column age: 'old' is not a whole number"),
    ],
)
def test_wrong_profiles_are_said_with_file_and_line(
    tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    with pytest.raises(DataError) as caught:
        indexed(tmp_path, name, content)
    assert sentence in str(caught.value)


def test_a_file_that_is_gone_since_is_said(tmp_path: Path) -> None:
    profiles = indexed(tmp_path, "c.jsonl", LINES)
    profiles.file.path.unlink()
    with pytest.raises(ConfigError, match=r"there is no file c\.jsonl"):
        profile(profiles, "c1")


def test_an_id_that_is_not_there_is_said_with_what_looks_like_it(tmp_path: Path) -> None:
    profiles = indexed(tmp_path, "c.jsonl", '{"_id": "5d63dbdb"}\n{"_id": "zz"}\n')
    near = str(not_found(profiles, "customers", "5d63dbda"))
    assert near == (
        "c.jsonl: no profile of the database customers has the id '5d63dbda';"
        " did you mean 5d63dbdb?"
    )
    assert str(not_found(profiles, "customers", "q")).endswith("it holds 2 profiles")
    one = indexed(tmp_path, "c.jsonl", '{"_id": "x"}')
    assert str(not_found(one, "customers", "q")).endswith("it holds 1 profile")


PERSON: Value = {
    "_id": "c1",
    "address": {"city": "Oslo", "zip": {"a": 1, "b": 2}},
    "tasks": [{"title": "x", "done": True}],
    "none": None,
}


@pytest.mark.parametrize(
    ("paths", "chosen"),
    [
        ([()], PERSON),
        ([("_id",), ()], PERSON),
        ([], {}),
        ([("_id",), ("none",), ("nothing",)], {"_id": "c1", "none": None}),
        ([("address", "city")], {"address": {"city": "Oslo"}}),
        ([("address", "city"), ("address",)], {"address": PERSON["address"]}),
        ([("address",), ("address", "city")], {"address": PERSON["address"]}),
        ([("address", "zip", "a"), ("address", "city")],
         {"address": {"zip": {"a": 1}, "city": "Oslo"}}),
        ([("address", "zip"), ("address", "zip", "a")], {"address": {"zip": {"a": 1, "b": 2}}}),
        ([("tasks", EACH, "title")], {"tasks": PERSON["tasks"]}),
        ([("_id", "x"), ("none", "x"), ("gone", "x", "y")], {}),
    ],
)  # fmt: skip
def test_only_what_is_asked_for_is_picked(paths: list[Key], chosen: Value) -> None:
    before = json.dumps(PERSON)
    assert picked(PERSON, paths) == chosen
    assert json.dumps(PERSON) == before, "the record itself is left alone"


NAMES = st.sampled_from("abc")
trees = st.recursive(st.integers(), lambda inner: st.dictionaries(NAMES, inner, max_size=3))


def at(value: Value, path: Key) -> Value:
    for name in path:
        if not isinstance(value, dict) or name not in value:
            return None
        value = value[name]
    return value


@given(
    st.dictionaries(NAMES, trees, max_size=3),
    st.lists(st.lists(NAMES, min_size=1, max_size=4).map(tuple), max_size=4),
)
def test_what_is_picked_reads_as_the_record_does(record: Value, paths: list[Key]) -> None:
    chosen = picked(record, paths)
    assert [at(chosen, path) for path in paths] == [at(record, path) for path in paths]
