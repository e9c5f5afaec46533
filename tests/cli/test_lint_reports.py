"""`relvars lint --format …` over files that are in a bad way: stdout parses all the same."""

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Run

NAME = 'a,b:%\n"<&>.html'


@pytest.fixture
def messy(folder: Path) -> Path:
    (folder / NAME).write_text("\x1b{end}]]>\u202e{if lead.a", encoding="utf-8")
    (folder / "latin.html").write_bytes(b"\xff{end}")
    (folder / "nul.html").write_bytes(b"\0{end}")
    (folder / "dangling.html").symlink_to("nowhere")
    with open(os.fsencode(folder) + b"/\xff.html", "w", encoding="utf-8") as file:
        file.write("{end}")
    return folder


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_json_of_each_kind_parses(run: Run, messy: Path, name: str) -> None:
    code, out, err = run("lint", "--no-cache", "--format", name)
    assert code == 1
    assert json.loads(out)
    assert b"stray-end" in out
    assert err.count("error: ") == 4


def test_xml_parses(run: Run, messy: Path) -> None:
    code, out, _ = run("lint", "--no-cache", "--format", "junit")
    assert code == 1
    assert len(ElementTree.fromstring(out)) == 1


def test_each_command_is_a_line(run: Run, messy: Path) -> None:
    out = run("lint", "--no-cache", "--format", "github").out.decode()
    assert all(line.startswith("::") for line in out.splitlines())
    assert 'file=a%2Cb%3A%25%0A"<&>.html,line=1,' in out


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit", "github", "text"])
def test_only_files_that_cannot_be_read(run: Run, messy: Path, name: str) -> None:
    (messy / NAME).unlink()
    code, out, err = run("lint", "--no-cache", "--format", name)
    assert code == 3
    assert err.count("error: ") == 4
    assert b"stray-end" not in out
