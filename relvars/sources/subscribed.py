"""The root `subscription`, as far as it follows from a profile's own record."""

from collections.abc import Callable

from relvars.sources.profiles import Profile
from relvars.subscriptions import Subscription, on_channel, preferred, subscription_value
from relvars.values import Value


def subscription_root(profile: Profile, priority: str) -> dict[str, Value]:
    """The profile's `subscription` object if it has one, else what its subscriptions say.

    Assumed: the address is that of the subscription with the best priority; a profile without
    a list of subscriptions is subscribed with its own address and first telephone number.
    """
    own = profile.get("subscription")
    if type(own) is dict:
        return own
    found = {name: derive(profile, priority) for name, derive in _FIELDS.items()}
    return {name: value for name, value in found.items() if value is not None}


def _field(profile: Profile, priority: str, channel: str, field: str) -> Value:
    best = preferred(_subscriptions(profile, channel), priority)
    return subscription_value(best, channel, field) if best else None


def _all(profile: Profile, channel: str, field: str) -> list[Value]:
    found = (subscription_value(one, channel, field) for one in _subscriptions(profile, channel))
    return [value for value in found if value is not None]


def _subscriptions(profile: Profile, channel: str) -> list[Subscription]:
    listed = profile.get("subscriptions")
    if type(listed) is not list:
        listed = _from_addresses(profile)
    return on_channel(listed, channel)


def _from_addresses(profile: Profile) -> list[Subscription]:
    email, phones = profile.get("email"), profile.get("phones")
    listed: list[Subscription] = []
    if type(email) is str and email:
        listed.append({"channel": "email", "email": email})
    if type(phones) is list:
        listed += [{"channel": "sms", "phone": phone} for phone in phones]
    return listed


def _hash_id(profile: Profile, priority: str) -> Value:
    own = profile.get("hash_id")
    bests = (preferred(_subscriptions(profile, channel), priority) for channel in ("email", "sms"))
    return next((one["hash_id"] for one in bests if one and "hash_id" in one), own)


_FIELDS: dict[str, Callable[[Profile, str], Value]] = {
    "email": lambda profile, priority: _field(profile, priority, "email", "email"),
    "email_domain": lambda profile, priority: _field(profile, priority, "email", "domain"),
    "emails": lambda profile, _: _all(profile, "email", "email"),
    "phone": lambda profile, priority: _field(profile, priority, "sms", "phone"),
    "phones": lambda profile, _: _all(profile, "sms", "phone"),
    "pushes": lambda profile, _: _all(profile, "push", "subscription_id"),
    "email_md5": lambda profile, priority: _field(profile, priority, "email", "md5"),
    "phone_md5": lambda profile, priority: _field(profile, priority, "sms", "md5"),
    "hash_id": _hash_id,
}
