"""Where values come from; each kind of source is one line of a table."""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from relvars.catalog import Assumptions
from relvars.errors import ConfigError
from relvars.schema import Schema
from relvars.sources.connection import Connection
from relvars.sources.source import Fetched, Source, merge

__all__ = ["SOURCES", "Fetched", "Source", "merge", "open_source"]


class Opener(Protocol):
    """Opens a source: the URL, and what stands in it after the scheme."""

    def __call__(
        self, url: str, place: str, *, schema: Schema, assumptions: Assumptions, base: Path
    ) -> Source:
        """The source; nothing is read yet."""
        ...


# Where the opener of each scheme is; it is loaded when a source of that kind is opened.
SOURCES: dict[str, tuple[str, str]] = {
    "files": ("relvars.sources.files", "open_files"),
    "sqlite": ("relvars.sources.sqlite", "open_sqlite"),
    "values": ("relvars.sources.values", "open_values"),
    "https": ("relvars.sources.api.opening", "open_api"),
    "http": ("relvars.sources.api.opening", "open_api"),
}

# Those that are not on this machine, and are told how to get there.
_DISTANT = ("https", "http")

_SPELLINGS = "files:DIR, sqlite:FILE, values:FILE, https://HOST and http://127.0.0.1:PORT"


def open_source(
    url: str,
    *,
    schema: Schema,
    assumptions: Assumptions,
    base: Path,
    connection: Connection | None = None,
) -> Source:
    """The data source of a URL; relative paths in it hang on `base`.

    `connection` is how to reach a source that is not on this machine.

    Raises:
        ConfigError: if there is no such kind of source, with those there are.
    """
    scheme, colon, place = url.partition(":")
    if not colon or scheme not in SOURCES:
        raise ConfigError(f"{url!r} is no data source; there are {_SPELLINGS}")
    if not place:
        raise ConfigError(f"{url!r} lacks its path; there are {_SPELLINGS}")
    module, name = SOURCES[scheme]
    found = getattr(import_module(module), name)
    told = scheme in _DISTANT and connection
    opener: Opener = partial(found, connection=connection) if told else found
    return opener(url, place, schema=schema, assumptions=assumptions, base=base)
