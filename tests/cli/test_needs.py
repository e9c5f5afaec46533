"""`relvars needs`: what a template reads."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEMPLATE = """\
{if lead.vip}{json.a.b}{end}{for $i $x = relation.loyal.reverse.profit.top}{$x.lead._fname}\
{$x.lead.city}{$x.value}{end}{relation.loyal.direct.calls.count}{fragment.foot}\
{orders( "status == 'new'"  10)}{unsubscribe}{for $i $t = json.list}{$t.name}{end}
"""


@pytest.fixture
def template(folder: Path) -> Path:
    file = folder / "a.html"
    file.write_text(TEMPLATE)
    return file


def test_as_text(run: Run, template: Path) -> None:
    code, out, err = run("needs", template)
    assert (code, err) == (0, "")
    assert (
        out.decode()
        == """\
paths
  fragment.foot
  json.a.b
  json.list
  json.list[].name
  lead.vip
  unsubscribe
relations
  loyal.direct.calls.count
  loyal.reverse.profit.top  of each: _fname, city
functions
  orders("status == 'new'" 10)
fragments
  foot
"""
    )


def test_as_json(run: Run, template: Path) -> None:
    code, out, err = run("needs", template, "--format", "json")
    assert (code, err) == (0, "")
    needed = json.loads(out)
    assert needed["version"] == 1
    assert needed["paths"][1] == "json.a.b"
    assert needed["relations"][1] == {
        "relation": "loyal",
        "direction": "reverse",
        "property": "profit",
        "statistic": "top",
        "fields": ["_fname", "city"],
    }
    assert needed["functions"] == [{"name": "orders", "call": "orders(\"status == 'new'\" 10)"}]
    assert "relation" in needed["roots"]


def test_a_template_that_reads_nothing(run: Run) -> None:
    assert run("needs", "-", stdin=b"text") == (0, b"", "")


def test_what_can_be_read_is_listed_beside_the_errors(run: Run) -> None:
    code, out, err = run("needs", "-", stdin=b"{lead.a}{end}")
    assert (code, out) == (1, b"paths\n  lead.a\n")
    assert "error[" in err


def test_the_project_knows_more_words(run: Run, folder: Path) -> None:
    (folder / "relvars.toml").write_text('[catalog]\nroots = ["utm"]\n')
    (folder / "a.txt").write_text("{utm.source}")
    assert run("needs", "a.txt").out == b"paths\n  utm.source\n"
