"""The command that is copied: it does what the page shows, and nothing else wherever it is put."""

import shlex
from pathlib import Path

import pytest

from relvars.preview.asking import Asked
from relvars.preview.commands import command
from relvars.preview.messages import Message, Part
from relvars.sources.overrides import Override
from relvars.values import Recipient, Value

PART = Part("templates/a.txt", Path("templates/a.txt"), "text")
MESSAGE = Message("templates/a", "a", "templates", (PART,))
CONTROLS = "a\x1b[201~\x03\nrm -rf ~\x00\x7f\x9b\t"


def words(asked: Asked, part: Part = PART) -> list[str]:
    """What a shell makes of the command."""
    return shlex.split(command(asked, part))


@pytest.mark.parametrize("value", ["Kim", "it's", "$(x) `y` !z", "Ольга", "two\nlines", ""])
def test_texts_are_given_as_they_are(value: str) -> None:
    asked = Asked(MESSAGE, None, (Override("", ("lead", "_fname"), value),))
    assert words(asked)[3:] == ["--set", f"lead._fname={value}"]


@pytest.mark.parametrize("value", [CONTROLS, {"x": CONTROLS}, "\ud83d"])
def test_what_a_terminal_would_obey_is_escaped(value: Value) -> None:
    asked = Asked(MESSAGE, None, (Override("", ("json",), value),))
    told = command(asked, PART)
    assert told.isprintable()
    assert "--set-json" in told


def test_so_are_all_values_at_once() -> None:
    told = command(Asked(MESSAGE, None, values={"json": {"x": CONTROLS}}), PART)
    assert told.isprintable()
    assert told.startswith("printf %s ")


def test_nothing_looks_like_an_option() -> None:
    part = Part("-a.txt", Path("-a.txt"), "text")
    asked = Asked(MESSAGE, Recipient("-x", "1"))
    assert words(asked, part) == ["relvars", "render", "./-a.txt", "--to=-x:1"]
