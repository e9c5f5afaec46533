"""`subscription_field("channel" "field" 10)`: a field of the recipient's subscription."""

from collections.abc import Sequence

from relvars.functions.function import (
    BadArgumentError,
    Context,
    Function,
    complaint,
    literal,
    text_argument,
    value_at,
)
from relvars.subscriptions import FIELDS, on_channel, preferred, subscription_value
from relvars.syntax.ast import Call
from relvars.values import Key, Value

_SUBSCRIPTIONS: Key = ("lead", "subscriptions")


def _reads(call: Call) -> tuple[Key, ...]:
    return (_SUBSCRIPTIONS,)


def _check(call: Call) -> str | None:
    channel, field = literal(call, 0), literal(call, 1)
    if type(channel) is not str or type(field) is not str:
        return None
    return complaint(lambda: _require_field(channel, field))


def _require_field(channel: str, field: str) -> None:
    known = FIELDS.get(channel, (field,))
    if field not in known:
        raise BadArgumentError(
            f"A subscription on the channel {channel!r} has no field {field!r};"
            f" it has {', '.join(known)}."
        )


def _evaluate(arguments: Sequence[Value], context: Context) -> Value:
    channel = text_argument(arguments, 0, "channel")
    field = text_argument(arguments, 1, "field")
    _require_field(channel, field)
    resource = arguments[2] if len(arguments) > 2 else None
    fitting = [
        one
        for one in on_channel(value_at(context.values, _SUBSCRIPTIONS), channel)
        if resource is None or context.equal(one.get("resource_id"), resource)
    ]
    best = preferred(fitting, context.assumptions.subscription_priority)
    return None if best is None else subscription_value(best, channel, field)


SUBSCRIPTION_FIELD = Function("subscription_field", _reads, _check, _evaluate)
