"""Translations: rendered beside a hand-written Jinja2 template, and made beside its compiler."""

import jinja2

from relvars.schema import Database, Property, Relation, Schema
from relvars.syntax.parser import parse
from relvars.transpiler import to_jinja
from tests.bench.measure import Row, at_most, often_enough, ratio, take_turns

SCHEMA = Schema(
    (Database(1, "agents", {"city": "string"}), Database(2, "customers", {"city": "string"})),
    (Relation(1, "Loyal", "loyal", 1, 2, (Property("profit", "float", True, "highest", 20),)),),
)
OURS = """<h1>Hello {lead._fname} of {lead.city}</h1>
{if lead.city equal "Oslo"}<p>Near you</p>{else}<p>Far away</p>{end}
<table>
{for $i $x = relation.loyal.reverse.profit.top}<tr>
<td>{$x.lead._fname} {$x.lead._lname}</td>
<td>{$x.lead.city}</td><td>{$x.lead.email}</td>
</tr>
{else}<tr><td>nobody</td></tr>{end}
</table>
"""
THEIRS = """<h1>Hello {{ lead._fname }} of {{ lead.city }}</h1>
{% if lead.city == "Oslo" %}<p>Near you</p>{% else %}<p>Far away</p>{% endif %}
<table>
{% for x in relation.loyal.reverse.profit.top %}<tr>
<td>{{ x.lead._fname }} {{ x.lead._lname }}</td>
<td>{{ x.lead.city }}</td><td>{{ x.lead.email }}</td>
</tr>
{% else %}<tr><td>nobody</td></tr>{% endfor %}
</table>
"""
_PERSON = {"_fname": "Ann", "_lname": "Ray", "city": "Oslo", "email": "ann@example.com"}
VALUES = {
    "lead": _PERSON,
    "relation": {"loyal": {"reverse": {"profit": {"top": [{"value": 1.5, "lead": _PERSON}] * 20}}}},
}
E_MAILS = 200
# What most of an e-mail is.
MARKUP = """\
      <td valign="top" align="left" style="padding:10px 6px;font-family:Arial, sans-serif;">
        <p style="margin:0 0 16px 0;font-size:16px;line-height:26px;color:#1f2933;">Words.</p>
      </td>
"""


def rows(rounds: int = 15) -> list[Row]:
    """The figures of this bench."""
    return [_rendering(rounds), _translating(min(rounds, 3))]


def _rendering(rounds: int) -> Row:
    text = to_jinja(OURS, schema=SCHEMA, database="agents").text
    environment = jinja2.Environment(keep_trailing_newline=True)
    made, written = environment.from_string(text), environment.from_string(THEIRS)
    assert made.render(VALUES) == written.render(VALUES)
    repeats = often_enough(lambda: written.render(VALUES))

    def work(template: jinja2.Template) -> object:
        for _ in range(repeats):
            template.render(VALUES)
        return None

    times = take_turns(
        {"translated": lambda _: lambda: work(made), "by hand": lambda _: lambda: work(written)},
        rounds,
    )
    return ratio("translated e-mail", times, "translated", "by hand", at_most(1.3))


def _translating(rounds: int) -> Row:
    markup = MARKUP * ((20_000 - 3 * len(OURS)) // len(MARKUP) + 1)
    page = f"{OURS}{markup}{OURS}{OURS}"
    templates = [parse(f"<!-- {number} -->{page}") for number in range(E_MAILS)]
    texts = [to_jinja(one).text for one in templates]

    def translate() -> None:
        for one in templates:
            to_jinja(one)

    def compile_all() -> None:
        environment = jinja2.Environment()
        for one in texts:
            environment.compile(one)

    times = take_turns(
        {"translating": lambda _: translate, "Jinja2 compiling": lambda _: compile_all},
        rounds,
        seconds=10,  # compiling takes longer than that, and the two are far apart
    )
    return ratio("200 e-mails of 20 KB", times, "translating", "Jinja2 compiling", at_most(1))
