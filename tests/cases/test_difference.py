import pytest

from relvars.cases.difference import difference, first_difference, visible

LEGEND = "  (- expected, + printed)"
BLANKS = "  (- expected, + printed; · blank, → tab, ␍ and ⏎ line ends)"


@pytest.mark.parametrize(
    ("one", "other", "offset"),
    [("", "", 0), ("a", "a", 1), ("ab", "ac", 1), ("a", "ab", 1), ("ab", "a", 1), ("x", "y", 0)],
)
def test_first_difference(one: str, other: str, offset: int) -> None:
    assert first_difference(one, other) == offset


def test_lines_that_differ_with_lines_around_them() -> None:
    expected, actual = "1\n2\n3\n4\n5\n6\n7", "1\n2\n3\nfour\n5\n6\n7"
    assert difference(expected, actual).splitlines() == [
        "    2", "    3", "  - 4", "  + four", "    5", "    6", LEGEND,
    ]  # fmt: skip


def test_lines_that_are_missing_or_too_many() -> None:
    assert difference("a\nb\nc", "a\nc").splitlines() == ["    a", "  - b", "    c", LEGEND]
    assert difference("a\nc", "a\nb\nc").splitlines() == ["    a", "  + b", "    c", LEGEND]


def test_differences_far_apart() -> None:
    same = "\n".join("abcdefg")
    assert difference(f"1\n{same}\n2", f"x\n{same}\ny").splitlines() == [
        "  - 1", "  + x", "    a", "    b", "  …", "    f", "    g", "  - 2", "  + y", LEGEND,
    ]  # fmt: skip


def test_blanks_are_shown_where_nothing_else_differs() -> None:
    assert difference("a b\nc\n", "a  b\r\nc").splitlines() == [
        "  - a·b⏎", "  - c⏎", "  + a··b␍⏎", "  + c", BLANKS,
    ]  # fmt: skip
    assert difference("a\tb", "a b").splitlines() == ["  - a→b", "  + a·b", BLANKS]
    assert difference("", "\n").splitlines() == ["  + ⏎", BLANKS]
    assert difference("x", "").splitlines() == ["  - x", BLANKS]


def test_long_lines_are_shown_where_they_part() -> None:
    before, after = "a" * 500 + "X" + "b" * 500, "a" * 500 + "Y" + "b" * 500
    rows = difference(before, after).splitlines()
    assert rows[0] == "  - …" + "a" * 75 + "X" + "b" * 74 + "…"
    assert rows[1] == "  + …" + "a" * 75 + "Y" + "b" * 74 + "…"


def test_a_difference_of_very_many_lines_stays_short() -> None:
    rows = difference("x\n" * 5000, "y\n" * 5000).splitlines()
    assert len(rows) == 801


def test_what_nobody_sees_is_made_visible() -> None:
    assert visible("a b \t") == "a b·→"
    assert visible("a\u00a0b\r\x1b[1m") == r"a\xa0b␍\x1b[1m"
    assert visible(" a\n", every_blank=True) == "·a⏎"


def test_the_words_that_differ_are_marked() -> None:
    rows = difference("Hello, Ann Lee!\nx", "Hello, Bob Lee!\ny").splitlines()
    assert rows == [
        "  - Hello, Ann Lee!", "  ?        ^^^", "  - x",
        "  + Hello, Bob Lee!", "  ?        ^^^", "  + y", LEGEND,
    ]  # fmt: skip


def test_marks_stand_under_the_words_of_a_long_line() -> None:
    before = "word " * 100 + "Ann" + " word" * 100
    rows = difference(before, before.replace("Ann", "Bob")).splitlines()
    for line, marks in (rows[:2], rows[2:4]):
        place = marks.index("^")
        assert line[place : place + 3] in ("Ann", "Bob")


def test_marks_stand_under_wide_signs() -> None:
    rows = difference("名前 Ann 様", "名前 Bob 様").split("\n")
    assert rows[:2] == ["  - 名前 Ann 様", "  ?      ^^^"]
