"""A broken translation does not pass: the proof catches each break of a construct or trap."""

import pytest

from relvars.syntax.parser import parse
from relvars.transpiler import to_jinja
from relvars.transpiler.proof import prove

PRINT = "Hi {json.a}  \n {json.items} {json.b.c}{{ ## x{unsubscribe}\r\n  {json.b.items}\n"
LOOP = "{for $i $x = json.a}{$i}{$x.b}{else}none{end}{if json.c}y{else}n{end}"
SAME = '{if json.a equal json.b}y{else}n{end}{if json.a equal "Oslo"}o{end}'
HOLDS = '{if json.a contains json.b}y{end}{if "x" in json.c}z{end}'
LOGIC = "{if json.a and json.b}a{end}{if json.a or json.b}o{end}{if not json.a}n{end}"
NAMES = "{if json.items}y{end}{if json.x}z{end}"

MUTANTS = [
    (PRINT, "autoescape false", "autoescape true"),
    (PRINT, '{{- "  \\n" }}', "  \n"),
    (PRINT, '{{- "  \\n" }}', '{{- "\\n" }}'),
    (PRINT, "\\r\\n", "\\n"),
    (PRINT, '{{ "{{" }}', "{% raw %}{{{% endraw %} "),
    (PRINT, '{{ "##" }}', "##"),
    (PRINT, '{{- "\\n" }}\n{%- endautoescape', "\n{%- endautoescape"),
    (PRINT, "{%- endautoescape -%}\n", "{%- endautoescape %}\n\n"),
    (PRINT, '{{ text_of(json.get("a")) }}', '{{ json.get("a") }}'),
    (PRINT, 'text_of(json.get("a"))', 'json.get("a") or ""'),
    (PRINT, 'json.get("items")', "json.items"),
    (NAMES, 'json.get("items")', 'json["items"]'),
    (NAMES, 'json.get("items")', "json.items"),
    (NAMES, 'json.get("x")', "json.x"),
    (PRINT, "set json = json if json is mapping else {}", "set json = json"),
    (PRINT, "set b = json.b if json.b is mapping else {}", "set b = json.b or {}"),
    (PRINT, "set b = json.b if json.b is mapping else {}", "set b = json.b|default({})"),
    (PRINT, " if unsubscribe is defined else", " or"),
    (PRINT, '"true" if value else "false"', "value"),
    (PRINT, "value is boolean", "value is undefined"),
    (PRINT, "value == value|int", "false"),
    (PRINT, "value < 1e21", "value < 1e22"),
    (PRINT, "value > -1e21", "value > -1e22"),
    (PRINT, "value < 1e21", "value < 1e20"),
    (PRINT, "json_of(value) }}", "value|tojson }}"),
    (PRINT, '~ ":" ~', '~ ": " ~'),
    (PRINT, '("" if loop.first else ",") ~ json_of(key)', 'json_of(key)'),
    (PRINT, '("" if loop.first else ", ")', '("" if loop.first else ",")'),
    (PRINT, '(c|tojson)[1:-1] if c < " "', "c if false"),
    (PRINT, 'or c == "\\\\"', ""),
    (PRINT, "c == '\"'", "false"),
    (PRINT, "else c }}", "else (c|tojson)[1:-1] }}"),
    (PRINT, '{{ "null" }}', '{{ "" }}'),
    (PRINT, "value|items", "value|dictsort"),
    (LOOP, "is not string else []", "is string else []"),
    (LOOP, " and rows is not string", ""),
    (LOOP, "set rows = rows if rows is iterable and rows is not string else []", "set rows = rows"),
    (LOOP, "loop.index0", "loop.index"),
    (LOOP, "set i = each if rows is mapping else loop.index0", "set i = loop.index0"),
    (LOOP, "set x = rows[each] if rows is mapping else each", "set x = each"),
    (LOOP, "{% set x = x if x is mapping else {} %}", ""),
    (LOOP, "{% else %}none", "none"),
    (LOOP, "{% else %}n{% endif", "n{% endif"),
    (SAME, '== "Oslo"', '!= "Oslo"'),
    (SAME, '== "Oslo"', '== "oslo"'),
    (SAME, 'not differs(json.get("a"), json.get("b"))', 'json.get("a") == json.get("b")'),
    (SAME, "text_of(b) == a", "false"),
    (SAME, "text_of(a) == b", "false"),
    (SAME, "text_of(b) == a", "b|string == a"),
    (SAME, '{{ differs(one, b[key]) if key in b else "yes" }}', ""),
    (SAME, "{{ differs(one, b[loop.index0]) }}", ""),
    (SAME, "a is boolean or b is boolean", "false"),
    (HOLDS, 'holds(json.get("a"), json.get("b"))', 'json.get("b") in json.get("a")'),
    (HOLDS, 'holds(json.get("c"), "x")', 'holds("x", json.get("c"))'),
    (HOLDS, "whole is string or whole is mapping", "whole is string"),
    (HOLDS, "whole is string or whole is mapping", "whole is mapping"),
    (HOLDS, "part is string or part is number", "part is string"),
    (HOLDS, "differs(one, part)", "one != part"),
    (LOGIC, "and json", "or json"),
    (LOGIC, "or json", "and json"),
    (LOGIC, "(not json", "(json"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "good", "bad"), MUTANTS)
def test_breaks_are_caught(text: str, good: str, bad: str) -> None:
    template = parse(text)
    made = to_jinja(template)
    assert good in made.text
    broken = made._replace(text=made.text.replace(good, bad))
    proof = prove(template, 3000, translation=broken)
    assert proof.difference is not None
