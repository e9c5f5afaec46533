"""A profile's subscriptions, in the shape of the vendor's profile API, and what they say."""

from collections.abc import Callable, Sequence
from typing import cast

from relvars.values import Value

Subscription = dict[str, Value]

# The documented fields; every other channel is a custom one, whose fields are its own.
FIELDS = {
    "email": ("email", "domain", "domain_group", "md5"),
    "sms": ("phone", "md5"),
    "push": ("subscription_id", "bundle_id", "provider"),
}

# The profile API takes an address in the subscription itself and gives it back in an object.
_HOLDERS = {"email": "email_data", "sms": "phone_data", "push": "push_data"}


def on_channel(subscriptions: Value, channel: str) -> list[Subscription]:
    """The subscriptions on a channel, in their order; empty when there is no list of them."""
    listed = subscriptions if type(subscriptions) is list else []
    return [one for one in listed if type(one) is dict and _text(one, "channel") == channel]


def preferred(subscriptions: Sequence[Subscription], priority: str) -> Subscription | None:
    """The first of those with the best priority: the `largest` or the `smallest`.

    One without a priority loses to all others. None if there are no subscriptions.
    """
    sign = 1 if priority == "largest" else -1

    def rank(subscription: Subscription) -> tuple[bool, int | float]:
        number: Value = subscription.get("priority")
        known = type(number) is int or type(number) is float
        return (known, sign * number if known else 0)

    return max(subscriptions, key=rank, default=None)


def subscription_value(subscription: Subscription, channel: str, field: str) -> Value:
    """A field of a subscription; domain and hash follow from the address where it lacks them."""
    if channel not in FIELDS:
        return _held(subscription, "cc_data", field)
    found = _own(subscription, channel, field)
    derive = _DERIVED.get(field)
    if found is not None or derive is None:
        return found
    address = _own(subscription, channel, FIELDS[channel][0])
    return derive(address) if type(address) is str else None


def domain(address: str) -> str | None:
    """What follows the last @ of an e-mail address; None if there is no @."""
    return address.rpartition("@")[2] if "@" in address else None


def md5(address: str) -> str:
    """The MD5 of an address in hexadecimal digits.

    Assumed: it is the hash of the address as it is written, in UTF-8.
    """
    from hashlib import md5 as digest  # 3 ms that few messages need

    return digest(address.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


# What a record may lack because it follows from the address.
_DERIVED = cast(dict[str, Callable[[str], Value]], {"domain": domain, "md5": md5})


def _own(subscription: Subscription, channel: str, field: str) -> Value:
    found = subscription.get(field)
    return _held(subscription, _HOLDERS[channel], field) if found is None else found


def _held(subscription: Subscription, holder: str, field: str) -> Value:
    held = subscription.get(holder)
    return held.get(field) if type(held) is dict else None


def _text(subscription: Subscription, field: str) -> str | None:
    found = subscription.get(field)
    return found if type(found) is str else None
