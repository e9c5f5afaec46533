"""The transport against a server on this machine, and how an API source is opened."""

import gzip
import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from relvars.catalog import assume
from relvars.errors import ConfigError, SourceError
from relvars.sources import Source, open_source
from relvars.sources.api import http, opening
from relvars.sources.api.fetching import ApiSource
from relvars.sources.api.token import Token
from relvars.sources.api.transport import Request, TransportError
from relvars.sources.connection import Connection
from relvars.values import Recipient
from tests.sources.platform import SECRET
from tests.sources.project import SCHEMA, key

Reply = Callable[[BaseHTTPRequestHandler], None]
BODY = b'{"data": {"id": "a1", "city": "Riga"}, "error": 0, "error_text": ""}'


class Server(NamedTuple):
    origin: str
    seen: list[tuple[str, dict[str, str], bytes]]
    replies: list[Reply]


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that hang up, which is what is tested."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def plain(handler: BaseHTTPRequestHandler, body: bytes = BODY, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def dropped(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


def truncated(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "500")
    handler.end_headers()
    handler.wfile.write(b'{"data"')
    handler.close_connection = True


def squeezed(handler: BaseHTTPRequestHandler) -> None:
    body = gzip.compress(b" " * 5_000_000)
    handler.send_response(200)
    handler.send_header("content-encoding", "gzip")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def not_gzip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("content-encoding", "gzip")
    handler.send_header("content-length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY)


@pytest.fixture
def server() -> Iterator[Server]:
    seen: list[tuple[str, dict[str, str], bytes]] = []
    replies: list[Reply] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen.append((self.path, headers, body))
            (replies.pop(0) if replies else plain)(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as made:
        Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield Server(f"http://127.0.0.1:{made.server_port}", seen, replies)
        made.shutdown()


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALTCRAFT_TOKEN", SECRET)


def transport(origin: str) -> http.HttpTransport:
    return http.open_http(origin, Token(SECRET), "header", local=True)


def opened(url: str, base: Path = Path(), connection: Connection | None = None) -> Source:
    return open_source(url, schema=SCHEMA, assumptions=assume(), base=base, connection=connection)


def test_the_token_travels_in_the_header(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    source = opened(server.origin, connection=Connection(per_second=0))
    values = source.fetch(Recipient("agents", "a1"), [key("lead.city")]).values
    assert values == {"lead": {"city": "Riga"}}
    ((path, headers, body),) = server.seen
    assert path == "/api/v1.1/profiles/get"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert headers["content-type"] == "application/json"
    assert json.loads(body) == {"db_id": 1, "matching": "profile_id", "profile_id": "a1"}
    assert SECRET not in caplog.text
    assert SECRET not in repr(source)


def test_the_token_travels_in_the_body_if_that_is_set(server: Server) -> None:
    source = opened(server.origin + "/", connection=Connection(authorization="body"))
    source.fetch(Recipient("agents", "a1"), [key("lead.city")])
    ((_, headers, body),) = server.seen
    assert "authorization" not in headers
    assert json.loads(body)["token"] == SECRET


@pytest.mark.parametrize("fault", [dropped, truncated, not_gzip])
def test_an_answer_that_does_not_come_whole_is_a_fault_of_the_way(
    server: Server, fault: Reply
) -> None:
    server.replies.append(fault)
    with pytest.raises(TransportError) as caught:
        transport(server.origin).send(Request("profiles/get", {}))
    assert caught.value.sent
    assert SECRET not in str(caught.value)


def test_nobody_there_means_nothing_left() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(TransportError, match="it cannot be reached") as caught:
            transport(origin).send(Request("profiles/get", {}))
    assert not caught.value.sent


@pytest.mark.parametrize("reply", [squeezed, lambda handler: plain(handler, b" " * 3_000_000)])
def test_a_body_past_the_limit_is_not_read_on(
    server: Server, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LARGEST", 1024 * 1024)
    server.replies.append(reply)
    with pytest.raises(SourceError, match=r"profiles/get: the answer is larger than 1 MB"):
        transport(server.origin).send(Request("profiles/get", {}))


def test_redirects_are_not_followed(server: Server) -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("location", "http://127.0.0.2:9/api/v1.1/profiles/get")
        handler.send_header("content-length", "0")
        handler.end_headers()

    server.replies.append(elsewhere)
    with pytest.raises(SourceError, match=r"redirected to 127\.0\.0\.2:9/api"):
        opened(server.origin).fetch(Recipient("agents", "a1"), [key("lead.city")])
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://panel.example", "may not travel over plain http to panel.example"),
        ("http://127.0.0.1.evil.example", "may not travel over plain http"),
        ("http://localhost.evil.example", "may not travel over plain http"),
        (f"https://panel.example?token={SECRET}", "never from the URL"),
        (f"https://panel.example#{SECRET}", "never from the URL"),
        (f"https://me:{SECRET}@panel.example", "never from the URL"),
        ("https://panel.example/other", "without the path /other"),
        ("https://", "must be https://HOST"),
        ("https:panel.example", "must be https://HOST"),
        ("https://panel.example:x", "must be https://HOST"),
        ("https://[::1", "must be https://HOST"),
    ],
)
def test_a_url_that_is_more_or_less_than_a_host_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        opened(url)
    assert sentence in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["https://panel.example", "https://panel.example:8443/api/v1.1/", "http://localhost:1",
     "http://127.0.0.9", "http://[::1]:8026"],
)  # fmt: skip
def test_hosts_and_this_machine_are_fine(url: str) -> None:
    source = opened(url)
    assert isinstance(source, ApiSource)
    assert source.url == url.removesuffix("/api/v1.1/")


def test_a_missing_or_broken_token_is_told_without_telling_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ConfigError, match="environment variable OTHER "):
        opened("https://panel.example", connection=Connection(token_env="OTHER"))
    monkeypatch.setenv("ALTCRAFT_TOKEN", f"{SECRET}\nx")
    with pytest.raises(ConfigError, match="is no token") as caught:
        opened("https://panel.example")
    assert SECRET not in str(caught.value)


def test_the_extra_is_named_when_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError("No module named 'httpx2'", name="httpx2")

    monkeypatch.setattr(opening, "import_module", missing)
    with pytest.raises(ConfigError, match=r"need the extra `api`: pip install 'relvars\[api\]'"):
        opened("https://panel.example")

    def broken(name: str) -> object:
        raise ModuleNotFoundError("No module named 'qqq'", name="qqq")

    monkeypatch.setattr(opening, "import_module", broken)
    with pytest.raises(ModuleNotFoundError):
        opened("https://panel.example")


def test_the_project_s_data_lie_beside_the_api(tmp_path: Path) -> None:
    nothing = opened("https://panel.example", tmp_path)
    assert nothing.fetch(Recipient("agents", "a1"), [("json",)]).values == {}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "json.json").write_text('{"a": 1}')
    found = opened("https://panel.example", tmp_path).fetch(Recipient("agents", "a1"), [("json",)])
    assert found.values == {"json": {"a": 1}}
