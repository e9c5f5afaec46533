"""The short way and the grammar read the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relvars.catalog import language
from relvars.syntax import shortcut
from relvars.syntax.heads import Inside
from relvars.syntax.inside import read_inside
from tests.syntax.strategies import WORDS, insides

LANGUAGE = language()
pieces = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)


def with_spans(inside: Inside) -> str:
    """The head as it would be written, spans included: nodes leave them out of equality."""
    return repr(inside.head)


@given(insides() | pieces)
@example("end")
@example("end1")
@example("else.x")
@example("if not")
@example('if not equal "x"')
@example("if and")
@example("if(lead.a)and(lead.b)")
@example("if (lead.a")
@example("if lead.a) and lead.b")
@example("if (lead.a and lead.b)")
@example('if ( lead.a equal "x" )or lead.b in json.c ')
@example('if lead.a equal "x"and lead.b')
@example("if lead.a and and")
@example("if lead.a and lead.b and lead.c")
@example("if lead.a and not lead.b")
@example("if lead.a or order")
@example("if (lead.a)")
@example("if lead.a and lead.b")
@example('if lead.a equals "b"')
@example("not (lead.a)")
@example("orders()")
@example('orders ( "a" 10 )')
@example('orders("a"10)')
@example("orders(-1 json.2024)")
@example("order(12345678901234567890)")
@example("relation.x.sideways.p.count")
def test_what_the_short_way_reads_the_grammar_reads_alike(inside: str) -> None:
    short = shortcut.read(inside, 0, len(inside), LANGUAGE)
    if short is not None:
        whole = read_inside(inside, LANGUAGE)
        assert not whole.troubles
        assert with_spans(short) == with_spans(whole)


@pytest.mark.parametrize(
    "inside",
    [
        "lead._fname",
        " else ",
        "end",
        "if $item.value",
        'if lead.a equal "x y"',
        "if (lead.a) and lead.b",
        'if (lead.a equal "x") or (lead.b in json.c)',
        "if lead.a in json.list",
        "for $i $x = relation.a.reverse.b.top",
        'subscription_field("sms" "phone" 10)',
        "unsubscribe",
    ],
)
def test_common_tags_take_the_short_way(inside: str) -> None:
    assert shortcut.read(inside, 0, len(inside), LANGUAGE) is not None
