import pytest

from relvars.catalog import catalog
from relvars.functions import FUNCTIONS, BadArgumentError
from relvars.functions.function import (
    complaint,
    field_at,
    literal,
    objects_at,
    text_argument,
    value_at,
)
from relvars.values import Value

from .calls import call


class Hostile:
    """An object that must never be asked for anything."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(name)

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None  # type: ignore[assignment]


def test_every_function_of_the_catalog_is_there_under_its_name() -> None:
    assert list(FUNCTIONS) == list(catalog().functions)
    assert all(name == function.name for name, function in FUNCTIONS.items())


def test_a_literal_is_known_and_a_path_is_not() -> None:
    made = call("order", "x", 5, ("json", "a"))
    assert [literal(made, place) for place in range(4)] == ["x", 5, None, None]


def test_a_text_argument_must_be_a_text() -> None:
    assert text_argument(["a"], 0, "filter") == "a"
    for arguments in ([], [None], [5], [["a"]]):
        with pytest.raises(BadArgumentError, match="The filter must be a text in quotes"):
            text_argument(arguments, 0, "filter")


def test_a_complaint_is_the_sentence_of_the_error() -> None:
    def fail() -> None:
        raise BadArgumentError("so bad")

    assert complaint(fail) == "so bad"
    assert complaint(lambda: None) is None


def test_reading_through_what_is_no_object_is_missing() -> None:
    assert field_at({"a": {"b": 1}}, ["a", "b"]) == 1
    assert field_at({"a": {"b": 1}}, []) == {"a": {"b": 1}}
    values: list[Value] = [None, 5, "text", [{"b": 1}], {}]
    for value in values:
        assert field_at({"a": value}, ["a", "b"]) is None


def test_an_object_of_python_is_no_object() -> None:
    assert field_at({"a": Hostile()}, ["a", "b"]) is None
    assert objects_at({"a": [Hostile(), {"x": 1}]}, ["a"]) == [{"x": 1}]
    assert objects_at({"a": Hostile()}, ["a"]) == []


def test_a_value_at_a_path_begins_at_a_root() -> None:
    assert value_at({"lead": {"x": 1}}, ("lead", "x")) == 1
    assert value_at({"lead": {"x": 1}}, ("json", "x")) is None
    assert value_at({"lead": 7}, ("lead",)) == 7
