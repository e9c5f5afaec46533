"""What is refused, what the context holds, the source map, tracebacks, and the plainer output."""

import json
import pickle

import jinja2
import minijinja
import pytest

import relvars
from relvars.catalog import language
from relvars.errors import ConfigError, TemplateError
from relvars.schema import Database, Schema
from relvars.syntax.parser import parse
from relvars.text import Span
from relvars.transpiler import (
    Delimiters,
    jinja_needs,
    jinja_values,
    to_jinja,
    translate_traceback,
    translated_frame,
)
from relvars.transpiler.environments import ENVIRONMENTS, environment
from relvars.transpiler.proof import prove
from relvars.transpiler.translation import map_json, source_of


@pytest.mark.parametrize(
    ("text", "reason", "shown"),
    [
        (
            '{for $i $x = json.a}{jsonpath($x.b "$.c" "item")}{end}',
            "a loop's variable",
            "{jsonpath",
        ),
        ("{for $i $x = json.a}" * 19 + "{end}" * 19, "no more than 18 loops", "{for"),
        ("{if json.a}" * 71 + "{end}" * 71, "no more than 70 blocks", "{if"),
        ("{if " + "not (" * 48 + "json.a" + ")" * 48 + "}x{end}", "nests 46 deep", "{if"),
    ],
)
def test_what_cannot_be_said_is_refused(text: str, reason: str, shown: str) -> None:
    made = to_jinja(text)
    assert made.text == ""
    assert {one.slug for one in made.diagnostics} == {"untranslatable"}
    assert reason in made.diagnostics[0].message
    start = made.diagnostics[0].start.offset
    assert text[start - 1 :].startswith(shown) or text[start:].startswith(shown)


def test_a_root_that_jinja_reserves_is_refused() -> None:
    known = language(roots=("loop", "text_of"))
    for root in ("loop", "text_of"):
        made = to_jinja(parse(f"{{{root}.x}}", language=known))
        assert [one.slug for one in made.diagnostics] == ["untranslatable"]


def test_a_template_with_errors_is_not_translated() -> None:
    made = to_jinja("{if lead.a}x")
    assert made.text == ""
    assert made.diagnostics == relvars.parse("{if lead.a}x").diagnostics
    with pytest.raises(TemplateError):
        prove("{if lead.a}x", 1)


@pytest.mark.parametrize(
    "words", [Delimiters(block_start_string=""), Delimiters(block_start_string="{{%"),
              Delimiters(variable_end_string="} }")]
)  # fmt: skip
def test_delimiters_must_differ(words: Delimiters) -> None:
    with pytest.raises(ConfigError, match="delimiter"):
        to_jinja("x", delimiters=words)


def test_only_macros_that_are_used_stand_at_the_head() -> None:
    assert "macro" not in to_jinja('Hello {if lead.a equal "Oslo"}x{end}').text
    assert "macro differs" not in to_jinja("{lead.a}").text


def test_the_context_holds_results_and_the_roots_that_are_read() -> None:
    text = '{lead.a}{jsonpath(json.a "$.b" "item")}{fragment.f}{fragment.n}{unsubscribe}{$x}'
    needed = jinja_needs(text)
    assert needed.roots == ("lead", "unsubscribe")
    call = 'jsonpath(json.a "$.b" "item")'
    assert needed.results == ("fragment.f", "fragment.n", call)
    values = {
        "lead": {"a": 1}, "json": {"a": {"b": 2}}, "subscription": {},
        "fragment": {"f": "<{lead.a}>", "n": 5},
    }  # fmt: skip
    context = jinja_values(text, values)
    assert context == {
        "lead": {"a": 1},
        "functions": {call: 2, "fragment.f": "<1>", "fragment.n": 5},
    }  # fmt: skip
    made = jinja2.Environment().from_string(to_jinja(text).text)
    assert made.render(context) == relvars.render(text, values)


def test_a_result_that_cannot_be_had_is_left_out() -> None:
    text = '{if json.x}{jsonpath(json.a json.p "item")}{end}'
    assert jinja_values(text, {"json": {"p": "$["}}) == {"json": {"p": "$["}, "functions": {}}
    looped = {"fragment": {"f": "{fragment.f}"}}
    assert jinja_values("{fragment.f}", looped) == {"functions": {}}


def test_the_source_map_tells_where_text_is_from() -> None:
    text = "Hello\n {lead._fname}!"
    made = to_jinja(text)
    at = made.text.index("text_of(lead")
    span = source_of(made, at)
    assert span is not None
    assert text[span.start : span.end] == "{lead._fname}"
    assert source_of(made, 0) is None
    assert source_of(made, len(made.text)) is None
    stretches = json.loads(json.dumps(map_json(made, "t.html")))["stretches"]
    assert [made.text[one["start"] : one["end"]] for one in stretches][-1] == "!"
    assert pickle.loads(pickle.dumps(made)) == made


def test_an_error_of_jinja_is_shown_in_the_source() -> None:
    text = "Hello\n\n  {json.a} {lead.b}"
    made = to_jinja(text)
    template = jinja2.Environment().from_string(made.text)
    document = relvars.parse(text, "t.html").document

    class Wicked(str):
        __slots__ = ()

        def __str__(self) -> str:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        template.render(json={"a": Wicked("x")})
    found = translate_traceback(made, document, caught.value)
    assert found is not None
    assert (found.start.line, found.start.column) == (3, 3)
    assert "{json.a}" in (translated_frame(made, document, caught.value) or "")
    assert translated_frame(made, document, ValueError("elsewhere")) is None
    error = jinja2.TemplateSyntaxError("bad", made.text.count("\n") - 1)
    syntax = translate_traceback(made, document, error)
    assert syntax is not None
    assert syntax.start.line == 3


