"""Every call, in JSON and XML, beyond the vendor's own examples."""

from typing import Any

import pytest

from relvars.emulator.calls import CALLS
from tests.emulator.account import AGENT, CUSTOMER, RECEIVER
from tests.emulator.conftest import Emulated

PAIR = {"rel_id": 3, "profile_a": {"profile_id": AGENT}, "profile_b": {"profile_id": CUSTOMER}}
PAIR_XML = (
    f"<rel_id>3</rel_id><profile_a><profile_id>{AGENT}</profile_id></profile_a>"
    f"<profile_b><profile_id>{CUSTOMER}</profile_id></profile_b>"
)
WRITTEN = {"profile_a": AGENT, "profile_b": CUSTOMER, "relation_id": 3}


def props(emulator: Emulated) -> Any:
    """The properties of the only link there is; None without one."""
    links = emulator.ask("relations/get", rel_id=3, profile_id=AGENT)["data"]
    return {name: one["value"] for name, one in links[0]["props"].items()} if links else None


def test_all_calls_are_there() -> None:
    assert list(CALLS) == [
        *(f"relations/{one}" for one in
          ("attach", "detach", "strengthen", "edit", "get", "get_counter")),
        *(f"profiles/{one}" for one in
          ("get", "list", "import", "import_batch", "update", "delete")),
        *(f"databases/{one}" for one in ("list", "get", "fields_get")),
        *(f"templates/{one}" for one in ("list", "get", "add", "update", "delete")),
    ]  # fmt: skip


@pytest.mark.parametrize("path", CALLS)
def test_every_call_wants_a_token(emulator: Emulated, path: str) -> None:
    answer = emulator.client.post(f"/api/v1.1/{path}", json=dict(CALLS[path].example))
    assert answer.status_code == 200
    assert answer.json() == {"error": 401, "error_text": "API token required"}


@pytest.mark.parametrize("path", CALLS)
def test_every_call_answers_its_example(emulator: Emulated, path: str) -> None:
    body = {"matching": "profile_id", "profile_id": AGENT, "email": "ann@x.org"}
    answer = emulator.ask(path, **(dict(CALLS[path].example) | body))
    assert answer["error"] == 0
    assert answer["error_text"] == CALLS[path].success


def test_links_are_written(emulator: Emulated) -> None:
    good = {"error": 0, "error_text": "", **WRITTEN}
    assert emulator.ask("relations/attach", **PAIR) == good
    assert props(emulator) == {}
    assert emulator.ask("relations/strengthen", **PAIR, weights={"donate": 1.5}) == good
    assert emulator.ask("relations/strengthen", **PAIR, weights={"donate": -0.5}) == good
    assert emulator.ask("relations/edit", **PAIR, weights={"user_like": 7}) == good
    assert props(emulator) == {"user_like": 7, "donate": 1.0}
    assert emulator.ask("relations/attach", **PAIR, weights={"user_like": 1}) == good
    assert props(emulator)["user_like"] == 1
    assert emulator.ask("relations/detach", **PAIR) == good
    assert emulator.ask("relations/detach", **PAIR) == good
    assert props(emulator) is None


def test_links_are_written_in_xml(emulator: Emulated) -> None:
    weights = "<weights><donate>-1.5e1</donate><is_online>false</is_online></weights>"
    assert f"<profile_a>{AGENT}</profile_a>" in emulator.ask_xml(
        "relations/edit", PAIR_XML + weights
    )
    assert props(emulator) == {"donate": -15.0, "is_online": False}
    assert "<error>0</error>" in emulator.ask_xml("relations/attach", PAIR_XML + "<weights/>")
    assert "<error>0</error>" in emulator.ask_xml("relations/detach", PAIR_XML)
    assert props(emulator) is None


@pytest.mark.parametrize("settings", [["attach_existing=error", "detach_missing=error"]])
def test_links_that_are_there_or_not_can_be_errors(emulator: Emulated) -> None:
    assert emulator.ask("relations/detach", **PAIR)["error"] == 404
    assert emulator.ask("relations/attach", **PAIR)["error"] == 0
    assert emulator.ask("relations/attach", **PAIR)["error"] == 400


