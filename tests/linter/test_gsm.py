"""Parts of text messages."""

import pytest

from relvars.linter.gsm import gsm_parts, septets, ucs2_parts, units


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Hello, world", 12),
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà", 45),
        ("^{}\\[~]|€\f", 20),
        ("ç", None),
        ("`", None),
        ("Привет", None),
        ("a\u00a0b", None),
        ("“", None),
        ("\t", None),
    ],
)
def test_septets(text: str, expected: int | None) -> None:
    assert septets(text) == expected


def test_the_basic_table_has_127_characters_besides_the_escape() -> None:
    assert sum(septets(chr(code)) == 1 for code in range(0x10000)) == 127


def test_units_of_characters_beyond_the_basic_plane() -> None:
    assert units("ab🎁") == 4


def test_units_of_half_a_pair() -> None:
    assert units("\ud83c") == 1


@pytest.mark.parametrize(
    ("length", "gsm", "ucs2"),
    [(0, 1, 1), (70, 1, 1), (71, 1, 2), (134, 1, 2), (135, 1, 3), (160, 1, 3), (161, 2, 3),
     (306, 2, 5), (307, 3, 5)],
)  # fmt: skip
def test_parts(length: int, gsm: int, ucs2: int) -> None:
    assert (gsm_parts(length), ucs2_parts(length)) == (gsm, ucs2)
