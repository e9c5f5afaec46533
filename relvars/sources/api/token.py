"""The token of the platform's API, which must never be seen."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from relvars.errors import ConfigError

_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A secret; printing it shows nothing of it."""

    value: str = field(repr=False)

    def __reduce__(self) -> tuple[type, tuple[str]]:
        """Never pickled: a pickle may end up anywhere."""
        raise TypeError("a token cannot be pickled")


def read_token(variable: str, environment: Mapping[str, str] = os.environ) -> Token:
    """The token in an environment variable.

    Raises:
        ConfigError: if there is none, or it cannot be one; what it holds is not told.
    """
    value = environment.get(variable, "").strip()
    if not value:
        raise ConfigError(
            f"the API needs a token: put it into the environment variable {variable}"
            " ([source] token_env names another one)"
        )
    if not _TOKEN.fullmatch(value):
        raise ConfigError(
            f"what the environment variable {variable} holds is no token: it has blanks or other"
            " signs that a token cannot have"
        )
    return Token(value)


def hidden(token: Token, text: str) -> str:
    """The text without the token, wherever it stands in it."""
    return text.replace(token.value, "***")