@pytest.mark.parametrize(
    ("a", "b", "top"),
    [
        ({"email": "ann@x.org"}, {"phone": "+79000000000", "matching": "phone"}, {}),
        ({"email": "ann@x.org", "matching": "email_profile"}, {"profile_id": CUSTOMER}, {}),
        ({}, {"profile_id": CUSTOMER}, {"email": "ann@x.org"}),
        ({"profile_id": AGENT}, {"profile_id": CUSTOMER}, {"matching": "profile_id"}),
        ({"profile_id": AGENT}, {"profile_id": CUSTOMER}, {"matching": "email"}),
        (
            {"profile_id": AGENT},
            {"matching": "custom", "field_name": "score", "field_value": 5},
            {},
        ),
        ({"profile_id": AGENT}, {"field_name": "tags", "field_value": "a, b"},
         {"matching": "custom"}),
    ],
)  # fmt: skip
def test_each_side_is_matched(
    emulator: Emulated, a: dict[str, Any], b: dict[str, Any], top: dict[str, Any]
) -> None:
    answer = emulator.ask("relations/attach", rel_id=3, profile_a=a, profile_b=b, **top)
    assert answer == {"error": 0, "error_text": "", **WRITTEN}


def test_reading_is_matched(emulator: Emulated) -> None:
    by_mail = emulator.ask("relations/get_counter", rel_id=3, email="ann@x.org")
    assert by_mail["data"]["profile_id"] == AGENT
    by_id = emulator.ask("relations/get", rel_id=3, matching="profile_id", profile_id=AGENT)
    assert by_id["error"] == 0
    refused = emulator.ask("relations/get", rel_id=3, matching="email_sub", email="ann@x.org")
    assert refused["error"] == 400
    assert "email_profile" in refused["error_text"]


@pytest.mark.parametrize("settings", [["relation_matching=all", "bare_profile_id=false"]])
def test_matching_may_be_wider_and_stricter(emulator: Emulated) -> None:
    wide = emulator.ask("relations/get", rel_id=3, matching="email_sub", email="ann@x.org")
    assert wide == {"error": 404, "error_text": "profile not found"}
    strict = emulator.ask("relations/get", rel_id=3, profile_id=AGENT)
    assert strict["error"] == 400
    assert "email" in strict["error_text"]


SUBSCRIBED = {
    "email": "bob@x.org",
    "phones": ["+7900"],
    "score": 9,
    "subscriptions": [
        {"resource_id": 1, "channel": "email", "email": "sub@x.org", "custom_fields": {"k": "v"}},
        {"resource_id": 2, "channel": "sms", "phone": "+7901"},
        {"resource_id": 1, "channel": "push", "provider": "Firefox", "subscription_id": "s1"},
    ],
}


@pytest.mark.parametrize(
    "block",
    [
        {"email": "bob@x.org"},
        {"matching": "email", "email": "sub@x.org", "resource_id": 1},
        {"matching": "email_profile", "email": "bob@x.org"},
        {"matching": "email_sub", "email": "sub@x.org"},
        {"matching": "phone", "phone": "+7900"},
        {"matching": "phone", "phone": "+7901"},
        {"matching": "phone_sub", "phone": "+7901"},
        {"matching": "profile_id", "profile_id": "new"},
        {"profile_id": "new"},
        {"matching": "push_sub", "provider": "Firefox", "subscription_id": "s1"},
        {"matching": "custom", "field_name": "score", "field_value": 9},
        {"matching": "custom_sub", "field_name": "k", "field_value": "v"},
        {"matching": "email_phone", "email": "bob@x.org", "phone": "+7900"},
        {"matching": "email_phone_sub", "email": "sub@x.org", "phone": "+7901"},
    ],
)
def test_profiles_are_matched_in_every_way(emulator: Emulated, block: dict[str, Any]) -> None:
    made = {"matching": "profile_id", "profile_id": "new", "data": SUBSCRIBED}
    assert emulator.ask("profiles/import", db_id=2, **made)["profile_id"] == "new"
    data = emulator.ask("profiles/get", db_id=2, **block)["data"]
    assert (data["id"], data["db_id"], data["email"]) == ("new", 2, "bob@x.org")
    mail, sms, push = data["subscriptions"]
    assert mail["email_data"]["domain"] == "x.org"
    assert mail["email_data"]["email"] == "sub@x.org"
    assert sms["phone_data"] == {"phone": "+7901"}
    assert push["push_data"] == {"provider": "Firefox", "subscription_id": "s1"}
    assert len({one["hash_id"] for one in (mail, sms, push)}) == 3


