from relvars.sources.subscribed import subscription_root
from relvars.subscriptions import md5
from relvars.values import Value


def root(**profile: Value) -> dict[str, Value]:
    return subscription_root(profile, "largest")


def test_the_record_of_the_profile_may_say_it_itself() -> None:
    assert root(subscription={"email": "own@x"}, email="other@x") == {"email": "own@x"}
    assert root(subscription=5, email="a@x")["email"] == "a@x"


def test_the_preferred_address_and_all_of_them() -> None:
    found = root(
        email="profile@x.org",
        phones=["+9"],
        subscriptions=[
            {"channel": "email", "email": "a@x.org", "priority": 1},
            {"channel": "email", "email_data": {"email": "b@y.org"}, "priority": 5, "hash_id": "h"},
            {"channel": "sms", "phone": "+1"},
            {"channel": "push", "subscription_id": "s1"},
            {"channel": "push"},
        ],
    )
    assert found == {
        "email": "b@y.org",
        "email_domain": "y.org",
        "emails": ["a@x.org", "b@y.org"],
        "email_md5": md5("b@y.org"),
        "phone": "+1",
        "phones": ["+1"],
        "phone_md5": md5("+1"),
        "pushes": ["s1"],
        "hash_id": "h",
    }


def test_the_priority_that_wins_is_an_assumption() -> None:
    listed = [{"channel": "sms", "phone": f"+{one}", "priority": one} for one in (1, 5)]
    assert subscription_root({"subscriptions": listed}, "smallest")["phone"] == "+1"


def test_without_a_list_the_profiles_own_addresses_count() -> None:
    found = root(email="a@x.org", phones=["+1", "+2"], hash_id="own")
    assert (found["email"], found["emails"]) == ("a@x.org", ["a@x.org"])
    assert (found["phone"], found["phones"]) == ("+1", ["+1", "+2"])
    assert found["hash_id"] == "own"
    assert root(email="a@x.org", subscriptions=[])["emails"] == []


def test_what_nothing_is_known_of_is_missing() -> None:
    for profile in ({}, {"email": 5, "phones": 5}, {"email": ""}):
        assert root(**profile) == {"emails": [], "phones": [], "pushes": []}
