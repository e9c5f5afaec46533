"""What a trace tells: parts, reads, branches, origins, assumptions."""

import pytest

import relvars
from relvars.renderer import tracing
from relvars.renderer.tracing import Branch, Part
from relvars.text import Span

VALUES = {
    "lead": {"_fname": "Zoe", "n": 0},
    "relation": {"loyal": {"reverse": {"profit": {"top": [
        {"value": 12.0, "lead": {"_fname": "Ann"}}, {"value": 3, "lead": {}},
    ]}}}},
}  # fmt: skip
LOOP = "{for $i $x = relation.loyal.reverse.profit.top}{$x.lead._fname}{$x.value};{else}-{end}"


def test_each_part_knows_its_tag_its_place_and_its_origin() -> None:
    origins = {
        ("lead",): "agents.jsonl",
        ("relation", "loyal"): "loyal.csv",
        ("relation", "loyal", "reverse", "profit", "top", "[]", "lead"): "customers.csv",
    }
    trace = relvars.trace(LOOP + "{lead._fname}", VALUES, origins=origins)
    assert trace.output == "Ann12;3;Zoe"
    place = "relation.loyal.reverse.profit.top"
    name, value = LOOP.index("{$x.lead"), LOOP.index("{$x.value")
    assert trace.parts[:2] == (
        Part(0, 3, Span(name, name + 16), "$x.lead._fname", f"{place}[0].lead._fname", "Ann",
             "customers.csv"),
        Part(3, 5, Span(value, value + 10), "$x.value", f"{place}[0].value", 12.0, "loyal.csv"),
    )  # fmt: skip
    assert trace.parts[3].value is None
    assert trace.parts[-1].origin == "agents.jsonl"


def test_objects_are_looped_over_by_key() -> None:
    trace = relvars.trace("{for $k $v = json.o}{$k}{$v.n}{end}", {"json": {"o": {"x": {"n": 1}}}})
    assert [part.place for part in trace.parts] == ["$k", "json.o.x.n"]


def test_branches_are_counted_with_those_never_taken() -> None:
    text = LOOP + "{if lead.n}a{else}b{end}{if lead._fname}{end}"
    loop, first, second = (node.span for node in relvars.parse(text).body)
    assert relvars.trace(text, VALUES).branches == (
        Branch(loop, "body", 2), Branch(loop, "else", 0),
        Branch(first, "then", 0), Branch(first, "else", 1),
        Branch(second, "then", 1), Branch(second, "else", 0),
    )  # fmt: skip
    nothing = relvars.trace(LOOP, {})
    assert [branch.times for branch in nothing.branches] == [0, 1]


def test_reads_hold_what_is_tested_and_looped_over_too() -> None:
    trace = relvars.trace('{if lead.n equal "0"}{end}' + LOOP, VALUES)
    assert [read.path for read in trace.reads][:2] == [
        "lead.n",
        "relation.loyal.reverse.profit.top",
    ]


def test_a_scalar_looped_over_is_a_run_time_finding() -> None:
    trace = relvars.trace("{for $i $x = lead._fname}a{else}b{end}", VALUES)
    assert trace.output == "b"
    assert [(one.slug, one.severity) for one in trace.diagnostics] == [
        ("loop-over-scalar", "warning")
    ]


def test_a_variable_that_no_loop_sets_is_a_run_time_finding() -> None:
    text = "{$x.a}{for $i $x = json.l}{$i}{$x}{$y}{else}{$x}{end}{if $i}{end}"
    for items, names in (([1, None], ["$x", "$y", "$i"]), ([], ["$x", "$x", "$i"])):
        trace = relvars.trace(text, {"json": {"l": items}})
        found = [text[one.start.offset : one.end.offset] for one in trace.diagnostics]
        assert found == names
        assert {one.slug for one in trace.diagnostics} == {"unknown-variable"}


def test_a_trace_ends_at_the_limit_too() -> None:
    values = {"lead": {"a": "x" * 10}}
    assert relvars.trace("{lead.a}", values, limit=10).output == "x" * 10
    for text in ("{lead.a}", "y" * 10, "{for $i $x = lead.l}y{end}"):
        with pytest.raises(relvars.TemplateError, match="past 9 characters"):
            relvars.trace(text, {"lead": {"a": "x" * 10, "l": [0] * 10}}, limit=9)


def used(text: str, name: str = "x.html", **lead: object) -> tuple[str, ...]:
    return relvars.trace(relvars.parse(text, name), {"lead": lead}).assumptions


def test_assumptions_used_are_named() -> None:
    assert used("{lead.a}", a="x") == ()
    assert used("{lead.a}") == ("missing",)
    assert used("{lead.a}", a="<b>") == ("escape",)
    assert used("{lead.a}", a=1.5) == ("number_text",)
    assert used("{lead.a}", a=["x"]) == ("list_text",)
    assert used("{lead.a}", a={"x": 1}) == ("object_text",)
    assert used("{if lead.a}{end}", a=0) == ("zero",)
    assert used('{if lead.a equal "1"}{end}', a=1) == ("coerce",)
    assert used("{if lead.a or lead.b}{end}") == ("or_not",)
    assert used("{if not lead.a}{end}") == ("or_not",)
    assert used('{if lead.a and lead.b equal "x"}{end}') == ("comparison_precedence",)
    assert used('{if lead.a and (lead.b equal "x")}{end}') == ()
    assert used("{for $i $x = lead.a}{$i}{end}") == ("index_base",)
    assert used("{for $i $x = lead.a}{$x}{end}") == ()
    assert used("{if lead.a}\n{end}") == ("trim",)
    assert used("<lead.a>", a="x") == ("delimiters",)
    assert used("{word}") == ("unknown_tag",)
    assert used("a<b>", "x.sms.txt") == ("sms_angle_text",)
    assert used('{jsonpath(lead.a "x" "item")}') == ("jsonpath_dialect",)
    assert used('{subscription_field("sms" "phone")}') == ("missing", "subscription_priority")
    assert used("{fragment.a}") == ("fragment_nesting", "missing")


def test_origins_of_long_paths_and_of_keys_that_are_no_texts() -> None:
    text = "{json" + ".a" * 2000 + "}{for $k $x = json.o}{$k}{$x}{end}"
    values = {"json": {"o": {1: "b", "c": "d"}}}
    traced = relvars.trace(text, values, origins={("json",): "j", ("json", "o"): "o"})
    assert traced.output == "1bcd"
    assert [part.origin for part in traced.parts][:1] == ["j"]
    assert [part.place for part in traced.parts if part.value in ("b", "d")] == [
        "json.o.?",
        "json.o.c",
    ]
    assert [part.origin for part in traced.parts if part.value in ("b", "d")] == ["o", "o"]


def test_a_trace_of_too_many_reads_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "MOST_READS", 3)
    template = "{for $i $x = json.a}{if $x}{end}{end}"  # reads json.a, and each item once
    assert relvars.trace(template, {"json": {"a": [1, 2]}}).output == ""
    with pytest.raises(relvars.TemplateError, match="read more than 3 values"):
        relvars.trace(template, {"json": {"a": [1, 2, 3]}})
    assert relvars.render(template, {"json": {"a": [1, 2, 3]}}) == ""
