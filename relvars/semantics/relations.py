"""Does the schema have what a relation path reads, and does the platform keep it?"""

from collections.abc import Iterator

from relvars.schema import Direction, Property, Relation, Schema, database_numbered, seen_from
from relvars.semantics.infer import Account, Reading, on_wrong_side, reading
from relvars.syntax.ast import Path
from relvars.syntax.heads import Trouble
from relvars.syntax.names import misspelt, segment_span

_OTHER: dict[Direction, Direction] = {"direct": "reverse", "reverse": "direct"}
_ROLES: dict[Direction, str] = {"direct": "initiates", "reverse": "receives"}


def check_relation(path: Path, account: Account) -> Iterator[Trouble]:
    """What is wrong with a relation path; nothing when the schema knows no relations."""
    read, schema = reading(path, account.schema), account.schema
    if read is None or not schema.relations:
        return
    if read.relation is None:
        known = tuple(relation.short_name for relation in schema.relations)
        where = segment_span(path, 0)
        yield misspelt("unknown-relation", "relation", path.segments[0], where, known)
        return
    yield from _check_direction(path, read.relation, read.direction, account)
    if read.relation.properties:
        yield from _check_property(path, read.relation, read)


def _check_direction(
    path: Path, relation: Relation, direction: Direction | None, account: Account
) -> Iterator[Trouble]:
    recipient = account.recipient
    if direction is None or recipient is None or not on_wrong_side(relation, direction, account):
        return
    other, span = _OTHER[direction], segment_span(path, 1)
    name, owner = relation.short_name, recipient.name
    if on_wrong_side(relation, other, account):
        message = f"The database `{owner}` takes no part in the relation `{name}`."
        yield Trouble("wrong-direction", message, span, _sides(relation, account.schema))
        return
    message = f"A profile of `{owner}` {_ROLES[other]} the links of `{name}`: they are `{other}`."
    edits = ((span.start, span.end, other),)
    yield Trouble("wrong-direction", message, span, f"write `{other}`", edits, safe=False)


def _sides(relation: Relation, schema: Schema) -> str:
    """Who sees the relation how."""
    return " and ".join(
        f"{_owner(schema, seen_from(relation, way))} sees it as `{way}`" for way in _OTHER
    )


def _owner(schema: Schema, number: int) -> str:
    database = database_numbered(schema, number)
    return f"`{database.name}`" if database else f"database {number}"


def _check_property(path: Path, relation: Relation, read: Reading) -> Iterator[Trouble]:
    if read.property is not None:
        yield from _check_statistic(path, read.property, read.statistic)
        return
    name = path.segments[2]
    known = tuple(one.short_name for one in relation.properties)
    trouble = misspelt("unknown-property", "property", name, segment_span(path, 2), known)
    message = f"The relation `{relation.short_name}` has no property `{name}`."
    yield trouble._replace(message=message)


def _check_statistic(path: Path, known: Property, statistic: str) -> Iterator[Trouble]:
    name, span = known.short_name, segment_span(path, 3)
    match statistic:
        case "total" | "top" if known.type == "boolean":
            message = f"`{name}` is true or false, and has no `{statistic}`."
            yield Trouble("statistic-on-boolean", message, span, "it has a `count`")
        case "total" if not known.sum:
            message = f"`{name}` does not keep its sum, so `total` is missing."
            advice = "have the property save its amount, and set `sum = true` in relvars.toml"
            yield Trouble("statistic-off", message, span, advice)
        case "top" if known.top == "off":
            message = f"`{name}` keeps no top, so the list is always empty."
            advice = "have the property save its top, and set `top` in relvars.toml"
            yield Trouble("statistic-off", message, span, advice)
        case _:
            return
