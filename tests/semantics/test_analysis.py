"""What is found in a template, with a schema and without one."""

import pickle

import pytest

from relvars.catalog import assume, language
from relvars.diagnostics import Severity
from relvars.schema import Database, Schema
from relvars.semantics.analysis import analyse
from relvars.syntax.parser import parse
from tests.semantics.account import AGENTS, CUSTOMERS, SCHEMA, TOP, mended, told

LOOP = f"{{for $i $x = {TOP}}}"

# --- Without a schema ---------------------------------------------------------------------------

FINE = [
    "",
    "no tag",
    "{lead.anything}{lead.anything.deeper}",
    "{json.a.b}{apicontent.c.d}{if json}{end}",
    "{subscription.email}{unsubscribe}{loyalty.club.promocode}{fragment.footer}",
    "{relation.any.direct.thing.count}{relation.any.reverse.thing.total}",
    LOOP + "{$i}{$x.value}{$x.lead.anything.deeper}{end}",
    "{for $i $x = json.list}{$x.a.b.c}{$i}{end}",
    "{for $i $x = json.list}{for $j $y = $x.inner}{$x.a}{$y.b}{$j}{end}{end}",
    "{for $i $x = json.list}{for $i $x = $x.inner}{$x.b}{else}{$x.a}{end}{$x.c}{end}",
    "{for $i $x = lead.phones}{$x}{end}{for $key $x = lead}{$key}{$x.a}{end}",
    "{for $i $x = subscription.emails}{$x}{end}",
    "{for $i $x = json.list}{$x}{end}{for $i $x = json.list}{$x}{end}",
    f"{{if {TOP}}}some{{end}}",
    '{jsonpath(json.store "book[0].title" "item")}{jsonpath(apicontent.a "b" "array")}',
    '{for $i $b = jsonpath(json.store "book[*]" "array")}{$b.title}{end}',
    '{for $i $b = jsonpath(json.store "book[0]" "item")}{$b.title}{end}',
    '{for $i $b = jsonpath(json.store "book" json.format)}{$b.title}{end}',
    """{for $i $o = orders("order.status == 'new'" 30 "id" "desc")}{$o.id}{end}""",
    """{products("product.name == 'lead._city'" 1)}{sku("sku.name == 'a'" 2 "name")}""",
    """{for $key $part = order("order.id == '1'")}{$part.x}{end}""",
    "{orders(json.filter json.limit json.sort json.order)}",
    '{subscription_field("email" "domain" 10)}{subscription_field("telegram" "anything")}',
    '{if lead.a equal "x" and (lead.b contains "y" and lead.c in json.list)}{end}',
]


@pytest.mark.parametrize("template", FINE)
def test_nothing_is_wrong(template: str) -> None:
    assert told(analyse(template)) == []


WITHOUT_SCHEMA = [
    # variables
    ("{$item}", ["unknown-variable: $item"]),
    ("{$item.lead._fname}", ["unknown-variable: $item"]),
    ("{if $a equal $b}{end}", ["unknown-variable: $a", "unknown-variable: $b"]),
    ("{for $i $x = $x.list}{$x}{end}", ["unknown-variable: $x"]),
    ("{for $i $x = json.l}{else}{$x}{$i}{end}", ["unknown-variable: $x", "unknown-variable: $i"]),
    ("{for $i $x = json.l}{$x}{end}{$x.a}", ["unknown-variable: $x"]),
    ("{for $i $x = json.l}{$X}{end}", ["unknown-variable: $X"]),
    ('{jsonpath($y "a" "item")}', ["unknown-variable: $y"]),
    # fields
    ("{subscription.emial}", ["unknown-field: emial"]),
    ("{subscription.telegram}", ["unknown-field: telegram"]),
    ("{subscription.email.x}", ["unknown-field: x"]),
    ("{subscription.emails.first}", ["unknown-field: first"]),
    (LOOP + "{$x.foo}{$x.value.y}{$i.z}{end}", ["unknown-field: foo", "unknown-field: y",
                                               "unknown-field: z"]),
    (LOOP + "{$x.lead._fname.a}{end}", ["unknown-field: a"]),
    # uses
    (f"{{{TOP}}}", ["top-outside-loop: top"]),
    ("{for $i $x = relation.a.direct.b.count}{end}", ["loop-over-scalar: count"]),
    ("{for $i $x = relation.a.direct.b.total}{end}", ["loop-over-scalar: total"]),
    (LOOP + "{for $j $y = $x.value}{end}{end}", ["loop-over-scalar: $x.value"]),
    ("{for $i $x = json.l}{for $j $y = lead._fname}{end}{end}", ["loop-over-scalar: lead._fname"]),
    ("{for $i $x = lead.phones}{for $j $y = $i}{end}{end}", ["loop-over-scalar: $i"]),
    ("{for $i $x = unsubscribe}{end}", ["loop-over-scalar: unsubscribe"]),
    ("{for $i $x = fragment.a}{end}", ["loop-over-scalar: fragment.a"]),
    ('{for $i $x = subscription_field("a" "b")}{end}',
     ['loop-over-scalar: subscription_field("a" "b")']),
    # words
    ("{if (lead.a) or (lead.b)}{end}", ["unverified-operator: or"]),
    ("{if not lead.a}{end}", ["unverified-operator: not"]),
    ("{if (lead.order) or (not lead.b)}{end}",
     ["unverified-operator: or", "unverified-operator: not"]),
]  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), WITHOUT_SCHEMA)
def test_what_the_language_alone_tells(template: str, expected: list[str]) -> None:
    assert told(analyse(template)) == expected


