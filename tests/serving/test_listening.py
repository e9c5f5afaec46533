"""Where it listens: at names that lead to this computer, and no other."""

import socket
from typing import Any

import pytest

from relvars.errors import ConfigError, SourceError
from relvars.serving.listening import listen


@pytest.mark.parametrize("host", ["a..localhost", f"{'x' * 300}.localhost"])
def test_what_can_be_no_name_is_told(host: str) -> None:
    with pytest.raises(ConfigError, match="cannot be the name of a computer"):
        listen(host, 0, allow_remote=False)


def leads_to(address: str) -> Any:
    """A look-up of names that gives an address for all."""

    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return looked_up


def test_a_name_that_leads_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", leads_to("192.0.2.7"))
    with pytest.raises(ConfigError, match=r"this\.localhost is 192\.0\.2\.7.*--allow-remote"):
        listen("this.localhost", 0, allow_remote=False)


def test_a_name_that_leads_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SourceError, match=r"no\.localhost is not known here: Name"):
        listen("no.localhost", 0, allow_remote=False)
