"""Values for one branch: found by aiming, and as small as they can be."""

from typing import Any

from relvars.generator import reaching
from relvars.renderer import trace
from relvars.schema import Database, Schema
from relvars.syntax.ast import For, If, walk
from relvars.syntax.parser import parse
from relvars.text import Span

TEXT = (
    '{if lead.city equal "Oslo"}{for $i $x = json.rows}{if $x.n equal 3}three{else}other{end}'
    "{else}no rows{end}{else}elsewhere{end}{json.unread}"
)


def found(span: Span, kind: Any, **settings: Any) -> dict[str, Any] | None:
    def reaches(values: dict[str, Any]) -> bool:
        return any(
            (one.span, one.kind) == (span, kind) and one.times
            for one in trace(TEXT, values).branches
        )

    return reaching(TEXT, span, kind, reaches, **settings)


def test_the_smallest_values_of_each_branch() -> None:
    city, rows, three = [node.span for node in walk(parse(TEXT).body) if isinstance(node, If | For)]
    oslo = {"lead": {"city": "Oslo"}}
    assert found(city, "then") == oslo
    assert found(city, "else") == {}
    assert found(rows, "else") == oslo
    body = found(rows, "body")
    assert body is not None
    assert len(body["json"]["rows"]) == 1
    assert found(three, "then") in (
        {**oslo, "json": {"rows": [{"n": 3}]}}, {"json": {"rows": [{"n": 3}]}, **oslo},
        {**oslo, "json": {"rows": [{"n": "3"}]}},
    )  # fmt: skip


def test_a_branch_that_is_none_or_is_never_taken_has_no_values() -> None:
    assert found(Span(0, 1), "then") is None
    city = parse(TEXT).body[0]
    assert isinstance(city, If)
    assert reaching(TEXT, city.span, "then", lambda values: False) is None


def test_values_keep_to_the_schema() -> None:
    schema = Schema((Database(1, "agents", {"city": "string"}),))
    city = parse(TEXT).body[0]
    assert isinstance(city, If)
    values = found(city.span, "then", schema=schema, database="agents", seed=5)
    assert values == {"lead": {"city": "Oslo"}}
