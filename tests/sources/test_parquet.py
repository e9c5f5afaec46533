"""Parquet files of profiles and links: as JSON lines of the same, and what they cannot hold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from relvars.errors import ConfigError, DataError, SourceError
from relvars.sources import parquet as module
from relvars.sources.reading import SourceFile, records
from relvars.sources.recording.collecting import Recording
from relvars.sources.recording.writing import write_recording

from .project import SCHEMA, fetch, write

PROFIT = "relation.loyal.reverse.profit"
AGENTS: list[dict[str, Any]] = [
    {"_id": "a1", "_fname": "Ann", "city": "Oslo"},
    {"_id": "a2", "_fname": None, "city": "Riga"},
]
LINKS: list[dict[str, Any]] = [
    {"a": "a1", "b": "c1", "profit": 10.5, "visits": 3},
    {"a": "a1", "b": "c2", "profit": None, "visits": None},
]


def written(folder: Path, name: str, rows: list[dict[str, Any]]) -> Path:
    table = pyarrow.Table.from_pylist(rows)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, path)
    return path


def read(path: Path, **types: str) -> list[dict[str, Any]]:
    return [one.data for one in records(SourceFile(path, path.name), types)]


def test_profiles_and_links_are_those_of_json_lines(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    written(one, "data/profiles/agents.parquet", AGENTS)
    written(one, "data/links/loyal.parquet", LINKS)
    for name, rows in (("profiles/agents", AGENTS), ("links/loyal", LINKS)):
        full: list[Any] = [
            {key: cell for key, cell in row.items() if cell is not None} for row in rows
        ]
        write(other, f"{name}.jsonl", full)
    asked = ("lead._fname", "lead.city", f"{PROFIT}.count", f"{PROFIT}.total", f"{PROFIT}.top")
    found = fetch(one, *asked)
    assert found == fetch(other, *asked)
    assert found["lead"] == {"_fname": "Ann", "city": "Oslo"}


def test_every_kind_of_cell(tmp_path: Path) -> None:
    row = {
        "text": "é", "whole": 5, "part": 1.5, "yes": True, "none": None, "list": ["a", None],
        "object": {"a": {"b": 1}}, "day": date(2024, 5, 1), "price": Decimal("8.95"),
        "count": Decimal("7"), "at": datetime(2019, 3, 14, 22, 0, tzinfo=UTC),
        "local": datetime(2019, 3, 14, 22, 0),
    }  # fmt: skip
    assert read(written(tmp_path, "a.parquet", [row])) == [
        {
            "text": "é", "whole": 5, "part": 1.5, "yes": True, "list": ["a", None],
            "object": {"a": {"b": 1}}, "day": "2024-05-01", "price": 8.95, "count": 7,
            "at": "2019-03-14T22:00:00Z", "local": "2019-03-14T22:00:00",
        }
    ]  # fmt: skip


def test_a_map_is_an_object(tmp_path: Path) -> None:
    kind = pyarrow.map_(pyarrow.string(), pyarrow.int64())
    table = pyarrow.table({"_id": ["a"], "m": pyarrow.array([[("x", 1)]], kind)})
    parquet.write_table(table, tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet") == [{"_id": "a", "m": {"x": 1}}]


def test_the_schema_says_what_a_text_or_a_whole_float_is(tmp_path: Path) -> None:
    row = {"tags": "a, b", "cart": '[{"n": 1}]', "age": 50.0, "city": "5"}
    path = written(tmp_path, "a.parquet", [row])
    assert read(path, tags="tags", cart="objects", age="integer", city="string") == [
        {"tags": ["a", "b"], "cart": [{"n": 1}], "age": 50, "city": "5"}
    ]


@pytest.mark.parametrize(
    ("cell", "types", "said"),
    [
        (float("nan"), {}, "nan is not a value"),
        (b"x", {}, "bytes is not a value"),
        ([float("inf")], {}, "inf is not a value"),
        ("many", {"cell": "integer"}, "'many' is not a whole number"),
    ],
)
def test_a_cell_that_holds_no_value(
    tmp_path: Path, cell: Any, types: dict[str, str], said: str
) -> None:
    path = written(tmp_path, "a.parquet", [{"cell": "1" if types else None}, {"cell": cell}])
    with pytest.raises(DataError) as caught:
        read(path, **types)
    assert str(caught.value) == f"a.parquet: row 2: column cell: {said}"


@pytest.mark.parametrize("content", [b"", b"_id,a\n1,2\n", b"PAR1" + b"\0" * 50 + b"PAR1"])
def test_what_is_no_parquet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"^a\.parquet: it cannot be read as Parquet: "):
        read(path)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").mkdir()
    with pytest.raises(SourceError, match=r"^a\.parquet could not be read: "):
        read(tmp_path / "a.parquet")


def test_without_pyarrow_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.parquet", [{"_id": "a"}])

    def missing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(ConfigError) as caught:
        read(path)
    wanted = "a.parquet needs the extra `parquet`: pip install 'relvars[parquet]'"
    assert str(caught.value) == wanted


def test_a_recording_is_not_added_to_parquet(tmp_path: Path) -> None:
    path = written(tmp_path, "data/profiles/agents.parquet", AGENTS)
    before = path.read_bytes()
    with pytest.raises(DataError, match=r"turn the file into agents\.jsonl$"):
        write_recording(
            Recording({"agents": {"a3": {"_id": "a3"}}}), tmp_path / "data", tmp_path, SCHEMA
        )
    assert path.read_bytes() == before