ARGUMENTS = [
    ('{jsonpath(json.x "a")}', ['bad-argument: jsonpath(json.x "a")']),
    ("{order()}", ["bad-argument: order()"]),
    ('{jsonpath(json.x "a" "item" 1 "b")}', ['bad-argument: 1 "b"']),
    ('{jsonpath("json.x" "a" "item")}', ['bad-argument: "json.x"']),
    ('{jsonpath(1 "a" "item")}', ["bad-argument: 1"]),
    ('{jsonpath(lead.city "a" "item")}', ["bad-argument: lead.city"]),
    ('{jsonpath(subscription.email "a" "item")}', ["bad-argument: subscription.email"]),
    ('{jsonpath(json.x 1 "item")}', ["bad-argument: 1"]),
    ('{jsonpath(json.x "a" "list")}', ['bad-argument: "list"']),
    ('{jsonpath(json.x "a[" "item")}', ['bad-argument: "a["']),
    ('{subscription_field("email" "emial")}', ['bad-argument: "emial"']),
    ('{subscription_field("email" "md5" "10")}', ['bad-argument: "10"']),
    ("{orders(\"a == 'b'\" 31)}", ["market-limit: 31"]),
    ("{orders(\"a = 'b'\" 31)}", ["bad-argument: \"a = 'b'\"", "market-limit: 31"]),
    ("{orders(\"a == 'b'\" 0)}", ["bad-argument: 0"]),
    ("{orders(\"a == 'b'\" 1.5)}", ["bad-argument: 1.5"]),
    ("{orders(\"a == 'b'\" \"few\")}", ['bad-argument: "few"']),
    ("{orders(\"a == 'b'\" 3 \"id\" \"down\")}", ['bad-argument: "down"']),
    ("{orders(lead.phones subscription.emails)}",
     ["bad-argument: lead.phones", "bad-argument: subscription.emails"]),
    ("{products(lead 1)}", ["bad-argument: lead"]),
    # every wrong argument is told, and a limit beside them
    ('{products(1 31 2 "up")}', ["bad-argument: 1", "market-limit: 31", "bad-argument: 2",
                                 'bad-argument: "up"']),
    ("{if orders(\"a == 'b'\" 99)}{end}", ["market-limit: 99"]),
]  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), ARGUMENTS)
def test_arguments(template: str, expected: list[str]) -> None:
    assert told(analyse(template)) == expected


# --- With a schema; the recipient is an agent ---------------------------------------------------

FINE_FOR_AGENTS = [
    "{lead.city}{lead._fname}{lead.home.street.number}",
    "{for $i $pet = lead.pets}{$pet.name}{end}{for $i $tag = lead.tags}{$tag}{end}",
    "{relation.loyal.reverse.profit.total}{relation.loyal.reverse.vip.count}",
    LOOP + "{$x.lead.plan}{$x.lead._fname}{lead.city}{$x.value}{end}",
    "{relation.team.direct.profit.total}{relation.team.reverse.profit.total}",
    "{for $i $x = relation.team.direct.profit.top}{$x.lead.city}{end}",
    # nothing is said of the properties, nor of the other database
    "{relation.vague.reverse.anything.total}",
    "{for $i $x = relation.vague.reverse.anything.top}{$x.lead.anything}{end}",
]


