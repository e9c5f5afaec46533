"""`docs/jinja.md`, made by translating; `python -m tests.transpiler.jinja_page` writes it."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import minijinja

import relvars
from relvars.transpiler import jinja_values, to_jinja
from relvars.values import Value

PAGE = Path(__file__).parents[2] / "docs" / "jinja.md"
Values = dict[str, Value]

CONSTRUCTS: tuple[tuple[str, str, Values], ...] = (
    ("Text", "Hello!  \nIt says {{ x }} and {% y %}.", {}),
    ("A value", "{lead._fname}", {"lead": {"_fname": "Ann"}}),
    ("A deep value", "{json.a.b.2024}", {"json": {"a": {"b": {"2024": 343.0}}}}),
    ("A condition", '{if lead.city equal "Oslo"}here{else}there{end}', {"lead": {"city": "Oslo"}}),
    ("Numbers and texts", "{if json.n equal 1}one{end}", {"json": {"n": "1"}}),
    ("Containment", '{if json.tags contains "vip"}vip{end}', {"json": {"tags": ["vip"]}}),
    ("Logic", "{if lead.a and (lead.b or not lead.c)}yes{end}", {"lead": {"a": 1}}),
    ("A loop", "{for $i $x = json.a}{$i}: {$x.b} {else}none{end}", {"json": {"a": [{"b": "c"}]}}),
    ("A function", '{jsonpath(json.a "$.b" "item")}', {"json": {"a": {"b": 5}}}),
    ("A fragment", "{fragment.hi}", {"fragment": {"hi": "Hi {lead.a}"}, "lead": {"a": "Bo"}}),
    ("A link", '<a href="{unsubscribe}">', {}),
)
# Each alone, to see where minijinja differs.
VALUES: tuple[Value, ...] = (
    None, True, 0, 343.0, 8.95, 1e-05, 1e16, 1e20, 1e21, 1e22, 2**53, 2**64, 2**130, "",
    "<é\"'>", "a\r\nb",
    [1, "a", None], {"b": 1, "a": [2.5, {}]}, {"items": 1}, {"get": 1}, {"k": "\x01\u2028"},
)  # fmt: skip

_INTRODUCTION = """\
# Translating to Jinja2

`relvars transpile TEMPLATE` writes one template that a stock `jinja2.Environment` renders to the
same text as `relvars render`, whatever the values and the environment's options. This page is
made by running it.

What stands out in a translation:

- `{{- "\\n" }}` at the start of a line is the end of the line before. In a string literal no
  `trim_blocks`, `lstrip_blocks`, `keep_trailing_newline` or `newline_sequence` reaches it.
- `{% autoescape false %}` around all of it: values are printed as they are.
- `set … if … is mapping else {}`: what is read through anything but an object is missing.
- `.get("name")` reads a field, never a method, and gives `none` when there is none.
- Macros at the head say what values mean; only those used are there.

Calls and fragments are read from `functions`, which `relvars.jinja_values(template, values)`
works out beforehand. Everything else is read from the values as they are.

## What is refused

An `untranslatable` error names the place and the reason:

- a call that takes a variable of the loop around it;
- more than 18 loops, or 70 blocks, within each other, and conditions nested likewise: Jinja2's own
  compiler stops a little later;
- a root of the project's own whose name Jinja2 or the translation keeps for itself.

## What is different

- The limits of relvars (10,000,000 characters, 10,000,000 passes) are not those of Jinja2.
- Values that nest some hundred deep raise an error in Jinja2 sooner.
- A call whose arguments the values make wrong is an error of relvars; here it prints nothing.
- `line_statement_prefix`, `finalize`, and another `line_comment_prefix` than `##` change what
  Jinja2 reads or prints; they are not looked after.
- With a schema the output is plainer, and holds for values of the schema's types or missing.

## Construct by construct

The macros and the head's comment are left out.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *_constructs(), *_minijinja()])


def _constructs() -> Iterator[str]:
    for name, text, values in CONSTRUCTS:
        made = to_jinja(text).text
        context = jinja_values(text, values)
        assert jinja2.Environment().from_string(made).render(context) == relvars.render(
            text, values
        )
        yield f"### {name}\n\n```text\n{text}\n```\n\n```text\n{_body(made)}\n```\n"


def _body(made: str) -> str:
    """The translation without comment, macros and what surrounds it."""
    head = "{%- endmacro %}\n" if "endmacro" in made else "{%- autoescape false %}\n"
    lines = made.rsplit(head, 1)[1]
    return lines.split("\n{%- endautoescape", 1)[0]


def _minijinja() -> Iterator[str]:
    yield "## minijinja\n\n`{json.a}`, translated, in minijinja's Python binding:\n"
    yield "| value | relvars and Jinja2 | minijinja |\n|---|---|---|"
    text = "{json.a}"
    template = to_jinja(text).text
    for value in VALUES:
        values = {"json": {"a": value}}
        ours, theirs = relvars.render(text, values), _rendered(template, values)
        shown = "the same" if ours == theirs else f"`{theirs!r}`"
        yield f"| `{value!r}` | `{ours!r}` | {shown} |"
    yield ""


def _rendered(template: str, values: Values) -> str:
    try:
        return minijinja.Environment().render_str(template, **values)
    except Exception as error:  # what minijinja raises is what the page is to show
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
