"""Linting, as whole processes: 200 files of 20 KB and one, beside djlint."""

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import spelling, workloads
from tests.bench.measure import Aim, Row, Work, at_least, at_most, ratio, row, take_turns
from tests.bench.start_up import environment, tool

COLD, WARM, PEER = "relvars lint --no-cache", "relvars lint", "djlint --lint"
FILES = 200
Commands = Mapping[str, list[str]]


def lint(rounds: int) -> list[Row]:
    """Many files, with and without what an earlier run kept, and one file."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "templates"
        folder.mkdir()
        texts = [spelling.write(one, spelling.RELVARS) for one in workloads.plain_emails(FILES)]
        for number, text in enumerate(texts):
            (folder / f"{number:03}.html").write_text(text, encoding="utf-8")
        many: list[tuple[str, str, Aim | None]] = [
            (PEER, COLD, at_least(3)),
            (PEER, WARM, at_least(10)),
        ]
        one: list[tuple[str, str, Aim | None]] = [(COLD, PEER, at_most(0.5))]
        few = max(3, rounds // 4)
        return [
            *_rows(f"lint {FILES} files", folder, _commands("."), many, few),
            *_rows("lint one file", folder, _commands("000.html"), one, rounds),
        ]


def _commands(path: str) -> Commands:
    own = [*tool(), "lint", "--quiet", "--statistics", path]
    commands = {COLD: [*own, "--no-cache"], WARM: own}
    peer = Path(sys.executable).parent / "djlint"
    return {**commands, PEER: [str(peer), "--lint", path]} if peer.exists() else commands


def _rows(
    bench: str,
    folder: Path,
    commands: Commands,
    wanted: list[tuple[str, str, Aim | None]],
    rounds: int,
) -> list[Row]:
    run = partial(_run, folder)
    for command in commands.values():
        run(command)  # what is kept from run to run is kept from here on
    prepared = {name: partial(_prepared, partial(run, one)) for name, one in commands.items()}
    times = take_turns(prepared, rounds, seconds=60)
    note = "" if PEER in commands else "djlint is not installed; the extra bench has it"
    return [
        *(ratio(bench, times, *one, note) for one in wanted),
        *(row(bench, name, None, [t * 1e3 for t in taken], "ms") for name, taken in times.items()),
    ]


def _run(folder: Path, command: list[str]) -> None:
    subprocess.run(
        command, cwd=folder, env=environment(folder.parent), capture_output=True, check=False
    )


def _prepared(work: Work, _: int) -> Work:
    return work
