import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvars.errors import ConfigError, DataError, SourceError
from relvars.sources.reading import (
    SourceFile,
    decoded,
    read_json,
    read_text,
    records,
    safe_name,
    source_file,
    unreadable,
)
from relvars.values import Value


def made(tmp_path: Path, name: str, content: str | bytes) -> SourceFile:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return SourceFile(path, name)


def objects(file: SourceFile, **types: str) -> list[dict[str, Value]]:
    return [record.data for record in records(file, types)]


def complaint(file: SourceFile, **types: str) -> str:
    with pytest.raises(DataError) as caught:
        objects(file, **types)
    return str(caught.value)


def test_a_file_is_known_by_its_path_below_the_base(tmp_path: Path) -> None:
    assert source_file(tmp_path / "data" / "x.json", tmp_path).label == "data/x.json"
    assert source_file(Path("/else/x.json"), tmp_path).label == "/else/x.json"


def test_text_keeps_its_line_ends(tmp_path: Path) -> None:
    assert read_text(made(tmp_path, "x.txt", "a\r\nb\rc\n")) == "a\r\nb\rc\n"


def test_what_is_not_utf_8_is_said_with_the_byte(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"x\.txt: not UTF-8 at byte 2"):
        read_text(made(tmp_path, "x.txt", b"ab\xff"))
    with pytest.raises(DataError, match="here: not UTF-8 at byte 0"):
        decoded(b"\x80", "here")


def test_no_such_file_is_a_wrong_argument(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no file gone\.json"):
        read_json(tmp_path / "gone.json", "gone.json")
    with pytest.raises(ConfigError, match=r"no such|there is no file"):
        read_json(tmp_path / "gone.json")


def test_a_file_that_cannot_be_read_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"dir could not be read: .+") as caught:
        read_json(tmp_path, "dir")
    assert not isinstance(caught.value, DataError)
    with pytest.raises(SourceError, match="null"):
        read_json(tmp_path / "a\0b", "x")
    assert "denied" in str(unreadable(SourceFile(tmp_path, "x"), OSError(13, "denied")))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": }', "x.json: expecting value, line 1, column 7"),
        ('{\n"a": NaN}', "x.json: NaN is not a value"),
        ("[" * 100_000, "x.json: it nests too deeply"),
        ("", "x.json: expecting value"),
    ],
)
def test_wrong_json_is_said_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    file = made(tmp_path, "x.json", text)
    with pytest.raises(DataError) as caught:
        read_json(file.path, file.label)
    assert str(caught.value).startswith(sentence)


def test_json_lines_are_objects_and_blank_lines_nothing(tmp_path: Path) -> None:
    file = made(tmp_path, "x.jsonl", '{"a": 1}\r\n\n  \n{"a": "\u2028"}\n{"a": 3}')
    assert objects(file) == [{"a": 1}, {"a": "\u2028"}, {"a": 3}]
    assert [record.place for record in records(file, {})] == ["line 1", "line 4", "line 5"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"a": Infinity}', "x.jsonl: line 2: Infinity is not a value"),
        ('{"a": 1', "x.jsonl: line 2: expecting ',' delimiter, column 8"),
        ("[1]", "x.jsonl: line 2: it must hold an object"),
        ("5", "x.jsonl: line 2: it must hold an object"),
        ('{"a": 1e999}', "x.jsonl: line 2: 1e999 is too large"),
    ],
)
def test_a_wrong_json_line_is_said_with_its_line(tmp_path: Path, line: str, sentence: str) -> None:
    assert complaint(made(tmp_path, "x.jsonl", '{"a": 1}\n' + line)).startswith(sentence)
    assert "line 2: not UTF-8" in complaint(made(tmp_path, "y.jsonl", b'{"a": 1}\n\xff'))


def test_a_json_file_holds_a_list_of_objects(tmp_path: Path) -> None:
    assert objects(made(tmp_path, "x.json", '[{"a": 1}, {}]')) == [{"a": 1}, {}]
    assert complaint(made(tmp_path, "x.json", "{}")) == "x.json: it must hold a list of objects"
    assert "record 2: it must hold an object" in complaint(made(tmp_path, "x.json", "[{}, 5]"))


