"""Who is let in: not other sites, not by other names, not without the token of this run."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from relvars.preview.guard import Gate, guarded
from tests.preview.conftest import TOKEN, Site

READS = ("/", "/api/project", "/render/templates/welcome.html", "/export/templates/welcome.html")


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize(
    "host",
    ["attacker.example:8025", "127.0.0.1:8026", "127.0.0.1", "127.0.0.1.attacker.example:8025",
     "localhost.attacker.example:8025", "x@127.0.0.1:8025", "127.0.0.1:8025@attacker.example",
     "", "[::1", "127.0.0.1:port", "10.0.0.1:8025"],
)  # fmt: skip
def test_no_other_name_leads_here(site: Site, path: str, host: str) -> None:
    assert site.page.get(path, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8025", "localhost:8025", "LOCALHOST:8025"])
def test_the_printed_address_and_localhost_do(site: Site, host: str) -> None:
    assert site.page.get("/api/project", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://attacker.example", "null", "http://127.0.0.1:8026", "http://localhost:8025",
     "https://127.0.0.1:8025", "http://127.0.0.1", ""],
)  # fmt: skip
def test_no_page_of_another_site_is_answered(site: Site, origin: str) -> None:
    for path in READS:
        assert site.page.get(path, headers={"Origin": origin}).status_code == 403
    headers = {"Origin": origin, "X-Relvars-Token": TOKEN}
    answer = site.page.post("/api/render", json={"message": "templates/welcome"}, headers=headers)
    assert answer.status_code == 403


def test_the_pages_own_requests_are(site: Site) -> None:
    headers = {
        "Origin": "http://127.0.0.1:8025",
        "Sec-Fetch-Site": "same-origin",
        "X-Relvars-Token": TOKEN,
    }
    answer = site.page.post("/api/render", json={"message": "templates/welcome"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("fetched", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/api/project", "/events", "/export/templates/welcome.html"])
def test_a_browsers_word_counts(site: Site, path: str, fetched: str) -> None:
    headers = {"Sec-Fetch-Site": fetched, "Sec-Fetch-Mode": "navigate"}
    assert site.page.get(path, headers=headers).status_code == 403


def test_a_link_may_lead_to_the_page_but_no_frame_or_image(site: Site) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    path = "/render/templates/welcome.html"
    assert site.page.get(path, headers=link | {"Sec-Fetch-Dest": "document"}).status_code == 200
    assert site.page.get(path, headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    image = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    assert site.page.get(path, headers=image).status_code == 403


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN[:-1]])
@pytest.mark.parametrize("path", ["/api/render", "/api/case", "/api/send", "/api/compare"])
def test_nothing_is_written_without_the_token(site: Site, path: str, token: str | None) -> None:
    headers = {} if token is None else {"X-Relvars-Token": token}
    answer = site.page.post(path, json={"message": "templates/welcome"}, headers=headers)
    assert answer.status_code == 403
    assert "token" in answer.json()["error"]
    assert not (site.root / "tests").exists()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_site_cannot_look_like_the_page(site: Site, kind: str) -> None:
    headers = {"X-Relvars-Token": TOKEN, "Content-Type": kind}
    answer = site.page.post("/api/render", content=b"{}", headers=headers)
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(site: Site, method: str) -> None:
    assert site.page.request(method, "/api/project").status_code == 405


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"{", 400), (b"[]", 400), (b"\xff", 400), (b"[" * 100_000, 400), (b"NaN", 400),
     (b" " * 10_000_001, 413)],
)  # fmt: skip
def test_a_body_that_is_no_object_is_refused(site: Site, content: bytes, status: int) -> None:
    headers = {"X-Relvars-Token": TOKEN, "Content-Type": "application/json"}
    answer = site.page.post("/api/render", content=content, headers=headers)
    assert (answer.status_code, answer.json()["version"]) == (status, 1)


def test_the_site_of_messages_has_the_frame_and_nothing_else(site: Site) -> None:
    for path in ("/api/project", "/", "/events", "/render/templates/welcome.html",
                 "/assets/app.css", "/export/templates/welcome.html", "/frame/x"):  # fmt: skip
        assert site.frame.get(path).status_code == 404
    headers = {"X-Relvars-Token": TOKEN}
    assert site.frame.post("/frame", json={}, headers=headers).status_code == 405
    assert site.page.get("/frame").status_code == 404


def test_the_frame_is_shown_by_the_page_alone(site: Site) -> None:
    shown = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}
    assert site.frame.get("/frame", headers=shown).status_code != 403
    assert (
        site.frame.get("/frame", headers=shown | {"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    policy = site.frame.get("/frame").headers["Content-Security-Policy"]
    assert "frame-ancestors http://127.0.0.1:8025" in policy
    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy
    remote = site.frame.get("/frame?images=1").headers["Content-Security-Policy"]
    assert "img-src data: https: http:;" in remote


def test_policies_of_the_page(site: Site) -> None:
    headers = site.page.get("/api/project", headers={"Host": "localhost:8025"}).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-src http://localhost:8026" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-DNS-Prefetch-Control"] == "off"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_message_by_itself_can_do_nothing(site: Site) -> None:
    answer = site.page.get("/render/templates/welcome.html")
    assert answer.headers["Content-Security-Policy"].startswith(
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    remote = site.page.get("/render/templates/welcome.html?images=1")
    assert "img-src data: https: http:" in remote.headers["Content-Security-Policy"]
    plain = site.page.get("/render/templates/welcome.txt")
    assert plain.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("192.0.2.7:80", True),
        ("[2001:db8::1]:80", True),
        ("[::1%25;]:80", False),
        ("attacker.example:80", False),
    ],
)
def test_others_come_by_number_when_they_may_for_names_can_lie(host: str, answered: bool) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("in")(scope, receive, send)

    gate = Gate(80, 81, frozenset({"localhost"}), TOKEN, remote=True)
    answer = TestClient(guarded(app, gate), f"http://{host}").get("/")
    assert (answer.text == "in") is answered