def test_profiles_are_updated_and_deleted(emulator: Emulated) -> None:
    asked = {"db_id": 2, "profile_id": CUSTOMER}
    changes = {"score": {"action": "incr", "value": -2}, "_fname": "Bob"}
    assert emulator.ask("profiles/update", **asked, data=changes)["profile_id"] == CUSTOMER
    data = emulator.ask("profiles/get", **asked)["data"]
    assert (data["score"], data["_fname"]) == (3, "Bob")
    assert emulator.ask("profiles/delete", **asked)["profile_id"] == CUSTOMER
    assert emulator.ask("profiles/get", **asked)["error"] == 404
    assert emulator.ask("profiles/update", **asked, data={})["error"] == 404
    assert emulator.ask("profiles/delete", **asked)["error"] == 404


def test_xml_is_typed_by_the_database(emulator: Emulated) -> None:
    data = (
        "<score><action>incr</action><value>2</value></score><tags>c</tags><more/>"
        "<_sex>1</_sex><_postal_code>0123</_postal_code><other>12</other>"
    )
    found = f"<db_id>2</db_id><profile_id>{CUSTOMER}</profile_id>"
    assert "<error>0</error>" in emulator.ask_xml("profiles/update", f"{found}<data>{data}</data>")
    got = emulator.ask("profiles/get", db_id=2, profile_id=CUSTOMER)["data"]
    assert (got["score"], got["tags"], got["more"], got["_sex"]) == (7, ["c"], {}, 1)
    assert (got["other"], got["_postal_code"]) == ("12", "0123")


def test_many_profiles_at_once(emulator: Emulated) -> None:
    rows = [{"email": "new@x.org"}, {"email": "ann@x.org"}, {"_fname": "Nobody"}, 5,
            {"email": "x@x.org", "vip": "yes"}]  # fmt: skip
    answer = emulator.ask("profiles/import_batch", db_id=1, data=rows)
    assert (answer["error"], list(answer)) == (0, ["error", "error_text", "result"])
    assert [one["error"] for one in answer["result"]] == [0, 0, 400, 400, 400]
    assert answer["result"][1]["profile_id"] == AGENT
    by_id = {"matching": "profile_id", "data": [{"_id": "n1", "_fname": "N"}]}
    assert emulator.ask("profiles/import_batch", db_id=1, **by_id)["result"][0] == {
        "error": 0,
        "error_text": "",
        "profile_id": "n1",
    }
    in_xml = emulator.ask_xml(
        "profiles/import_batch",
        "<db_id>1</db_id><matching>phone</matching>"
        "<data><phones>+70</phones></data><data><phones>+71</phones></data>",
    )
    assert in_xml.startswith("<xml><error>0</error>")
    assert in_xml.count("<xml><error>0</error><error_text></error_text><profile_id>") == 2


def ids(answer: dict[str, Any]) -> list[Any]:
    return [one["id"] for one in answer["data"]]


def test_profiles_are_listed_page_by_page(emulator: Emulated) -> None:
    first = emulator.ask("profiles/list", db_id=2, limit=1)
    assert first["data"][0]["score"] == 5
    assert first["next_from_id"] == CUSTOMER
    last = emulator.ask("profiles/list", db_id=2, limit=1, from_id=first["next_from_id"])
    assert (ids(last), "next_from_id" in last) == (["c2"], False)
    assert ids(emulator.ask("profiles/list", db_id=2, from_id="c2")) == []


def test_no_limit_is_too_large(emulator: Emulated) -> None:
    for path in ("profiles/list", "databases/list", "templates/list"):
        answer = emulator.ask(path, db_id=2, limit=2**63 - 1)
        assert (answer["error"], "next_from_id" in answer) == (0, False)


@pytest.mark.parametrize("settings", [["list_limit=1"]])
def test_a_list_may_give_less_than_is_asked_for(emulator: Emulated) -> None:
    answer = emulator.ask("profiles/list", db_id=2, limit=5)
    assert (len(answer["data"]), answer["next_from_id"]) == (1, CUSTOMER)


def test_profiles_are_listed_by_a_query(emulator: Emulated) -> None:
    query = {"$or": [{"_lname": "Doe"}, {"_city": "Moscow"}]}
    answer = emulator.ask("profiles/list", db_id=2, query=query, fields=["_id", "score"])
    assert answer["data"] == [{"id": "c2", "score": 7}]
    by_id = {"_id": {"$in": ["c2", "nobody", CUSTOMER]}}
    assert ids(emulator.ask("profiles/list", db_id=2, query=by_id)) == [CUSTOMER, "c2"]
    in_xml = emulator.ask_xml(
        "profiles/list",
        '<db_id>2</db_id><query>{"score": {"$gt": 5}}</query><fields>_id</fields>',
    )
    assert in_xml.startswith("<xml><data array='true'><id>c2</id></data><error>0</error>")
    refused = emulator.ask_xml("profiles/list", "<db_id>2</db_id><query>{</query>")
    assert "JSON" in refused


