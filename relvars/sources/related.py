"""What a template asks of a relation, read from the keys."""

from collections.abc import Collection
from typing import NamedTuple

from relvars.errors import DataError
from relvars.schema import (
    Direction,
    Relation,
    Schema,
    database_named,
    database_numbered,
    other_side,
    seen_from,
)
from relvars.values import EACH, Key, Recipient

_DIRECTIONS: tuple[Direction, ...] = ("direct", "reverse")


class Need(NamedTuple):
    """Statistics of a property in a direction.

    `fields` are the paths in the related profiles that a top is to come with; an empty path is
    the whole profile, no path none of it.
    """

    relation: str
    direction: Direction
    property: str
    statistics: frozenset[str]
    fields: tuple[Key, ...]


def relation_needs(keys: Collection[Key]) -> dict[str, list[Need]]:
    """The needs by relation; keys that are no whole path to a statistic say nothing."""
    groups: dict[tuple[str, Direction, str], list[Key]] = {}
    for key in sorted(keys):
        if len(key) > 4:
            for direction in _DIRECTIONS:
                if key[2] == direction:
                    groups.setdefault((key[1], direction, key[3]), []).append(key[4:])
    needs: dict[str, list[Need]] = {}
    for (relation, direction, name), rests in groups.items():
        statistics = frozenset(rest[0] for rest in rests)
        inside = [rest[1:] for rest in rests if rest[0] == "top"]
        needs.setdefault(relation, []).append(
            Need(relation, direction, name, statistics, _fields(inside))
        )
    return needs


def _fields(inside: list[Key]) -> tuple[Key, ...]:
    """The paths in the related profiles, from what is read inside a top.

    A top that nothing is read of inside is read as a whole, and so is a whole item.
    """
    deeper = [key for key in inside if key]
    if (inside and not deeper) or (EACH,) in deeper:
        return ((),)
    return tuple(key[2:] for key in deeper if key[1] == "lead")


def require_side(schema: Schema, relation: Relation, need: Need, recipient: Recipient) -> None:
    """Check that the recipient's database sees the relation in the need's direction.

    Raises:
        DataError: that says which direction would be right, if one would.
    """
    database = database_named(schema, recipient.database)
    number = database.id if database else None
    if seen_from(relation, need.direction) == number:
        return
    label = f"relation.{relation.short_name}.{need.direction}.{need.property}"
    other: Direction = "reverse" if need.direction == "direct" else "direct"
    if seen_from(relation, other) == number:
        raise DataError(
            f"{label}: profiles of {recipient.database} see this relation in the other direction;"
            f" write relation.{relation.short_name}.{other}.{need.property}"
        )
    raise DataError(
        f"{label}: the relation joins {_name(schema, relation.database_a)} (reverse) and"
        f" {_name(schema, relation.database_b)} (direct), but the recipient is a profile of"
        f" {recipient.database}"
    )


def related_database(schema: Schema, relation: Relation, direction: Direction) -> str:
    """The name of the database of the related profiles; "" if the schema has none of its id."""
    found = database_numbered(schema, other_side(relation, direction))
    return found.name if found else ""


def _name(schema: Schema, number: int) -> str:
    found = database_numbered(schema, number)
    return found.name if found else f"database {number}"
