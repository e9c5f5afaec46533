import json
from typing import Any

import pytest

from relvars.cases import Surroundings, load_cases, run_case
from relvars.cases.suggest import Subject, Suggestion, as_cases, suggest
from relvars.cases.writing import case_file_text
from relvars.catalog import assume
from relvars.coverage import Point, measured, merged, reach
from relvars.schema import Database, Schema
from relvars.syntax.parser import parse

TEXT = """\
Hi {lead._fname}! {if lead.city equal "Riga"}Riga{else}{if lead.vip}VIP{end}{end}
{for $i $x = relation.loyal.reverse.profit.top}{$x.lead._fname}\
{if $x.value equal 5}five{end}{else}none{end}
"""


def subject(text: str, **rest: Any) -> Subject:
    template = parse(text, "a.html")
    assert template.diagnostics == ()
    return Subject(template, assume(), **rest)


def cases_of(text: str, *known: dict[str, Any]) -> list[Suggestion]:
    about = subject(text)
    return suggest(about, merged(reach(about.template, one).hits for one in known))


def test_the_cases_reach_all_there_is() -> None:
    about = subject(TEXT)
    made = suggest(about, {})
    assert all(one.values is not None for one in made)
    hits = merged(reach(about.template, one.values or {}).hits for one in made)
    whole = measured("", about.template, hits)
    assert [one for one in (*whole.branches, *whole.outputs) if not hits.get(one)] == []


def test_each_is_smallest_and_reaches_what_its_name_says() -> None:
    made = {one.name: one.values for one in cases_of(TEXT)}
    five = made["line 2: $x.value equal 5"]
    assert five in [
        {"relation": {"loyal": {"reverse": {"profit": {"top": [{"value": one}]}}}}}
        for one in (5, "5")
    ]
    assert made["line 1: with lead.vip"] in [{"lead": {"vip": one}} for one in (1, True, "vip")]
    assert made['line 1: lead.city equal "Riga"'] == {"lead": {"city": "Riga"}}


def test_what_is_reached_already_is_not_suggested() -> None:
    assert cases_of("{if lead.a}x{end}", {}, {"lead": {"a": 1}}) == []
    [one] = cases_of("{if lead.a}x{end}", {"lead": {"a": 1}})
    assert (one.point, one.name, one.values) == (Point(0, "else"), "line 1: without lead.a", {})


def test_why_a_branch_cannot_be_reached() -> None:
    text = '{if lead.a equal "x"}{if lead.a equal "y"}b{end}{end}'
    [one] = [one for one in cases_of(text) if one.values is None]
    assert one.is_proven
    assert one.reason.startswith('it would need `lead.a equal "x"` true (line 1)')


def test_what_is_not_found_is_said_so() -> None:
    # TOML cannot write the null that this would take.
    text = "{for $i $x = json.l}{if $i equal 999999}x{end}{end}"
    [one] = [one for one in cases_of(text) if one.values is None]
    assert (one.reason, one.is_proven) == ("not found in 400 tries", False)


def test_values_keep_to_the_schema() -> None:
    schema = Schema((Database(1, "agents", {"n": "integer", "city": "string"}),))
    about = subject("{if lead.n}x{end}{if lead.city}y{end}", schema=schema, database="agents")
    leads = [(one.values or {}).get("lead", {}) for one in suggest(about, {})]
    assert any(lead.get("n") for lead in leads)
    assert all(type(lead["n"]) is int for lead in leads if "n" in lead)
    assert all(type(lead["city"]) is str for lead in leads if "city" in lead)


@pytest.mark.parametrize("text", [TEXT, "plain", "{lead.a}{lead.b}", "{if lead.a}x{else}y{end}"])
def test_they_pass_as_cases(text: str) -> None:
    made = as_cases(suggest(subject(text), {}))
    written = case_file_text("a.html", made).replace('template = "a.html"', "")
    for case, one in zip(
        load_cases(f"text = {json.dumps(text)}\n{written}").cases, made, strict=True
    ):
        assert run_case(case, Surroundings(channel="html")).failures == (), one


def test_names_are_told_apart() -> None:
    text = "{if lead.a}x{end}{if lead.a}y{end}"
    names = [one.name for one in as_cases(suggest(subject(text), {}))]
    assert len(set(names)) == len(names)
    long = "{if lead." + "a" * 80 + "}x{end}"
    assert as_cases(suggest(subject(long), {}))[0].name.endswith("…")


def test_one_case_for_all_values_that_can_be_there_or_missing_together() -> None:
    made = cases_of("{lead.a}{lead.b}{json.c}")
    assert sorted(one.name for one in made) == ["everything is there", "rendered at all"]


def test_one_case_for_all_that_can_be_missing() -> None:
    full = {"lead": {"a": "1", "b": "1"}}
    [one] = cases_of("{lead.a}{lead.b}", full)
    assert (one.name, one.values) == ("nothing is known", {})


def test_a_single_value_that_nothing_has_printed() -> None:
    text = "{for $i $x = json.l}{$x}{else}none{end}{if lead.a}{json.b}{else}{end}"
    known: tuple[dict[str, Any], ...] = ({}, {"json": {"l": ["x"]}}, {"lead": {"a": 1}})
    made = {one.name: one.values for one in cases_of(text, *known)}
    assert made["line 1: json.b prints something"] == {"lead": {"a": "a"}, "json": {"b": "b"}}
    assert set(made) == {"line 1: json.b prints something", "line 1: $x is empty"}


def test_a_template_that_cannot_be_rendered_within_its_limit() -> None:
    about = subject("too long {if lead.a}x{end}", limit=3)
    assert {one.reason for one in suggest(about, {})} == {"not found in 400 tries"}
