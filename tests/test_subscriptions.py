import pytest

from relvars.subscriptions import domain, md5, on_channel, preferred, subscription_value
from relvars.values import Value


def test_subscriptions_on_a_channel_keep_their_order() -> None:
    first, second = {"channel": "email", "n": 1}, {"channel": "email", "n": 2}
    listed = [first, {"channel": "sms"}, {"n": 3}, {"channel": 5}, None, second]
    assert on_channel(listed, "email") == [first, second]


@pytest.mark.parametrize("listed", [None, 5, "email", {"channel": "email"}])
def test_what_is_no_list_holds_no_subscriptions(listed: Value) -> None:
    assert on_channel(listed, "email") == []


@pytest.mark.parametrize(
    ("priorities", "largest", "smallest"),
    [
        ([1, 5, 3], 1, 0),
        ([2, 2], 0, 0),
        ([None, 1], 1, 1),
        ([None, -1], 1, 1),
        ([None, None], 0, 0),
        (["9", 1], 1, 1),
        ([True, 0], 1, 1),
        ([1.5, 1], 0, 1),
    ],
)
def test_the_best_priority_wins_and_the_first_of_equals(
    priorities: list[Value], largest: int, smallest: int
) -> None:
    listed = [{"priority": one, "n": n} for n, one in enumerate(priorities)]
    assert preferred(listed, "largest") == listed[largest]
    assert preferred(listed, "smallest") == listed[smallest]


def test_of_no_subscriptions_none_is_preferred() -> None:
    assert preferred([], "largest") is None


@pytest.mark.parametrize(
    ("subscription", "channel", "field", "value"),
    [
        ({"email": "email@example.com"}, "email", "email", "email@example.com"),
        ({"email_data": {"email": "email@example.com"}}, "email", "email", "email@example.com"),
        ({"email_data": {"email": "a@x", "domain": "y"}}, "email", "domain", "y"),
        ({"email": "a@x@example.com"}, "email", "domain", "example.com"),
        ({"email": "nonsense"}, "email", "domain", None),
        ({"email": 5}, "email", "domain", None),
        ({}, "email", "domain", None),
        ({"email": "a@mail.ru"}, "email", "domain_group", None),
        ({"email": "email@example.com", "md5": "own"}, "email", "md5", "own"),
        ({"phone": "+1"}, "sms", "phone", "+1"),
        ({"phone_data": {"phone": "+1"}}, "sms", "phone", "+1"),
        ({"provider": "Firefox"}, "push", "provider", "Firefox"),
        ({"push_data": {"subscription_id": "s"}}, "push", "subscription_id", "s"),
        ({"push_data": 5}, "push", "bundle_id", None),
        ({"phone": "+1", "cc_data": {"phone": "+2"}}, "viber", "phone", "+2"),
        ({"phone": "+1"}, "viber", "phone", None),
    ],
)
def test_a_field_is_found_in_either_shape_of_the_api(
    subscription: dict[str, Value], channel: str, field: str, value: Value
) -> None:
    assert subscription_value(subscription, channel, field) == value


def test_the_hash_is_the_md5_of_the_address() -> None:
    assert md5("email@example.com") == "5658ffccee7f0ebfda2b226238b1eb6e"
    assert subscription_value({"phone": "+1"}, "sms", "md5") == md5("+1")
    assert len(md5("half a pair: \ud83d")) == 32


def test_a_domain_follows_the_last_at() -> None:
    assert domain("a@b.c") == "b.c"
    assert domain("a") is None
