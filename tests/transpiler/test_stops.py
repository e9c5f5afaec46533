"""Where relvars stops at a call or a fragment, the translation stops too, and nowhere else."""

from collections.abc import Iterator
from typing import Any

import jinja2
import pytest

import relvars
from relvars.catalog import assume
from relvars.errors import RelvarsError
from relvars.transpiler import Delimiters, jinja_values, to_jinja
from relvars.transpiler.environments import ENVIRONMENTS, environment

BAD = 'jsonpath(json.a json.path "item")'
TEMPLATES = [
    f"{{{BAD}}}",
    f"{{if json.g}}{{{BAD}}}{{end}}",
    f"{{if {BAD}}}y{{else}}n{{end}}",
    f"{{if json.g and {BAD}}}y{{else}}n{{end}}",
    f"{{if json.g or ({BAD} equal fragment.x)}}y{{else}}n{{end}}",
    f"{{if ({BAD} and json.g) equal json.h}}y{{else}}n{{end}}",
    f"{{for $i $x = {BAD}}}{{$x}}{{else}}none{{end}}",
    f"{{for $i $x = json.list}}{{if $x}}{{{BAD}}}{{end}}{{end}}",
    "{fragment.x}",
    "{if json.g}{fragment.x}{end}",
    "{if json.g and fragment.x}y{end}",
    "{if json.g}{fragment.x}{else}{fragment.y}{end}",
]
VALUES: list[dict[str, Any]] = [
    {**one, **fragments}
    for one in (
        {},
        {"json": {"g": 1}},
        {"json": {"a": {"b": 2}, "path": "$.b"}},
        {"json": {"a": {"b": 2}, "path": "$.b", "g": True, "h": 2, "list": [0, 1]}},
        {"json": {"path": "$[", "list": [0, ""]}},
        {"json": {"path": "$[", "list": [0, 1], "g": "x"}},
        {"json": {"path": 5, "g": 1}, "functions": {BAD: "known"}},
    )
    for fragments in (
        {},
        {"fragment": {"x": "<{lead.a}>", "y": "{if}"}},
        {"fragment": {"x": "{if lead.a}", "y": "{json.g}"}},
        {"fragment": {"x": "{fragment.y}", "y": "{fragment.x}"}},
        {"fragment": {"x": '{jsonpath(json.a json.path "item")}', "y": ["y"]}},
    )
]


class Lenient(jinja2.ChainableUndefined):
    """As lenient as Jinja2's own kinds can be put together."""

    def __str__(self) -> str:
        return "?"

    def __bool__(self) -> bool:
        return True


def environments() -> Iterator[jinja2.Environment]:
    yield from map(environment, ENVIRONMENTS)
    yield jinja2.Environment(undefined=jinja2.make_logging_undefined(base=jinja2.DebugUndefined))
    yield jinja2.Environment(undefined=Lenient, enable_async=True)


@pytest.mark.parametrize("text", TEMPLATES)
def test_both_stop_or_neither(text: str) -> None:
    templates = [one.from_string(to_jinja(text).text) for one in environments()]
    stopped = 0
    for values in VALUES:
        context = jinja_values(text, values)
        try:
            expected = relvars.render(text, values)
        except RelvarsError:
            stopped += 1
            for one in templates:
                with pytest.raises((jinja2.UndefinedError, jinja2.exceptions.SecurityError)):
                    one.render(context)
        else:
            assert {one.render(context) for one in templates} == {expected}
    assert 0 < stopped < len(VALUES)


def test_the_error_names_the_call() -> None:
    text = f"{{{BAD}}}"
    with pytest.raises(jinja2.UndefinedError, match=r"jsonpath\(json\.a json\.path"):
        jinja2.Template(to_jinja(text).text).render(jinja_values(text, {"json": {"path": "$["}}))


def test_values_that_were_not_worked_out_are_an_error() -> None:
    template = jinja2.Template(to_jinja("{fragment.x}").text)
    wrong: list[object] = [{}, None, "fragment.x", []]
    for functions in wrong:
        with pytest.raises(jinja2.UndefinedError):
            template.render(functions=functions)


@pytest.mark.parametrize("name", ["escape", "fragment_nesting"])
def test_fragments_under_assumptions(name: str) -> None:
    assumptions = assume({name: {"escape": "html", "fragment_nesting": "text"}[name]})
    text, values = "{fragment.x}", {"fragment": {"x": "<{lead.a}"}, "lead": {"a": "&"}}
    made = to_jinja(text, assumptions=assumptions).text
    context = jinja_values(text, values, assumptions=assumptions)
    expected = relvars.render(text, values, assumptions=assumptions)
    assert jinja2.Template(made).render(context) == expected


@pytest.mark.parametrize("prefix", ["#", "%", "@", "$", "*", "//", "--", "##", "<"])
def test_prefixes_and_finalize(prefix: str) -> None:
    """Only texts are printed, and no line begins with anything but a tag."""
    text = (
        "# a\n% b\n@media {x}\n#id { }\n  # c {json.a}\n#{json.a}# d // <i> -- e\n"
        "{if json.a}\n# e\n  % {end}\n{for $i $x = json.l}\n# {$i}{$x}\n{end}//x {json.o} //\n; //"
    )
    values = {"json": {"a": "# q // w", "l": ["#", 1], "o": {"k": ["//", 1.0, None]}}}
    words = Delimiters(line_comment_prefix=prefix)

    def finalize(value: object) -> object:
        assert isinstance(value, str), value
        return value

    made = to_jinja(text, delimiters=words).text
    for options in ({}, {"line_comment_prefix": prefix}, {"trim_blocks": True}):
        one = jinja2.Environment(line_statement_prefix=prefix, finalize=finalize, **options)
        assert one.from_string(made).render(values) == relvars.render(text, values)


@pytest.mark.parametrize("argument", ["fragment.x", "unsubscribe", "globalunsubscribe", "$x"])
def test_arguments_of_every_kind(argument: str) -> None:
    text = f'{{products({argument} 3)}}{{subscription_field("email" {argument})}}'
    for values in ({}, {"unsubscribe": "u", "fragment": {"x": "{lead.a}"}, "$x": "no"}):
        context = jinja_values(text, values)
        template = jinja2.Template(to_jinja(text).text)
        try:
            expected = relvars.render(text, values)
        except RelvarsError:
            with pytest.raises(jinja2.UndefinedError):
                template.render(context)
        else:
            assert template.render(context) == expected
