"""Which fields are personal, and records with pseudonyms in their place."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from relvars.sources.recording import pseudonyms
from relvars.sources.recording.collecting import Recording
from relvars.values import Value

# A text and the key to its pseudonym.
Mask = Callable[[bytes, str], str]


def _named(part: str) -> Mask:
    return lambda key, text: pseudonyms.name(key, text, part)


# By the name of a field, the first that fits; case does not matter. Ids of resources, products and
# the like are not here: they are nobody's.
_KINDS: tuple[tuple[re.Pattern[str], Mask], ...] = tuple(
    (re.compile(names, re.IGNORECASE), mask)
    for names, mask in (
        (
            r"_?id|profile_id(_[ab])?|(profile|client|customer|user|lead|device|crm)_?id"
            r"|_acid|.*xx[hm](_[ab])?|(.*_)?md5|hash_id|subscription_id|_email_?hash",
            pseudonyms.identifier,
        ),
        (r"(.*_)?e_?mails?(_.*)?(?<!domain)", pseudonyms.inside),
        (r"_?email_?domain|domain", pseudonyms.domain),
        (r"_?domain_?group", lambda key, text: "example"),
        (r"(.*_)?(phones?|mobile|msisdn|tel|telephone|телефон)(_.*)?", pseudonyms.phone),
        (r"_?f_?name|first_?name|given_?name|имя", _named("first")),
        (r"_?[mp]_?name|middle_?name|patronymic|отчество", _named("middle")),
        (r"_?l_?name|last_?name|family_?name|surname|фамилия", _named("last")),
        (r"name|full_?name|fio|фио|.*contact_name", _named("name")),
        (r"_?b_?date|birth.*|dob|дата_рождения", pseudonyms.birth),
        (r"(.*_)?ip|_?regip", pseudonyms.address),
        (r"_lat|_lon|lat|lon|latitude|longitude", pseudonyms.degrees),
        (r"_?regurl", pseudonyms.link),
        (
            r"_?postal_?code|zip(_?code)?|(.*_)?(address|street|house|flat|passport|inn|snils|iban"
            r"|card|card_number|login|nick|nickname|telegram|skype|адрес)",
            pseudonyms.free,
        ),
    )
)


class Masking(NamedTuple):
    """How to mask: the key (16 to 64 bytes), and ids that stay as they are."""

    key: bytes
    kept: frozenset[str] = frozenset()


def masked(recording: Recording, key: bytes, *, ids: bool = True) -> Recording:
    """The recording with pseudonyms for personal data; profiles keep theirs without `ids`."""
    how = Masking(key, frozenset() if ids else _ids(recording))
    return Recording(
        {
            database: {mask_id(how, one): mask_profile(how, held[one]) for one in held}
            for database, held in recording.profiles.items()
        },
        {
            relation: {(mask_id(how, a), mask_id(how, b)): one for (a, b), one in held.items()}
            for relation, held in recording.links.items()
        },
        mask_document(how, recording.documents),
    )


def _ids(recording: Recording) -> frozenset[str]:
    linked = (one for held in recording.links.values() for pair in held for one in pair)
    return frozenset(one for held in recording.profiles.values() for one in held) | {*linked}


def mask_id(how: Masking, profile_id: str) -> str:
    """The pseudonym of a profile's id."""
    return profile_id if profile_id in how.kept else pseudonyms.identifier(how.key, profile_id)


def mask_profile(how: Masking, record: Mapping[str, Value]) -> dict[str, Value]:
    """A profile with pseudonyms for what is personal in it, at any depth."""
    return {name: _masked(how, _mask(name), value) for name, value in record.items()}


def mask_document(how: Masking, value: Value) -> Value:
    """Any JSON, with pseudonyms for e-mail addresses, phone numbers and ids of profiles."""
    if type(value) is dict:
        return {name: mask_document(how, one) for name, one in value.items()}
    if type(value) is list:
        return [mask_document(how, one) for one in value]
    return _masked(how, None, value)


def _mask(name: str, *, inside: bool = False) -> Mask | None:
    """The mask of a field; inside an object `name` is as likely that of a thing."""
    if inside and name.casefold() == "name":
        return None
    return next((mask for names, mask in _KINDS if names.fullmatch(name)), None)


def _masked(how: Masking, mask: Mask | None, value: Value) -> Value:
    """A value; in a list or an object the mask is that of the field it is in, or its own."""
    if type(value) is dict:
        return {
            name: _masked(how, _mask(name, inside=True) or mask, one) for name, one in value.items()
        }
    if type(value) is list:
        return [_masked(how, mask, one) for one in value]
    if type(value) is str:
        return _text(how, mask, value)
    if mask and type(value) in (int, float):
        return _number(how, mask, value)
    return value


_PROFILE_ID = re.compile(r"[0-9a-f]{24}")


def _text(how: Masking, mask: Mask | None, text: str) -> str:
    """An address in a field of another kind is an address still, and so is an id."""
    if text in how.kept:
        return text
    if pseudonyms.EMAIL.fullmatch(text):
        return pseudonyms.email(how.key, text)
    if mask:
        return mask(how.key, text)
    if _PROFILE_ID.fullmatch(text):
        return pseudonyms.identifier(how.key, text)
    return pseudonyms.inside(how.key, text)


def _number(how: Masking, mask: Mask, value: int | float) -> int | float:
    """The pseudonym of a number's digits, as a number of its type; 0 where none comes of it."""
    written = mask(how.key, repr(value).removeprefix("-"))
    try:
        masked = type(value)(written)
    except ValueError:
        return 0
    return -masked if value < 0 else masked
