"""Where mail goes, and what is said when it does not."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.preview.conftest import Site

HOSTS = (
    "a..localhost:25", ".localhost:25", f"{'x' * 300}.localhost:25", "ex ample.localhost:1",
    "\u0000.localhost:25", "localhost:06553599", "localhost:6553599", "127.0.0.1:１２",
    "http://127.0.0.1:25", "127.0.0.1@mail.example.com:25", "mail.example.com#127.0.0.1:25",
    "localhost\r\nX:25", "[]:25", "0.0.0.0:25", "[::]:25", "2130706433:25", "0x7f.1:25", "127.1:25",
)  # fmt: skip


@pytest.mark.parametrize("address", HOSTS)
def test_what_is_no_server_here_is_told(site: Site, address: str) -> None:
    status, sentence = site.refused("/api/send", message="templates/welcome", address=address)
    assert status in (400, 422)
    assert "Error" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1"])
def test_a_name_of_this_computer_may_lead_elsewhere(
    site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
                for one in ("127.0.0.1", address)]  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    asked = {"message": "templates/welcome", "address": "mail.localhost:1025"}
    status, sentence = site.refused("/api/send", **asked)
    said = f"mail.localhost is {address}, which is another computer."
    assert (status, sentence) == (400, said)


def test_a_customer_gets_no_test_mail_from_a_server_elsewhere(
    root: Path, make_site: Callable[..., Site]
) -> None:
    site = make_site(root, remote_smtp=True)
    asked = {"message": "templates/welcome", "address": "mail.invalid:25"}
    status, sentence = site.refused("/api/send", **asked)
    assert (status, sentence.startswith("Say to whom")) == (400, True)
    assert site.refused("/api/send", recipient="kim@example.com", **asked)[0] == 422


@contextmanager
def rude(*lines: bytes) -> Iterator[str]:
    """A mail server that answers with these lines, one after the other, and hangs up."""

    class Rude(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for line in lines:
                self.wfile.write(line + b"\r\n")
                self.rfile.readline()

    with socketserver.TCPServer(("127.0.0.1", 0), Rude) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"554 go away",), "it says 554 go away"),
        ((b"220 hi", b"250 hi", b"250 ok", b"550 no\x1b[31m such user."),
         "it refuses the recipient, no [31m such user"),
        ((b"220 hi", b"250 hi", b"451 later"), "it says 451 later"),
        ((b"220 hi",), "it hung up"),
        ((), "it hung up"),
    ],
)  # fmt: skip
def test_what_the_server_says_is_told(site: Site, lines: tuple[bytes, ...], said: str) -> None:
    with rude(*lines) as address:
        status, sentence = site.refused("/api/send", message="templates/welcome", address=address)
    assert status == 422
    assert sentence == f"The mail server {address} did not take it: {said}."


def test_a_server_that_says_nothing_is_given_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvars.preview.mailing._SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        _, sentence = site.refused("/api/send", message="templates/welcome", address=address)
    assert sentence.endswith("did not take it: it did not answer for 0.05 seconds.")
