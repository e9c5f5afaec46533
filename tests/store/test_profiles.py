"""Profiles: finding, importing, updating and deleting them."""

import pytest

from relvars.store import (
    MATCHING,
    Imported,
    Store,
    StoreError,
    attach,
    check,
    count_profiles,
    delete_profile,
    document,
    document_names,
    find_profile,
    import_profile,
    import_profiles,
    links,
    profile,
    profile_ids,
    profiles,
    put_document,
    update_profile,
)
from relvars.values import Value

from .account import FRIENDS, LOYAL

ANN: dict[str, Value] = {
    "_id": "ann",
    "email": "Ann@X.org",
    "phones": ["+371 200-01"],
    "crm": 123420,
    "labels": ["vip", "new", "old"],
    "subscriptions": [
        {"resource_id": 1, "channel": "email", "email": "ann@sub.org",
         "custom_fields": {"browser": "Chrome"}},
        {"resource_id": 2, "channel": "email", "email_data": {"email": "ann2@sub.org"}},
        {"resource_id": 2, "channel": "sms", "phone": "+37155"},
        {"resource_id": 3, "channel": "push", "subscription_id": "abc", "provider": "Firefox"},
        {"resource_id": 3, "channel": "viber", "cc_data": {"phone": "+37155"}},
        "nonsense",
    ],
}  # fmt: skip
BOB: dict[str, Value] = {"_id": "bob", "email": "bob@x.org", "phones": ["+7 900"], "crm": "7"}


@pytest.fixture
def people(store: Store) -> Store:
    """A store with two customers."""
    assert import_profiles(store, 2, [ANN, BOB]) == 2
    return store


@pytest.mark.parametrize(
    ("matching", "criteria", "found"),
    [
        ("email", {"email": "ann@x.ORG"}, "ann"),
        ("email", {"email": "ann@sub.org"}, "ann"),
        ("email", {"email": "ann@sub.org", "resource_id": 1}, "ann"),
        ("email", {"email": "ann@sub.org", "resource_id": 2}, None),
        ("email", {"email": "nobody@x.org"}, None),
        ("email_profile", {"email": "ann@x.org"}, "ann"),
        ("email_profile", {"email": "ann@sub.org"}, None),
        ("email_sub", {"email": "ann2@sub.org"}, "ann"),
        ("email_sub", {"email": "ann@x.org"}, None),
        ("phone", {"phone": "37120001"}, "ann"),
        ("phone", {"phone": "+371-55"}, "ann"),
        ("phone_sub", {"phone": "+37155", "resource_id": 2}, "ann"),
        ("phone_sub", {"phone": "+37155", "resource_id": 1}, None),
        ("phone_sub", {"phone": "+37120001"}, None),
        ("profile_id", {"profile_id": "bob", "email": None}, "bob"),
        ("profile_id", {"profile_id": "nobody"}, None),
        ("push_sub", {"provider": "Firefox", "subscription_id": "abc"}, "ann"),
        ("push_sub", {"provider": "Chrome", "subscription_id": "abc"}, None),
        ("custom", {"field_name": "crm", "field_value": "123420"}, "ann"),
        ("custom", {"field_name": "crm", "field_value": 7}, "bob"),
        ("custom", {"field_name": "labels", "field_value": "old, vip"}, "ann"),
        ("custom", {"field_name": "labels", "field_value": "old, bad"}, None),
        ("custom", {"field_name": "labels", "field_value": ", "}, None),
        ("custom", {"field_name": "no\"ne", "field_value": "x"}, None),
        ("custom_sub", {"field_name": "browser", "field_value": "Chrome"}, "ann"),
        ("custom_sub", {"field_name": "browser", "field_value": "Chrome", "resource_id": 2}, None),
        ("email_phone", {"email": "no@x.org", "phone": "+7900"}, "bob"),
        ("email_phone", {"email": "ann@x.org", "phone": "+7900"}, "ann"),
        ("email_phone", {"phone": "+7900"}, "bob"),
        ("email_phone_sub", {"email": "no@x.org", "phone": "+37155"}, "ann"),
        ("email_phone_sub", {"phone": "+7900"}, None),
    ],
)  # fmt: skip
def test_every_matching(
    people: Store, matching: str, criteria: dict[str, Value], found: str | None
) -> None:
    result = find_profile(people, 2, matching, **criteria)
    assert (result and result["_id"]) == found
    assert find_profile(people, 1, matching, **criteria) is None


