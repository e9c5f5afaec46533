"""Whole processes: how long a command takes from the shell."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Aim, Row, Work, at_most, ratio, row, take_turns

ROOT = Path(__file__).parents[2]
FLOOR, LARK = "python -c pass", 'python -c "import lark"'
VERSION, RENDER, PROJECT = "relvars --version", "relvars render", "relvars render in a project"
Command = tuple[Sequence[str], Path]
Done = subprocess.CompletedProcess[str]

_TEMPLATE = """\
<p>Dear {lead._fname},</p>
{if relation.managers_loyal.reverse.profit.count}<ul>
{for $index $item = relation.managers_loyal.reverse.profit.top}\
<li>{$item.lead._fname} {$item.lead._lname}: {$item.value}</li>
{end}</ul>{else}<p>There is nobody yet.</p>{end}
{if lead.tier equal "gold" and (lead.vip)}<p>{json.offer}</p>{end}
"""
_SETTINGS = """\
[project]
templates = "templates"
database = "agents"

[[database]]
id = 1
name = "agents"
[database.fields]
_fname = "string"
tier = "string"
vip = "boolean"

[[database]]
id = 2
name = "customers"
[database.fields]
_fname = "string"
_lname = "string"

[[relation]]
id = 3
name = "Loyal to the manager"
short_name = "managers_loyal"
database_a = 1
database_b = 2
[[relation.property]]
short_name = "profit"
type = "float"
sum = true
top = "highest"
limit = 5
"""
_VALUES = {
    "lead": {"_fname": "Ann", "tier": "gold", "vip": True},
    "json": {"offer": "A present waits for you."},
    "relation": {
        "managers_loyal": {
            "reverse": {
                "profit": {
                    "count": 2,
                    "total": 200.5,
                    "top": [
                        {"value": 120, "lead": {"_fname": "Bob", "_lname": "Ray"}},
                        {"value": 80.5, "lead": {"_fname": "Eve", "_lname": "Day"}},
                    ],
                }
            }
        }
    },
}


def start_up(rounds: int) -> list[Row]:
    """Commands in turn with an empty interpreter and one that imports lark."""
    with TemporaryDirectory() as folder:
        run = partial(_run, environment=environment(Path(folder)))
        commands = _commands(Path(folder))
        notes = {name: _trouble(run(command)) for name, command in commands.items()}
        works = {
            name: partial(_prepared, partial(run, command))
            for name, command in commands.items()
            if not notes[name]
        }
        times = take_turns(works, rounds)
    twice = at_most(2)
    wanted: list[tuple[str, str, Aim | None]] = [
        (RENDER, LARK, twice),
        (PROJECT, LARK, twice),
        (VERSION, LARK, None),
        (VERSION, FLOOR, None),
        (LARK, FLOOR, None),
    ]
    rows = [ratio("start-up", times, *one, notes.get(one[0], "")) for one in wanted]
    return rows + [
        row("start-up", name, None, [one * 1e3 for one in figures], "ms")
        for name, figures in times.items()
    ]


def _commands(folder: Path) -> dict[str, Command]:
    project, alone = folder / "project", folder / "alone"
    for place in (project / "templates", alone):
        place.mkdir(parents=True)
        (place / "mail.html").write_text(_TEMPLATE, encoding="utf-8")
    for place in (project, alone):
        (place / "values.json").write_text(json.dumps(_VALUES), encoding="utf-8")
    (project / "relvars.toml").write_text(_SETTINGS, encoding="utf-8")
    command = tool()
    return {
        FLOOR: ([sys.executable, "-c", "pass"], alone),
        LARK: ([sys.executable, "-c", "import lark"], alone),
        VERSION: ([*command, "--version"], alone),
        RENDER: ([*command, "render", "mail.html", "--values", "values.json"], alone),
        PROJECT: ([*command, "render", "templates/mail.html", "--values", "values.json"], project),
    }


def tool() -> list[str]:
    """The installed command; without one, the module."""
    script = Path(sys.executable).parent / "relvars"
    return [str(script)] if script.exists() else [sys.executable, "-m", "relvars"]


def environment(folder: Path) -> dict[str, str]:
    """The caches of installed software, filled by the first run and thrown away at the end."""
    own = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "XDG_CACHE_HOME": str(folder / "cache")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | own | {"PYTHONPATH": str(ROOT)}


def _run(command: Command, environment: Mapping[str, str]) -> Done:
    arguments, folder = command
    return subprocess.run(
        arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def _trouble(done: Done) -> str:
    """Why the command cannot be measured, or nothing."""
    last = done.stderr.strip().rpartition("\n")[2]
    return f"exit code {done.returncode}: {last}" if done.returncode else ""


def _prepared(work: Work, _: int) -> Work:
    return work