@pytest.mark.parametrize("template", FINE_FOR_AGENTS)
def test_nothing_is_wrong_for_agents(template: str) -> None:
    assert told(analyse(template, SCHEMA, "agents")) == []


FOR_AGENTS = [
    ("{lead.citty}", ["unknown-field: citty"]),
    ("{lead._fnam}{lead.plan}", ["unknown-field: _fnam", "unknown-field: plan"]),
    ("{lead.city.x}{lead.tags.x}", ["unknown-field: x", "unknown-field: x"]),
    ("{if lead.zzz}{end}", ["unknown-field: zzz"]),
    (LOOP + "{$x.lead.city}{$x.lead.plan.x}{end}", ["unknown-field: city", "unknown-field: x"]),
    ("{for $i $x = lead.city}{end}", ["loop-over-scalar: lead.city"]),
    ("{for $i $x = lead.age}{end}", ["loop-over-scalar: lead.age"]),
    ("{relation.loyl.reverse.profit.count}", ["unknown-relation: loyl"]),
    ("{relation.loyl.direct.prft.total}", ["unknown-relation: loyl"]),
    ("{relation.loyal.reverse.prft.count}", ["unknown-property: prft"]),
    ("{relation.loyal.direct.profit.count}", ["wrong-direction: direct"]),
    ("{relation.loyal.direct.prft.count}", ["wrong-direction: direct", "unknown-property: prft"]),
    ("{relation.elsewhere.direct.profit.count}", ["wrong-direction: direct"]),
    ("{relation.elsewhere.reverse.profit.count}", ["wrong-direction: reverse"]),
    ("{relation.distant.reverse.profit.count}", ["wrong-direction: reverse"]),
    # one slip is told once: whose fields the profiles have is not known then
    ("{for $i $x = relation.loyal.direct.profit.top}{$x.lead.plan}{$x.lead.city}{end}",
     ["wrong-direction: direct"]),
    ("{relation.loyal.reverse.visits.total}", ["statistic-off: total"]),
    ("{for $i $x = relation.loyal.reverse.visits.top}{$x.value}{end}", ["statistic-off: top"]),
    ("{relation.loyal.reverse.vip.total}", ["statistic-on-boolean: total"]),
    ("{for $i $x = relation.loyal.reverse.vip.top}{end}", ["statistic-on-boolean: top"]),
    # what the syntax says is not said again
    ("{relation.loyal.revers.profit.count}", ["unknown-direction: revers"]),
    ("{relation.loyal.revers.prft.cont}", ["unknown-direction: revers", "unknown-property: prft"]),
    ("{relation.loyal.reverse.profit.totl}", ["unknown-statistic: totl"]),
    ("{relation.loyal.reverse}", ["relation-path: relation.loyal.reverse"]),
    ("{if leed.city}{end}", ["unknown-root: leed"]),
]  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), FOR_AGENTS)
def test_what_the_schema_tells(template: str, expected: list[str]) -> None:
    assert told(analyse(template, SCHEMA, "agents")) == expected


UNKNOWN = [
    (SCHEMA, "", "{lead.anything}{relation.loyal.direct.profit.count}"),
    (SCHEMA, "no such database", "{lead.anything}{relation.loyal.direct.profit.count}"),
    (SCHEMA, "bare", "{lead.anything}"),
    (Schema(), "agents", "{lead.anything}{relation.any.direct.thing.count}"),
    (Schema((AGENTS,)), "agents", "{relation.any.direct.thing.total}"),
]


@pytest.mark.parametrize(("schema", "database", "template"), UNKNOWN)
def test_what_is_not_known_is_allowed(schema: Schema, database: str, template: str) -> None:
    assert told(analyse(template, schema, database)) == []


TWO = Schema(
    (AGENTS, CUSTOMERS._replace(fields={**CUSTOMERS.fields, "age": "string"})), SCHEMA.relations[:1]
)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (Schema((AGENTS,)), ["unknown-field: citty", "unknown-field: plan"]),
        (TWO, ["unknown-field: citty"]),
        (TWO._replace(database="customers"),
         ["unknown-field: citty", "unknown-field: city", "wrong-direction: reverse"]),
    ],
)  # fmt: skip
def test_without_a_database_the_schema_tells_whose_profile_it_is(
    schema: Schema, expected: list[str]
) -> None:
    text = "{lead.citty}{lead.plan}{lead.city}{lead.age}{relation.loyal.reverse.profit.count}"
    text = text if schema.relations else text.partition("{relation")[0]
    assert told(analyse(text, schema)) == expected


