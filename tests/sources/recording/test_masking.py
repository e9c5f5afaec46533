"""Pseudonyms: of the same shape, the same for the same, and never two people in one."""

import json
import re
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.sources.recording import pseudonyms
from relvars.sources.recording.collecting import Recording
from relvars.sources.recording.masking import Masking, mask_document, mask_id, mask_profile, masked
from relvars.sources.recording.scramble import scrambled
from relvars.values import Value

KEY = b"0123456789abcdef" * 2
OTHER = b"fedcba9876543210" * 2
HOW = Masking(KEY)
NOWHERE = [
    ip_network(one)
    for one in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]

TEXTS = st.text(max_size=24)
HEX = st.from_regex(r"[0-9a-f]{24}", fullmatch=True)
NAMES = st.from_regex(r"[A-Z][a-z]{1,9}|[А-Я][а-я]{1,9}|[A-Z]{2,9}", fullmatch=True)
LOCALS = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9._+-]{0,15}", fullmatch=True)
EMAILS = st.builds(lambda local, name: f"{local}@{name}", LOCALS,
                   st.sampled_from(("example.org", "mail.test", "почта.test")))  # fmt: skip
PHONES = st.from_regex(
    r"\+(7|1|44|371|49)[ -]?[0-9]{3}[ -]?[0-9]{3}-?[0-9]{2}-?[0-9]{2}", fullmatch=True
)


def shape(text: str) -> str:
    """The text with one sign for each kind of sign."""
    for kind, sign in ((r"[0-9]", "0"), (r"[a-z]", "a"), (r"[A-Z]", "A"), (r"[а-яё]", "я"),
                       (r"[А-ЯЁ]", "Я")):  # fmt: skip
        text = re.sub(kind, sign, text)
    return text


@given(TEXTS)
def test_scrambling_keeps_the_length_and_what_is_no_letter(text: str) -> None:
    moved = scrambled(KEY, "x", text)
    assert len(moved) == len(text)
    if not re.fullmatch(r"[0-9a-f]+", text):
        assert shape(moved) == shape(text) or not text.isascii()
    assert scrambled(KEY, "x", text) == moved


@given(st.sets(st.from_regex(r"[0-9]{3}|[a-z]{2}|[A-Zа-я]1", fullmatch=True), max_size=60))
def test_no_two_texts_become_one(texts: set[str]) -> None:
    assert len({scrambled(KEY, "x", text) for text in texts}) == len(texts)


def test_all_short_numbers_change_places_among_themselves() -> None:
    for width in (1, 2, 3):
        whole = {str(number) for number in range(10 ** (width - 1) - (width == 1), 10**width)}
        assert {scrambled(KEY, "x", one) for one in whole} == whole


@given(HEX)
def test_an_id_stays_an_id(profile_id: str) -> None:
    now = mask_id(HOW, profile_id)
    assert re.fullmatch(r"[0-9a-f]{24}", now)
    assert now != profile_id
    assert now != mask_id(Masking(OTHER), profile_id)


@given(st.integers(0, 10**15))
def test_a_number_that_is_an_id_stays_a_number_and_equals_its_text(number: int) -> None:
    record = mask_profile(HOW, {"_id": str(number), "profile_id": number})
    assert str(record["profile_id"]) == record["_id"]
    assert len(record["_id"]) == len(str(number))


@given(EMAILS)
def test_an_address_stays_one_in_a_reserved_domain(address: str) -> None:
    now = pseudonyms.email(KEY, address)
    assert re.fullmatch(r"[^@\s]+@example\.com", now)
    assert pseudonyms.email(KEY, address.upper()) == now
    assert address.partition("@")[0].casefold() != now.partition("@")[0]


@given(st.sets(EMAILS.map(str.casefold), max_size=30))
def test_two_addresses_stay_two(addresses: set[str]) -> None:
    assert len({pseudonyms.email(KEY, one) for one in addresses}) == len(addresses)


@given(PHONES)
def test_a_number_keeps_its_country_and_length(number: str) -> None:
    now = pseudonyms.phone(KEY, number)
    assert shape(now) == shape(number)
    country = re.match(r"\+(7|1|44|371|49)", number)
    assert country
    assert now.startswith(country[0])


@pytest.mark.parametrize(
    "written", ["+7 900 123-45-67", "89001234567", "79001234567", "0079001234567", "9001234567"]
)
def test_a_number_written_otherwise_is_the_same_number(written: str) -> None:
    digits = re.sub(r"\D", "", pseudonyms.phone(KEY, written))
    assert digits[-10:] == pseudonyms.phone(KEY, "+79001234567")[-10:]
    assert digits[-10] == "9"
    assert digits[-10:] != "9001234567"


def test_short_numbers_are_masked_too() -> None:
    assert shape(pseudonyms.phone(KEY, "112")) == "000"
    assert pseudonyms.phone(KEY, "") == ""


