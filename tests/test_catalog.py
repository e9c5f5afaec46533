"""The language's facts: complete, consistent, and true of the renderer."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from relvars import catalog as home
from relvars.catalog import (
    OPERATORS,
    Assumption,
    Assumptions,
    Field,
    Root,
    Shape,
    Signature,
    Status,
    Variable,
    Word,
    assume,
    catalog,
    channel_of,
    grammar_file,
    language,
    spelled,
)
from relvars.cli.probes import probe_files
from relvars.errors import ConfigError, TemplateError
from relvars.renderer import render
from relvars.resolver import resolve
from relvars.schema import Database, FieldType, Property, Relation, Schema
from relvars.syntax.parser import parse

FACTS: tuple[Root | Field | Variable | Signature | Word, ...] = (
    *catalog().roots.values(),
    *(field for fields in catalog().fields.values() for field in fields.values()),
    *catalog().variables.values(),
    *catalog().functions.values(),
    *catalog().words.values(),
)
ASSUMPTIONS = tuple(catalog().assumptions.values())


def test_every_fact_has_a_status_and_says_what_it_is_and_where_it_stands() -> None:
    for fact in FACTS:
        assert fact.status in get_args(Status), fact
        assert fact.about.strip(), fact
        assert fact.source.strip(), fact
        assert "://" not in fact.source, fact


def test_no_name_is_given_twice() -> None:
    data = grammar_file("catalog.toml").read_text(encoding="utf-8")
    tables = Counter(line for line in data.splitlines() if line.startswith("[["))
    read = catalog()
    assert tables["[[root]]"] == len(read.roots)
    assert tables["[[field.lead]]"] == len(read.fields["lead"])
    assert tables["[[field.subscription]]"] == len(read.fields["subscription"])
    assert tables["[[variable]]"] == len(read.variables)
    assert tables["[[function]]"] == len(read.functions)
    assert tables["[[word]]"] == len(read.words)
    assert tables["[[assumption]]"] == len(read.assumptions)


def test_the_catalog_holds_what_the_guides_name() -> None:
    read = catalog()
    assert " ".join(read.roots) == "lead subscription json apicontent relation loyalty fragment"
    assert " ".join(read.variables) == "unsubscribe globalunsubscribe"
    assert " ".join(read.functions) == "jsonpath subscription_field products sku orders order"
    assert " ".join(read.words) == "and or not equal contains in"
    assert " ".join(read.fields["lead"]) == (
        "_id email phones _fname _lname _bdate _sex _regdate _regip _regcity _regcountry _regurl"
        " _ip _city _country _region _postal_code _tz _vendor _xxm _xxh _md5"
    )
    assert " ".join(read.fields["subscription"]) == (
        "email email_domain emails phone phones pushes email_md5 phone_md5 hash_id"
    )


def test_types_shapes_and_operators_are_known_ones() -> None:
    read = catalog()
    assert {root.shape for root in read.roots.values()} <= set(get_args(Shape))
    types = {field.type for fields in read.fields.values() for field in fields.values()}
    assert types <= set(get_args(FieldType))
    assert {word.means for word in read.words.values()} <= {*OPERATORS, "and", "or", "not"}
    kinds = {one.type for function in read.functions.values() for one in function.parameters}
    assert kinds == {"path", "string", "integer"}


def test_lists_of_addresses_are_loopable() -> None:
    subscription = catalog().fields["subscription"]
    assert catalog().fields["lead"]["phones"].type == "tags"
    assert {name for name, field in subscription.items() if field.type == "tags"} == {
        "emails",
        "phones",
        "pushes",
    }


def test_documented_limits() -> None:
    limits = catalog().limits
    assert (limits["market"], limits["properties"], limits["top"]) == (30, 11, 20)
    assert limits["nesting"] == 100
    assert limits["output"] == 10_000_000


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("welcome.html", "html"),
        ("welcome.amp.html", "amp"),
        ("welcome.subject.txt", "subject"),
        ("welcome.sms.txt", "sms"),
        ("welcome.push.txt", "push"),
        ("welcome.txt", "text"),
        ("templates/WELCOME.SMS.TXT", "sms"),
        ("welcome.md", ""),
        ("<template>", ""),
    ],
)
def test_the_channel_follows_the_name(name: str, channel: str) -> None:
    assert channel_of(name) == channel


def test_the_grammar_is_found_inside_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grammar_file("catalog.toml").parent.name == "grammar"
    installed = tmp_path / "relvars" / "grammar" / "catalog.toml"
    installed.parent.mkdir(parents=True)
    installed.touch()
    monkeypatch.setattr(home, "__file__", str(tmp_path / "relvars" / "catalog.py"))
    assert grammar_file("catalog.toml") == installed


# --- Assumptions --------------------------------------------------------------------------------


def test_the_settings_are_those_of_the_catalog() -> None:
    assert tuple(catalog().assumptions) == Assumptions._fields


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.name)
def test_an_assumption_is_complete(one: Assumption) -> None:
    assert one.question.endswith("?")
    assert 40 < len(one.why) < 400
    assert one.probe.strip() == one.probe != ""
    assert one.default in one.choices or one.choices == ()
    assert len(one.answers) == len(one.choices)
    assert len(set(one.answers)) == len(one.answers), "answers that cannot be told apart"


def test_without_settings_every_default_holds() -> None:
    settings = assume()
    for one in ASSUMPTIONS:
        assert getattr(settings, one.name) == one.default


@pytest.mark.parametrize(
    ("name", "given", "chosen"),
    [
        ("index_base", 1, 1),
        ("index_base", "1", 1),
        ("delimiters", ["brace"], ("brace",)),
        ("delimiters", "brace", ("brace",)),
        ("delimiters", "brace,angle", ("brace", "angle")),
        ("missing", "n/a", "n/a"),
        ("trim", "lines", "lines"),
    ],
)
def test_a_setting_may_be_given_as_text(name: str, given: Any, chosen: Any) -> None:
    assert getattr(assume({name: given}), name) == chosen


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"trimming": "none"}, "no assumption is called 'trimming': did you mean 'trim'?"),
        ({"trim": "all"}, "assumption trim must be 'none' or 'after' or 'lines', not 'all'"),
        ({"index_base": 2}, "assumption index_base must be '0' or '1', not 2"),
        ({"missing": 0}, "assumption missing must be a text, not 0"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused(settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        assume(settings)
    assert str(caught.value).startswith(sentence)


def test_every_choice_can_be_spelled_on_a_command_line() -> None:
    for one in ASSUMPTIONS:
        for choice in one.choices:
            assert getattr(assume({one.name: spelled(choice)}), one.name) == choice


def test_a_project_adds_to_the_language_and_takes_nothing_away() -> None:
    plain = language()
    more = language(
        roots=("utm",), variables=("webversion",), functions=("upper",), operators={"above": "gt"}
    )
    assert more.roots == (*plain.roots, ("utm", "object"))
    assert more.variables == (*plain.variables, "webversion")
    assert more.functions == (*plain.functions, "upper")
    assert dict(more.operators) == {**dict(plain.operators), "above": "gt"}
    assert {"and", "or", "not"}.isdisjoint(dict(plain.operators))


def test_assumptions_that_change_reading_reach_the_language() -> None:
    settings = assume(
        {"delimiters": "angle", "or_not": "reject", "comparison_precedence": "parentheses"}
    )
    read = language(settings)
    assert read.delimiters == ("angle",)
    assert read.or_not == "reject"
    assert read.comparison_precedence == "parentheses"


# --- Probes -------------------------------------------------------------------------------------

# The document that the head of the assumptions in the catalog describes.
SAMPLE = (
    '{"number":10,"text":"Hello!","zero":0,"whole":343.0,"list":["One","Two"],\n'
    '"object":{"model":"x1"},"html":"<b>x</b>"}'
)
SUBSCRIPTIONS = [
    {"channel": "email", "email": "one@example.com", "priority": 1},
    {"channel": "email", "email": "five@example.com", "priority": 5},
]
VALUES = {
    "json": json.loads(SAMPLE),
    "lead": {"subscriptions": SUBSCRIPTIONS},
    "fragment": {"probe": "{json.text}"},
}
PROBED = [
    pytest.param(one, choice, answer, id=f"{one.name}={spelled(choice)}")
    for one in ASSUMPTIONS
    if one.name != "stat_off"  # a source computes statistics: see the test after this one
    for choice, answer in zip(one.choices, one.answers, strict=True)
]


def test_the_sample_document_is_the_one_the_catalog_gives() -> None:
    text = grammar_file("catalog.toml").read_text(encoding="utf-8")
    assert SAMPLE.replace("\n", "\n#    ") in text
    assert json.loads(probe_files()["json.json"]) == json.loads(SAMPLE)


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.name)
def test_a_probe_is_a_template_without_errors(one: Assumption) -> None:
    assert parse(one.probe).diagnostics == ()


@pytest.mark.parametrize(("one", "choice", "answer"), PROBED)
def test_a_probe_gives_the_answer_of_the_choice(one: Assumption, choice: Any, answer: str) -> None:
    settings = assume({one.name: choice})
    name = "probe.sms.txt" if one.name == "sms_angle_text" else "probe.txt"
    template = parse(one.probe, name, language=language(settings))
    if answer == "error":
        with pytest.raises(TemplateError):
            render(template, VALUES, assumptions=settings)
    else:
        assert render(template, VALUES, assumptions=settings) == answer


@pytest.mark.parametrize("text", ["", "n/a", "<no value>"])
def test_the_probe_of_missing_shows_its_text(text: str) -> None:
    settings = assume({"missing": text})
    probe = catalog().assumptions["missing"].probe
    assert render(probe, VALUES, assumptions=settings) == f"[{text}]"


@pytest.mark.parametrize(("choice", "answer"), [("missing", "[]"), ("zero", "[0]")])
def test_the_probe_of_stat_off_through_a_source(choice: str, answer: str, tmp_path: Path) -> None:
    one = catalog().assumptions["stat_off"]
    assert one.answers[one.choices.index(choice)] == answer
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "managers_loyal.json").write_text('[{"a": "m1", "b": "c1", "profit": 5}]')
    profit = Property("profit", "float", sum=False)
    loyal = Relation(3, "Loyal to the manager", "managers_loyal", 1, 2, (profit,))
    schema = Schema((Database(1, "agents"), Database(2, "customers")), (loyal,))
    settings = assume({"stat_off": choice})
    source = f"files:{tmp_path}"
    values = resolve(one.probe, source, "agents:m1", schema=schema, assumptions=settings)
    assert render(one.probe, values, assumptions=settings) == answer