def test_a_field_that_no_database_has_is_no_profile_s() -> None:
    (found,) = analyse("{lead.citty}", TWO).diagnostics
    assert (found.message, found.help) == (
        "A profile has no field `citty`.",
        "did you mean `city`?",
    )


@pytest.mark.parametrize(("field", "slugs"), [("tags", ["loop-over-scalar"]), ("age", [])])
def test_the_type_of_a_field_is_known_when_the_databases_agree(
    field: str, slugs: list[str]
) -> None:
    other = Database(2, "others", {"tags": "string", "age": "tags"})
    schema = Schema((AGENTS._replace(fields={**AGENTS.fields, "tags": "string"}), other))
    found = analyse(f"{{for $i $x = lead.{field}}}{{$x}}{{end}}", schema).diagnostics
    assert [one.slug for one in found] == slugs


def test_the_related_profile_is_known_though_the_recipient_is_not() -> None:
    assert told(analyse(LOOP + "{$x.lead.city}{lead.plan}{end}", SCHEMA)) == ["unknown-field: city"]


# --- Words --------------------------------------------------------------------------------------

SAID = [
    ("{lead.citty}", "The database `agents` has no field `citty`.", "did you mean `city`?"),
    ("{lead.plan}", "The database `agents` has no field `plan`.",
     "there is `city`, `age`, `tags`, `pets`, `home`, `_id`, `email`, `phones` and 19 more;"
     " one that is not listed goes into its fields in relvars.toml"),
    (LOOP + "{$x.lead.city}{end}", "The database `customers` has no field `city`.",
     "did you mean `lead.city`?"),
    (LOOP + "{lead.plan}{end}", "The database `agents` has no field `plan`.",
     "did you mean `$x.lead.plan`?"),
    (LOOP + "{$x.plan}{end}", "`$x` is a link: it has `value` and `lead`, but no `plan`.",
     "did you mean `$x.lead.plan`?"),
    (LOOP + "{$x.valu}{end}", "`$x` is a link: it has `value` and `lead`, but no `valu`.",
     "did you mean `$x.value`?"),
    (LOOP + "{$x.qqq}{end}", "`$x` is a link: it has `value` and `lead`, but no `qqq`.",
     "write `$x.lead.qqq` for a field of the related profile"),
    ("{lead.city.x}", "`lead.city` is a text, so it has no `x`.", "write `lead.city`"),
    ("{lead.tags.x}", "`lead.tags` is a list, so it has no `x`.",
     "loop over it: `{for $index $item = lead.tags}`"),
    ("{subscription.emial}", "`subscription` has no field `emial`.", "did you mean `email`?"),
    ("{$item}", "There is no loop variable `$item` here.",
     "no loop variable is in scope here; a loop sets it: `{for $index $item = …}`"),
    ("{$index}", "There is no loop variable `$index` here.",
     "no loop variable is in scope here; a loop sets it: `{for $i $index = …}`"),
    (LOOP + "{$q}{end}", "There is no loop variable `$q` here.",
     "in scope here: `$i` and `$x`; a loop sets it: `{for $index $q = …}`"),
    (LOOP + "{$X}{end}", "There is no loop variable `$X` here.", "did you mean `$x`?"),
    (LOOP + "{else}{$x}{end}",
     "`$x` is not set in the `{else}` of its loop, where nothing is listed.",
     "no loop variable is in scope here; read `$x` before that `{else}`"),
    (LOOP + "{end}{$x}", "`$x` is not set any more: its loop has ended.",
     "no loop variable is in scope here; read `$x` before the loop's `{end}`"),
    ("{relation.loyl.reverse.profit.count}", "There is no relation `loyl`.",
     "did you mean `loyal`?"),
    ("{relation.qqq.reverse.profit.count}", "There is no relation `qqq`.",
     "there is `loyal`, `elsewhere`, `team`, `vague` and `distant`"),
    ("{relation.loyal.reverse.qqq.count}", "The relation `loyal` has no property `qqq`.",
     "there is `profit`, `visits` and `vip`"),
    ("{relation.loyal.direct.profit.count}",
     "A profile of `agents` receives the links of `loyal`: they are `reverse`.", "write `reverse`"),
    ("{relation.elsewhere.direct.profit.count}",
     "The database `agents` takes no part in the relation `elsewhere`.",
     "`customers` sees it as `direct` and `others` sees it as `reverse`"),
    ("{relation.distant.direct.profit.count}",
     "The database `agents` takes no part in the relation `distant`.",
     "database 9 sees it as `direct` and database 8 sees it as `reverse`"),
    ("{relation.loyal.reverse.visits.total}",
     "`visits` does not keep its sum, so `total` is missing.",
     "have the property save its amount, and set `sum = true` in relvars.toml"),
    ("{relation.loyal.reverse.vip.total}", "`vip` is true or false, and has no `total`.",
     "it has a `count`"),
    (f"{{{TOP}}}", "`top` is a list of links, and is read in a loop.",
     f"write `{{for $index $item = {TOP}}}…{{$item.value}}…{{end}}`"),
    ("{for $i $x = lead.city}{end}", "`lead.city` is a text; there is nothing to list.",
     "print it instead of looping over it"),
    ("{for $i $x = relation.loyal.reverse.profit.count}{end}",
     "`relation.loyal.reverse.profit.count` is a number; there is nothing to list.",
     "the list is `top`"),
    ("{if not lead.city}{end}", "No documentation shows `not`; that it works is assumed.",
     "nested `{if}` do without `not`; see the assumption `or_not`"),
    ('{jsonpath(json.x "a")}', "`jsonpath` takes 3 arguments, not 2.",
     'write `jsonpath(root "path" "format")`'),
    ("{order()}", "`order` takes 1 argument, not 0.", 'write `order("filter")`'),
    ("{orders()}", "`orders` takes 2 to 4 arguments, not 0.",
     'write `orders("filter" limit "sort" "order")`; `sort` and `order` may be left out'),
    ('{jsonpath("json.x" "a" "item")}',
     "The root of `jsonpath` is a variable such as `json.store`.",
     'write `jsonpath(root "path" "format")`'),
    ('{jsonpath(lead.city "a" "item")}',
     "The root of `jsonpath` is a path under `json` or `apicontent`.",
     'write `jsonpath(root "path" "format")`'),
    ('{jsonpath(json.x "a" "arry")}', "The format is `item` or `array`, not `arry`.",
     "did you mean `array`?"),
    ('{jsonpath(json.x "a" "q")}', "The format is `item` or `array`, not `q`.",
     "write `item` or `array`"),
    ("{orders(\"a == 'b'\" 31)}", "The platform gives at most 30 elements, not 31.", "write `30`"),
    ("{orders(\"a == 'b'\" 0)}", "The limit must be a whole number from 1 to 30.",
     """for example `orders("order.status == 'new'" 10 "id" "desc")`"""),
    ("{orders(lead.tags 1)}", "`lead.tags` is a list; the filter of `orders` is a text.",
     "give a text"),
    ("{orders(\"a == 'b'\" lead.home)}",
     "`lead.home` is an object; the limit of `orders` is a whole number.", "give a whole number"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "message", "advice"), SAID)