def test_of_several_the_least_id_is_found(store: Store) -> None:
    import_profiles(store, 1, [{"_id": one, "email": "x@y.z"} for one in ("c", "a", "b")])
    found = find_profile(store, 1, "email", email="x@y.z")
    assert found == {"_id": "a", "email": "x@y.z"}


@pytest.mark.parametrize(
    ("matching", "criteria", "sentence"),
    [
        ("emial", {}, "no matching is called 'emial'; did you mean 'email'?"),
        ("zzzzzz", {}, "there are email, "),
        ("email", {}, "matching by email needs email"),
        ("email", {"email": ""}, "email must be a text"),
        ("phone", {"phone": 5}, "phone must be a text, not 5"),
        ("push_sub", {"provider": "x"}, "needs subscription_id"),
        ("email_phone", {}, "needs email"),
        ("email", {"email": "x", "colour": "red"}, "no criterion is called 'colour'"),
        ("email", {"email": "x", "resource_id": "q"}, "resource_id must be a whole number"),
    ],
)
def test_wrong_matching(
    people: Store, matching: str, criteria: dict[str, Value], sentence: str
) -> None:
    with pytest.raises(StoreError) as caught:
        find_profile(people, 2, matching, **criteria)
    assert sentence in str(caught.value)
    assert caught.value.code == 400


def test_an_unknown_database(store: Store) -> None:
    for ask in (
        lambda: find_profile(store, 9, "email", email="x"),
        lambda: import_profile(store, 9, {"email": "x"}),
        lambda: import_profiles(store, 9, []),
        lambda: update_profile(store, 9, "x", {}),
        lambda: delete_profile(store, 9, "x"),
    ):
        with pytest.raises(StoreError, match="there is no database 9") as caught:
            ask()
        assert caught.value.code == 404


def test_every_mode_makes_a_profile_that_it_then_finds(store: Store) -> None:
    given: dict[str, Value] = {
        "email": "x@y.z", "phone": "+7", "profile_id": "p", "field_name": "crm",
        "field_value": "5", "provider": "P", "subscription_id": "S",
    }  # fmt: skip
    subscriptions = [
        {"channel": "email", "email": "x@y.z", "custom_fields": {"crm": "5"}},
        {"channel": "sms", "phone": "+7"},
        {"channel": "push", "provider": "P", "subscription_id": "S"},
    ]
    for matching, names in MATCHING.items():
        data = {"subscriptions": subscriptions} if matching.endswith("_sub") else {}
        criteria = {name: given[name] for name in names}
        made = import_profile(store, 1, {"n": matching, **data}, matching=matching, **criteria)
        assert made.inserted
        again = import_profile(store, 1, {"n": 2}, matching=matching, **criteria)
        assert again == Imported(made.profile_id, inserted=False, updated=True)
        assert delete_profile(store, 1, made.profile_id)
    assert count_profiles(store, 1) == 0
    assert check(store) == []


def test_criteria_are_read_from_the_data(people: Store) -> None:
    for matching, data in (
        ("email", {"email": "ann@x.org"}),
        ("phone", {"phones": ["+37120001"]}),
        ("profile_id", {"_id": "ann"}),
        ("custom", {"crm": 123420}),
        ("email_sub", {"subscriptions": ANN["subscriptions"][:1]}),
        ("phone_sub", {"subscriptions": ANN["subscriptions"][2:3]}),
        ("push_sub", {"subscriptions": ANN["subscriptions"][3:4]}),
    ):
        more = {"field_name": "crm"} if matching == "custom" else {}
        done = import_profile(people, 2, data, matching=matching, **more)
        assert done == Imported("ann", inserted=False, updated=True)


