"""Places in a TOML text, and edits that leave the rest alone."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.config.toml_lines import Place, locate, set_keys

EVERY_FORM = '''\
a.b.c = 1.5  # a comment with "quotes" and [brackets]
x = [ {a=1, b="]}"}, # here
  {a=2, b=[1, 2,
 3]},
]
y = """ [z]
 q=1 "" """
w = QQQ[no]
table'QQQ
d = 1979-05-27 07:32:00
"q \\" t".'u' = 'single # no comment'
[[t.u]]
[[t.u.v]]
k=1
[[t.u.v]]
k=2
[t.u.w]
[[t.u]]
[ t . "u" . v ]
k=3'''.replace("QQQ", "'" * 3)


def lines(text: str) -> dict[Place, int]:
    return {place: text.count("\n", 0, spot.start) + 1 for place, spot in locate(text).items()}


def values(text: str) -> dict[Place, str]:
    return {place: text[spot.value : spot.end] for place, spot in locate(text).items()}


def at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def test_lines_of_keys_tables_and_items() -> None:
    found = lines(EVERY_FORM)
    assert found[("a", "b", "c")] == 1
    assert found[("x", 0)] == 2
    assert found[("x", 0, "b")] == 2
    assert found[("x", 1, "b", 1)] == 3
    assert found[("x", 1, "b", 2)] == 4
    assert found[("y",)] == 6
    assert found[("w",)] == 8
    assert found[("d",)] == 10
    assert found[('q " t', "u")] == 11
    assert found[("t", "u", 0)] == 12
    assert found[("t", "u", 0, "v", 0, "k")] == 14
    assert found[("t", "u", 0, "v", 1, "k")] == 16
    assert found[("t", "u", 0, "w")] == 17
    assert found[("t", "u", 1)] == 18
    assert found[("t", "u", 1, "v", "k")] == 20


def test_every_value_reads_as_what_stands_at_its_spot() -> None:
    data = tomllib.loads(EVERY_FORM)
    read = {place: text for place, text in values(EVERY_FORM).items() if text}
    assert len(read) > 12
    for place, text in read.items():
        assert tomllib.loads(f"x = {text}")["x"] == at(data, place)


def test_setting_a_key_replaces_its_value_alone() -> None:
    before = '# top\n[assumptions]\nzero = "false" # as seen\nindex_base=0\n\n[lint]\nselect = []\n'
    assert set_keys(before, "assumptions", {"index_base": 1}) == before.replace("=0", "=1")
    assert set_keys(before, "assumptions", {"zero": "true"}) == before.replace('"false"', '"true"')


def test_a_new_key_goes_to_the_end_of_its_table() -> None:
    before = '[assumptions]\nzero = "false" # as seen\n\n[lint]\n'
    after = '[assumptions]\nzero = "false" # as seen\nindex_base = 1\n\n[lint]\n'
    assert set_keys(before, "assumptions", {"index_base": 1}) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[t]\nk = "v"\n'),
        ("a = 1", 'a = 1\n\n[t]\nk = "v"\n'),
        ("a = 1\n", 'a = 1\n\n[t]\nk = "v"\n'),
        ("a = 1\r\n", 'a = 1\r\n\r\n[t]\r\nk = "v"\r\n'),
        ("[t]", '[t]\nk = "v"\n'),
        ("[t]\n[u]\n", '[t]\nk = "v"\n[u]\n'),
        ("[t]\na = [\n 1,\n]\n[u]", '[t]\na = [\n 1,\n]\nk = "v"\n[u]'),
    ],
)
def test_a_key_for_each_way_a_table_can_be_there(before: str, after: str) -> None:
    assert set_keys(before, "t", {"k": "v"}) == after


def test_values_of_every_kind_are_spelled_in_toml() -> None:
    settings = {"a": 'q"\\\n\x7fя', "b": ("x", "y"), "c": 1, "d": True, "e f": ""}
    read = tomllib.loads(set_keys("", "t", settings))["t"]
    assert read == {**settings, "b": ["x", "y"]}


@pytest.mark.parametrize(
    "before", ["t = { a = 1 }\n", "t.a = 1\nz = 1\n", "[t.b]\n[u]\n", "[t.b]\nk = 1\n"]
)
def test_tables_that_cannot_be_added_to_are_refused(before: str) -> None:
    with pytest.raises(ValueError, match="the table t is written in a way"):
        set_keys(before, "t", {"k": "v"})


def test_a_value_is_replaced_even_where_nothing_can_be_added() -> None:
    assert set_keys("t = { a = 1 }\n", "t", {"a": 2}) == "t = { a = 2 }\n"


names = st.sampled_from(["a", "b", "c_1"])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(
    st.dictionaries(names, texts | st.integers(-9, 9) | st.booleans()),
    st.text("ab \n#", max_size=9),
)
def test_set_keys_reads_back(settings: dict[str, Any], more: str) -> None:
    before = "x = 1\n" + "\n".join(f"# {line}" for line in more.split("\n")) + "\n[t]\na = 'old'\n"
    after = set_keys(before, "t", settings)
    assert tomllib.loads(after) == {"x": 1, "t": {"a": "old"} | settings}
    assert after.startswith(before.partition("a = ")[0])
