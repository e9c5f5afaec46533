import json
import pickle

import pytest

from relvars.catalog import assume
from relvars.coverage import Point, merged, points, reach
from relvars.errors import DataError, TemplateError
from relvars.renderer import render
from relvars.syntax.parser import parse

TEXT = "{if lead.a}A{lead.a}{end}{for $i $x = json.l}{$x.n}{else}none{end}"
VALUES = {"lead": {"a": "x"}, "json": {"l": [{"n": 1}, {"n": ""}]}}


def test_all_there_is_to_reach_in_order_of_place() -> None:
    loop = TEXT.index("{for")
    assert [tuple(one) for one in points(parse(TEXT))] == [
        (0, "rendered"),
        (0, "then"),
        (0, "else"),
        (TEXT.index("{lead.a}"), "printed"),
        (TEXT.index("{lead.a}"), "empty"),
        (loop, "body"),
        (loop, "else"),
        (TEXT.index("{$x.n}"), "printed"),
        (TEXT.index("{$x.n}"), "empty"),
    ]


def test_what_an_sms_leaves_out_is_not_there() -> None:
    template = parse('<name="{lead.a}">', "a.sms.txt")
    assert [one.kind for one in points(template)] == ["rendered"]
    kept = points(template, assume({"sms_angle_text": "keep"}))
    assert [one.kind for one in kept] == ["rendered", "printed", "empty"]


def test_hits_are_counted_and_the_message_is_the_same() -> None:
    template = parse(TEXT)
    reached = reach(template, VALUES)
    loop, item = TEXT.index("{for"), TEXT.index("{$x.n}")
    assert reached.output == render(template, VALUES)
    assert reached.hits == {
        Point(0, "rendered"): 1,
        Point(0, "then"): 1,
        Point(TEXT.index("{lead.a}"), "printed"): 1,
        Point(loop, "body"): 2,
        Point(item, "printed"): 1,
        Point(item, "empty"): 1,
    }
    assert pickle.loads(pickle.dumps(reached)) == reached
    assert json.loads(json.dumps([*reached.hits]))


def test_a_loop_without_items_and_the_way_past_an_if() -> None:
    reached = reach(parse(TEXT), {})
    assert {tuple(one) for one in reached.hits} == {
        (0, "rendered"), (0, "else"), (TEXT.index("{for"), "else"),
    }  # fmt: skip


def test_keys_of_an_object_and_conditions_of_every_kind() -> None:
    text = '{for $k $x = json.o}{if $k equal "a" and $x}{$x}{end}{end}'
    assert reach(parse(text), {"json": {"o": {"a": 1, "b": 2}}}).output == "1"


def test_hits_of_several_renderings_are_added_up() -> None:
    one, other = reach(parse(TEXT), VALUES), reach(parse(TEXT), {})
    total = merged([one.hits, other.hits])
    assert total[Point(0, "rendered")] == 2
    assert total[Point(0, "then")] == total[Point(0, "else")] == 1
    assert merged([]) == {}


def test_it_raises_as_render_does() -> None:
    with pytest.raises(TemplateError):
        reach(parse("{if lead.a}"), {})
    with pytest.raises(DataError, match=r"lead\.a"):
        reach(parse("{lead.a}"), {"lead": {"a": object()}})
    with pytest.raises(TemplateError):
        reach(parse("{lead.a}"), {"lead": {"a": "xxx"}}, limit=2)