def test_an_id_that_another_profile_has(people: Store) -> None:
    with pytest.raises(StoreError, match="another profile has the id 'bob'"):
        import_profile(people, 2, {"_id": "bob", "email": "new@x.org"})
    with pytest.raises(StoreError, match=r"_id must be a profile's id, a text, not 1\.5"):
        import_profile(people, 2, {"_id": 1.5, "email": "new@x.org"})


def test_an_update_replaces_fields_and_keeps_the_others(people: Store) -> None:
    update_profile(people, 2, "bob", {"_id": "zzz", "email": "b@x.org", "_fname": "Bob"})
    assert profile(people, 2, "bob") == BOB | {"email": "b@x.org", "_fname": "Bob"}
    assert find_profile(people, 2, "email", email="bob@x.org") is None
    assert check(people) == []


@pytest.mark.parametrize(
    ("held", "change", "left"),
    [
        (1, {"action": "set", "value": [2]}, [2]),
        (1, {"action": "unset"}, None),
        (None, {"action": "unset"}, None),
        (5, {"action": "incr", "value": -7}, -2),
        (None, {"action": "incr", "value": 1.5}, 1.5),
        (["a"], {"action": "add", "value": ["b", "a"]}, ["a", "b"]),
        (None, {"action": "add", "value": "b"}, ["b"]),
        (["a", "b"], {"action": "delete", "value": ["b", "c"]}, ["a"]),
        ({"a": 1}, {"action": "upsert", "value": {"b": 2}}, {"a": 1, "b": 2}),
        (None, {"action": "upsert", "value": {"b": 2}}, {"b": 2}),
        ([{"k": {"n": 1}, "v": 1}], {"action": "upsert", "submatch": "k.n",
                                     "value": {"k": {"n": 1}, "v": 2}}, [{"k": {"n": 1}, "v": 2}]),
        ([{"k": 1}], {"action": "upsert", "submatch": "k", "value": [{"k": 2}, {"v": 3}]},
         [{"k": 1}, {"k": 2}, {"v": 3}]),
        (1, {"action": "set", "value": 1, "more": 2}, {"action": "set", "value": 1, "more": 2}),
        (1, {"anything": "else"}, {"anything": "else"}),
    ],
)  # fmt: skip
def test_functional_updates(people: Store, held: Value, change: Value, left: Value) -> None:
    if held is not None:
        update_profile(people, 2, "bob", {"x": held})
    update_profile(people, 2, "bob", {"x": change})
    assert profile(people, 2, "bob") == BOB | ({} if left is None else {"x": left})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"x": {"action": "icnr", "value": 1}}, "x: no action is called 'icnr'; did you mean"),
        ({"x": {"action": 5}}, "x: no action is called '5'; there are set, unset"),
        ({"email": {"action": "unset"}}, "email cannot be unset"),
        ({"email": {"action": "incr", "value": 1}}, "email: incr is for numbers, not 'bob@x.org'"),
        ({"age": {"action": "incr", "value": True}}, "age: incr is for numbers, not True"),
        ({"huge": {"action": "incr", "value": 1e308}}, "huge: the sum is too large"),
        ({"big": {"action": "incr", "value": 1.5}}, "big: the sum is too large"),
        ({"age": {"action": "add", "value": 1}}, "age: a list is needed, not 1"),
        ({"x": {"action": "upsert", "value": [{}]}}, "needs submatch"),
        ({"age": "5"}, "age must be a whole number, not '5'"),
        ({"age": True}, "age must be a whole number"),
        ({"score": "5"}, "score must be a number"),
        ({"vip": 1}, "vip must be true or false"),
        ({"labels": "a"}, "labels must be a list of texts"),
        ({"address": []}, "address must be an object"),
        ({"orders": {}}, "orders must be a list of objects"),
        ({"born": 5}, "born must be a date as text"),
        ({"subscriptions": ["x"]}, "each must be an object with a channel"),
    ],
)
def test_wrong_updates(people: Store, change: dict[str, Value], sentence: str) -> None:
    update_profile(people, 2, "bob", {"huge": 1.7e308, "big": 10**400})
    before = profile(people, 2, "bob")
    with pytest.raises(StoreError) as caught:
        update_profile(people, 2, "bob", change)
    assert sentence in str(caught.value)
    assert caught.value.code == 400
    assert profile(people, 2, "bob") == before


