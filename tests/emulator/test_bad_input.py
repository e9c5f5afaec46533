"""Whatever is wrong with a request is told in the envelope, and nothing is written."""

import json
from typing import Any

import pytest

from tests.emulator.account import AGENT, CUSTOMER
from tests.emulator.conftest import Emulated

PAIR = {"rel_id": 3, "profile_a": {"profile_id": AGENT}, "profile_b": {"profile_id": CUSTOMER}}
XML = "application/xml"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"rel_id": "3"}, "rel_id must be an integer"),
        ({"rel_id": True}, "rel_id must be an integer"),
        ({"rel_id": None}, "rel_id is missing"),
        ({"rel_id": 2**63}, "rel_id is too large"),
        ({"profile_a": AGENT}, "profile_a must be an object"),
        ({"profile_a": {"profile_id": 5}}, "profile_a: profile_id must be a string"),
        ({"profile_a": {"matching": "telepathy"}}, "matching must be one of"),
        ({"profile_a": {"matching": []}}, "profile_a: matching must be a string"),
        ({"profile_a": {}}, "email"),
        ({"profile_a": {"matching": "custom", "field_name": "x"}}, "field_value"),
        ({"weights": []}, "weights must be an object"),
        ({"weights": None}, "weights is missing"),
        ({"weights": {"nothing": 1}}, "nothing"),
        ({"weights": {"user_like": "many"}}, "user_like"),
        ({"weights": {"user_like": 1.5}}, "user_like"),
        ({"weights": {"user_like": 2**63}}, "user_like"),
        ({"weights": {"user_like": 10**100}}, "user_like"),
        ({"weights": {"is_online": 1}}, "is_online"),
        ({"weights": {"donate": {"a": 1}}}, "donate"),
    ],
)
@pytest.mark.parametrize("call", ["strengthen", "edit"])
def test_wrong_links(emulator: Emulated, call: str, change: dict[str, Any], word: str) -> None:
    answer = emulator.ask(f"relations/{call}", **(PAIR | {"weights": {"user_like": 1}} | change))
    assert answer["error"] == 400
    assert answer["error_text"].startswith("Incorrect request: ")
    assert word in answer["error_text"]
    assert emulator.ask("relations/get", rel_id=3, profile_id=AGENT)["data"] == []


def test_a_sum_past_64_bits_is_refused(emulator: Emulated) -> None:
    most = {"user_like": 2**63 - 1}
    assert emulator.ask("relations/strengthen", **PAIR, weights=most)["error"] == 0
    assert emulator.ask("relations/strengthen", **PAIR, weights=most)["error"] == 400
    assert emulator.ask("relations/get", rel_id=3, profile_id=AGENT)["data"][0]["props"] == {
        "user_like": {"value": 2**63 - 1}
    }


@pytest.mark.parametrize(
    ("path", "body", "text"),
    [
        ("relations/get", {"rel_id": 77, "profile_id": AGENT}, "relation not found"),
        ("relations/get", {"rel_id": 3, "profile_id": "nobody"}, "profile not found"),
        ("relations/get", {"rel_id": 3, "profile_id": CUSTOMER}, "profile not found"),
        ("relations/get_counter", {"rel_id": 3, "email": "no@x.org"}, "profile not found"),
        ("relations/attach", {**PAIR, "rel_id": 0}, "relation not found"),
        ("relations/attach", {**PAIR, "profile_b": {"profile_id": AGENT}}, "profile not found"),
        ("relations/detach", {**PAIR, "profile_a": {"profile_id": "x"}}, "profile not found"),
        ("profiles/get", {"db_id": 77, "profile_id": AGENT}, "database not found"),
        ("profiles/import", {"db_id": -1, "data": {}}, "database not found"),
        ("profiles/list", {"db_id": 4}, "database not found"),
        ("templates/delete", {"id": 9}, "template not found"),
        ("nothing/get", {}, "there is no call nothing/get"),
    ],
)
def test_what_is_not_there(emulator: Emulated, path: str, body: dict[str, Any], text: str) -> None:
    assert emulator.ask(path, **body) == {"error": 404, "error_text": text}


@pytest.mark.parametrize(
    ("path", "body", "word"),
    [
        ("profiles/import", {"db_id": 1}, "data is missing"),
        ("profiles/import", {"db_id": 1, "data": []}, "data must be an object"),
        ("profiles/import", {"db_id": 1, "data": {"_fname": "A"}}, "email"),
        ("profiles/import", {"db_id": 1, "email": "a@x.org", "data": {"vip": "yes"}}, "vip"),
        ("profiles/import", {"db_id": 1, "email": "a@x.org",
                             "data": {"_sex": {"action": "multiply", "value": 2}}}, "multiply"),
        ("profiles/import", {"db_id": 1, "email": "a@x.org", "detect_geo": 1, "data": {}}, "geo"),
        ("profiles/get", {"db_id": 1, "matching": "custom", "field_name": "a",
                          "field_value": 1.5}, "field_value"),
        ("profiles/get", {"db_id": 1, "email": "a@x.org", "resource_id": -1}, "resource_id"),
        ("profiles/import_batch", {"db_id": 1, "data": {}}, "data must be a list"),
        ("profiles/list", {"db_id": 1, "limit": 0}, "limit"),
        ("profiles/list", {"db_id": 1, "fields": ["a", 1]}, "fields"),
        ("profiles/list", {"db_id": 1, "query": {"$where": "1"}}, "$where"),
        ("profiles/list", {"db_id": 1, "query": "x"}, "query must be an object"),
        ("databases/list", {"limit": -1}, "limit"),
        ("templates/add", {"name": "a", "channels": [{}]}, "sid"),
        ("templates/add", {"name": "a", "channels": ["email"]}, "sid"),
        ("templates/add", {"name": "a", "channels": [{"sid": "sms", "fields": 1}]}, "fields"),
    ],
)  # fmt: skip
def test_wrong_requests(emulator: Emulated, path: str, body: dict[str, Any], word: str) -> None:
    answer = emulator.ask(path, **body)
    assert answer["error"] == 400
    assert word in answer["error_text"]