@given(NAMES, st.sampled_from(("first", "middle", "last", "name")))
def test_a_name_stays_a_name_in_its_script(name: str, part: str) -> None:
    now = pseudonyms.name(KEY, name, part)
    assert now.casefold() != name.casefold()
    assert now.isupper() == name.isupper()
    assert bool(re.fullmatch(r"[A-Za-z]+", now)) == name.isascii()
    assert pseudonyms.name(KEY, name, part) == now


@pytest.mark.parametrize(
    ("name", "part", "ending"),
    [
        ("Ольга", "first", "[ая]"), ("Иван", "first", "[^ая]"), ("Петрова", "last", "[вн]а"),
        ("Петров", "last", "[вн]"), ("Достоевский", "last", "[ыио]й"),
        ("Достоевская", "last", "ая"), ("Шевченко", "last", "ко"), ("Ивановна", "middle", "вна"),
        ("Иванович", "middle", "вич"), ("Anna", "first", "a"), ("Bob", "first", "[^a]"),
        ("Petrova", "last", "[ovin]a"), ("Petrov", "last", "[ei]?[vn]"),
    ],
)  # fmt: skip
def test_a_name_keeps_the_ending_of_its_gender(name: str, part: str, ending: str) -> None:
    for key in (KEY, OTHER):
        now = pseudonyms.name(key, name, part)
        assert re.search(rf"{ending}\Z", now), now


def test_whole_names_are_told_apart_by_their_endings_or_places() -> None:
    first, middle, last = pseudonyms.name(KEY, "Анна Ивановна Петрова", "name").split()
    assert first.endswith(("а", "я"))
    assert middle.endswith("вна")
    assert last.endswith(("ва", "на"))
    assert pseudonyms.name(KEY, "Петрова Анна", "name") == f"{last} {first}"
    assert pseudonyms.name(KEY, "Bob Ray", "name").split()[1] == pseudonyms.name(KEY, "Ray", "last")


@pytest.mark.parametrize("name", ["Γιώργος", "გიორგი", "J.", "山田"])
def test_names_of_other_scripts_keep_their_letters_script(name: str) -> None:
    now = pseudonyms.name(KEY, name, "first")
    assert len(now) == len(name)
    assert now != name


@pytest.mark.parametrize("written", ["8.8.8.8", "2a00:1450::5"])
def test_an_address_of_a_machine_is_nobody_s(written: str) -> None:
    now = ip_address(pseudonyms.address(KEY, written))
    assert any(now in one for one in NOWHERE if one.version == now.version)


def test_other_kinds() -> None:
    record = mask_profile(
        HOW,
        {
            "_bdate": "1990-07-06T11:15:25.526Z", "_lat": 56.9496, "_lon": -24, "_regip": "unknown",
            "_regurl": "https://x.example/a?email=ann%40example.org", "_postal_code": "LV-1010",
            "_emaildomain": "mail.test", "_domaingroup": "mail", "birthday": "6 July",
            "address": {"street": "Quay 12", "city": "Riga"}, "latitude": "north",
            "_sex": 1, "_city": "Riga", "since": 2019, "vip": True, "tags": ["a"], "_fname": None,
        },
    )  # fmt: skip
    assert record["_bdate"].startswith("1990-")
    assert record["_bdate"].endswith("T11:15:25.526Z")
    assert record["_bdate"] != "1990-07-06T11:15:25.526Z"
    assert (record["_lat"], record["_lon"], record["latitude"]) == (56.0, -24, "")
    assert record["_regurl"] == "https://x.example/"
    assert shape(record["_postal_code"]) == "AA-0000"
    assert (record["_emaildomain"], record["_domaingroup"]) == ("example.com", "example")
    assert shape(record["birthday"]) == "0 Aaaa"
    assert shape(record["_regip"]) == "aaaaaaa"
    assert record["address"]["street"] != "Quay 12"
    assert {name: record[name] for name in ("_sex", "_city", "since", "vip", "tags", "_fname")} == {
        "_sex": 1, "_city": "Riga", "since": 2019, "vip": True, "tags": ["a"], "_fname": None,
    }  # fmt: skip


def test_subscriptions_are_masked_inside_and_stay_equal_to_the_profile_s() -> None:
    record = mask_profile(
        HOW,
        {
            "email": "ann@example.org", "phones": ["+37120000001"],
            "subscriptions": [
                {"resource_id": 7, "channel": "email", "priority": 1,
                 "email_data": {"email": "Ann@example.org", "domain": "example.org",
                                "md5": "f" * 32}},
                {"resource_id": 7, "channel": "sms", "phone": "+37120000001"},
                {"channel": "telegram_bot", "cc_data": {"id": 123456}},
                {"channel": "push", "subscription_id": "abc:DEF-123"},
            ],
        },
    )  # fmt: skip
    email, sms, telegram, push = record["subscriptions"]
    assert email["email_data"]["email"] == record["email"]
    assert email["resource_id"] == 7
    assert sms["phone"] == record["phones"][0]
    assert telegram["cc_data"]["id"] != 123456
    assert shape(push["subscription_id"]) == "aaa:AAA-000"


