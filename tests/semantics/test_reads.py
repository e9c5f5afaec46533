"""What an analysis says of each path, call and node: uses, types, scopes, guards."""

import pytest

from relvars.catalog import Operator, language
from relvars.semantics.analysis import analyse
from relvars.semantics.guards import known
from relvars.semantics.infer import account_of, type_of
from relvars.semantics.reads import Read
from relvars.semantics.scope import Scope, names
from relvars.semantics.types import ListOf, Object, Scalar, Type, Unknown, described
from relvars.syntax.ast import For, If, Output, Path, Text, expressions
from tests.semantics.account import SCHEMA, TOP

TEXT, INTEGER, FLOAT = Scalar("string"), Scalar("integer"), Scalar("float")


def written(path: Path) -> str:
    return ".".join((path.root, *path.segments))


def read(text: str, wanted: str) -> Read:
    """The last read of a path in a template for agents."""
    found = [one for one in analyse(text, SCHEMA, "agents").reads if written(one.path) == wanted]
    return found[-1]


# --- Uses ---------------------------------------------------------------------------------------


def test_every_path_is_read_in_order_with_its_use() -> None:
    text = (
        '{lead.a}{if lead.b and (not lead.c)}{jsonpath(json.d "x" "item")}{end}'
        '{if lead.e equal lead.f}{for $i $x = lead.g}{$x.h}{else}{lead.j}{end}{end}'
    )  # fmt: skip
    analysis = analyse(text)
    assert [(written(one.path), one.use) for one in analysis.reads] == [
        ("lead.a", "printed"), ("lead.b", "tested"), ("lead.c", "tested"), ("json.d", "argument"),
        ("lead.e", "compared"), ("lead.f", "compared"), ("lead.g", "looped"), ("$x.h", "printed"),
        ("lead.j", "printed"),
    ]  # fmt: skip
    nodes = [type(one.node) for one in analysis.reads]
    assert nodes == [Output, If, If, Output, If, If, For, Output, Output]


def test_calls_are_kept_with_their_use_and_type() -> None:
    text = (
        """{for $i $o = orders("id == '1'" 3)}{end}{if order("id == '1'") equal sku("a" 1)}{end}"""
    )
    calls = analyse(text).calls
    assert [(one.call.name, one.use) for one in calls] == [
        ("orders", "looped"), ("order", "compared"), ("sku", "compared"),
    ]  # fmt: skip
    assert [one.type for one in calls] == [ListOf(Object()), Object(), ListOf(Object())]


def test_every_node_has_a_place() -> None:
    text = "a{if lead.x}b{for $i $x = json.l}{$x}{end}{else}c{end}"
    places = analyse(text).places
    assert [type(one.node) for one in places] == [Text, If, Text, For, Output, Text]
    assert [names(one.scope) for one in places] == [(), (), (), (), ("$i", "$x"), ()]
    assert [len(one.guards) for one in places] == [0, 0, 1, 1, 2, 1]


# --- Types --------------------------------------------------------------------------------------

