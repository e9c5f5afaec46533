import pytest

from relvars.functions import BadArgumentError
from relvars.values import Value

from .calls import check, evaluate, reads

LEAD: Value = {
    "subscriptions": [
        {"channel": "sms", "phone": "+1", "priority": 1, "resource_id": 10},
        {"channel": "sms", "phone": "+5", "priority": 5, "resource_id": 20},
        {"channel": "sms", "phone": "+0", "resource_id": 10},
        {"channel": "telegram_bot", "cc_data": {"id": 12345}},
        "no subscription",
    ]
}


def field(*arguments: Value, lead: Value = LEAD, **assumptions: str) -> Value:
    return evaluate("subscription_field", {"lead": lead}, *arguments, **assumptions)


def test_the_highest_priority_wins() -> None:
    assert field("sms", "phone") == "+5"
    assert field("sms", "phone", subscription_priority="smallest") == "+1"


def test_a_resource_narrows_the_choice() -> None:
    assert field("sms", "phone", 10) == "+1"
    assert field("sms", "phone", "10") == "+1"
    assert field("sms", "phone", 30) is None
    assert field("sms", "phone", None) == "+5"


def test_a_custom_channel_has_its_own_fields() -> None:
    assert field("telegram_bot", "id") == 12345
    assert field("telegram_bot", "name") is None


@pytest.mark.parametrize("lead", [None, 5, {}, {"subscriptions": None}, {"subscriptions": {}}])
def test_no_subscription_is_missing(lead: Value) -> None:
    assert field("sms", "phone", lead=lead) is None


def test_a_field_that_the_channel_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadArgumentError, match="it has phone, md5"):
        field("sms", "email")
    assert "it has email, domain" in str(check("subscription_field", "email", "phone"))


@pytest.mark.parametrize(
    "arguments", [("email", "domain", 10), ("viber", "anything"), ("email",), (), (5, "x")]
)
def test_a_good_call_has_no_complaint(arguments: tuple[str | int, ...]) -> None:
    assert check("subscription_field", *arguments) is None
    assert check("subscription_field", ("json", "channel"), "phone") is None


def test_channel_and_field_must_be_texts() -> None:
    with pytest.raises(BadArgumentError, match="The channel must be a text"):
        field()
    with pytest.raises(BadArgumentError, match="The field must be a text"):
        field("sms", 5)


def test_it_reads_the_subscriptions_of_the_profile() -> None:
    assert reads("subscription_field", "sms", "phone") == (("lead", "subscriptions"),)