@pytest.mark.parametrize(
    ("body", "content_type", "word"),
    [
        (b"{", "application/json", "line 1"),
        (b"[1]", "application/json", "must be an object"),
        (b'{"token": NaN}', "application/json", "NaN"),
        (b"\xff", "application/json", "byte 0 is not UTF-8"),
        (b'{"a":' * 100_000, "application/json", "too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", "digits"),
        (b'{"a": "\\ud800"}', "application/json", "surrogate"),
        (b"<xml>", XML, "XML"),
        (b"<html/>", XML, "must be <xml>"),
        (b"<xml>text</xml>", XML, "must hold elements"),
        (b"<xml>a<b/></xml>", XML, "both text and elements"),
        (b"<xml>" + b"<a>" * 200 + b"</a>" * 200 + b"</xml>", XML, "too deeply"),
        (b'<?xml version="1.0" encoding="klingon"?><xml/>', XML, "encoding"),
        (b"{}", XML, "XML"),
    ],
)
def test_bodies_that_cannot_be_read(
    emulator: Emulated, body: bytes, content_type: str, word: str
) -> None:
    answer = emulator.client.post(
        "/api/v1.1/relations/get?format=json", content=body, headers={"content-type": content_type}
    )
    assert answer.status_code == 200
    assert answer.json()["error"] == 400
    assert word in answer.json()["error_text"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE xml [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE xml [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
    ],
)
def test_a_doctype_is_refused(emulator: Emulated, doctype: str) -> None:
    body = f"{doctype}<xml><token>any</token><rel_id>3</rel_id><email>&l9;</email></xml>"
    answer = emulator.client.post(
        "/api/v1.1/relations/get", content=body, headers={"content-type": XML}
    )
    assert answer.text == (
        "<xml><error>400</error><error_text>Incorrect request: the body is not XML: a DOCTYPE is"
        " not taken, nor are entities of one's own</error_text></xml>"
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<rel_id>three</rel_id>",
        "<rel_id><a/></rel_id>",
        "<rel_id>99999999999999999999</rel_id>",
        "<rel_id>3</rel_id><profile_a/><profile_b/><weights/>",
    ],
)
def test_wrong_values_in_xml(emulator: Emulated, inside: str) -> None:
    assert "<error>400</error>" in emulator.ask_xml("relations/strengthen", inside)


def test_wrong_subscriptions_in_xml(emulator: Emulated) -> None:
    inside = "<db_id>1</db_id><email>a@x.org</email><data><subscriptions>x</subscriptions></data>"
    assert "<error>400</error>" in emulator.ask_xml("profiles/import", inside)


def test_values_that_nest_too_deeply_to_be_compared(emulator: Emulated) -> None:
    deep: Any = 1
    for _ in range(400):
        deep = {"$not": deep}
    assert emulator.ask("profiles/list", db_id=1, query={"a": deep})["error"] == 400


def test_a_long_body_is_refused(emulator: Emulated) -> None:
    body = b'{"token": "any", "x": "' + b"x" * 11_000_000 + b'"}'
    status, answer = emulator.raw("relations/get", body)
    assert (status, answer["error"]) == (413, 413)
    assert "10000000" in answer["error_text"]
    fitting = body[: 10_000_000 - 2] + b'"}'
    assert emulator.raw("relations/get", fitting)[1]["error_text"].endswith("rel_id is missing")


def test_a_body_that_says_it_is_huge_is_not_read(emulator: Emulated) -> None:
    answer = emulator.client.post(
        "/api/v1.1/relations/get", content=b"{}", headers={"content-length": str(2**30)}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("settings", [["mirror_http_status=true"]])
def test_codes_can_be_mirrored_in_the_http_status(emulator: Emulated) -> None:
    body = json.dumps({"token": "any", "rel_id": 77, "profile_id": AGENT})
    assert emulator.raw("relations/get", body)[0] == 404
    assert emulator.raw("relations/get", "{}")[0] == 401
    assert emulator.raw("relations/get", "{")[0] == 400


def test_other_methods_and_paths(emulator: Emulated) -> None:
    got = emulator.client.get("/api/v1.1/relations/get")
    assert (got.status_code, got.headers["allow"]) == (405, "POST")
    assert emulator.client.post("/other").status_code == 404