def test_messages_name_the_thing_and_what_to_write(
    template: str, message: str, advice: str
) -> None:
    [finding] = analyse(template, SCHEMA, "agents").diagnostics
    assert (finding.message, finding.help) == (message, advice)


FIXED = [
    ("{lead.citty}", "{lead.city}"),
    (LOOP + "{$x.lead.city}{end}", LOOP + "{lead.city}{end}"),
    (LOOP + "{lead.plan}{end}", LOOP + "{$x.lead.plan}{end}"),
    (LOOP + "{$x.plan}{end}", LOOP + "{$x.lead.plan}{end}"),
    (LOOP + "{$X.value}{end}", LOOP + "{$x.value}{end}"),
    ("{relation.loyl.reverse.profit.count}", "{relation.loyal.reverse.profit.count}"),
    ("{relation.loyal.direct.profit.count}", "{relation.loyal.reverse.profit.count}"),
    ("{relation.loyal.reverse.profitt.count}", "{relation.loyal.reverse.profit.count}"),
    ("{for $i $x = relation.loyal.reverse.profit.count}{end}", LOOP + "{end}"),
    ('{jsonpath(json.x "a" "Array")}', '{jsonpath(json.x "a" "array")}'),
    ("{orders(\"a == 'b'\" 31)}", "{orders(\"a == 'b'\" 30)}"),
    ('{orders("a == \'b\'" "3")}', "{orders(\"a == 'b'\" 3)}"),
]