SPOTS = "Hello\n\n{if lead.a}\n  {json.a} {lead.b}\n{end}{for $i $x = json.l}\n\n  {$x.c}{end}"


class Failing(str):
    __slots__ = ()

    def __str__(self) -> str:
        raise ZeroDivisionError


@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize(
    ("values", "line", "shown"),
    [
        ({"lead": {"a": 1}, "json": {"a": Failing("x")}}, 4, "{json.a}"),
        ({"json": {"l": [1, {"c": Failing("x")}]}}, 7, "{$x.c}"),
    ],
)
def test_an_error_in_a_macro_is_shown_where_it_is_used(
    name: str, values: dict[str, object], line: int, shown: str
) -> None:
    made = to_jinja(SPOTS)
    with pytest.raises(ZeroDivisionError) as caught:
        environment(name).from_string(made.text).render(values)
    document = relvars.parse(SPOTS, "t.html").document
    found = translate_traceback(made, document, caught.value)
    assert found is not None
    assert found.start.line == line
    assert shown in (translated_frame(made, document, caught.value) or "")


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ("{% endfor %}", "{% endfoo %}", 7),
        ('lead.get("b")', 'lead.get("b"', 4),
        ("for each in", "for each over", 5),
        ("{%- macro", "{%- macroo", None),
    ],
)
def test_an_error_of_syntax_is_shown_in_the_source(good: str, bad: str, line: int | None) -> None:
    made = to_jinja(SPOTS)
    broken = made._replace(text=made.text.replace(good, bad))
    with pytest.raises(jinja2.TemplateSyntaxError) as caught:
        jinja2.Environment().from_string(broken.text)
    found = translate_traceback(broken, relvars.parse(SPOTS).document, caught.value)
    assert (found.start.line if found else None) == line


def test_a_schema_makes_it_plainer() -> None:
    fields = Database(1, "agents", {"city": "string", "tags": "tags"})
    text = '{lead.city}{if lead.city equal "1"}x{end}{for $i $x = lead.tags}{$i}{$x}{end}'
    made = to_jinja(text, schema=Schema((fields,)), database="agents")
    assert '{{ lead.city|default("", true) }}' in made.text
    assert 'lead.get("city") == "1"' in made.text
    assert '{% for x in lead.get("tags") or [] -%}' in made.text
    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(made.text)
    leads: list[dict[str, object]] = [
        {},
        {"city": None, "tags": []},
        {"city": "1", "tags": ["a", "b"]},
    ]
    for lead in leads:
        assert template.render(lead=lead) == relvars.render(text, {"lead": lead})


def test_minijinja_renders_the_same() -> None:
    text = (
        "Hi {lead._fname}!  \n{for $i $x = json.a}{$i}. {$x.b}\n{else}none{end}\r\n"
        '{if lead._fname equal "Ann" and json.n contains "x"}y{else}n{end} {json.o} {{ ##\n'
    )
    values = {
        "lead": {"_fname": "Ann"},
        "json": {"a": [{"b": 1}, {"b": 2.0}, {}], "n": ["x"], "o": {"k": [True, None, 'é"\n']}},
    }
    for one in (values, {}):
        for tidy in (False, True):
            mini = minijinja.Environment(trim_blocks=tidy, lstrip_blocks=tidy)
            assert mini.render_str(to_jinja(text).text, **one) == relvars.render(text, one)


def test_a_span_in_the_head_is_nobodys() -> None:
    assert source_of(to_jinja("x"), 3) is None
    assert to_jinja("x").source_map[0].span == Span(0, 1)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_plainer_output_holds_in_every_environment(name: str) -> None:
    fields = Database(1, "agents", {"items": "string", "city": "string"})
    text = "{lead.items}|{lead.city}|{lead._fname}\n"
    made = to_jinja(text, schema=Schema((fields,)), database="agents")
    template = environment(name).from_string(made.text)
    for lead in (None, {}, {"items": None, "city": ""}, {"items": "<&>\r\n", "city": "{{ x }}"}):
        assert template.render(lead=lead) == relvars.render(text, {"lead": lead})
    assert template.render() == relvars.render(text, {})


@pytest.mark.parametrize("name", ["default", "async"])
def test_of_several_tags_on_a_line_the_failing_one_is_shown(name: str) -> None:
    text = 'a\nb {json.a} {fragment.f}{jsonpath(json.a\n  "$.\\" "item")}\n'
    document, made = relvars.parse(text).document, to_jinja(text)
    template = environment(name).from_string(made.text)
    functions = {"fragment.f": "f"}
    for known, tag in (({}, "{fragment.f}"), (functions, '{jsonpath(json.a\n  "$.\\" "item")}')):
        with pytest.raises(jinja2.UndefinedError) as caught:
            template.render(functions=known)
        found = translate_traceback(made, document, caught.value)
        assert found is not None
        assert text[found.start.offset : found.end.offset] == tag


@pytest.mark.parametrize("name", ["functions", "имя", "loop", "text_of", "not"])
def test_a_name_of_the_projects_own_that_jinja_cannot_have_is_refused(name: str) -> None:
    root, variable = language(roots=(name,)), language(variables=(name,))
    for text, known in ((f"{{fragment.f}}{{{name}.имя.имя.b}}", root), (f"{{{name}}}", variable)):
        template = parse(text, language=known)
        assert template.diagnostics == ()
        (found,) = to_jinja(template).diagnostics
        assert found.message == f"Jinja2 cannot have a variable `{name}`."
