"""pytest: a thousand cases of 20 KB e-mails, beside the same ones written in Python with Jinja2.

Whole processes: start, collection, run and summary. The snapshots are there already, as on any run
but the first.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import workloads
from tests.bench.measure import Row, Work, at_most, ratio, row, take_turns
from tests.bench.message import Message
from tests.bench.spelling import JINJA, RELVARS, write
from tests.bench.values import RECIPIENTS, recipients

ROOT = Path(__file__).parents[2]
CASES = 1000
PLAIN, OURS, COVERED = "pytest, Jinja2 and syrupy", "case files", "case files, coverage"
EMPTY, LOADED = "pytest", "pytest with the plugin"

_TEST = """
import json
from pathlib import Path
import jinja2
import pytest

HERE = Path(__file__).parent
VALUES = json.loads((HERE / "values.json").read_text())
TEMPLATE = jinja2.Environment().from_string((HERE / "mail.jinja").read_text())

@pytest.mark.parametrize("number", range(len(VALUES)))
def test_mail(number, snapshot):
    assert TEMPLATE.render(VALUES[number]) == snapshot
"""
_PLUGINS = ("-p", "syrupy", "-p", "no:cacheprovider")


def thousand(rounds: int) -> list[Row]:
    """One template, a thousand sets of values, a snapshot each."""
    with TemporaryDirectory() as folder:
        commands = _prepared(Path(folder))
        for command in commands.values():
            command("--snapshot-update")
        works = {name: partial(_again, work) for name, work in commands.items()}
        times = take_turns(works, max(2, rounds // 5), seconds=90)
    rows = [
        ratio("pytest", times, OURS, PLAIN, at_most(1.5), f"{CASES} cases of 20 KB"),
        ratio("pytest", times, COVERED, OURS, at_most(1.5)),
    ]
    return rows + [row("pytest", name, None, spent, "s") for name, spent in times.items()]


def nothing(rounds: int) -> list[Row]:
    """A project without case files: what the plugin adds to `pytest`."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "test_a.py").write_text("def test_a(): pass\n")
        works = {
            EMPTY: partial(_again, partial(_pytest, Path(folder), "-p", "no:relvars")),
            LOADED: partial(_again, partial(_pytest, Path(folder), "-p", "relvars.pytest_plugin")),
        }
        times = take_turns(works, rounds, tries=2)
    added = [(one - other) * 1000 for one, other in zip(times[LOADED], times[EMPTY], strict=True)]
    return [row("pytest-empty", f"{LOADED} − {EMPTY}", at_most(50), added, "ms")]


def _again(work: Work, _: int) -> Work:
    return work


def _prepared(folder: Path) -> Mapping[str, Any]:
    message = workloads.one_email()
    values = _values(message)
    for name in ("plain", "ours"):
        (folder / name).mkdir()
    _write_plain(folder / "plain", message, values)
    _write_ours(folder / "ours", message, values)
    ours = partial(_pytest, folder / "ours", "-p", "relvars.pytest_plugin", *_PLUGINS)
    return {
        PLAIN: partial(_pytest, folder / "plain", *_PLUGINS),
        OURS: ours,
        COVERED: partial(ours, "--relvars-cov"),
    }


def _values(message: Message) -> list[dict[str, Any]]:
    known = recipients(message, "mixed")
    return [known[number % len(known)] for number in range(CASES)]


def _write_plain(folder: Path, message: Message, values: list[dict[str, Any]]) -> None:
    (folder / "test_mail.py").write_text(_TEST)
    (folder / "values.json").write_text(json.dumps(values))
    (folder / "mail.jinja").write_text(write(message, JINJA))


def _write_ours(folder: Path, message: Message, values: list[dict[str, Any]]) -> None:
    (folder / "relvars.toml").write_text('[project]\ntemplates = "."\n')
    (folder / "mail.html").write_text(write(message, RELVARS))
    rows = ['template = "mail.html"']
    for number, one in enumerate(values):
        (folder / f"values{number % RECIPIENTS}.json").write_text(json.dumps(one))
        rows += [
            "[[case]]",
            f'name = "mail {number}"',
            f'data = "values{number % RECIPIENTS}.json"',
        ]
        rows += ["snapshot = true"]
    (folder / "mail.case.toml").write_text("\n".join(rows))


def _pytest(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run(
        [sys.executable, "-m", "pytest", ".", "-q", *arguments],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
