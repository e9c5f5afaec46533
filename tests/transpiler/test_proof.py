"""The certificate: what was tried, what was reached, and the smallest difference."""

import json
from typing import Any

import pytest

from relvars.schema import Database, Schema
from relvars.transpiler import Translation, to_jinja
from relvars.transpiler import proof as proving
from relvars.transpiler.environments import ENVIRONMENTS, Run
from relvars.transpiler.proof import BRANCHES, Certificate, printed, prove

TEXT = '{if json.a equal "x"}a{else}b{end}{for $i $x = json.c}{if $x.d}d{end}{else}e{end}'


def broken(text: str, good: str, bad: str) -> Translation:
    made = to_jinja(text)
    assert good in made.text
    return made._replace(text=made.text.replace(good, bad))


def test_branches_are_counted_on_both_sides() -> None:
    proof = prove(TEXT, 100)
    assert (proof.branches, proof.reached, proof.reached_in_jinja) == (6, 6, 6)
    assert "branches      6, of which relvars reached 6 and Jinja2 6\n" in printed(proof)
    assert "the same text every time" in printed(proof)


def test_branches_that_no_values_take_are_counted_too() -> None:
    proof = prove('{if "x"}a{else}b{end}', 60)
    assert (proof.branches, proof.reached, proof.reached_in_jinja) == (2, 1, 1)
    assert (proof.tried, proof.distinct) == (60, 1)


def test_a_branch_that_jinja_takes_and_relvars_does_not_is_a_difference() -> None:
    text = "{if json.a}{else}{end}{json.b}"
    proof = prove(text, 50, translation=broken(text, 'if json.get("a")', 'if json.get("b")'))
    assert proof.difference is not None
    assert proof.difference.environment == BRANCHES
    assert proof.difference.values in ({"json": {"a": "1"}}, {"json": {"a": 1}})
    assert proof.difference.expected == "then of line 1, column 1"
    assert proof.difference.actual == "else of line 1, column 1"
    assert "DIFFERENT in the branches taken" in printed(proof)
    text = "\n{for $i $x = json.a}{end}"
    proof = prove(text, 50, translation=broken(text, "is not string", "is     string"))
    assert proof.difference is not None
    assert proof.difference.expected == "body of line 2, column 1"


def test_marks_that_have_no_place_are_not_gone_by() -> None:
    made = to_jinja(TEXT)
    moved = made._replace(text=made.text.replace("{%- autoescape", "{# moved #}{%- autoescape"))
    proof = prove(TEXT, 100, translation=moved)
    assert proof.difference is None
    assert (proof.reached, proof.reached_in_jinja) == (6, 0)


def test_a_certificate_says_what_was_tried() -> None:
    proof = prove(TEXT, 30, 4)
    shown = printed(proof).splitlines()
    assert shown[0] == "template      <template>"
    assert len(shown[1].split()[1]) == 64
    assert shown[2].endswith(", seed 4")
    assert shown[3].startswith("values        30 tried, ")
    assert shown[5] == f"environments  {', '.join(ENVIRONMENTS)}"
    assert shown[6] == "one program   default, trim and lstrip, CRLF, CR, not optimized"
    assert prove(TEXT, 30, 4) == proof
    assert "one program" not in printed(prove(TEXT, 3, environments=["strict"]))


def test_every_environment_renders_every_values_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but those that run the program of another, after the first values."""
    rendered = dict.fromkeys(ENVIRONMENTS, 0)
    run = proving._run

    def counted(one: Run, context: dict[str, Any]) -> str:
        rendered[one.name] += 1
        return run(one, context)

    monkeypatch.setattr(proving, "_run", counted)
    found = prove("{json.a}{json.b}", 200)
    first = ("trim and lstrip", "CRLF", "CR", "not optimized")
    assert rendered == {name: 40 if name in first else found.distinct for name in ENVIRONMENTS}


def test_how_far_it_is_can_be_followed() -> None:
    told: list[int] = []
    prove("{json.a}", 50, done=told.append)
    assert told == list(range(1, 51))


def test_values_of_ones_own_come_first() -> None:
    made = broken("{json.a}", "value is boolean", "value is undefined")
    odd = {"json": {"a": True, "b": 1}}
    proof = prove("{json.a}", 0, translation=made, first=[odd])
    assert proof.tried == 1
    assert proof.difference is not None
    assert proof.difference.values == {"json": {"a": True}}


def test_with_a_schema_values_keep_to_it() -> None:
    schema = Schema((Database(1, "agents", {"city": "string", "tags": "tags"}),))
    text = "{lead.city}{for $i $x = lead.tags}{$x}{end}{if lead.city}y{end}"
    plain = to_jinja(text, schema=schema, database="agents")
    assert prove(text, 200, schema=schema, database="agents").difference is None
    typed = prove(text, 200, translation=plain, schema=schema, database="agents")
    assert typed.difference is None
    assert (typed.reached, typed.branches) == (4, 4)
    # Values of any type show that this one trusts the schema.
    assert prove(text, 200, translation=plain).difference is not None


def test_a_difference_is_shrunk_to_the_smallest_values() -> None:
    text = "{json.a}{json.b}{lead.c}"
    proof = prove(text, 500, translation=broken(text, '"true" if value', '"yes" if value'))
    assert proof.difference is not None
    values = proof.difference.values
    assert sum(len(one) for one in values.values()) == 1
    assert (proof.difference.expected, proof.difference.actual) == ("true", "yes")
    shown = printed(proof).splitlines()[-5:]
    assert shown[0].startswith("result        DIFFERENT in the environment '")
    assert json.loads(shown[1].removeprefix("values        ")) == values
    assert shown[2:] == [
        "differs at    character 0 (from 0)", "relvars       'true'", "jinja2        'yes'",
    ]  # fmt: skip


def test_of_long_texts_the_place_of_the_difference_is_shown() -> None:
    text = "a" * 500 + "{json.a}" + "b" * 500
    proof = prove(text, 100, translation=broken(text, '"true" if value', '"yes" if value'))
    assert proof.difference is not None
    assert proof.difference.at == 500
    expected, actual = printed(proof).splitlines()[-2:]
    assert expected == f"relvars       …'{'a' * 60}true{'b' * 56}'…"
    assert actual == f"jinja2        …'{'a' * 60}yes{'b' * 57}'…"


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        ("endautoescap", "TemplateSyntaxError"),
        ("set x = 1/0 %}{% endautoescape", "ZeroDivisionError"),
    ],
)
def test_what_jinja_refuses_or_raises_is_a_difference(bad: str, error: str) -> None:
    proof = prove("x", 5, translation=broken("x", "endautoescape", bad))
    assert proof.difference is not None
    assert proof.difference.actual.split(":")[0] == error


def test_what_relvars_refuses_is_counted() -> None:
    text = '{jsonpath(json.a json.p "item")}'
    proof = prove(text, 5, first=[{"json": {"p": "$[", "a": {}}}])
    assert isinstance(proof, Certificate)
    assert proof.refused >= 1
    assert f"{proof.refused} refused by relvars" in printed(proof)