@pytest.mark.parametrize(("template", "expected"), FIXED)
def test_fixes_mend_and_are_not_called_safe(template: str, expected: str) -> None:
    analysis = analyse(template, SCHEMA, "agents")
    assert mended(analysis) == expected
    assert told(analyse(expected, SCHEMA, "agents")) == []
    assert not any(one.fix.safe for one in analysis.diagnostics if one.fix)


def test_a_hidden_variable_is_not_offered() -> None:
    inner = LOOP + "{for $j $x = json.list}{lead.plan}{end}{end}"
    [finding] = analyse(inner, SCHEMA, "agents").diagnostics
    assert finding.help.startswith("there is `city`")


SEVERITIES = [
    ("{lead.citty}", Severity.ERROR),
    ("{relation.loyal.reverse.vip.total}", Severity.ERROR),
    ("{orders(\"a == 'b'\" 31)}", Severity.ERROR),
    ("{relation.loyal.reverse.visits.total}", Severity.WARNING),
    ("{for $i $x = lead.city}{end}", Severity.WARNING),
    (f"{{{TOP}}}", Severity.WARNING),
    ("{if not lead.city}{end}", Severity.INFO),
]


@pytest.mark.parametrize(("template", "severity"), SEVERITIES)
def test_severities(template: str, severity: Severity) -> None:
    assert [one.severity for one in analyse(template, SCHEMA, "agents").diagnostics] == [severity]


# --- With the syntax ----------------------------------------------------------------------------

BROKEN = [
    # a loop whose head cannot be read may set anything
    ("{for $x = json.l}{$x}{$y}{end}{$z}", ["missing-index: for $x =", "unknown-variable: $z"]),
    ("{for $x = json.l}{for $i $y = $x.a}{$x}{end}{end}", ["missing-index: for $x ="]),
    ("{if lead.a and lead.b and lead.c}{$x}{end}",
     ["chained-logic: lead.a and lead.b and lead.c", "unknown-variable: $x"]),
    ("{if lead.a or lead.b and lead.c}{end}", ["chained-logic: lead.a or lead.b and lead.c"]),
    ("{for $i $x = json.l}{$x}", ["unclosed-block: {for $i $x = json.l}"]),
    ("{nosuch(1)}{if nosuch(1)}{end}", ["unknown-function: nosuch"]),
    ("{if unsubscribe.x}{end}", ["unknown-variable: unsubscribe.x"]),
    ("{if fragment.a.b}{end}", ["unknown-variable: fragment.a.b"]),
]  # fmt: skip


@pytest.mark.parametrize(("template", "expected"), BROKEN)
def test_beside_the_syntax(template: str, expected: list[str]) -> None:
    assert told(analyse(template)) == expected


def test_findings_are_in_order_of_place() -> None:
    text = "{$a}{lead.b | upper}{$c}{if lead.d}{$e}"
    assert told(analyse(text)) == [
        "unknown-variable: $a", "no-filters: |", "unknown-variable: $c",
        "unclosed-block: {if lead.d}", "unknown-variable: $e",
    ]  # fmt: skip


def test_blocks_beyond_the_limit_leave_no_false_alarm() -> None:
    text = "".join(f"{{for $i{n} $x{n} = json.l}}" for n in range(120))
    assert "unknown-variable" not in {one.slug for one in analyse(text + "{$x119}").diagnostics}


def test_a_word_that_is_switched_off_is_told_once() -> None:
    strict = language(assume({"or_not": "reject"}))
    [finding] = analyse("{if not lead.a}{end}", language=strict).diagnostics
    assert (finding.slug, finding.severity) == ("unverified-operator", Severity.ERROR)


def test_a_projects_own_words_are_left_alone() -> None:
    own = language(roots=("shop",), variables=("webversion",), functions=("upper",))
    text = '{shop.a.b}{webversion}{for $i $x = webversion}{$x.a}{end}{upper(1 2 "3")}'
    assert told(analyse(text, SCHEMA, "agents", language=own)) == []


def test_it_takes_a_template_and_keeps_what_it_was_given() -> None:
    template = parse("{lead.city}", "a.html")
    analysis = analyse(template, SCHEMA, "agents")
    assert analysis.template is template
    assert (analysis.schema, analysis.database) == (SCHEMA, "agents")


def test_an_analysis_is_a_value() -> None:
    analysis = analyse(LOOP + "{$x.value}{lead.citty}{end}", SCHEMA, "agents")
    copy = pickle.loads(pickle.dumps(analysis))
    assert copy == analysis
    assert copy.reads[1].binding.loop is copy.template.body[0]
