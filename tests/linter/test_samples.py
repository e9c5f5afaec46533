"""The messages that sample data make of a file."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from relvars.catalog import assume, language
from relvars.linter.runner import Plan, Source
from relvars.linter.samples import beside, rendered
from relvars.syntax.ast import Template
from relvars.values import Values

PLAN = Plan(None, language())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sample(name: str, first: str) -> None:
    Path(name).write_text(json.dumps({"lead": {"_fname": first}}), encoding="utf-8-sig")


def none(tree: Template, source: Source) -> Sequence[Values]:
    return []


def messages(text: str, name: str = "m.ru.html") -> list[str | None]:
    return rendered(PLAN, assume(), none, Source(name, name, text, frozenset()))


def test_samples_lie_beside_the_file() -> None:
    assert messages("{lead._fname}") == []
    for number, name in enumerate(["m.ru.html", "m.ru", "m", "other"]):
        sample(f"{name}.values.json", f"Ann {number}")
    assert messages("{lead._fname}") == ["Ann 0", "Ann 1", "Ann 2"]
    assert messages("{lead._fname}", "other.html") == ["Ann 3"]


def test_samples_may_come_from_elsewhere() -> None:
    source = Source("m.html", "m.html", "{lead._fname}", frozenset())
    assert rendered(PLAN, assume(), lambda *_: [{"lead": {"_fname": "Bob"}}], source) == ["Bob"]


def test_what_has_errors_makes_no_message() -> None:
    sample("m.values.json", "Ann")
    assert messages("{lead._fname") == []


def test_what_fails_makes_none() -> None:
    Path("m.values.json").write_text('{"fragment": {"a": "{lead.x"}}', encoding="utf-8")
    assert messages("{fragment.a}") == [None]


@pytest.mark.parametrize("text", ["", "[1]", "{", '{"a": NaN}'])
def test_what_is_no_values_object_is_no_sample(text: str) -> None:
    Path("m.values.json").write_text(text, encoding="utf-8")
    assert list(beside("m.html")) == []