def test_databases(emulator: Emulated) -> None:
    answer = emulator.ask("databases/list", limit=2)
    assert answer == {
        "data": [
            {"id": 1, "name": "agents", "ui_tags": [], "Groups": []},
            {"id": 2, "name": "customers", "ui_tags": [], "Groups": []},
        ],
        "error": 0,
        "error_text": "Successful operation",
        "next_from_id": 9,
        "total_count": 3,
    }
    assert ids(emulator.ask("databases/list", from_id=answer["next_from_id"])) == [9]
    shop = {"id": 9, "name": "shops", "suppress_id": 0, "description": ""}
    assert emulator.ask("databases/get", id=9)["data"] == shop
    fields = emulator.ask("databases/fields_get", id=2)["data"]
    assert fields == emulator.ask("databases/fields_get", db_id=2)["data"]
    assert fields[:2] == [{"name": "score", "type": "int"}, {"name": "tags", "type": "tags"}]
    assert emulator.ask("databases/get", id=5) == {"error": 404, "error_text": "database not found"}
    assert emulator.ask("databases/fields_get")["error"] == 400


def test_templates(emulator: Emulated) -> None:
    listed = emulator.ask("templates/list", limit=1)
    assert (listed["total_count"], listed["next_from_id"]) == (2, 2)
    assert listed["data"][0]["channels"] == ["email", "sms"]
    assert ids(emulator.ask("templates/list", channel="sms")) == [1]
    got = emulator.ask("templates/get", id=1, channel_sid=["email"])["data"]
    fields = {"html": "<b>{lead._fname}</b>", "subject": "Hi"}
    assert got["channels"] == [{"id": 1, "sid": "email", "fields": fields, "presets": None}]
    amp = emulator.ask("templates/get", id=2)["data"]["channels"][0]["fields"]
    assert amp == {"amp": "<amp>", "is_amp": True}


def test_templates_are_written(emulator: Emulated) -> None:
    channels = [{"sid": "telegram_bot", "fields": {"text": "Hi"}}]
    saved = emulator.ask("templates/add", name="New", channels=channels, descr="D", is_draft=True)
    assert saved["data"] == {"saved_id": 3}
    got = emulator.ask("templates/get", id=3)["data"]
    assert (got["name"], got["description"], got["is_draft"]) == ("New", "D", True)
    sms = [{"sid": "sms"}]
    assert emulator.ask("templates/update", id=3, channels=sms)["data"] == {"saved_id": 3}
    assert emulator.ask("templates/update", id=3, name="Newer", descr="E")["error"] == 0
    got = emulator.ask("templates/get", id=3)["data"]
    assert (got["name"], got["description"], got["channels"][0]["sid"]) == ("Newer", "E", "sms")
    assert emulator.ask("templates/delete", id=3)["data"] == 3
    gone = emulator.ask("templates/get", id=3)
    assert gone == {"error": 404, "error_text": "template not found"}


def test_templates_are_written_in_xml(emulator: Emulated) -> None:
    inside = (
        "<name>X</name><is_draft>true</is_draft><channels array='true'><sid>email</sid><fields>"
        "<html>&lt;b&gt;{lead._fname}&lt;/b&gt;</html><is_amp>false</is_amp></fields></channels>"
    )
    assert "<saved_id>3</saved_id>" in emulator.ask_xml("templates/add", inside)
    channel = emulator.ask("templates/get", id=3)["data"]["channels"][0]
    assert channel["fields"] == {"html": "<b>{lead._fname}</b>", "is_amp": False}


def test_links_of_one_are_found_among_many(emulator: Emulated) -> None:
    for customer in (CUSTOMER, "c2"):
        for agent in (AGENT, RECEIVER):
            ends = {"profile_a": {"profile_id": agent}, "profile_b": {"profile_id": customer}}
            emulator.ask("relations/edit", rel_id=3, **ends, weights={"user_like": 1})
    answer = emulator.ask("relations/get", rel_id=3, profile_id=AGENT)
    assert [one["profile_id_b"] for one in answer["data"]] == [CUSTOMER, "c2"]
    assert answer["total_count"] == 2
