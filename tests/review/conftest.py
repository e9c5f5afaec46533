"""A project with a matrix of three recipients, in the current folder."""

from pathlib import Path

import pytest

from tests.cli import conftest

folder = conftest.folder
run = conftest.run

PROJECT = '[project]\ndata = "files:data"\n[[database]]\nid = 1\nname = "agents"\n'
TEMPLATE = "<p>Hello {lead._fname}</p>\n{if lead.vip}<p>Your discount: {lead.d} %</p>\n{end}Bye\n"
CASES = """
template = "templates/a.html"
[[matrix]]
name = "all"
to = ["agents:*"]
snapshot = true
[[case]]
name = "without a snapshot"
to = "agents:1"
"""


@pytest.fixture
def project(folder: Path) -> Path:
    for name in ("data/profiles", "templates", "tests"):
        (folder / name).mkdir(parents=True)
    (folder / "relvars.toml").write_text(PROJECT)
    rows = [f'{{"_id": "{n}", "_fname": "N{n}", "vip": 1, "d": {n}0}}\n' for n in range(1, 4)]
    (folder / "data/profiles/agents.jsonl").write_text("".join(rows))
    (folder / "templates/a.html").write_text(TEMPLATE)
    (folder / "tests/a.case.toml").write_text(CASES)
    return folder
