"""Where in HTML the holes of a template are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.linter.html_contexts import Context, advance, contexts
from relvars.syntax.ast import Output, walk
from relvars.syntax.parser import parse


def places(text: str) -> list[str]:
    """Where each printed value stands, as `where element attribute quote before`, in order."""
    template = parse(text, "a.html")
    found = contexts(template)
    holes = [node for node in walk(template.body) if isinstance(node, Output)]
    return [shown(found[one.span.start]) for one in holes]


def shown(context: Context) -> str:
    return " ".join(filter(None, context)).replace("\0", "◦")


X = "{json.x}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Text, and what ends before it.
        (f"a {X}", ["text"]),
        (f"<p>{X}</p>", ["text"]),
        (f'<p class="a > b" title=\'">\'>{X}', ["text"]),
        (f"<br/>{X}<hr>{X}", ["text", "text"]),
        (f"a < b {X}", ["text"]),
        (f"<{X}>", ["text"]),
        (f"<!doctype html>{X}", ["text"]),
        (f"<?xml a?>{X}", ["text"]),
        (f"</p>{X}</>{X}</ p>{X}", ["text", "text", "text"]),
        (f"<a href=x>{X}", ["text"]),
        # Attributes.
        (f'<a href="{X}">', ["attribute a href \""]),
        (f'<A HREF = "{X}">', ["attribute a href \""]),
        (f"<a href='/p/{X}'>", ["attribute a href ' /p/"]),
        (f"<a href={X}>{X}", ["attribute a href", "text"]),
        (f"<a href=/p/{X} id={X}>{X}", ["attribute a href /p/", "attribute a id", "text"]),
        (f'<a href="{X}/{X}">', ['attribute a href "', 'attribute a href " ◦/']),
        (f'<a href="{X}" id="{X}">', ['attribute a href "', 'attribute a id "']),
        (f'<p a="b" c \'d\' e = "{X}">', ['attribute p e "']),
        (f'<a {X}="{X}">', ["tag a", 'attribute a "']),
        (f'<p {X} id="{X}">{X}', ["tag p", 'attribute p id "', "text"]),
        (f"<p =>{X}", ["text"]),
        (f'<a href={X}"b {X}>', ["attribute a href", "tag a"]),
        (f"""<a href="'{X}" id={X}>""", ["attribute a href \" '", "attribute a id"]),
        (f'<p a="b"{X}>{X}', ["tag p", "text"]),
        (f'<a href= {{if json.a}}"{X}"{{else}}"{X}"{{end}}>{X}',
         ['attribute a href "', 'attribute a href "', "text"]),
        (f'</p a="{X}">', ['attribute a "']),
        (f"<!{X}>{X}", ["tag", "text"]),
        # Scripts, styles, titles.
        (f"<script>{X}</script>{X}", ["script script", "text"]),
        (f'<SCRIPT type="a">"<p>{X}"</Script >{X}', ["script script", "text"]),
        (f'<script src="{X}">{X}', ['attribute script src "', "script script"]),
        (f"<style>a > b {{}} {X}</style>{X}", ["style style", "text"]),
        (f"<title>{X} <b>{X}</title>{X}", ["title title", "title title", "text"]),
        (f"<titles>{X}</titles><scripted>{X}", ["text", "text"]),
        (f"<style>a</style><p>{X}", ["text"]),
        # Comments, and Outlook's, which are no comments.
        (f"<!-- {X} <p> {X} -->{X}", ["comment", "comment", "text"]),
        (f"<!-- a -- b ->{X}", ["comment"]),
        (f"<!-- a --><!---->{X}<!-->{X}<!--->{X}", ["text", "text", "text"]),
        (f'<!--[if mso]><a href="{X}">{X}<![endif]-->{X}', ['attribute a href "', "text", "text"]),
        (f"<!--[if !mso]><!-- -->{X}<!--<![endif]-->{X}", ["text", "text"]),
        (f"<!--[if !mso]><!-->{X}<!--<![endif]-->{X}", ["text", "text"]),
        # Branches.
        (f'<p {{if json.a}}class="{X}"{{end}}>{X}', ['attribute p class "', "text"]),
        (f'<p class="a{{if json.a}} {X}{{else}}bc{{end}} {X}">',
         ['attribute p class " a ', 'attribute p class " a ◦ ']),
        (f'{{if json.a}}<a href="{{else}}<b href="{{end}}{X}">{X}',
         ['attribute href "', "text"]),
        (f'<a {{if json.a}}href="{{else}}title="{{end}}{X}">{X}', ['attribute a "', "text"]),
        (f'<a {{if json.a}}href="{{else}}href=\'{{end}}{X}">{X}<p>{X}',
         ["unknown", "unknown", "text"]),
        (f"{{if json.a}}<script>{{end}}{X}<p>{X}", ["unknown", "text"]),
        (f"{{if json.a}}<p>{X}{{else}}<b>{X}{{end}}{X}", ["text", "text", "text"]),
        (f"{{for $i $y = json.ys}}<p>{X}{{end}}{X}", ["text", "text"]),
        (f"{{for $i $y = json.ys}}<p {{else}}<b {{end}}{X}", ["tag"]),
        (f"{{for $i $y = json.ys}}{{else}}<!-- {{end}}{X}", ["unknown"]),
        (f"<p {{lead.}} id={X}>", ["attribute p id"]),
    ],
)  # fmt: skip
def test_the_place_of_each_value(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_only_the_beginning_of_a_value_is_kept() -> None:
    context = advance(Context("attribute", "a", "href", '"', "/"), "x" * 100_000)
    assert len(context.before) == 500


def test_a_name_far_before_its_value_is_not_known() -> None:
    assert advance(Context("tag", "a"), f"href{' ' * 100}=").attribute == ""


@given(st.text(alphabet="<>!-[]if /=\"'scripttylea{}.\n$&x"), st.sampled_from(
    ["text", "tag", "attribute", "script", "style", "title", "comment", "unknown"]
))  # fmt: skip
def test_any_text_has_an_end(text: str, where: str) -> None:
    start = Context("text")._replace(where=where)  # type: ignore[arg-type]
    assert advance(start, text).where


@given(st.text(alphabet="<>!-=\"' ab{}."), st.integers(0, 3))
def test_any_template_has_places(text: str, number: int) -> None:
    template = parse(f"{text}{X * number}{text}", "a.html")
    assert len(contexts(template)) >= number
