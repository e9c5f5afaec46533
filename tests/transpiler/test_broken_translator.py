"""A translator with one line broken does not pass: the proof catches every construct and trap."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relvars.catalog import Assumptions, assume, language
from relvars.schema import Database, Property, Relation, Schema
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.transpiler import Delimiters, proof, to_jinja
from relvars.transpiler.proof import printed, prove
from tests.transpiler.broken_translator import forget, load

SCHEMA = Schema(
    (Database(1, "agents", {"city": "string", "n": "integer", "tags": "tags", "items": "string"}),),
    (Relation(1, "Loyal", "loyal", 1, 1, (Property("p", "float", True, "highest", 5),)),),
)
TABLE = Path(__file__).with_name("breaks.toml")
BREAKS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["break"]


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    forget()


def text_of(one: dict[str, Any]) -> str:
    if "nested" not in one:
        return str(one["text"])
    opener, times, inner, closer = one["nested"]
    return str(one.get("text", "NESTED")).replace("NESTED", opener * times + inner + closer * times)


def template_of(one: dict[str, Any], assumptions: Assumptions) -> Template:
    return parse(text_of(one), one.get("file", "t.html"), language=language(assumptions))


def settings(one: dict[str, Any]) -> dict[str, Any]:
    known = {"schema": SCHEMA, "database": "agents"} if one.get("schema") else {}
    words = Delimiters(*one.get("delimiters", ()))
    return {"assumptions": assume(one.get("assumed", {})), "delimiters": words, **known}


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one["name"])
def test_breaks_are_caught(one: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    under = settings(one)
    template = template_of(one, under["assumptions"])
    room = load(one["module"], one["old"], one["new"])
    made = room["jinja"].to_jinja(template, **under)
    assert made.text
    monkeypatch.setattr(proof, "jinja_values", room["context"].jinja_values)
    assert prove(template, 1000, translation=made, **under).difference is not None


def test_the_unbroken_translator_is_not_caught() -> None:
    for one in BREAKS:
        under = settings(one)
        template = template_of(one, under["assumptions"])
        if to_jinja(template, **under).text:
            found = prove(template, 2, environments=("strict",), **under)
            assert found.difference is None, printed(found)


def test_each_break_has_a_name_of_its_own() -> None:
    assert len({one["name"] for one in BREAKS}) == len(BREAKS)
