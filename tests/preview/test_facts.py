"""What channels make of a message."""

import pytest

from relvars.preview.facts import facts, preheader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi", {"length": 2, "units": 2, "encoding": "GSM-7", "parts": 1, "per_part": 160}),
        ("€" * 80, {"length": 80, "units": 160, "encoding": "GSM-7", "parts": 1, "per_part": 160}),
        (
            "a" * 161,
            {"length": 161, "units": 161, "encoding": "GSM-7", "parts": 2, "per_part": 153},
        ),
        ("Привет", {"length": 6, "units": 6, "encoding": "UCS-2", "parts": 1, "per_part": 70}),
        ("😀" * 36, {"length": 36, "units": 72, "encoding": "UCS-2", "parts": 2, "per_part": 67}),
    ],
)
def test_parts_and_encoding_of_an_sms(text: str, expected: dict[str, object]) -> None:
    assert facts("sms", text) == expected


def test_push_is_cut_where_devices_cut_it() -> None:
    found = facts("push", f"{'t' * 60}\n{'b' * 300}")
    assert (found["title"], found["body"]) == ("t" * 60, "b" * 300)
    assert found["android"]["title"] == "t" * 60
    assert found["ios"]["title"] == f"{'t' * 49}…"
    assert len(found["android"]["body"]) == 240
    assert facts("push", "only")["body"] == ""


def test_a_long_mail_is_clipped() -> None:
    assert facts("html", "x" * 104448)["clipped"] is False
    assert facts("html", "x" * 104449)["clipped"] is True
    assert facts("html", "я")["bytes"] == 2
    assert facts("subject", "Hello") == {"length": 5}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<html><head><title>T</title><style>p{}</style></head><body><p>A&amp;B</p> c</body>",
            "A&B c",
        ),
        ("<p>no body</p>", "no body"),
        ("<body><div style='display:none'>First&nbsp;words&zwnj;&#8203;</div>x", "First words x"),
        ("<body>" + "word " * 100, ("word " * 100)[:150]),
        ("<body><b>" + "x</b><b>" * 500, ("x " * 500)[:150]),
    ],
)
def test_the_preheader_is_what_the_body_begins_with(html: str, expected: str) -> None:
    assert preheader(html) == expected
