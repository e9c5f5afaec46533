"""What becomes of a template's text: angle brackets in an SMS that hold values."""

import pytest

import relvars


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a<name="{lead.x}">b', "ab"),
        ("a<{lead.x}{lead.x}>b<c>d", "abd"),
        ("a<b{lead.x}", "a<bX"),
        ("a<b{lead.x}c<d>", "a<bXc"),
        ("a<b{if lead.x}c>{end}d", "a<bc>d"),
    ],
)
def test_angle_brackets_of_an_sms_go_with_the_values_in_them(text: str, message: str) -> None:
    template = relvars.parse(text, name="welcome.sms.txt")
    assert relvars.render(template, {"lead": {"x": "X"}}) == message
