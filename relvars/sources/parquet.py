"""The rows of a .parquet file as records. pyarrow reads it, loaded when there is such a file."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from math import isfinite
from typing import Any

from relvars.errors import ConfigError, DataError
from relvars.sources.reading import CELLS, KINDS, Record, SourceFile, unreadable
from relvars.values import Value

# So many rows are in memory at once.
_BATCH = 10_000


class _NotAValueError(ValueError):
    """What a cell holds is no value; the text says what it is."""


def rows(file: SourceFile, types: Mapping[str, str]) -> Iterator[Record]:
    """The rows of the file as they are asked for; an empty cell is a missing field.

    `types` are those of relvars.toml: a text in a column that is none there is read as in CSV, and
    a whole float in a column of integers is an integer.

    Raises:
        ConfigError: if pyarrow is not installed.
        DataError: for a file that is no Parquet, or a cell that holds no value.
    """
    parquet = _pyarrow(file)
    try:
        with file.path.open("rb") as opened:
            number = 0
            for batch in parquet.ParquetFile(opened).iter_batches(_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    place = f"row {number}"
                    yield Record(place, _fields(f"{file.label}: {place}", row, types))
    except OSError as error:
        if error.errno:
            raise unreadable(file, error) from None
        raise _no_parquet(file, error) from None
    except (ValueError, NotImplementedError) as error:
        raise _no_parquet(file, error) from None


def _pyarrow(file: SourceFile) -> Any:
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigError(
            f"{file.label} needs the extra `parquet`: pip install 'relvars[parquet]'"
        ) from None


def _no_parquet(file: SourceFile, error: Exception) -> DataError:
    said = (str(error).splitlines() or [""])[0]
    return DataError(f"{file.label}: it cannot be read as Parquet: {said[:200]}")


def _fields(where: str, row: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Value]:
    fields = {}
    for name, cell in row.items():
        if cell is None:
            continue
        kind = types.get(name, "")
        try:
            fields[name] = _typed(_value(cell), kind)
        except _NotAValueError as error:
            raise DataError(f"{where}: column {name}: {error}") from None
        except ValueError:
            raise DataError(
                f"{where}: column {name}: {cell[:60]!r} is not {KINDS.get(kind, 'a value')}"
            ) from None
    return fields


def _typed(value: Value, kind: str) -> Value:
    if type(value) is str and kind not in ("", "string", "date"):
        return CELLS[kind](value)
    if type(value) is float and kind == "integer" and value.is_integer():
        return int(value)
    return value


def _value(cell: Any) -> Value:
    """What pyarrow gives, as JSON has it: dates in the form of the vendor's API."""
    if cell is None or type(cell) in (bool, int, str):
        return cell
    read = next((read for kind, read in _VALUES.items() if isinstance(cell, kind)), None)
    if read is None:
        raise _NotAValueError(f"{type(cell).__name__} is not a value")
    return read(cell)


def _number(cell: float) -> Value:
    if not isfinite(cell):
        raise _NotAValueError(f"{cell} is not a value")
    return float(cell)


def _decimal(cell: Decimal) -> Value:
    whole = cell.is_finite() and cell == cell.to_integral_value()
    return int(cell) if whole else _number(float(cell))


def _list(cell: list[Any]) -> Value:
    """A list; Arrow's maps come as lists of pairs, and are objects."""
    if cell and all(type(one) is tuple and type(one[0]) is str for one in cell):
        return {name: _value(one) for name, one in cell}
    return [_value(one) for one in cell]


def _object(cell: dict[str, Any]) -> Value:
    return {name: _value(one) for name, one in cell.items()}


def _date(cell: date) -> Value:
    return cell.isoformat().replace("+00:00", "Z")


_VALUES: dict[type, Callable[[Any], Value]] = {
    float: _number, list: _list, dict: _object, date: _date, Decimal: _decimal,
}  # fmt: skip
