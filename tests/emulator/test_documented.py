"""The request examples of the vendor's pages get answers of the shape that the pages show."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from relvars.store import open_store, profile
from tests.emulator.account import AGENT, CUSTOMER, INITIATOR, RECEIVER
from tests.emulator.conftest import Emulated

PAIR = {"profile_a": {"profile_id": AGENT}, "profile_b": {"profile_id": CUSTOMER}}
STRENGTHEN = """\
{
"token": "abcdefghijklmnqrstuvwxyz",
"rel_id": 3,
"profile_a": {
"profile_id": "5d63dbdb439e7306b596c5d0"
},
"profile_b": {
"profile_id": "5d441038439e7363f3c26539"
},
"weights": {
"user_like": 2,
"donate": 343,
"is_online": true
}
}
"""
STRENGTHEN_XML = """\
<xml>
<token>abcdefghijklmnqrstuvwxyz</token>
<rel_id>3</rel_id>
<profile_a>
<profile_id>5d63dbdb439e7306b596c5d0</profile_id>
</profile_a>
<profile_b>
<profile_id>5d441038439e7363f3c26539</profile_id>
</profile_b>
<weights>
<user_like>2</user_like>
<donate>343</donate>
<is_online>true</is_online>
</weights>
</xml>
"""
COUNTER = """\
{
"token": "abcdefghijklmnqrstuvwxyz",
"rel_id": 3,
"profile_id": "5d63dbdb439e7306b596c5d0"
}
"""
COUNTER_XML = """\
<xml>
<token>abcdefghijklmnqrstuvwxyz</token>
<rel_id>3</rel_id>
<profile_id>5d63dbdb439e7306b596c5d0</profile_id>
</xml>
"""
LINKS = """\
{
"token": "8a28168486844c8bae2673a51d4433ff",
"rel_id": 2,
"profile_id": "669e6968ebf4ac52b623a997"
}
"""
LINKS_XML = """\
<xml>
<token>8a28168486844c8bae2673a51d4433ff</token>
<rel_id>2</rel_id>
<profile_id>669e6968ebf4ac52b623a997</profile_id>
</xml>
"""
HEAD = """\
"token": "abcdefghijklmnqrstuvwxyz",
"db_id": 1,
"matching": "email",
"email": "example@example.com",
"detect_geo": true,
"""
HEAD_XML = """\
<xml>
<token>abcdefghijklmnqrstuvwxyz</token>
<db_id>1</db_id>
<email>example@example.com</email>
<matching>email</matching>
<detect_geo>true</detect_geo>
"""
EMAIL = '{"resource_id": 1, "channel": "email", "email": "example@example.com"}'
EMAIL_XML = """\
<resource_id>1</resource_id>
<channel>email</channel>
<email>example@example.com</email>
"""
IMPORTS = {
    "an e-mail subscription": f"""{{{HEAD}
"data": {{
"_fname": "Olly",
"_lname": "Lambert",
"email": "example@example.com",
"phones": ["+79000000000"],
"subscriptions": [{EMAIL}]
}}
}}""",
    "extended data": f"""{{{HEAD}
"data": {{
"_fname": "Olly",
"_lname": "Lambert",
"email": "example@example.com",
"phones": ["+79000000000"],
"_bdate": "1990-02-22T21:00:00Z",
"_sex": 0,
"_regdate": "2019-03-14T22:00:00Z",
"_regip": "94.231.119.122",
"_ip": "94.231.119.122",
"_tz": "Europe/Moscow",
"_postal_code": "390000",
"_os": "Windows 10",
"_browser": "Firefox",
"_vendor": "form_#31",
"custom_field": "custom_value",
"subscriptions": [{EMAIL}]
}}
}}""",
    "many channels": f"""{{{HEAD}
"data": {{
"_fname": "Olly",
"_lname": "Lambert",
"email": "example@example.com",
"subscriptions": [
{EMAIL},
{{"resource_id": 2, "channel": "sms", "phone": "+79000000000"}},
{{
"resource_id": 1,
"channel": "push",
"subscription_id": "a81c264a938b475",
"provider": "android-firebase",
"custom_fields": {{
"_browser_name": "Firefox",
"_device_type": "web",
"custom_field_1": "test value"
}},
"cats": ["category_1", "category_2"]
}},
{{"resource_id": 1, "channel": "whatsapp", "cc_data": {{"phone": "+79000000000"}}}},
{{"resource_id": 1, "channel": "viber", "cc_data": {{"phone": "+79000000000"}}}},
{{"resource_id": 1, "channel": "telegram_bot", "cc_data": {{"id": 12345}}}},
{{"resource_id": 1, "channel": "notify", "cc_data": {{"phone": "+79000000000"}}}}
]
}}
}}""",
}
IMPORTS_XML = {
    "an e-mail subscription": f"""{HEAD_XML}<data>
