"""Does memory grow with the data? Whole processes, by the operating system's own account."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Row, at_most, row
from tests.bench.resolving import ROOT, platform

_IMPORT = """
import sys
from pathlib import Path
from relvars.config import load_project
from relvars.store import import_links, open_store
project = load_project(sys.argv[1])
links = ((f"a{n % 1000}", f"b{n}", {"profit": 1.5}) for n in range(int(sys.argv[3])))
with open_store(Path(sys.argv[2]), project.schema) as store:
    import_links(store, project.schema.relations[0].id, links)
"""


def store_memory(rounds: int) -> list[Row]:
    """Importing, and walking through the platform's profiles, four times as much."""
    return [*_grown("import", _imported, 500_000), *_grown("walk", _walked, 300)]


def _grown(what: str, peak: Callable[[int], float], number: int) -> list[Row]:
    small, large = peak(number), peak(4 * number)
    note = f"{number:,} and {4 * number:,}"
    return [
        row("store-memory", f"{what}: four times the data ÷ once", at_most(1.3), [large / small],
            note=note),
        row("store-memory", f"{what}: peak", None, [large / 1024], "MiB"),
    ]  # fmt: skip


def _imported(number: int) -> float:
    with TemporaryDirectory() as folder:
        project = str(ROOT / "fixtures/projects/example")
        return _peak(["-c", _IMPORT, project, f"{folder}/s.sqlite", str(number)], Path(folder))


def _walked(number: int) -> float:
    with TemporaryDirectory() as folder, platform(Path(folder), number) as source:
        settings = Path(folder) / "relvars.toml"
        with settings.open("a", encoding="utf-8") as file:
            file.write("\n[source]\nper_second = 0\n")
        words = ["-m", "relvars", "record", "--walk", "managers_loyal", "--source", source.url]
        return _peak([*words, "--store", "walked.sqlite", "--unmasked"], Path(folder))


def _peak(words: list[str], folder: Path) -> float:
    """The most memory of a Python process, in KiB."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, *words], cwd=folder, env=environment, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{words[0]} {words[1][:20]} ended with {process.returncode}")
    return usage.ru_maxrss
