"""The known name that was meant, and nothing where none is near."""

import pytest

from relvars.spelling import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("equl", ("equal", "contains"), "equal"),
        ("LEAD", ("lead", "LEAF"), "lead"),
        ("zzz", ("lead",), ""),
        ("lead", (), ""),
    ],
)
def test_the_nearest_name(name: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(name, known) == meant


def test_how_like_it_must_be() -> None:
    assert nearest("abcd", ["abxx"], 0.5) == "abxx"
    assert nearest("abcd", ["abxx"], 0.8) == ""


def test_the_end_of_a_sentence() -> None:
    assert did_you_mean("equl", iter(["equal"])) == ": did you mean 'equal'?"
    assert did_you_mean("zzz", ["equal"]) == ""