CSV_TYPES = {
    "i": "integer", "f": "float", "b": "boolean", "t": "tags", "o": "object", "l": "objects",
    "d": "date",
}  # fmt: skip


def test_csv_cells_are_of_their_types_and_empty_ones_missing(tmp_path: Path) -> None:
    text = (
        "\ufeffi,f,b,t,o,l,d,s\r\n"
        '-5,1.5,TRUE,"x, y,, z","{""k"": 1}",[1],2020-01-01,"a\nb"\r\n'
        ",,,,,,,\r\n"
        "\r\n"
        "+7,2,0, x,{},[],,007\r\n"
    )
    assert objects(made(tmp_path, "x.csv", text), **CSV_TYPES) == [
        {"i": -5, "f": 1.5, "b": True, "t": ["x", "y", "z"], "o": {"k": 1}, "l": [1],
         "d": "2020-01-01", "s": "a\nb"},
        {},
        {"i": 7, "f": 2.0, "b": False, "t": ["x"], "o": {}, "l": [], "s": "007"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [
        ("i", "1.5", "a whole number"),
        ("i", "x", "a whole number"),
        ("i", "١", "a whole number"),
        ("i", "9" * 5_000, "a whole number"),
        ("f", "nan", "a number"),
        ("f", "inf", "a number"),
        ("f", "1e999", "a number"),
        ("f", "1_000", "a number"),
        ("f", ".", "a number"),
        ("b", "yes", "true or false"),
        ("o", "[1]", "a JSON object"),
        ("o", "{", "a JSON object"),
        ("l", "{}", "a JSON list"),
    ],
)
def test_a_bad_cell_is_said_with_line_column_and_value(
    tmp_path: Path, column: str, cell: str, kind: str
) -> None:
    file = made(tmp_path, "x.csv", f'a,{column}\n"1\n2",\nx,"{cell}"\n')
    said = complaint(file, **CSV_TYPES)
    assert said == f"x.csv: line 4: column {column}: {cell[:60]!r} is not {kind}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1\n", "x.csv: line 2: 1 cells, but the header has 2"),
        ("a,b\n1,2,3\n", "x.csv: line 2: 3 cells"),
        ("a,b,a\n", "x.csv: line 1: two columns are called 'a'"),
        ('a\n"x" y\n', "x.csv: line 2: "),
        ('a\n"x', "x.csv: line 2: "),
        ("a\n" + "x" * 200_000, "x.csv: line 2: field larger"),
    ],
)
def test_wrong_csv_is_said_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    assert complaint(made(tmp_path, "x.csv", text)).startswith(sentence)


def test_csv_that_is_not_utf_8_or_not_there(tmp_path: Path) -> None:
    assert "x.csv: not UTF-8" in complaint(made(tmp_path, "x.csv", b"a\n\xff\n"))
    for ending in ("csv", "jsonl"):
        with pytest.raises(ConfigError, match="there is no file"):
            objects(SourceFile(tmp_path / f"gone.{ending}", "gone"))
    assert objects(made(tmp_path, "empty.csv", "")) == []


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "/a", "a\0", "a\nb", "../a"])
def test_a_name_that_leaves_its_folder_is_not_safe(name: str) -> None:
    assert not safe_name(name)


@pytest.mark.parametrize("name", ["agents", "Клиенты 2", "a.b", "-", "..."])
def test_other_names_are_safe(name: str) -> None:
    assert safe_name(name)


@given(st.text(max_size=20))
def test_a_safe_name_stays_in_its_folder(name: str) -> None:
    if safe_name(name):
        path = os.path.normpath(os.path.join("folder", name + ".csv"))
        assert os.path.dirname(path) == "folder"


@settings(max_examples=200)
@given(st.binary(max_size=60), st.sampled_from(["x.csv", "x.json", "x.jsonl"]))
def test_any_bytes_are_records_or_a_data_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    file = made(tmp_path_factory.mktemp("any"), name, content)
    try:
        found = objects(file)
    except DataError as error:
        found = []
        assert name in str(error)  # noqa: PT017 - either way is right
    assert all(type(one) is dict for one in found)
