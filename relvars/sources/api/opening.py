"""From a URL and settings to the API as a source."""

from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from relvars.catalog import Assumptions
from relvars.errors import ConfigError
from relvars.schema import Schema
from relvars.sources.api.client import Client
from relvars.sources.api.fetching import ApiSource
from relvars.sources.api.pace import Pace
from relvars.sources.api.token import read_token
from relvars.sources.connection import Connection
from relvars.sources.files import open_files
from relvars.sources.source import Source

_DEFAULT = Connection()
_PATHS = ("", "/", "/api/v1.1", "/api/v1.1/")


def open_api(  # noqa: PLR0913 - what every source is opened with, and how to get there
    url: str,
    place: str,
    *,
    schema: Schema,
    assumptions: Assumptions,
    base: Path,
    connection: Connection = _DEFAULT,
) -> Source:
    """The API at a host; nothing is sent yet.

    What the API cannot give (external JSON, fragments, market) comes from the folder `data` below
    the base, if there is one.

    Raises:
        ConfigError: for a URL that is not `https://HOST`, for a missing token or extra.
    """
    parts = _parts(url)
    local = _loopback(parts.hostname or "")
    if parts.scheme == "http" and not local:
        raise ConfigError(
            f"the token may not travel over plain http to {parts.hostname}: write https://;"
            " http:// is for this machine only (127.0.0.1, localhost)"
        )
    origin = f"{parts.scheme}://{parts.netloc}"
    token = read_token(connection.token_env)
    transport = _http().open_http(origin, token, connection.authorization, local=local)
    client = Client(parts.netloc, transport, Pace(connection.per_second), token)
    beside = (
        open_files("files:data", "data", schema=schema, assumptions=assumptions, base=base)
        if (base / "data").is_dir()
        else None
    )
    return ApiSource(origin, client, schema, assumptions, connection.parallel, beside)


def _parts(url: str) -> SplitResult:
    """The URL's parts; the messages repeat nothing that may be secret."""
    try:
        parts = urlsplit(url)
        known = parts.hostname and (parts.port or 1)
    except ValueError:
        known = None
    if not known:
        raise ConfigError("the API's URL must be https://HOST, or https://HOST:PORT")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            f"the API's URL is https://{parts.hostname} and nothing more: the token comes from the"
            " environment, never from the URL"
        )
    if parts.path not in _PATHS:
        raise ConfigError(
            f"the API's URL is https://{parts.hostname}, without the path {parts.path}"
        )
    return parts


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _http() -> Any:
    try:
        return import_module("relvars.sources.api.http")
    except ModuleNotFoundError as error:
        if error.name != "httpx2":
            raise
        raise ConfigError(
            "https:// sources need the extra `api`: pip install 'relvars[api]'"
        ) from None
