"""A pseudonym for each kind of personal data: of the same kind and shape, by a key.

All are functions of the key and the text, so that equal stays equal wherever it stands.
"""

import re
from ipaddress import ip_address

from relvars.sources.recording.names import choices
from relvars.sources.recording.scramble import digest, scrambled

EMAIL = re.compile(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+\.[^\W\d_]{2,}")
# International, or Russian without the plus.
PHONE = re.compile(
    r"\+\d(?:[ \-()]{0,2}\d){8,14}|(?<![\d+])[78][ \-(]{0,2}9(?:[ \-()]{0,2}\d){9}(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(\d{4}-)(\d\d)-(\d\d)(.*)", re.DOTALL)
_FRACTION = re.compile(r"(-?\d+)(\.\d+)?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ONE_DIGIT = ("1", "7")
_TWO_DIGITS = re.compile(r"2[07]|3[0-4]|36|39|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
# Networks that are for documentation: nobody has an address there.
_NOWHERE = ("192.0.2", "198.51.100", "203.0.113")

# An address as it stands in a link.
_IN_LINKS = re.compile(r"[\w.+-]+%40[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)

DOMAIN = "example.com"


def identifier(key: bytes, text: str) -> str:
    """Another id of the same shape; never one that belongs to another id."""
    return scrambled(key, "id", text)


def email(key: bytes, text: str) -> str:
    """An address at a reserved domain; its end keeps equal names of different domains apart."""
    local, _, domain = text.casefold().rpartition("@")
    number = digest(key, "email", f"{local}@{domain}")
    end = "".join(_LETTERS[number // 26**place % 26] for place in range(5))
    return f"{scrambled(key, 'email', local)}{end}@{DOMAIN}"


def domain(key: bytes, text: str) -> str:
    """The domain that all addresses have."""
    return DOMAIN


def phone(key: bytes, text: str) -> str:
    """A number of the same country and length, written the same way."""
    digits = "".join(_DIGIT.findall(text))
    kept = _country(digits, international=text.lstrip().startswith(("+", "00"))) + 1
    if len(digits) - kept < 4:
        kept = 0
    others = iter(digits[:kept] + scrambled(key, "phone", f"-{digits[kept:]}")[1:])
    return _DIGIT.sub(lambda _: next(others), text)


def _country(digits: str, *, international: bool) -> int:
    """How many of the digits say the country."""
    skipped = 2 if digits.startswith("00") else 0
    if not international and len(digits) < 11:
        return 0
    if not international and digits.startswith("8"):  # Russia, dialled from inside
        return 1
    rest = digits[skipped:]
    return skipped + (1 if rest.startswith(_ONE_DIGIT) else 2 if _TWO_DIGITS.match(rest) else 3)


def name(key: bytes, text: str, part: str) -> str:
    """Another name in the same script, with the same ending for its gender where there is one."""
    places = iter(range(len(text)))
    return _WORD.sub(lambda found: _name_word(key, found[0], part, next(places)), text)


def _name_word(key: bytes, word: str, part: str, place: int) -> str:
    plain = word.casefold()
    others = [one for one in choices(word, part, place) if one.casefold() != plain]
    if not others:
        return scrambled(key, "name", word)
    chosen = others[digest(key, "name", plain) % len(others)]
    return chosen.upper() if word.isupper() else chosen.lower() if word.islower() else chosen


def birth(key: bytes, text: str) -> str:
    """Another day of the same year."""
    found = _DATE.fullmatch(text)
    if not found:
        return scrambled(key, "birth", text)
    number = digest(key, "birth", text[:10])
    return f"{found[1]}{number % 12 + 1:02}-{number // 12 % 28 + 1:02}{found[4]}"


def address(key: bytes, text: str) -> str:
    """An IP address of the same version that nobody has."""
    try:
        version = ip_address(text).version
    except ValueError:
        return scrambled(key, "ip", text)
    number = digest(key, "ip", text)
    if version == 6:
        return f"2001:db8::{number % 0xFFFF + 1:x}:{number // 0xFFFF % 0xFFFF + 1:x}"
    return f"{_NOWHERE[number % 3]}.{number // 3 % 254 + 1}"


def degrees(key: bytes, text: str) -> str:
    """The whole degrees: somewhere within a hundred kilometres."""
    found = _FRACTION.fullmatch(text)
    return found[1] + (".0" if found[2] else "") if found else ""


def link(key: bytes, text: str) -> str:
    """The address of a page without what follows the host, as it may say who came."""
    found = re.match(r"\w+://[^/?#]+", text)
    return (
        f"{found[0].rpartition('@')[2]}/"
        if found and "@" in found[0]
        else (f"{found[0]}/" if found else "")
    )


def free(key: bytes, text: str) -> str:
    """Letters for letters and digits for digits, for what has no better pseudonym."""
    return scrambled(key, "free", text)


def inside(key: bytes, text: str) -> str:
    """A text with the e-mail addresses and international phone numbers in it replaced."""
    text = EMAIL.sub(lambda found: email(key, found[0]), text)
    text = _IN_LINKS.sub(lambda found: _quoted(key, found[0]), text)
    return PHONE.sub(lambda found: phone(key, found[0]), text)


def _quoted(key: bytes, text: str) -> str:
    return email(key, text.replace("%40", "@")).replace("@", "%40")
