"""The corpora, where they are at hand: e-mails hold no tag of ours, templates render."""

import json
import re
from pathlib import Path

import pytest

import relvars
from relvars.formatter import _tags
from relvars.syntax.ast import Text, walk

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
EMAILS = sorted(file for file in CORPUS.glob("emails/**/*") if file.is_file())
TEMPLATES = sorted(file for file in CORPUS.glob("relvars/*") if file.suffix != ".json")


@pytest.mark.parametrize("project", sorted({file.parent.name for file in EMAILS}))
def test_e_mails_of_others_hold_no_tag(project: str) -> None:
    for file in EMAILS:
        if file.parent.name == project:
            template = relvars.parse(file.read_bytes().decode(), file.name)
            tags = [node for node in walk(template.body) if not isinstance(node, Text)]
            assert tags == [], file.name


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_realistic_templates_read_and_render(file: Path) -> None:
    values = json.loads(file.with_suffix(".values.json").read_text(encoding="utf-8"))
    template = relvars.parse(file.read_bytes().decode(), file.name)
    assert relvars.analyse(template).diagnostics == ()
    message = relvars.render(template, values)
    assert message == relvars.trace(template, values).output
    assert "{end}" not in message


@pytest.mark.parametrize("project", sorted({file.parent.name for file in EMAILS}))
def test_e_mails_of_others_are_tidy(project: str) -> None:
    for file in EMAILS:
        if file.parent.name == project:
            text = file.read_bytes().decode()
            assert relvars.format(text) == text, file.name


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_realistic_templates_stay_the_same_when_they_are_formatted(file: Path) -> None:
    values = json.loads(file.with_suffix(".values.json").read_text(encoding="utf-8"))
    text = file.read_bytes().decode()
    message = relvars.render(text, values)
    for before in (text, spread(text)):
        tidy = relvars.format(before)
        assert relvars.parse(tidy).body == relvars.parse(text).body
        assert relvars.render(tidy, values) == message
        assert relvars.format(tidy) == tidy


def spread(text: str) -> str:
    """The template with its tags on more lines than they need."""
    template, pieces, reached = relvars.parse(text), list[str](), 0
    for edit in sorted(_tags(template)):
        start, end = edit.span
        inside = re.sub(
            r'("[^"]*")|(?<! ) (?! )', lambda blank: blank[1] or "\t\n", text[start + 1 : end - 1]
        )
        pieces += [text[reached:start], text[start], "  ", inside, "\r\n ", text[end - 1]]
        reached = end
    return "".join([*pieces, text[reached:]])