TYPES = [
    ("{lead.city}", "lead.city", TEXT),
    ("{lead.age}", "lead.age", INTEGER),
    ("{lead.tags}", "lead.tags", ListOf(TEXT)),
    ("{lead.pets}", "lead.pets", ListOf(Object())),
    ("{lead.home}", "lead.home", Object()),
    ("{lead.home.x}", "lead.home.x", Unknown()),
    ("{lead._bdate}", "lead._bdate", Scalar("date")),
    ("{lead.nosuch}", "lead.nosuch", Unknown()),
    ("{subscription.emails}", "subscription.emails", ListOf(TEXT)),
    ("{json.x}", "json.x", Unknown()),
    ("{apicontent.x}", "apicontent.x", Unknown()),
    ("{unsubscribe}", "unsubscribe", TEXT),
    ("{loyalty.a.promocode}", "loyalty.a.promocode", TEXT),
    ("{relation.loyal.reverse.profit.count}", "relation.loyal.reverse.profit.count", INTEGER),
    ("{relation.loyal.reverse.visits.total}", "relation.loyal.reverse.visits.total", INTEGER),
    ("{relation.loyal.reverse.profit.total}", "relation.loyal.reverse.profit.total", FLOAT),
    ("{relation.nosuch.reverse.p.total}", "relation.nosuch.reverse.p.total", FLOAT),
    ("{relation.loyal.reverse.profit.x}", "relation.loyal.reverse.profit.x", Unknown()),
    ("{if relation.loyal}{end}", "relation.loyal", Unknown()),
    (f"{{for $i $x = {TOP}}}{{$x.value}}{{end}}", "$x.value", FLOAT),
    (f"{{for $i $x = {TOP}}}{{$x.lead.plan}}{{end}}", "$x.lead.plan", TEXT),
    (f"{{for $i $x = {TOP}}}{{$i}}{{end}}", "$i", INTEGER),
    ("{for $i $x = lead.tags}{$x}{end}", "$x", TEXT),
    ("{for $i $x = lead.pets}{$x.name}{end}", "$x.name", Unknown()),
    ("{for $i $x = lead.home}{$i}{end}", "$i", TEXT),
    ("{for $i $x = lead.home}{$x}{end}", "$x", Unknown()),
    ("{for $i $x = json.l}{$i}{end}", "$i", Unknown()),
    ("{for $i $x = json.l}{$x.y}{end}", "$x.y", Unknown()),
    ("{for $i $i = lead.tags}{$i}{end}", "$i", TEXT),
    ("{for $i $x = lead.tags}{for $j $x = lead.pets}{$x}{end}{end}", "$x", Object()),
    ("{$x}", "$x", Unknown()),
    ('{for $i $x = jsonpath(json.a "b" "array")}{$i}{end}', "$i", INTEGER),
    ('{for $i $x = jsonpath(json.a "b" "item")}{$i}{end}', "$i", Unknown()),
    ('{for $i $x = jsonpath(json.a "b")}{$i}{end}', "$i", Unknown()),
    ('{for $i $x = nosuch("b")}{$i}{end}', "$i", Unknown()),
]


@pytest.mark.parametrize(("text", "path", "expected"), TYPES)
def test_types(text: str, path: str, expected: Type) -> None:
    assert read(text, path).type == expected


def test_the_item_of_a_top_holds_a_profile_of_the_other_database() -> None:
    item = read(f"{{for $i $x = {TOP}}}{{$x}}{{end}}", "$x").type
    assert isinstance(item, Object)
    assert (item.kind, item.open, list(item.fields)) == ("link", False, ["value", "lead"])
    lead = item.fields["lead"]
    assert isinstance(lead, Object)
    assert (lead.kind, lead.database, lead.open) == ("profile", "customers", False)
    assert {"plan", "_fname"} <= set(lead.fields)


def test_types_of_literals_and_conditions() -> None:
    # nothing in the language reads these types; a rule that compares sides does
    [node] = analyse('{if (lead.a equal 1.5) and (not "x" equal 3)}{end}').template.body
    kinds = [type_of(one, Scope(), account_of(None, "")) for one in expressions(node)]
    boolean = Scalar("boolean")
    assert kinds == [boolean, boolean, Unknown(), FLOAT, boolean, boolean, TEXT, INTEGER]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TEXT, "a text"), (INTEGER, "a number"), (FLOAT, "a number"),
        (Scalar("boolean"), "true or false"), (Scalar("date"), "a date"),
        (ListOf(TEXT), "a list"), (Object(), "an object"), (Unknown(), "a value"),
    ],
)  # fmt: skip
def test_types_have_words(kind: Type, words: str) -> None:
    assert described(kind) == words


# --- Scopes -------------------------------------------------------------------------------------


def test_bindings_say_which_loop_sets_a_variable() -> None:
    analysis = analyse("{for $i $x = json.a}{for $j $x = json.b}{$x}{$i}{end}{$x}{end}")
    outer = analysis.template.body[0]
    assert isinstance(outer, For)
    inner = outer.body[0]
    bound = [(one.binding.role, one.binding.loop) for one in analysis.reads if one.binding]
    assert bound == [("item", inner), ("index", outer), ("item", outer)]
    assert names(analysis.reads[2].scope) == ("$j", "$x", "$i")
    assert [one.binding for one in analysis.reads[:2]] == [None, None]


# --- Guards -------------------------------------------------------------------------------------

