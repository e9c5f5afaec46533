"""`docs/jinja.md`, made by translating; `python -m tests.transpiler.jinja_page` writes it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import jinja2
import minijinja

import relvars
from relvars.errors import RelvarsError
from relvars.generator import generate
from relvars.schema import Database, Property, Relation, Schema
from relvars.transpiler import Translation, jinja_values, to_jinja, translated_frame
from relvars.values import Value
from tests.transpiler.test_agreement import TRAPS

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
    ("A result in a condition", "{if lead.a and fragment.hi}yes{end}", {"lead": {"a": 1}}),
    ("A link", '<a href="{unsubscribe}">', {}),
)
SCHEMA = Schema(
    (Database(1, "agents", {"city": "string", "age": "integer", "tags": "tags"}),),
    (Relation(1, "Loyal", "loyal", 1, 1, (Property("profit", "float", True, "highest", 5),)),),
)
# Texts of which the schema knows the types of what they read.
KNOWN: tuple[tuple[str, str, Values], ...] = (
    ("A text", "{lead.city}", {"lead": {"city": "Oslo"}}),
    ("A list", "{for $i $x = lead.tags}{$i}: {$x}{end}", {"lead": {"tags": ["a", "b"]}}),
    ("The top of a relation", "{for $i $x = relation.loyal.reverse.profit.top}"
     "{$x.lead.city} {$x.value}{end}",
     {"relation": {"loyal": {"reverse": {"profit": {"top": [{"value": 2.0}]}}}}}),
    ("Comparisons", '{if lead.age equal 18}a{end}{if lead.city contains "a"}b{end}',
     {"lead": {"age": 18}}),
)  # fmt: skip
FAILING = 'Dear {lead._fname},\n\n{if json.late}\n  {jsonpath(json.a json.path "item")}\n{end}'
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
works out beforehand; `relvars needs TEMPLATE --for-jinja` lists them. Everything else is read from
the values as they are. Where relvars would stop at a call or a fragment (a wrong argument, an error
in a fragment), there is no result, and the translation stops too when it comes to it: `known` calls
what is not there, which is an error whatever the environment's `undefined`.

In a project with a schema the command's output is plainer, and holds for values that are of the
schema's types or missing; its head says so. `--no-schema` promises the same for all values.

`--prove N` renders both over N values objects made up for the template and prints a certificate;
`--map FILE` writes which stretch of the translation says what of the source; and
`relvars.transpiler.translated_frame` shows an error of Jinja2's in the source.

The proof renders every values object that is not one of those before in every environment, with
one exception. Some environments differ only in what is settled before anything is rendered: blanks,
line ends, comments, optimization. Where a translation compiles to the same byte code in them, they
run one program under the same settings: the same class of undefined values, the same escaping, the
same sandbox or none. The certificate lists them as *one program*. The first 40 values objects go
through each of them all the same, the others through the first. Delimiters that are named on the
command line are those of every environment of the proof. `python -m pytest
tests/transpiler/test_agreement.py` proves all conformance cases, all of `fixtures/spec` and the
corpus so, over 1,000 values objects each.

## What is refused

An `untranslatable` error names the place and the reason:

- a call that takes a variable of the loop around it;
- more than 18 loops, or 70 blocks, within each other, or a condition of 46 parentheses, where a
  comparison counts as 3 and a block around it as two thirds: CPython takes no more than 20 loops,
  and Jinja2's compiler ends in a `RecursionError` a little later;
- a number too large to be one;
- a root of the project's own whose name Jinja2 or the translation keeps for itself.

## What does not hold

- The limits of relvars (10,000,000 characters, 10,000,000 passes) are not those of Jinja2, which
  has none.
- Values that nest some hundred deep end in a `RecursionError` of Jinja2's where relvars prints or
  compares them.
- What is no value at all (an object of Python's, NaN) is an error in relvars; Jinja2 prints nothing
  or something.
- `finalize` gets texts only (and, with a schema, the numbers of loops). One that leaves those as
  they are is harmless; one that changes texts changes the message.
- `line_statement_prefix` is harmless, unless it begins with what opens a tag: no line of a
  translation begins with anything but a tag. A `line_comment_prefix` other than `##` has to be
  named: `--line-comment-prefix`, as the delimiters.
- Extensions of Jinja2 and other `undefined` classes than its own may do anything.
- A `NativeEnvironment` gives values of Python's, not texts: `12` printed comes out as a number.

## Construct by construct

The macros and the head's comment are left out.
"""


