"""Texts to other texts of the same shape, by a key: no two become one, and equal stays equal."""

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from math import prod

_DIGITS = "0123456789"
_HEX = "0123456789abcdef"
_KNOWN = (
    "abcdefghijklmnopqrstuvwxyz",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
    _DIGITS,
)
_HEX_IDS = re.compile(r"(?:[0-9a-f]{8}){1,5}|[0-9a-f]{64}")
_ROUNDS = 5
_BLOCK = 128


def digest(key: bytes, label: str, text: str) -> int:
    """A number that nobody can tell without the key; the label keeps uses apart."""
    data = f"{label}\0{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, key=key[:64], digest_size=64).digest())


def scrambled(key: bytes, label: str, text: str) -> str:
    """A text with a letter for each letter of its script and case, a digit for each digit.

    Every other sign stays. Hexadecimal ids stay such, and a number without leading zero too.
    """
    alphabets = _alphabets(text)
    moved = _spelled(key, label, text, alphabets)
    while alphabets != _alphabets(moved):  # an id has turned into a number: on until it is an id
        moved = _spelled(key, label, moved, alphabets)
    return moved


def _spelled(key: bytes, label: str, text: str, alphabets: list[str]) -> str:
    numbers = [one.index(sign) for one, sign in zip(alphabets, text, strict=True)]
    moved = _moved(key, label, numbers, [len(one) for one in alphabets])
    return "".join(one[number] for one, number in zip(alphabets, moved, strict=True))


def _alphabets(text: str) -> list[str]:
    """For each sign those that may take its place; the same for whatever may come of the text."""
    if _HEX_IDS.fullmatch(text) and not text.isdigit():
        return [_HEX] * len(text)
    alphabets = [_alphabet(sign) for sign in text]
    if alphabets and all(one is _DIGITS for one in alphabets):
        alphabets[0] = "0" if text[0] == "0" and len(text) > 1 else _DIGITS[len(text) > 1 :]
    return alphabets


@cache
def _alphabet(sign: str) -> str:
    for known in _KNOWN:
        if sign in known:
            return known
    kind = _kind(sign)
    if kind[0][:1] not in ("L", "N"):
        return sign
    start = ord(sign) // _BLOCK * _BLOCK
    block = map(chr, range(start, start + _BLOCK))
    return "".join(one for one in block if _kind(one) == kind and one not in "".join(_KNOWN))


def _kind(sign: str) -> tuple[str, str]:
    """The category of a sign, and its script as the first word of its name."""
    return unicodedata.category(sign), unicodedata.name(sign, "").partition(" ")[0]


def _moved(key: bytes, label: str, numbers: list[int], sizes: list[int]) -> list[int]:
    """The numbers as another row of numbers, each below its size: a Feistel network."""
    half = len(numbers) // 2
    left, right = _joined(numbers[:half], sizes[:half]), _joined(numbers[half:], sizes[half:])
    most_left, most_right = prod(sizes[:half]), prod(sizes[half:])
    shape = f"{label}\0{sizes}"
    for turn in range(_ROUNDS):
        left = (left + digest(key, f"{shape}\0{turn}l", str(right))) % most_left
        right = (right + digest(key, f"{shape}\0{turn}r", str(left))) % most_right
    return [*_parted(left, sizes[:half]), *_parted(right, sizes[half:])]


def _joined(numbers: list[int], sizes: list[int]) -> int:
    joined = 0
    for number, size in zip(numbers, sizes, strict=True):
        joined = joined * size + number
    return joined


def _parted(joined: int, sizes: list[int]) -> list[int]:
    parts = []
    for size in reversed(sizes):
        joined, number = divmod(joined, size)
        parts.append(number)
    return parts[::-1]