def test_addresses_are_found_in_any_text() -> None:
    document = {"note": ["write to ann@example.org or call +371 2000-0001, not 12"], "n": 5}
    now = mask_document(HOW, document)
    assert "ann@example.org" not in now["note"][0]
    assert "2000-0001" not in now["note"][0]
    assert now["note"][0].startswith("write to ")
    assert now["note"][0].endswith(", not 12")
    assert now["n"] == 5


def test_a_number_that_has_no_pseudonym_is_zero() -> None:
    assert mask_profile(HOW, {"_domaingroup": 5, "_lon": -3.5}) == {"_domaingroup": 0, "_lon": -3.0}
    assert mask_profile(HOW, {"phone": -37120000001})["phone"] < 0


def recording() -> Recording:
    ann: dict[str, Value] = {"_id": "5d63dbdb439e7306b596c5d0", "_fname": "Ann", "friend": "b" * 24}
    bob: dict[str, Value] = {"_id": "b" * 24, "email": "bob@example.org"}
    return Recording(
        {"agents": {ann["_id"]: ann}, "customers": {bob["_id"]: bob}},
        {"loyal": {(ann["_id"], bob["_id"]): {"profit": 1.5}}},
        {"apicontent": {"customer": bob["_id"], "mail": "bob@example.org"}},
    )


def test_equal_stays_equal_through_a_recording() -> None:
    now = masked(recording(), KEY)
    ((ann_id, ann),), ((bob_id, bob),) = (now.profiles[one].items() for one in now.profiles)
    assert (ann["_id"], bob["_id"], ann["friend"]) == (ann_id, bob_id, bob_id)
    assert now.links == {"loyal": {(ann_id, bob_id): {"profit": 1.5}}}
    assert now.documents["apicontent"] == {"customer": bob_id, "mail": bob["email"]}
    before = json.dumps([recording().profiles, recording().documents])
    after = json.dumps([now.profiles, now.documents])
    for secret in re.findall(r"[0-9a-f]{24}|bob@example.org|Ann", before):
        assert secret not in after


def test_ids_stay_if_that_is_wanted() -> None:
    now = masked(recording(), KEY, ids=False)
    assert list(now.links["loyal"]) == list(recording().links["loyal"])
    assert now.profiles["agents"]["5d63dbdb439e7306b596c5d0"]["friend"] == "b" * 24
    assert now.profiles["agents"]["5d63dbdb439e7306b596c5d0"]["_fname"] != "Ann"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mobilePhone", "79161234567"),
        ("note", "call 8 (916) 123-45-67"),
        ("Телефон клиента", "89161234567"),
        ("customer_name", "Ann Lee"),
        ("managerFio", "Петров Игорь"),
        ("date_of_birth", "1988-03-04"),
        ("passport_number", "4510123456"),
        ("address_line1", "Tverskaya 5"),
        ("user_name", "ann88"),
        ("Дата рождения", "1988-03-04"),
        ("link", "https://x.example/?e=ann.lee%40mail.example"),
    ],
)
def test_what_is_personal_is_known_however_its_field_is_spelled(name: str, value: str) -> None:
    assert mask_profile(HOW, {name: value})[name] not in (value, value.lower())


def test_levels_of_cards_and_the_like_stay() -> None:
    record: dict[str, Value] = {"card_level": "gold", "user_type": "b2b", "city_name": "Riga"}
    assert mask_profile(HOW, record) == record


def test_people_in_documents_get_pseudonyms_and_things_keep_their_names() -> None:
    things: dict[str, Value] = {"name": "Shop", "address": "Main street 1", "id": 7}
    ann = {"first_name": "Ann", "phone": "79161234567", "birthday": "1988-03-04"}
    now = mask_document(HOW, {"shop": things, "orders": [{"profile_id": "a1", "client": ann}]})
    assert now["shop"] == things
    (order,) = now["orders"]
    assert order["profile_id"] == mask_id(HOW, "a1")
    assert all(order["client"][name] != value for name, value in ann.items())


def test_addresses_that_are_keys_are_masked_too() -> None:
    assert "ann@x.example" not in mask_profile(HOW, {"of": {"ann@x.example": 1}})["of"]
    assert "ann@x.example" not in mask_document(HOW, {"ann@x.example": 1})


def test_the_names_of_people_are_masked_in_other_texts_too() -> None:
    profile = {
        "_id": "a1",
        "_fname": "Katharina",
        "_lname": "Berg",
        "note": "Ask Katharina (Berg)!",
    }
    document = {"json": {"agenda": [{"name": "Katharina", "topic": "Bergamo"}]}}
    recording = Recording({"agents": {"a1": profile}}, {}, document)
    hidden = masked(recording, bytes(range(32)))
    [record] = hidden.profiles["agents"].values()
    assert record["note"] == f"Ask {record['_fname']} ({record['_lname']})!"
    assert hidden.documents["json"]["agenda"] == [{"name": record["_fname"], "topic": "Bergamo"}]
    assert "Katharina" not in str(hidden)