<_fname>Olly</_fname>
<_lname>Lambert</_lname>
<email>example@example.com</email>
<phones>+79511059000</phones>
<subscriptions array='true'>
{EMAIL_XML}</subscriptions>
</data>
</xml>""",
    "extended data": f"""{HEAD_XML}<data>
<_fname>Olly</_fname>
<_lname>Lambert</_lname>
<email>example@example.com</email>
<phones>+79511059000</phones>
<_bdate>1990-07-06</_bdate>
<_sex>0</_sex>
<_regdate>2023-07-06</_regdate>
<_regip>192.168.0.179</_regip>
<_ip>192.168.0.179</_ip>
<_tz>Europe/Moscow</_tz>
<_postal_code>390000</_postal_code>
<_os>Windows 10</_os>
<_browser>Firefox</_browser>
<_vendor>form_#31</_vendor>
<custom_field>custom_value</custom_field>
<subscriptions array='true'>
{EMAIL_XML}</subscriptions>
</data>
</xml>""",
    "many channels": f"""{HEAD_XML}<data>
<_fname>Olly</_fname>
<_lname>Lambert</_lname>
<email>example@example.com</email>
<subscriptions>
{EMAIL_XML}</subscriptions>
<subscriptions>
<resource_id>1</resource_id>
<channel>sms</channel>
<phone>+79000000000</phone>
</subscriptions>
<subscriptions>
<resource_id>1</resource_id>
<channel>push</channel>
<subscription_id>a81c264a938b475</subscription_id>
<provider>android-firebase</provider>
</subscriptions>
<subscriptions>
<resource_id>1</resource_id>
<channel>telegram_bot</channel>
<cc_data>
<id>12345</id>
</cc_data>
</subscriptions>
</data>
</xml>""",
}
# Plain curl says application/x-www-form-urlencoded, and the pages' headers are better.
JSON_TYPES = ("application/json", "application/x-www-form-urlencoded", "")
XML_TYPES = ("application/xml", "application/x-www-form-urlencoded", "text/xml; charset=utf-8")


def sent(emulator: Emulated, path: str, body: str, content_type: str) -> str:
    headers = {"content-type": content_type} if content_type else {}
    answer = emulator.client.post(f"/api/v1.1/{path}", content=body, headers=headers)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("content_type", JSON_TYPES)
def test_strengthen(emulator: Emulated, content_type: str) -> None:
    assert json.loads(sent(emulator, "relations/strengthen", STRENGTHEN, content_type)) == {
        "error": 0,
        "error_text": "",
        "profile_a": AGENT,
        "profile_b": CUSTOMER,
        "relation_id": 3,
    }


@pytest.mark.parametrize("content_type", XML_TYPES)
def test_strengthen_in_xml(emulator: Emulated, content_type: str) -> None:
    assert sent(emulator, "relations/strengthen", STRENGTHEN_XML, content_type) == (
        f"<xml><error>0</error><error_text></error_text><profile_a>{AGENT}</profile_a>"
        f"<profile_b>{CUSTOMER}</profile_b><relation_id>3</relation_id></xml>"
    )
    (link,) = emulator.ask("relations/get", rel_id=3, profile_id=AGENT)["data"]
    assert link["props"] == {
        "user_like": {"value": 2},
        "donate": {"value": 343},
        "is_online": {"value": True},
    }


def test_get_counter_without_links(emulator: Emulated) -> None:
    answer = json.loads(sent(emulator, "relations/get_counter", COUNTER, "application/json"))
    assert list(answer) == ["data", "error", "error_text"]
    assert (answer["error"], answer["error_text"]) == (0, "Successful operation")
    data = answer["data"]
    assert data["profile_id"] == AGENT
    assert re.fullmatch("[0-9a-f]{16}", data["profile_xxh"])
    assert data["total"] == 0
    assert data["props"]["user_like"] == {"total": 0, "top": [], "sum": 0}


def test_get_counter_with_links(emulator: Emulated) -> None:
    sent(emulator, "relations/strengthen", STRENGTHEN, "application/json")
    data = emulator.ask("relations/get_counter", rel_id=3, profile_id=AGENT)["data"]
    assert data["total"] == 1
    assert data["props"] == {
        "user_like": {"total": 1, "top": [{"profile_id": CUSTOMER, "value": 2}], "sum": 2},
        "donate": {"total": 1, "top": None, "sum": 343},
        "is_online": {"total": 1, "top": None, "sum": None},
    }


@pytest.mark.parametrize("settings", [["counter_shape=newest"]])
def test_get_counter_as_the_newest_page_has_it(emulator: Emulated) -> None:
    answer = sent(emulator, "relations/get_counter", COUNTER_XML, "application/xml")
    assert re.sub("[0-9a-f]{16}(?=</profile_xxh>)", "5af1023c84f66195", answer) == (
        f"<xml><data><profile_id>{AGENT}</profile_id>"
        "<profile_xxh>5af1023c84f66195</profile_xxh><props/></data><error>0</error>"
        "<error_text>Successful operation</error_text></xml>"
    )


def test_get(emulator: Emulated) -> None:
    ends = {"profile_a": {"profile_id": RECEIVER}, "profile_b": {"profile_id": INITIATOR}}
    emulator.ask("relations/edit", rel_id=2, **ends, weights={"exr": 11323123})
    answer = json.loads(sent(emulator, "relations/get", LINKS, "application/json"))
    (link,) = answer["data"]
    assert re.fullmatch("[0-9a-f]{16}", link.pop("xxh_a"))
    assert re.fullmatch("[0-9a-f]{16}", link.pop("xxh_b"))
    assert link == {
        "profile_id_a": RECEIVER,
        "profile_id_b": INITIATOR,
        "db_b": 9,
        "props": {"exr": {"value": 11323123}},
    }
    del answer["data"]
    assert answer == {"error": 0, "error_text": "Successful operation", "total_count": 1}
    in_xml = sent(emulator, "relations/get", LINKS_XML, "application/xml")
    assert in_xml.startswith(f"<xml><data array='true'><profile_id_a>{RECEIVER}</profile_id_a>")
    assert "<props><exr><value>11323123</value></exr></props></data><error>0</error>" in in_xml
    assert in_xml.endswith("<total_count>1</total_count></xml>")


def test_get_without_links(emulator: Emulated) -> None:
    answer = json.loads(sent(emulator, "relations/get", LINKS, "application/json"))
    assert (answer["data"], answer["total_count"]) == ([], 0)
    assert "<data/>" in sent(emulator, "relations/get", LINKS_XML, "application/xml")


def imported(file: Path, profile_id: str) -> dict[str, Any]:
    with open_store(file) as store:
        found = profile(store, 1, profile_id)
    assert found is not None
    return found


@pytest.mark.parametrize("name", IMPORTS)
def test_import(emulator: Emulated, file: Path, name: str) -> None:
    answer = json.loads(sent(emulator, "profiles/import", IMPORTS[name], "application/json"))
    assert list(answer) == ["error", "error_text", "profile_id"]
    assert (answer["error"], answer["error_text"]) == (0, "Successful operation")
    assert re.fullmatch("[0-9a-f]{24}", answer["profile_id"])
    kept = imported(file, answer["profile_id"])
    asked = json.loads(IMPORTS[name])["data"]
    assert {key: kept[key] for key in asked} == asked
    again = json.loads(sent(emulator, "profiles/import", IMPORTS[name], ""))
    assert again["profile_id"] == answer["profile_id"]


@pytest.mark.parametrize("name", IMPORTS_XML)
def test_import_in_xml(emulator: Emulated, file: Path, name: str) -> None:
    answer = sent(emulator, "profiles/import", IMPORTS_XML[name], "application/xml")
    found = re.fullmatch(
        "<xml><error>0</error><error_text>Successful operation</error_text>"
        "<profile_id>([0-9a-f]{24})</profile_id></xml>",
        answer,
    )
    assert found
    kept = imported(file, found[1])
    assert kept["_fname"] == "Olly"
    first = kept["subscriptions"][0]
    assert (first["resource_id"], first["email"]) == (1, "example@example.com")
    if name != "many channels":
        assert kept["phones"] == ["+79511059000"]
    if name == "extended data":
        assert (kept["_sex"], kept["custom_field"]) == (0, "custom_value")
    if name == "many channels":
        assert kept["subscriptions"][-1]["cc_data"] == {"id": 12345}
