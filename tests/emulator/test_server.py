"""The emulator on a real socket, in a thread of the test's own process."""

import json
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from relvars.emulator import server
from relvars.emulator.app import Options, application
from relvars.emulator.faults import parse_faults
from relvars.errors import SourceError
from relvars.store import Store, open_store
from tests.emulator.account import SCHEMA

Serve = Callable[..., str]


@pytest.fixture
def serve(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve the store under some faults; gives host and port."""
    servers: list[uvicorn.Server] = []
    threads: list[threading.Thread] = []

    class Known(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            servers.append(self)

    def run(faults: str = "") -> str:
        options = Options(faults=parse_faults(faults) if faults else None)
        app = application(lambda: open_store(file, SCHEMA), options=options)
        listening = server.listen("127.0.0.1", 0, allow_remote=False)
        ready = threading.Event()
        threads.append(
            threading.Thread(target=server.serve, args=(app, listening, ready.set), daemon=True)
        )
        threads[-1].start()
        assert ready.wait(20)
        return server.address_of(listening).removeprefix("http://")

    monkeypatch.setattr(uvicorn, "Server", Known)
    yield run
    for one in servers:
        one.should_exit = True
    for thread in threads:
        thread.join(20)


def exchange(connection: HTTPConnection, path: str = "databases/list", **body: Any) -> HTTPResponse:
    """An answer to a request that is never repeated."""
    data = json.dumps({"token": "any", **body}).encode()
    connection.request("POST", f"/api/v1.1/{path}", data)
    return connection.getresponse()


def test_a_connection_serves_many_requests(serve: Serve) -> None:
    connection = HTTPConnection(serve(), timeout=20)
    for _ in range(3):
        assert json.load(exchange(connection))["total_count"] == 3
    connection.close()


def test_a_long_body_is_answered(serve: Serve) -> None:
    connection = HTTPConnection(serve(), timeout=20)
    refused = exchange(connection, "profiles/import", data={"x": "x" * 11_000_000})
    assert (refused.status, json.load(refused)["error"]) == (413, 413)
    assert json.load(exchange(connection))["error"] == 0
    connection.close()


def test_a_gigabyte_is_refused_before_it_is_sent(serve: Serve) -> None:
    connection = HTTPConnection(serve(), timeout=20)
    connection.putrequest("POST", "/api/v1.1/profiles/import")
    connection.putheader("Content-Length", str(2**30))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_body_that_never_says_its_length_ends_somewhere(serve: Serve) -> None:
    connection = HTTPConnection(serve(), timeout=20)
    pieces = (b"x" * 1_000_000 for _ in range(12))
    connection.request("POST", "/api/v1.1/profiles/import", pieces, encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})  # fmt: skip
    assert connection.getresponse().status == 413
    connection.close()


def test_a_client_that_goes_away_harms_nobody(serve: Serve) -> None:
    address = serve()
    gone = HTTPConnection(address, timeout=20)
    gone.putrequest("POST", "/api/v1.1/profiles/import")
    gone.putheader("Content-Length", "100")
    gone.endheaders()
    gone.send(b"{")
    gone.close()
    connection = HTTPConnection(address, timeout=20)
    assert exchange(connection).status == 200
    connection.close()


def test_a_connection_is_dropped_before_the_call_or_after_it(serve: Serve, file: Path) -> None:
    connection = HTTPConnection(serve("drop=100%"), timeout=20)
    found = {"db_id": 2, "matching": "profile_id", "profile_id": "c2"}
    for _ in range(12):
        with pytest.raises(ConnectionResetError):  # RemoteDisconnected is one
            exchange(
                connection, "profiles/update", **found,
                data={"score": {"action": "incr", "value": 1}},
            )  # fmt: skip
        connection.close()
    with open_store(file) as store:
        (row,) = store.connection.execute("select data from profiles where id = 'c2'").fetchone()
    assert 7 < json.loads(row)["score"] < 7 + 12


def test_an_answer_is_truncated(serve: Serve) -> None:
    connection = HTTPConnection(serve("latency=1ms,truncate=100%"), timeout=20)
    with pytest.raises(IncompleteRead) as cut:
        exchange(connection).read()
    assert cut.value.partial.startswith(b'{"data": [')
    connection.close()


def test_a_start_that_fails_is_told() -> None:
    def opened() -> Store:
        raise SourceError("the disk is gone")

    listening = server.listen("localhost", 0, allow_remote=False)
    assert server.serve(application(opened), listening, pytest.fail) is False


@pytest.mark.parametrize(
    ("host", "shown"), [("::1", "http://[::1]:80"), ("127.0.0.1", "http://127.0.0.1:80")]
)
def test_addresses(host: str, shown: str) -> None:
    assert server.shown_address(host, 80) == shown