def test_subscriptions_join_those_there_are(people: Store) -> None:
    new = [
        {"resource_id": 1, "channel": "email", "email": "ann@sub.org", "status": "unsubscribed"},
        {"resource_id": 3, "channel": "viber", "cc_data": {"phone": "+37155"}, "priority": 2},
        {"resource_id": 9, "channel": "email", "email": "ann@sub.org"},
    ]
    update_profile(people, 2, "ann", {"subscriptions": new})
    found = (profile(people, 2, "ann") or {})["subscriptions"]
    assert found[0] == ANN["subscriptions"][0] | new[0]
    assert found[4] == new[1]
    assert found[6:] == [new[2]]
    assert check(people) == []


def test_an_unknown_profile(people: Store) -> None:
    with pytest.raises(StoreError, match="profile not found") as caught:
        update_profile(people, 2, "nobody", {"x": 1})
    assert caught.value.code == 404
    assert not delete_profile(people, 2, "nobody")
    assert profile(people, 2, "nobody") is None


def test_a_deleted_profile_takes_its_links_along(people: Store) -> None:
    for number in range(30):
        attach(people, LOYAL.id, "agent", f"c{number}", {"profit": 1})
    attach(people, LOYAL.id, "agent", "ann", {"profit": 1})
    attach(people, FRIENDS.id, "ann", "ann")
    assert delete_profile(people, 2, "ann")
    assert len(links(people, LOYAL.id)) == 30
    assert len(links(people, FRIENDS.id)) == 1  # of another database
    import_profiles(people, 1, [{"_id": "ann"}])
    assert delete_profile(people, 1, "ann")
    assert links(people, FRIENDS.id) == []
    assert check(people) == []


def test_pages_of_profiles(people: Store) -> None:
    assert [one["_id"] for one in profiles(people, 2, limit=1)] == ["ann"]
    assert profiles(people, 2, after="ann") == [BOB]
    assert profile_ids(people, 2, after="ann") == ["bob"]
    assert profiles(people, 1) == []


def test_profiles_that_come_again_are_replaced(people: Store) -> None:
    assert import_profiles(people, 2, [{"_id": "ann"}, {"_id": 7}, {"_id": 7, "x": 1}]) == 3
    assert profile(people, 2, "ann") == {"_id": "ann"}
    assert profile(people, 2, "7") == {"_id": 7, "x": 1}
    assert check(people) == []
    with pytest.raises(StoreError, match="more than one profile is 'q'"):
        import_profiles(people, 2, [{"_id": "q"}, {"_id": "q"}], once=True)
    with pytest.raises(StoreError, match="_id must be"):
        import_profiles(people, 2, [{"_id": "r"}, {}])
    assert count_profiles(people, 2) == 3


def test_texts_that_utf8_cannot_write(store: Store) -> None:
    data = {"_id": "x", "email": "\ud800@x.org", "name": "\udfff"}
    import_profiles(store, 1, [data])
    assert profile(store, 1, "x") == data
    with pytest.raises(StoreError, match="half of a surrogate pair"):
        find_profile(store, 1, "email", email="\ud800")
    assert check(store) == []


def test_numbers_that_do_not_fit(store: Store) -> None:
    with pytest.raises(StoreError, match="a number does not fit in 64 bits") as caught:
        profile(store, 10**30, "x")
    assert caught.value.code == 400
    with pytest.raises(StoreError, match="a number does not fit in 64 bits"):
        links(store, LOYAL.id, limit=10**30)


def test_documents(store: Store) -> None:
    put_document(store, "json", {"a": None})
    put_document(store, "json", [1.5, "ü"])
    put_document(store, "apicontent", None)
    assert document(store, "json") == ([1.5, "ü"],)
    assert document(store, "apicontent") == (None,)
    assert document(store, "loyalty") is None
    assert document_names(store) == ["apicontent", "json"]
