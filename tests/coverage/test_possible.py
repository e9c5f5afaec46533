import pytest

from relvars.catalog import assume
from relvars.coverage.points import Point, reach
from relvars.coverage.possible import demands, impossible
from relvars.generator import generate
from relvars.syntax.parser import parse


def reasons(text: str) -> dict[tuple[int, str], str]:
    template = parse(text)
    assert template.diagnostics == ()
    told = {point: impossible(template, way) for point, way in demands(template).items()}
    return {(one.start, one.kind): reason for one, reason in told.items() if reason}


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        ("{if lead.a}x{else}y{end}", "else"),
        ("{if not lead.a}x{end}", "then"),
        ('{if lead.a equal "Tartu"}x{end}', "then"),
        ('{if lead.a in "Tartu"}x{end}', "then"),
        ('{if lead.a contains "ig"}x{end}', "else"),
        ('{if lead.a contains "z"}x{end}', "then"),
        ("{if lead.a and lead.b}x{else}y{end}", None),
        ('{if lead.b equal "Tartu"}x{end}', None),
        ("{lead.a}", "empty"),
        ("{lead.b}", None),
    ],
)
def test_what_the_blocks_around_rule_out(inner: str, kind: str | None) -> None:
    start = '{if lead.a equal "Riga"}'
    found = reasons(start + inner + "{end}")
    assert set(found) == ({(len(start), kind)} if kind else set())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{if "x" equal "x"}a{end}', "else"),
        ("{if 0}a{end}", "then"),
        ("{if 1}a{end}", "else"),
        ('{if "a"}a{end}', "else"),
        ("{if lead.a and (not lead.a)}a{end}", "then"),
        ("{if lead.a or (not lead.a)}a{end}", "else"),
    ],
)
def test_a_condition_that_is_constant(text: str, kind: str) -> None:
    found = reasons(text)
    assert set(found) == {(0, kind)}
    assert "on line 1 is never" in found[0, kind]


def test_the_sentence_names_both_lines() -> None:
    found = reasons("{if lead.a}\n{if json.b}\n{if lead.a}x{else}y{end}\n{end}\n{end}")
    assert [*found.values()] == [
        "it would need `lead.a` true (line 1) and `lead.a` false (line 3) at once"
    ]


def test_a_loop_over_what_is_true_need_not_run_but_over_a_top_it_does() -> None:
    top = "relation.a.reverse.p.top"
    loop = "{for $i $x = %s}x{else}y{end}"
    assert reasons("{if json.l}" + loop % "json.l" + "{end}") == {}
    start = f"{{if {top}}}"
    assert set(reasons(start + loop % top + "{end}")) == {(len(start), "else")}


def test_one_name_in_two_loops_is_two_values() -> None:
    inner = "{for $i $x = json.m}{if $x}x{else}y{end}{end}"
    assert reasons("{for $i $x = json.l}{if $x}" + inner + "{end}{end}") == {}


def test_a_number_and_its_text_may_be_equal() -> None:
    text = '{if lead.a equal 1}{if lead.a equal "1"}x{end}{end}'
    assert (19, "then") not in reasons(text)
    text = '{if lead.a equal "1"}{if lead.a equal 2}x{end}{end}'
    assert set(reasons(text)) == {(21, "then")}


def test_what_would_take_too_long_is_not_claimed() -> None:
    many = "".join(f"{{if lead.a{n}}}" for n in range(12))
    assert reasons(many + "{if lead.a0}x{else}y{end}" + "{end}" * 12) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{if lead.a ne 1}{if lead.a equal 1}x{end}{end}", "then"),
        ("{if 1 equal lead.a}{if lead.a equal 2}x{end}{end}", "then"),
        ('{if lead.a equal "Riga"}{if lead.a contains lead.b}x{end}{end}', None),
        ("{if lead.a equal 1}{if lead.a contains 1}x{end}{end}", None),
        ("{for $i $x = products(\"a == 'b'\")}x{else}y{end}", None),
        ('{for $i $x = jsonpath(json.a "b" "array")}x{else}y{end}', None),
        ("{if lead.a and lead.b}{if lead.b and lead.a}x{else}y{end}{end}", "else"),
        ("{for $i $x = json.l}{if $x.a}{if $x.a}x{else}y{end}{end}{end}", "else"),
        ("{if orders(\"a == 'b'\")}{if orders(\"a == 'b'\")}x{else}y{end}{end}", "else"),
    ],
)
def test_other_forms(text: str, kind: str | None) -> None:
    if " ne " in text:
        text = text.replace("lead.a ne 1", "not (lead.a equal 1)")
    assert {one for _, one in reasons(text)} == ({kind} if kind else set())


CLOSE = [
    '{if lead.a equal "Riga"}{if lead.a contains "z"}1{end}{end}',
    '{if lead.a equal "Riga"}{if lead.a in "Riga x"}2{else}3{end}{end}',
    '{if lead.a equal 1}{if lead.a equal "1"}a{end}{if lead.a}b{end}{end}',
    '{if lead.a equal 1}{if lead.a equal "1.0"}d{end}{end}',
    '{if lead.a equal "1"}{if lead.a equal 1}a{else}b{end}{if lead.a contains "1"}c{end}{end}',
    '{if lead.a equal ""}{if lead.a}a{else}b{end}{if lead.a contains "x"}c{end}{end}',
    '{if lead.a contains "x"}{if lead.a equal "y"}a{end}{if lead.a}b{else}c{end}{end}',
    '{if lead.a equal 0}{if lead.a}a{else}b{end}{if lead.a equal "0"}c{else}d{end}{end}',
    "{for $k $x = json.l}{for $k $x = json.m}{if $x}a{else}b{end}{end}{if $x}c{else}d{end}{end}",
    "{if lead.a equal lead.b}{if lead.a}{if lead.b}a{else}b{end}{end}{end}",
]


@pytest.mark.parametrize("text", CLOSE)
def test_no_values_reach_what_is_said_to_be_impossible(text: str) -> None:
    template = parse(text)
    claimed = {one for one, way in demands(template).items() if impossible(template, way)}
    for values in generate(template, 300, 3):
        assert not claimed & set(reach(template, values).hits), values


def test_settings_of_the_language_count() -> None:
    template = parse("{if 0}a{end}")
    way = demands(template)[Point(0, "then")]
    assert impossible(template, way) is not None
    assert impossible(template, way, assume({"zero": "true"})) is None
