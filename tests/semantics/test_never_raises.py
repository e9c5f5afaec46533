"""`analyse` raises on no template whatever, and says the same each time."""

from hypothesis import example, given
from hypothesis import strategies as st

from relvars.diagnostics import Diagnostic
from relvars.schema import Schema
from relvars.semantics.analysis import Analysis, analyse
from relvars.syntax.ast import Path, expressions, walk
from tests.semantics.account import SCHEMA, TOP
from tests.semantics.test_analysis import ARGUMENTS, FINE, FINE_FOR_AGENTS, FOR_AGENTS
from tests.syntax.strategies import WORDS, any_text, insides

GOOD = [*FINE, *FINE_FOR_AGENTS, *(one for one, _ in ARGUMENTS), *(one for one, _ in FOR_AGENTS)]
OWN_WORDS = (*WORDS, "$x", ".lead", ".value", TOP, "relation.loyal.", "reverse.", "profit.", "top",
             "not ", " or ", "31", "subscription.", f"{{for $i $x = {TOP}}}")  # fmt: skip
schemas = st.sampled_from([None, Schema(), SCHEMA])
databases = st.sampled_from(["", "agents", "customers", "no such one"])
tags = st.lists(insides().map(lambda inside: f"{{{inside}}}"), max_size=20).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A template with stretches of it replaced by other words."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        text = text[:start] + draw(st.sampled_from(OWN_WORDS)) + text[end:]
    return text


def check(analysis: Analysis) -> None:
    """Places are in order and in the text, and every path is accounted for."""
    text = analysis.template.document.text
    starts = [one.start.offset for one in analysis.diagnostics]
    assert starts == sorted(starts)
    assert all(one.start.offset < one.end.offset <= len(text) for one in _own(analysis))
    assert all(one.message and one.help for one in _own(analysis))
    assert [one.path for one in analysis.reads] == _paths(analysis)


def _own(analysis: Analysis) -> list[Diagnostic]:
    """What the syntax has not found."""
    return [one for one in analysis.diagnostics if one not in analysis.template.diagnostics]


def _paths(analysis: Analysis) -> list[Path]:
    nodes = walk(analysis.template.body)
    return [one for node in nodes for one in expressions(node) if isinstance(one, Path)]


@given(any_text, schemas, databases)
@example("{if " + "not " * 100 + "lead.a}{end}", SCHEMA, "agents")
@example("{if " + "(" * 100 + "lead.a" + ")" * 100 + "}{end}", SCHEMA, "agents")
@example("{for $i $x = json.l}" * 100 + "{$x}{$y}" + "{end}" * 100, SCHEMA, "agents")
@example("{if lead.a}" * 300, SCHEMA, "agents")
@example("\ufeff{$x}", None, "")
@example("{if (lead.or)or(lead.or)}{end}", None, "")
def test_on_any_text(text: str, schema: Schema | None, database: str) -> None:
    check(analyse(text, schema, database))


@given(tags, schemas, databases)
def test_on_tags_in_any_order(text: str, schema: Schema | None, database: str) -> None:
    check(analyse(text, schema, database))


@given(mutated(), schemas, databases)
def test_on_mutated_templates(text: str, schema: Schema | None, database: str) -> None:
    check(analyse(text, schema, database))
