import json
from pathlib import Path

import pytest

from relvars.catalog import assume
from relvars.errors import ConfigError, DataError
from relvars.schema import Schema
from relvars.sources import SOURCES, Source, open_source
from relvars.sources.values import check_values, read_values
from relvars.values import Recipient, Value

ALL = [
    "lead", "subscription", "json", "apicontent", "relation", "loyalty", "fragment",
    "unsubscribe", "globalunsubscribe", "market", "functions",
]  # fmt: skip


def opened(base: Path, url: str = "values:x.json") -> Source:
    return open_source(url, schema=Schema(), assumptions=assume(), base=base)


def test_every_root_is_known() -> None:
    values: dict[str, Value] = dict.fromkeys(ALL)
    assert check_values(values, "here") is values
    assert check_values({"own": 1}, "here", roots=["own"]) == {"own": 1}


def test_another_key_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(DataError, match=r"x\.json: no values are called 'leed'; did you mean 'le"):
        check_values({"leed": {}}, "x.json")
    with pytest.raises(DataError, match="'zzz'; there are lead, subscription, json"):
        check_values({"zzz": {}}, "x.json")


@pytest.mark.parametrize("values", [None, [], 5, "lead"])
def test_values_are_one_object(values: Value) -> None:
    with pytest.raises(DataError, match="here: values are one object"):
        check_values(values, "here")


def test_a_file_gives_all_it_has_and_says_so(tmp_path: Path) -> None:
    values = {"lead": {"_fname": "Ann"}, "json": {}}
    (tmp_path / "x.json").write_text(json.dumps(values))
    fetched = opened(tmp_path).fetch(Recipient("agents", "a1"), [("lead", "_fname")])
    assert fetched.values == values
    assert fetched.origins == {("lead",): "x.json", ("json",): "x.json"}
    assert list(opened(tmp_path).recipients("agents")) == []
    assert opened(tmp_path).url == "values:x.json"
    assert read_values(tmp_path / "x.json") == values


def test_a_wrong_file_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"leads": 1}')
    with pytest.raises(DataError, match=r"^x\.json: no values are called 'leads'"):
        opened(tmp_path).fetch(Recipient("a", "b"), [])
    with pytest.raises(ConfigError, match=r"there is no file y\.json"):
        opened(tmp_path, "values:y.json").fetch(Recipient("a", "b"), [])


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "ftp:x",
            "'ftp:x' is no data source; there are files:DIR, sqlite:FILE, values:FILE,"
            " https://HOST and http://127.0.0.1:PORT",
        ),
        ("ftp://x", "there are files:DIR"),
        ("data", "'data' is no data source"),
        ("", "'' is no data source"),
        ("files:", "'files:' lacks its path"),
    ],
)
def test_another_kind_of_source_is_refused_with_those_there_are(url: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        opened(Path(), url)
    assert sentence in str(caught.value)


def test_every_kind_of_source_is_named_in_that_sentence() -> None:
    with pytest.raises(ConfigError) as caught:
        opened(Path(), "other:x")
    assert all(f"{scheme}:" in str(caught.value) for scheme in SOURCES)
