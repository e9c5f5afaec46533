"""The type of an expression, from the catalog, the schema and the loop variables in scope."""

from typing import NamedTuple, assert_never, cast

from relvars.catalog import catalog
from relvars.schema import (
    Database,
    Direction,
    Property,
    Relation,
    Schema,
    database_named,
    database_numbered,
    other_side,
    property_named,
    relation_named,
    seen_from,
)
from relvars.semantics.scope import Scope, find
from relvars.semantics.types import (
    ListOf,
    Miss,
    Object,
    Scalar,
    Type,
    Unknown,
    any_profile,
    follow,
    link,
    profile,
    subscription,
)
from relvars.syntax.ast import Broken, Call, Compare, Expression, Logic, Not, Number, Path, String
from relvars.syntax.names import DIRECTIONS


class Account(NamedTuple):
    """What is known of the account; `recipient` is None when the recipient's database is not."""

    schema: Schema
    recipient: Database | None
    lead: Object


class Reading(NamedTuple):
    """What the words of a relation path mean; None for those that mean nothing known."""

    relation: Relation | None
    direction: Direction | None
    property: Property | None
    statistic: str


def account_of(schema: Schema | None, database: str) -> Account:
    """The account as a recipient of that database sees it; "" for the schema's own.

    Where that says none, and there are several, the recipient may be of any of them.
    """
    known = schema or Schema()
    if not database and not known.database and len(known.databases) > 1:
        return Account(known, None, any_profile(known.databases))
    only = known.databases[0].name if len(known.databases) == 1 else ""
    recipient = database_named(known, database or known.database or only)
    return Account(known, recipient, profile(recipient))


def type_of(expression: Expression, scope: Scope, account: Account) -> Type:
    """The type of an expression; what cannot be read is unknown."""
    match expression:
        case Path():
            reached = reach(expression, scope, account)
            return Unknown() if isinstance(reached, Miss) else reached
        case Call():
            return _result(expression)
        case String():
            return Scalar("string")
        case Number(value=value):
            return Scalar("integer" if isinstance(value, int) else "float")
        case Compare() | Logic() | Not():
            return Scalar("boolean")
        case Broken():
            return Unknown()
        case _:
            assert_never(expression)


def reach(path: Path, scope: Scope, account: Account) -> Type | Miss:
    """The type of what a path reads, or the segment that cannot be there."""
    match path.root:
        case "lead":
            return follow(account.lead, path.segments)
        case "subscription":
            return follow(subscription(), path.segments)
        case "relation":
            return _statistic(path, account)
        case "loyalty" | "fragment":
            return Scalar("string")
        case root if root in catalog().variables:
            return Scalar("string")
        case root:
            binding = find(scope, root)
            return follow(binding.type, path.segments) if binding else Unknown()


def reading(path: Path, schema: Schema) -> Reading | None:
    """What a relation path reads; None when it has not the five words it must have."""
    if path.root != "relation" or len(path.segments) != 4:
        return None
    short_name, word, property_name, statistic = path.segments
    relation = relation_named(schema, short_name)
    direction = cast("Direction", word) if word in DIRECTIONS else None
    found = property_named(relation, property_name) if relation else None
    return Reading(relation, direction, found, statistic)


def on_wrong_side(relation: Relation, direction: Direction, account: Account) -> bool:
    """Can a recipient not see the relation in this direction? False when nobody knows."""
    recipient = account.recipient
    return recipient is not None and seen_from(relation, direction) != recipient.id


def _statistic(path: Path, account: Account) -> Type:
    read = reading(path, account.schema)
    if read is None:
        return Unknown()
    value = Scalar(read.property.type if read.property else "float")
    match read.statistic:
        case "count":
            return Scalar("integer")
        case "total":
            return value
        case "top":
            return ListOf(link(value, _related(read, account)))
        case _:
            return Unknown()


def _related(read: Reading, account: Account) -> Object:
    """The related profile; its database stays unknown where the direction is wrong."""
    if read.relation is None or read.direction is None:
        return profile(None)
    if on_wrong_side(read.relation, read.direction, account):
        return profile(None)
    return profile(database_numbered(account.schema, other_side(read.relation, read.direction)))


def _result(call: Call) -> Type:
    signature = catalog().functions.get(call.name)
    if signature is None:
        return Unknown()
    if call.name == "jsonpath":
        return _match(call)
    match signature.returns:
        case "scalar":
            return Scalar("string")
        case "list":
            return ListOf(Object())
        case "object":
            return Object()
        case _:
            assert_never(signature.returns)


def _match(call: Call) -> Type:
    """What `jsonpath` gives: every match when its format says so, else one, which may be a list."""
    form = call.arguments[2] if len(call.arguments) > 2 else None
    every = isinstance(form, String) and form.value == "array"
    return ListOf(Unknown()) if every else Unknown()
