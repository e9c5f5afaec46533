"""Every trap by its name, with values that spring it, in every environment and in minijinja."""

from typing import Any

import minijinja
import pytest

import relvars
from relvars.transpiler import jinja_values, to_jinja
from relvars.transpiler.environments import ENVIRONMENTS, environment

FIELDS = (
    "items", "keys", "values", "get", "pop", "update", "count", "index", "_fname", "class",
    "loop", "self", "not", "2024", "2x", "имя", "__class__",
)  # fmt: skip
EVERY = [None, True, False, 0, 1, -1, "", "x", [], {}, [1, "a"], {"k": "v"}]
PRINTED: tuple[tuple[str, Any, str], ...] = (
    ("343.0", 343.0, "343"), ("-0.0", -0.0, "0"), ("8.95", 8.95, "8.95"),
    ("1e20", 1e20, "1" + "0" * 20),
    ("a big integer", 2**64 + 1, "18446744073709551617"), ("a boolean", True, "true"),
    ("nothing", None, ""), ("a list", [1, [2.0, None], "a"], "1, 2, , a"),
    ("an object", {"b": 1, "a": [True, {"é": '"\\\n'}]}, r'{"b":1,"a":[true,{"é":"\"\\\n"}]}'),
    ("a value that looks like a template", "{{ a }}{% x %}{# #}{json.a}",
     "{{ a }}{% x %}{# #}{json.a}"),
    ("markup", "<b>\"&'</b>", "<b>\"&'</b>"), ("line breaks", "a\r\nb\rc\n", "a\r\nb\rc\n"),
)  # fmt: skip
ONLY_PYTHON: tuple[tuple[str, Any, str], ...] = (  # minijinja writes these otherwise: docs/jinja.md
    ("1e21", 1e21, "1e+21"), ("1e-05", 1e-05, "1e-05"), ("-1e22", -1e22, "-1e+22"),
    ("a very big integer", 10**40, "1" + "0" * 40),
)  # fmt: skip
MISSING: tuple[dict[str, Any], ...] = (
    {}, {"json": None}, {"json": {}}, {"json": {"a": None}}, {"json": {"a": "b"}},
    {"json": {"a": {"b": ["c"]}}}, {"json": {"a": {"b": {}}}},
)  # fmt: skip
LOOP = "{for $i $x = json.a}{$i}:{$x} {else}none{end}"
TRAPS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    *((f"text {one}", f"a{one}b {one}\n{one}", {}, f"a{one}b {one}\n{one}") for one in
      ("{{", "{%", "{#", "{% raw %}", "##", "}}", "{{ x }}", "{% endraw %}", "# ", "%")),
    *((f"the end {one!r}", f"a{one}", {}, f"a{one}") for one in
      ("\n", "\r\n", "\r", "\n\n", " ", " \n ", "\t", "\u00a0")),
    ("CRLF and CR within", "a \r\n b\r\rc", {}, "a \r\n b\r\rc"),
    ("blanks around tags", " {if json.a} \n {end} \n{json.a} ", {"json": {"a": 1}}, "  \n  \n1 "),
    *((f"printed: {name}", "{json.a}", {"json": {"a": value}}, text)
      for name, value, text in PRINTED),
    *((f"the field {one}", f"{{json.{one}}}{{json.a.{one}.b}}{{if json.{one}}}y{{end}}",
       {"json": {one: "v", "a": {one: {"b": 1}}}}, "v1y") for one in FIELDS),
    *((f"the field {one}, absent", f"{{json.{one}}}{{json.{one}.b}}{{if json.{one}}}y{{end}}",
       {"json": {}}, "") for one in FIELDS),
    *((f"missing at depth {depth}", "{json.a.b.c}{if json.a.b.c}y{else}n{end}", values, "n")
      for depth, values in enumerate(MISSING)),
    ("true against 1", "{if json.a equal 1}y{else}n{end}{if json.b equal json.a}y{else}n{end}",
     {"json": {"a": True, "b": 1}}, "nn"),
    ("true within a list", "{if json.a contains 1}y{else}n{end}", {"json": {"a": [True]}}, "n"),
    ("a number and its text", '{if json.a equal "1"}y{end}{if json.b equal 1}y{end}',
     {"json": {"a": 1, "b": "1"}}, "yy"),
    ("a loop over an object", LOOP, {"json": {"a": {"items": 1, "b": 2}}}, "items:1 b:2 "),
    ("a loop over a string", LOOP, {"json": {"a": "ab"}}, "none"),
    ("a loop over a number", LOOP, {"json": {"a": 5}}, "none"),
    ("a loop over true", LOOP, {"json": {"a": True}}, "none"),
    ("a loop over nothing", LOOP, {}, "none"),
    ("a loop over an empty list", LOOP, {"json": {"a": []}}, "none"),
    ("a variable that hides another",
     "{for $i $x = json.a}{for $i $x = $x.b}{$i}{$x}{end}|{$i}{$x.c}{end}",
     {"json": {"a": [{"b": ["p", "q"], "c": "d"}]}}, "0p1q|0d"),
    ("a variable after its loop", "{for $i $x = json.a}{$x}{end}{$i}{$x}",
     {"json": {"a": ["v"]}}, "v"),
    ("two loops with one name", "{for $i $x = json.a}{$x}{end}{for $i $x = json.b}{$x.c}{end}",
     {"json": {"a": ["v"], "b": [{"c": "w"}]}}, "vw"),
    ("the else of a loop in an if",
     "{if json.a}{for $i $x = json.b}x{else}{if json.c}y{else}z{end}{end}{else}w{end}",
     {"json": {"a": 1}}, "z"),
    ("quotes and backslashes in strings", "{if json.a equal \"q\\n'{{x}}%}\"}y{else}n{end}",
     {"json": {"a": "q\\n'{{x}}%}"}}, "y"),
    *((f"the variable {one}", f"{{for $k ${one} = json.a}}{{${one}}}{{${one}.b}}{{end}}",
       {"json": {"a": [{"b": 1}]}}, '{"b":1}1') for one in
      ("loop", "self", "not", "none", "True", "caller", "text_of", "known", "rows", "each", "имя")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values", "expected"), [one[1:] for one in TRAPS], ids=[one[0] for one in TRAPS]
)
def test_traps(text: str, values: dict[str, Any], expected: str) -> None:
    assert relvars.render(text, values) == expected
    made, context = to_jinja(text).text, jinja_values(text, values)
    printed = {name: environment(name).from_string(made).render(context) for name in ENVIRONMENTS}
    assert printed == dict.fromkeys(ENVIRONMENTS, expected)
    for tidy in (False, True):
        mini = minijinja.Environment(trim_blocks=tidy, lstrip_blocks=tidy)
        assert mini.render_str(made, **context) == expected


@pytest.mark.parametrize(("name", "value", "expected"), ONLY_PYTHON)
def test_numbers_that_minijinja_writes_otherwise(name: str, value: Any, expected: str) -> None:
    values = {"json": {"a": value}}
    made = to_jinja("{json.a}").text
    assert relvars.render("{json.a}", values) == expected
    assert {environment(one).from_string(made).render(values) for one in ENVIRONMENTS} == {expected}


@pytest.mark.parametrize("operator", ["equal", "contains", "in"])
def test_every_kind_against_every_kind(operator: str) -> None:
    text = f"{{if json.a {operator} json.b}}y{{else}}n{{end}}"
    made = to_jinja(text).text
    templates = [environment(name).from_string(made) for name in ("default", "strict", "async")]
    mini = minijinja.Environment()
    for one in EVERY:
        for other in EVERY:
            values = {"json": {"a": one, "b": other}}
            expected = relvars.render(text, values)
            assert {template.render(values) for template in templates} == {expected}
            assert mini.render_str(made, **values) == expected
