from itertools import islice
from random import Random
from typing import Any

import pytest

from relvars.cases import Surroundings, load_cases, run_case
from relvars.cases.suggest import Subject
from relvars.cases.writing import case_file_text
from relvars.catalog import assume
from relvars.errors import TemplateError
from relvars.fuzzer import Fuzzed, fuzz
from relvars.fuzzer.fuzzing import as_cases
from relvars.fuzzer.lifelike import lifelike
from relvars.generator import shape_of
from relvars.schema import Database, Property, Relation, Schema
from relvars.syntax.parser import parse
from relvars.values import is_list, is_object, is_text

SCHEMA = Schema(
    (Database(1, "agents", {"n": "integer", "f": "float", "b": "boolean", "d": "date",
                            "city": "string", "tags": "tags", "o": "object"}),),
    (Relation(3, "x", "loyal", 1, 1, (Property("profit", "float", True, "highest"),)),),
)  # fmt: skip
FLAWED = """\
<p>Hi {lead._fname},</p>
<a href="{json.link}">x</a>
{if lead.city equal "Riga"}<div>{end}
{leed.x}
"""


def subject(text: str, name: str = "a.html", **rest: Any) -> Subject:
    template = parse(text, name)
    return Subject(template, assume(), **rest)


def tried(text: str, name: str = "a.html", **options: Any) -> Fuzzed:
    return fuzz(subject(text, name), tries=options.pop("tries", 300), **options)


def test_each_kind_once_and_smallest() -> None:
    done = tried(FLAWED)
    values = {one.flaw.kind: one.values for one in done.found}
    assert values == {
        "empty-greeting": {},
        "empty-link": {},
        "html-balance": {"lead": {"city": "Riga"}},
        "tag-left": {},
    }


def test_the_same_seed_finds_the_same() -> None:
    assert tried(FLAWED, seed=5) == tried(FLAWED, seed=5)


def test_a_template_without_flaws() -> None:
    text = "<p>Hi{if lead._fname} {lead._fname}{end},</p>{for $i $x = json.l}<b>{$x}</b>{end}"
    assert tried(text) == Fuzzed((), 300)


def test_what_cannot_be_rendered_is_a_flaw() -> None:
    about = subject("{for $i $x = json.l}aaaa{end}", limit=9)
    [one] = fuzz(about, tries=300).found
    assert (one.flaw.kind, one.output) == ("error", "")
    assert len(one.values["json"]["l"]) == 3


def test_a_message_that_is_always_too_long_to_be_rendered() -> None:
    [one] = fuzz(subject("aaaa", limit=2), tries=3).found
    assert (one.flaw.kind, one.values) == ("error", {})


def test_a_template_with_errors() -> None:
    with pytest.raises(TemplateError):
        tried("{if lead.a}")


def test_time_ends_it_too() -> None:
    assert fuzz(subject("x"), seconds=0).tries == 1


def test_what_only_the_sample_gets_wrong() -> None:
    [one] = tried("<table>{if lead.a}<td>{lead.a}{end}</table>").found
    assert one.flaw.kind == "html-balance"
    assert one.values["lead"]["a"]
    assert one.flaw.keys["excludes"][0] in one.output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", FLAWED),
        ("a.html", "<table>{if lead.a}<td>{end}</table>"),
        ("a.html", "<table>{if lead.a}{else}<td>{end}</table>"),
        ("a.sms.txt", "Hello {lead._fname}, " + "x" * 130),
        ("a.subject.txt", "{lead._fname} and {lead._lname}: " + "x" * 40),
        ("a.push.txt", "{lead._fname}: " + "x" * 40 + "\nbody"),
    ],
)
def test_the_cases_fail_for_the_right_reason(name: str, text: str) -> None:
    about = subject(text, name)
    done = fuzz(about, tries=300)
    assert done.found
    written = case_file_text(name, as_cases(done)).split("\n", 1)[1]
    literal = f"text = '''\n{text}'''\n"
    for case, one in zip(load_cases(literal + written).cases, done.found, strict=True):
        outcome = run_case(case, Surroundings(channel=about.template.document.channel))
        [failure] = outcome.failures
        assert failure.kind in one.flaw.keys


def test_values_keep_to_the_schema_and_to_each_other() -> None:
    text = (
        "{lead.n}{lead.f}{lead.b}{lead.d}{lead.city}{lead.tags}{lead.o}{unsubscribe}"
        '{if lead.n equal 77}{end}{if lead.city equal "Riga"}{end}'
        "{relation.loyal.reverse.profit.count}{relation.loyal.reverse.profit.total}"
        "{for $i $x = relation.loyal.reverse.profit.top}{$x.value}{$x.lead.city}{end}"
    )
    shape = shape_of(parse(text), schema=SCHEMA, database="agents")
    random = Random(1)
    kinds: dict[str, Any] = {
        "n": int,
        "f": (int, float),
        "b": bool,
        "d": str,
        "city": str,
        "tags": list,
        "o": dict,
    }
    seen: dict[str, set[Any]] = {}
    for _ in range(300):
        made = lifelike(shape, random, 30)
        assert "unsubscribe" not in made
        for name, value in made.get("lead", {}).items():
            assert isinstance(value, kinds[name])
            if is_text(value):
                assert len(value) <= 30
                seen.setdefault(name, set()).add(value)
        agree(made.get("relation", {}))
    assert {"", "Riga", "Анна-Мария", 'Tom "T" <3'} <= seen["city"]


def agree(relations: dict[str, Any]) -> None:
    profit = relations.get("loyal", {}).get("reverse", {}).get("profit", {})
    rows = profit.get("top", [])
    assert profit.get("count", len(rows)) >= len(rows)
    if profit.get("count") == 0:
        assert profit.get("total", 0) == 0


def test_without_a_schema_fields_are_texts() -> None:
    text = (
        "{lead.a}{if lead.b equal 5}{end}{for $i $x = json.l}{$x.c}{end}{relation.a.direct.b.total}"
    )
    shape = shape_of(parse(text))
    for made in islice((lifelike(shape, random, 20) for random in [Random(2)] * 200), 200):
        assert is_text(made.get("lead", {}).get("a", ""))
        assert type(made.get("lead", {}).get("b", 0)) is int
        rows = made.get("json", {}).get("l", [])
        assert is_list(rows)
        assert all(is_object(row) and is_text(row.get("c", "")) for row in rows)


def test_lengths_are_judged_by_names_as_people_have_them() -> None:
    fitting = subject("{lead._fname}, ваш заказ {lead.order} уже готов", "a.sms.txt")
    assert fuzz(fitting, tries=500).found == ()
    (found,) = fuzz(fitting, tries=500, longest=60).found
    assert found.flaw.kind == "too-long"
    (long,) = fuzz(subject(f"{'я' * 60} {{lead._fname}}", "a.sms.txt"), tries=500).found
    assert long.flaw.kind == "too-long"
