"""What a template can hold, and the names by which it is asked for."""

import json
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn, TypeGuard

# A value is what JSON can hold: None, bool, int, float, str, list and dict of these.
# It is checked where it enters and again where it is printed, so its type stays `Any`.
Value = Any

# What all of a template's paths read from: the roots of the language, then nested objects.
Values = Mapping[str, Value]

# A key names something a template needs: a path, with "[]" for "of each item".
# ("lead", "_fname"), ("relation", "loyal", "reverse", "profit", "top", "[]", "lead", "city")
Key = tuple[str, ...]

EACH = "[]"


# What a value is. The type is asked, never the object: `isinstance` would let an object that only
# looks like a value answer for itself.


def is_text(value: object) -> TypeGuard[str]:
    """A string, or a kind of string."""
    return issubclass(type(value), str)


def is_boolean(value: object) -> TypeGuard[bool]:
    """True or false."""
    return type(value) is bool


def is_number(value: object) -> TypeGuard[int | float]:
    """An integer or a float, or a kind of one; a boolean is none."""
    return issubclass(type(value), (int, float)) and type(value) is not bool


def is_list(value: object) -> TypeGuard[list[Value] | tuple[Value, ...]]:
    """A list or a tuple."""
    return issubclass(type(value), (list, tuple))


def is_object(value: object) -> TypeGuard[dict[str, Value]]:
    """A dict, or a kind of dict."""
    return issubclass(type(value), dict)


class Recipient(NamedTuple):
    """Who receives a message: a profile of a database."""

    database: str
    profile_id: str

    def __str__(self) -> str:
        return f"{self.database}:{self.profile_id}"


def parse_recipient(text: str) -> Recipient | None:
    """Read `DATABASE:PROFILE_ID`; None when it is not of that form."""
    database, colon, profile_id = text.partition(":")
    return Recipient(database, profile_id) if colon and database and profile_id else None


class NotAValueError(ValueError):
    """A text that is not JSON, or that holds what is not a value (NaN, infinities)."""


def load_json(text: str) -> Value:
    """Read JSON strictly: no NaN, no infinities, no number or nesting too large to handle.

    Raises:
        NotAValueError: with a sentence that says what is wrong and where.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse, parse_float=_float)
    except json.JSONDecodeError as error:
        raise NotAValueError(
            f"{error.msg[:1].lower()}{error.msg[1:]}, line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise NotAValueError("it nests too deeply to be read") from None
    except NotAValueError:
        raise
    except ValueError:  # Python refuses to read integers past this many digits
        limit = sys.get_int_max_str_digits()
        raise NotAValueError(f"it holds an integer of more than {limit} digits") from None


def _refuse(word: str) -> NoReturn:
    raise NotAValueError(f"{word} is not a value")


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise NotAValueError(f"{digits} is too large for a number")
    return number
