"""Environments: which of them run one program, and what stands for the others."""

import jinja2
import pytest

from relvars.transpiler import Delimiters, to_jinja
from relvars.transpiler.environments import ENVIRONMENTS, environment, runs

PLAIN = "{{ x }}"


def test_those_with_the_same_program_are_stood_for() -> None:
    made = runs(to_jinja("{json.a} {if json.b}x{end}\n").text, ENVIRONMENTS)
    assert [one.name for one in made.each] == list(ENVIRONMENTS)
    assert [one.name for one in made.standing] == ["strict", "immutable", "async"]


def test_none_is_stood_for_by_one_that_asks_less() -> None:
    names = ["default", "debug", "sandboxed"]
    assert [one.name for one in runs(PLAIN, names).standing] == ["default", "debug", "sandboxed"]


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("a  \n  {% if x %}  \nb{% endif %}", ["trim and lstrip"]),
        ("a\nb", ["CRLF", "CR"]),
        ("a ## b", ["autoescape"]),
        ("{% if 'a' ~ 'b' == x %}y{% endif %}", ["not optimized"]),
    ],
)
def test_another_program_stands_for_itself(text: str, standing: list[str]) -> None:
    found = {one.name for one in runs(text, ENVIRONMENTS).standing}
    assert {"strict", "async", *standing} <= found


def test_a_text_that_is_refused_renders_to_the_reason() -> None:
    made = runs("{% if %}", ["default", "async"])
    assert len(made.standing) == 2
    assert made.standing[0].render({}).startswith("TemplateSyntaxError: ")


def test_rendering_without_a_loop_does_not_wait() -> None:
    (run,) = runs("{{ f() }}{{ g() }}", ["async"]).each

    async def known() -> str:
        return "y"

    class Waiting:
        def __await__(self):  # type: ignore[no-untyped-def]
            yield

    assert run.render({"f": known, "g": known}) == "yy"
    with pytest.raises(RuntimeError, match="waits"):
        run.render({"f": known, "g": Waiting})


def test_line_comments_are_taken_only_where_they_are() -> None:
    words = Delimiters(line_comment_prefix="//")
    with_comments = [
        name for name in ENVIRONMENTS if environment(name, words).line_comment_prefix == "//"
    ]
    assert with_comments == ["autoescape"]
    assert environment("autoescape").line_comment_prefix == "##"
    assert isinstance(environment("default"), jinja2.Environment)
