"""Values of kinds that are never equal are compared.

Why: the comparison says the same for everybody. A number never equals a text that spells none, what
    is true or false equals no text or number, and a list is no text: it contains some.

Bad (account):
    {if lead.active equal "true"}Welcome back{end}

Good (account):
    {if lead.active}Welcome back{end}
Values:
    {"lead": {"active": true}}
"""

import re
from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.infer import Account, account_of, type_of
from relvars.semantics.scope import Scope
from relvars.semantics.types import ListOf, Object, Scalar, Type, described
from relvars.syntax.ast import Compare, Expression, Path, String, expressions
from relvars.syntax.names import written

_HOLDING = ("contains", "not-contains", "in", "not-in")
# Texts that some number prints; `05` and `1.0` are none.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?(?:e[-+][0-9]+)?")


def check(file: File) -> Iterator[Found]:
    """The comparisons that say the same whatever the values are, because of their types."""
    account = account_of(file.analysis.schema, file.analysis.database)
    for place in file.analysis.places:
        for one in expressions(place.node):
            if isinstance(one, Compare):
                yield from _check(one, place.scope, account)


def _check(compare: Compare, scope: Scope, account: Account) -> Iterator[Found]:
    left, right = compare.left, compare.right
    if compare.operator in ("in", "not-in"):
        left, right = right, left
    kind, other = type_of(left, scope, account), type_of(right, scope, account)
    if compare.operator in _HOLDING:
        wrong = _holds_nothing(left, kind)
    else:
        wrong = _differ(left, kind, right, other) or _differ(right, other, left, kind)
    if wrong:
        yield Found(compare.span, *wrong)


def _holds_nothing(whole: Expression, kind: Type) -> tuple[str, str] | None:
    """A number, a boolean or a date contains nothing."""
    match kind:
        case Scalar(kind="integer" | "float" | "boolean"):
            return f"{_named(whole, kind)}, and contains nothing.", "compare it with `equal`"
        case _:
            return None


def _differ(
    one: Expression, kind: Type, other: Expression, against: Type
) -> tuple[str, str] | None:
    """Why one side never equals the other, and what to write."""
    name = _named(one, kind)
    match kind, against:
        case Scalar(kind="boolean"), Scalar(kind="string" | "integer" | "float" | "date"):
            return f"{name}, and never equals {described(against)}.", "let it stand by itself"
        case ListOf(), Scalar():
            return f"{name}, and never equals {described(against)}.", "write `contains`"
        case Object(), Scalar() | ListOf():
            return f"{name}, and never equals {described(against)}.", "compare one of its fields"
        case Scalar(kind="integer" | "float"), Scalar(kind="string"):
            if isinstance(other, String) and not _NUMBER.fullmatch(other.value):
                return (
                    f'{name}, and never equals the text "{other.value}".',
                    "compare with a number",
                )
            return None
        case _:
            return None


def _named(side: Expression, kind: Type) -> str:
    name = f"`{written(side)}`" if isinstance(side, Path) else "This"
    return f"{name} is {described(kind)}"


RULE = Rule("compare-types", Group.MEANING, Severity.WARNING, check=check)
