"""A stored profile in the shape that the vendor's profile calls give."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from relvars.subscriptions import domain, md5
from relvars.values import Value, is_list, is_object, is_text

# What requests write into a subscription itself and answers give in an object, by channel.
_HELD = {
    "email": ("email_data", ("email",)),
    "sms": ("phone_data", ("phone",)),
    "push": ("push_data", ("provider", "subscription_id")),
}


def shown(profile: Mapping[str, Value], database_id: int) -> dict[str, Value]:
    """A profile as calls give it: its id comes as `id`, with that of its database."""
    own = {name: value for name, value in profile.items() if name not in ("_id", "id", "db_id")}
    answer: dict[str, Value] = {"id": profile["_id"], "db_id": database_id, **own}
    if is_list(answer.get("subscriptions")):
        answer["subscriptions"] = [_subscription(one) for one in answer["subscriptions"]]
    return answer


def picked(answer: Mapping[str, Value], fields: Sequence[str] | None) -> dict[str, Value]:
    """Only the fields asked for, of which `_id` comes as `id`; None asks for all."""
    if fields is None:
        return dict(answer)
    wanted = {"id" if name == "_id" else name for name in fields}
    return {name: value for name, value in answer.items() if name in wanted}


def _subscription(stored: Value) -> Value:
    if not is_object(stored):
        return stored
    answer = dict(stored)
    channel: Value = stored.get("channel")
    if is_text(channel) and channel in _HELD:
        holder, names = _HELD[channel]
        held = {name: answer.pop(name) for name in names if name in answer}
        answer[holder] = {**held, **_object(stored.get(holder))}
    if is_object(answer.get("email_data")):
        answer["email_data"] = _with_domain(answer["email_data"])
    answer.setdefault("hash_id", _hash_id(stored))
    return answer


def _object(value: Value) -> dict[str, Value]:
    return value if is_object(value) else {}


def _with_domain(held: Mapping[str, Value]) -> dict[str, Value]:
    """An address with what follows from it."""
    address: Value = held.get("email")
    if not is_text(address):
        return dict(held)
    return {"domain": domain(address) or "", "md5": md5(address), **held}


def _hash_id(stored: Mapping[str, Value]) -> str:
    """Eight hexadecimal digits that stay the same for the same subscription."""
    told = repr([stored.get("resource_id"), stored.get("channel"), *_address(stored)])
    return blake2b(told.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _address(stored: Mapping[str, Value]) -> list[Value]:
    names = ("email", "phone", "subscription_id")
    holders = (stored, *(_object(stored.get(holder)) for holder, _ in _HELD.values()))
    return [one[name] for one in holders for name in names if name in one]
