"""The corpora, where they are at hand: e-mails hold no tag of ours, templates render."""

import json
from pathlib import Path

import pytest

import relvars
from relvars.syntax.ast import Text, walk
from tests.transpiler.test_agreement import agree

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


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_realistic_templates_say_the_same_in_jinja2(file: Path) -> None:
    agree(file.read_bytes().decode(), 6, file.name)
