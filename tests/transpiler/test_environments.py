"""Environments: which of them run one program, and what stands for the others."""

import jinja2
import pytest

from relvars.transpiler import Delimiters, to_jinja
from relvars.transpiler.environments import ENVIRONMENTS, environment, program, runs

LIKE_THE_DEFAULT = ("trim and lstrip", "CRLF", "CR", "not optimized")


def test_one_stands_for_those_with_the_same_program() -> None:
    made = runs(to_jinja("{json.a} {if json.b}x{end}\n").text, ENVIRONMENTS)
    assert [one.name for one in made.each] == list(ENVIRONMENTS)
    assert made.alike == (("default", *LIKE_THE_DEFAULT),)
    others = [name for name in ENVIRONMENTS if name not in LIKE_THE_DEFAULT]
    assert [one.name for one in made.standing] == others


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("  {% if x %}b{% endif %}\n ", {"trim and lstrip", "CRLF", "CR"}),
        ("  {% if x %}b{% endif %}", {"trim and lstrip"}),
        ("a\nb", {"CRLF", "CR"}),
        ("{% if 'a' ~ 'b' == x %}y{% endif %}", {"not optimized"}),
    ],
)
def test_another_program_stands_for_itself(text: str, standing: set[str]) -> None:
    found = {one.name for one in runs(text, ENVIRONMENTS).standing}
    assert found & set(LIKE_THE_DEFAULT) == standing


def test_what_a_running_program_asks_for_tells_environments_apart() -> None:
    names = ["default", "autoescape", "strict", "chainable", "sandboxed", "immutable"]
    assert runs("{{ x }}", names).alike == ()


def test_what_catches_is_a_part_of_a_program() -> None:
    """Two functions with the same instructions, of which one catches what those raise."""
    caught = compile("try:\n f()\nexcept E:\n g()\n", "", "exec")
    passed = caught.replace(co_exceptiontable=b"")
    assert program(caught) == program(caught.replace(co_firstlineno=7))
    assert program(caught) != program(passed)


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