def page() -> str:
    """The whole page."""
    parts = [*_constructs(), *_known(), *_commands(), *_failure(), *_minijinja()]
    return "\n".join([_INTRODUCTION, *parts])


def _constructs() -> Iterator[str]:
    for name, text, values in CONSTRUCTS:
        made = to_jinja(text).text
        context = jinja_values(text, values)
        assert jinja2.Environment().from_string(made).render(context) == relvars.render(
            text, values
        )
        yield f"### {name}\n\n```text\n{text}\n```\n\n```text\n{_body(made)}\n```\n"


def _known() -> Iterator[str]:
    yield "## With a schema\n"
    for name, text, values in KNOWN:
        made = to_jinja(text, schema=SCHEMA, database="agents").text
        expected = relvars.render(text, values)
        assert (
            jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(made).render(values)
            == expected
        )
        yield f"### {name}, known\n\n```text\n{text}\n```\n\n```text\n{_body(made)}\n```\n"


def _commands() -> Iterator[str]:
    yield "## What it needs, the certificate, the source map\n"
    yield f"With `late.txt`:\n\n```text\n{FAILING}\n```\n"
    commands = (
        ("needs", "late.txt", "--for-jinja"),
        ("transpile", "late.txt", "-o", "late.jinja", "--map", "late.map.json", "--prove", "200"),
    )
    with TemporaryDirectory() as folder:
        (Path(folder) / "late.txt").write_text(FAILING, encoding="utf-8", newline="")
        for words in commands:
            done = subprocess.run(
                [sys.executable, "-m", "relvars", *words],
                cwd=folder, env={"PYTHONPATH": str(PAGE.parents[1])}, check=True,
                capture_output=True, encoding="utf-8",
            )  # fmt: skip
            shown = (done.stdout + done.stderr).rstrip()
            yield f"```text\n$ relvars {' '.join(words)}\n{shown}\n```\n"
        lines = (Path(folder) / "late.map.json").read_text(encoding="utf-8").splitlines()
    start = "\n".join([*lines[:16], "   …"])
    yield f"The source map begins so; offsets are in code points:\n\n```text\n{start}\n```\n"


def _failure() -> Iterator[str]:
    yield "## An error of Jinja2's, in the source\n"
    values = {"json": {"late": True, "path": "$["}}
    made = to_jinja(FAILING)
    yield f"```text\n{_failed(made, values)}\n```\n"


def _failed(made: Translation, values: Values) -> str:
    document = relvars.parse(FAILING, "late.txt").document
    try:
        jinja2.Environment().from_string(made.text).render(jinja_values(FAILING, values))
    except jinja2.UndefinedError as error:
        return translated_frame(made, document, error) or ""
    raise AssertionError("it was to fail")


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
    yield "\n" + _MINIJINJA.format(count=len(TRAPS) + len(CONSTRUCTS), each=EACH)
    yield from _others()
    yield ""


EACH = 60  # values objects for each template
_MINIJINJA = """\
The constructs above and the traps of the tests, {count} templates in all, each over {each} values
objects, differ in two ways only. Both lie in how minijinja holds and writes numbers, which no
template can change:

- *exponents*: a float that Python writes with one (below 0.0001 in size, or from 1e21) is written
  with all its digits;
- *large integers*: one of more than 128 bits is a float there, and loses digits.

Differences of any other kind:
"""


def _others() -> Iterator[str]:
    """The templates that differ for values without such numbers."""
    found = []
    for text in [*TRAPS, *(one for _, one, _ in CONSTRUCTS)]:
        template = to_jinja(text).text
        for values in generate(text, EACH, 1):
            try:
                expected = relvars.render(text, values)
            except RelvarsError:
                continue
            context = jinja_values(text, values)
            if not _is_odd(values) and _rendered(template, context) != expected:
                found.append(f"- `{text!r}` for `{values!r}`")
                break
    return iter(found or ["none."])


def _is_odd(value: Value) -> bool:
    """Does it hold a number that minijinja writes otherwise?"""
    if isinstance(value, dict):
        return any(map(_is_odd, value.values()))
    if isinstance(value, list):
        return any(map(_is_odd, value))
    if isinstance(value, float):
        return "e" in repr(value) and not 1e16 <= abs(value) < 1e21
    return isinstance(value, int) and value.bit_length() > 127


def _rendered(template: str, values: Values) -> str:
    try:
        return minijinja.Environment().render_str(template, **values)
    except Exception as error:  # what minijinja raises is what the page is to show
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