YES, NO = True, False
GUARDS = [
    # the path that is printed last, and whether it is known to be true
    ("{if lead.a}{lead.a}{end}", YES),
    ("{if lead.a}{else}{lead.a}{end}", NO),
    ("{if lead.a}{end}{lead.a}", None),
    ("{if lead.b}{lead.a}{end}", None),
    ("{if lead.b and lead.a}{lead.a}{end}", YES),
    ("{if lead.b and lead.a}{else}{lead.a}{end}", None),
    ("{if lead.b or lead.a}{lead.a}{end}", None),
    ("{if lead.b or lead.a}{else}{lead.a}{end}", NO),
    ("{if not lead.a}{lead.a}{end}", NO),
    ("{if not lead.a}{else}{lead.a}{end}", YES),
    ("{if lead.c and (lead.b and (not lead.a))}{lead.a}{end}", NO),
    ('{if lead.a equal "x"}{lead.a}{end}', YES),
    ('{if "x" equal lead.a}{lead.a}{end}', YES),
    ('{if lead.a equal ""}{lead.a}{end}', NO),
    ("{if lead.a equal 1}{lead.a}{end}", YES),
    ("{if lead.a equal 0}{lead.a}{end}", None),
    ('{if lead.a equal "x"}{else}{lead.a}{end}', None),
    ("{if lead.a equal lead.b}{lead.a}{end}", None),
    ('{if lead.a contains "x"}{lead.a}{end}', YES),
    ("{if lead.a contains 1}{lead.a}{end}", YES),
    ('{if lead.a contains ""}{lead.a}{end}', None),
    ("{if lead.a contains lead.b}{lead.a}{end}", None),
    ('{if "x" in lead.a}{lead.a}{end}', YES),
    ("{if lead.a in json.l}{lead.a}{end}", None),
    ("{if lead.a}{if lead.b}{lead.a}{end}{end}", YES),
    ("{if lead.a}{for $i $x = json.l}{lead.a}{else}{end}{end}", YES),
    ("{for $i $x = lead.a}{lead.a}{end}", YES),
    ("{for $i $x = lead.a}{else}{lead.a}{end}", None),
    ("{for $i $x = lead.phones}{else}{lead.phones}{end}", NO),
    # a loop that sets the variable anew takes its guard away
    ("{for $i $x = json.l}{if $x}{$x}{end}{end}", YES),
    ("{for $i $x = json.l}{if $x}{for $j $y = $x}{$x}{end}{end}{end}", YES),
    ("{for $i $x = json.l}{if $x.b}{for $j $x = json.m}{$x.b}{end}{end}{end}", None),
    ("{for $i $x = json.l}{if $x.b}{for $x $y = json.m}{else}{$x.b}{end}{end}{end}", YES),
    ("{for $i $x = json.l}{for $j $x = $x}{$x}{end}{end}", None),
    # a head that cannot be read tells nothing
    ("{if lead.a == }{lead.a}{end}", None),
]


@pytest.mark.parametrize(("text", "expected"), GUARDS)
def test_guards(text: str, expected: bool | None) -> None:
    last = analyse(text).reads[-1]
    assert known(last.path, last.guards) is expected


OPERATORS: dict[str, Operator] = {
    "is": "eq", "isnt": "ne", "has": "contains", "lacks": "not-contains",
             "among": "in", "beyond": "not-in", "over": "gt",
}  # fmt: skip
OWN_WORDS = [
    ('{if lead.a isnt "x"}{lead.a}{end}', None),
    ('{if lead.a isnt "x"}{else}{lead.a}{end}', YES),
    ('{if lead.a lacks "x"}{lead.a}{end}', None),
    ('{if lead.a lacks "x"}{else}{lead.a}{end}', YES),
    ('{if "x" beyond lead.a}{lead.a}{end}', None),
    ('{if "x" beyond lead.a}{else}{lead.a}{end}', YES),
    ("{if lead.a over 3}{lead.a}{end}", None),
]


@pytest.mark.parametrize(("text", "expected"), OWN_WORDS)
def test_guards_by_a_projects_own_words(text: str, expected: bool | None) -> None:
    last = analyse(text, language=language(operators=OPERATORS)).reads[-1]
    assert known(last.path, last.guards) is expected


def test_a_guard_names_its_block() -> None:
    analysis = analyse("{if lead.a}{if lead.b}{lead.c}{end}{end}")
    outer, inner = (one.node for one in analysis.places[:2])
    assert [guard.block for guard in analysis.reads[-1].guards] == [outer, inner]
