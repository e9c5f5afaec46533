"""The addresses by which a profile is found, as the rows of an index."""

import re
from typing import NamedTuple

from relvars.subscriptions import on_channel, subscription_value
from relvars.values import Value

_NOT_IN_NUMBERS = re.compile(r"[^0-9]+")
_LARGEST = (1 << 63) - 1

# The resource of an address that no subscription holds.
OWN = -1


class Contact(NamedTuple):
    """An address; `kind` is email or phone for the profile's own, else as in the matching modes."""

    kind: str
    value: str
    resource: int = OWN


def folded_email(address: str) -> str:
    """What e-mail addresses are compared by. Assumed: capitals make no difference."""
    return address.strip().lower()


def folded_phone(number: str) -> str:
    """What telephone numbers are compared by. Assumed: their digits."""
    return _NOT_IN_NUMBERS.sub("", number)


def push_address(provider: str, subscription_id: str) -> str:
    """What push subscriptions are compared by."""
    return f"{provider}\n{subscription_id}"


def contacts(profile: dict[str, Value]) -> set[Contact]:
    """All addresses of a profile."""
    listed = profile.get("subscriptions")
    found = {Contact("email", folded_email(one)) for one in _texts(profile.get("email"))}
    found |= {Contact("phone", folded_phone(one)) for one in _texts(profile.get("phones"))}
    for one in on_channel(listed, "email"):
        for address in _texts(subscription_value(one, "email", "email")):
            found.add(Contact("email_sub", folded_email(address), resource_of(one)))
    for one in on_channel(listed, "sms"):
        for number in _texts(subscription_value(one, "sms", "phone")):
            found.add(Contact("phone_sub", folded_phone(number), resource_of(one)))
    for one in on_channel(listed, "push"):
        provider = subscription_value(one, "push", "provider")
        for number in _texts(subscription_value(one, "push", "subscription_id")):
            value = push_address(provider if type(provider) is str else "", number)
            found.add(Contact("push_sub", value, resource_of(one)))
    return {one for one in found if one.value}


def resource_of(subscription: dict[str, Value]) -> int:
    """The resource of a subscription, 0 if it names none."""
    number = subscription.get("resource_id")
    return number if type(number) is int and 0 <= number <= _LARGEST else 0


def _texts(value: Value) -> list[str]:
    """A text, or the texts of a list, that UTF-8 can write."""
    listed = value if type(value) is list else [value]
    return [one for one in listed if type(one) is str and one and _writable(one)]


def _writable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)
