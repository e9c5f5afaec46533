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


# By the name of a field, the first that fits; case does not matter, and words may be joined by
# underscores, blanks, hyphens or capitals. Ids of resources, products and the like are not here:
# they are nobody's.
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
        (
            r"(.*_)?(phones?|mobile|msisdn|tel|telephone|телефон)(_.*)?|cell(_number)?"
            r"|contact_number|whats_?app|viber",
            pseudonyms.phone,
        ),
        (r"(.*_)?(f_?name|first_?name|given_?name|имя)", _named("first")),
        (r"(.*_)?([mp]_?name|middle_?name|patronymic|отчество)", _named("middle")),
        (r"(.*_)?(l_?name|last_?name|family_?name|surname|фамилия)", _named("last")),
        (
            r"name|full_?name|(.*_)?(fio|фио)|.*contact_name|spouse"
            r"|(customer|client|recipient|sender|manager|agent|owner|child|parent|person)_?name",
            _named("name"),
        ),
        (r"_?b_?(date|day)|birth.*|date_of_birth|dob|дата_рождения", pseudonyms.birth),
        (r"(.*_)?ip(v[46])?(_address)?|_?regip", pseudonyms.address),
        (r"_lat|_lon|lat|lon|latitude|longitude", pseudonyms.degrees),
        (r"_?regurl", pseudonyms.link),
        (
            r"_?postal_?code|zip(_?code)?|user_?name|tax_id|(.*_)?(addr|address|street|house|flat"
            r"|passport|inn|snils|iban|card|login|nick|nickname|telegram|skype|instagram|facebook"
            r"|password|адрес|паспорт)(_?(no|num|number|code|line_?\d?|\d))?|адрес_.*",
            pseudonyms.free,
        ),
    )
)

# Names that a document gives to things as well: a shop has a name and an address.
_OF_THINGS = re.compile(
    r"_?id|name|(.*_)?(addr|address|street|house|flat|card|адрес)(_.*)?|domain|lat|lon|latitude"
    r"|longitude|ip|(.*_)?md5|device_?id|manager_name|telegram|instagram|facebook|skype",
    re.IGNORECASE,
)


_NOBODY: Mapping[str, str] = {}
# Shorter words are as likely no names; those of a name in a text are replaced one by one.
_WORD = re.compile(r"[^\W\d_]{4,}")
_NAME_FIELD = re.compile(
    r"(.*_)?([fl]_?name|(first|last|given|family)_?name|surname|имя|фамилия)|full_?name|(.*_)?(fio|фио)",
    re.IGNORECASE,
)


class Masking(NamedTuple):
    """How to mask: the key (16 to 64 bytes), and ids that stay as they are.

    `people` are the words of names that are masked somewhere, with what stands there now.
    """

    key: bytes
    kept: frozenset[str] = frozenset()
    people: Mapping[str, str] = _NOBODY


def masked(recording: Recording, key: bytes, *, ids: bool = True) -> Recording:
    """The recording with pseudonyms for personal data; profiles keep theirs without `ids`."""
    how = Masking(key, frozenset() if ids else _ids(recording), _people(recording, key))
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


def _people(recording: Recording, key: bytes) -> dict[str, str]:
    """The words of people's names, so that they are masked in other texts as well."""
    return {
        word: mask(key, word)
        for held in recording.profiles.values()
        for profile in held.values()
        for name, value in profile.items()
        if type(value) is str and _NAME_FIELD.fullmatch(_spelled(name))
        for mask in [_mask(name)]
        if mask
        for word in _WORD.findall(value)
    }


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
    """Any JSON, with pseudonyms for e-mail addresses, phone numbers and ids of profiles.

    Fields have theirs too, where their names say that they are a person's.
    """
    if type(value) is dict:
        return {_text(how, None, name): _in_document(how, name, one) for name, one in value.items()}
    if type(value) is list:
        return [mask_document(how, one) for one in value]
    return _masked(how, None, value)


def _in_document(how: Masking, name: str, value: Value) -> Value:
    mask = None if _OF_THINGS.fullmatch(_spelled(name)) else _mask(name)
    if mask is None or type(value) is dict:
        return mask_document(how, value)
    return _masked(how, mask, value)


_JOINTS = re.compile(r"[\s-]+|(?<=[a-zа-яё\d])(?=[A-ZА-ЯЁ])")


def _spelled(name: str) -> str:
    """The name of a field with underscores between its words."""
    return _JOINTS.sub("_", name)


def _mask(name: str, *, inside: bool = False) -> Mask | None:
    """The mask of a field; inside an object `name` is as likely that of a thing."""
    name = _spelled(name)
    if inside and name.casefold() == "name":
        return None
    return next((mask for names, mask in _KINDS if names.fullmatch(name)), None)


def _masked(how: Masking, mask: Mask | None, value: Value) -> Value:
    """A value; in a list or an object the mask is that of the field it is in, or its own."""
    if type(value) is dict:
        return {
            _text(how, None, name): _masked(how, _mask(name, inside=True) or mask, one)
            for name, one in value.items()
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
    text = pseudonyms.inside(how.key, text)
    return _WORD.sub(lambda found: how.people.get(found[0], found[0]), text)


def _number(how: Masking, mask: Mask, value: int | float) -> int | float:
    """The pseudonym of a number's digits, as a number of its type; 0 where none comes of it."""
    written = mask(how.key, repr(value).removeprefix("-"))
    try:
        masked = type(value)(written)
    except ValueError:
        return 0
    return -masked if value < 0 else masked
