"""The live preview: starting with many templates and recipients, saving, waiting, remembering."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any, NamedTuple

from tests.bench import preview_browser, spelling, workloads
from tests.bench.measure import Row, at_most, row

ROOT = Path(__file__).parents[2]
TEMPLATES, PEOPLE = 1000, 100_000
_MESSAGE = "templates/large"
_LARGE = 100 * workloads.KILOBYTE
_SETTINGS = """\
[project]
database = "agents"
recipient = "agents:p77777"
[[database]]
id = 1
name = "agents"
"""
# The token is what a page is told; a program of one's own may as well print it.
_SERVE = """
import sys
from relvars.preview import running
preview = running.prepare(running.Wanted(sys.argv[1], port=0))
ready = lambda: print(preview.address, preview.state.token, flush=True)
try:
    running.run(preview, ready)
except KeyboardInterrupt:
    pass
"""


class Running(NamedTuple):
    """A preview in a process of its own."""

    process: subprocess.Popen[str]
    place: str
    token: str

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer to a call, as JSON."""
        connection = HTTPConnection(self.place, timeout=60)
        method, headers = "GET", {"X-Relvars-Token": self.token}
        if body is not None:
            method, headers = "POST", {**headers, "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = json.load(connection.getresponse())
        connection.close()
        return answer


def preview(rounds: int) -> list[Row]:
    """All figures of one preview, one after the other."""
    saves = max(preview_browser.SAVES, rounds)
    note = f"{TEMPLATES:,} templates, {PEOPLE:,} recipients"
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder)
        started = perf_counter()
        with _running(folder) as one:
            begun = perf_counter() - started
            started = perf_counter()
            one.ask("/api/render", {"message": _MESSAGE})
            first = perf_counter() - started
            _settle(one)
            searched = _timed(one, "/api/recipients?q=lee+99")
            saved, shown = _saves(one, folder, saves)
            seen = preview_browser.rows(
                f"http://{one.place}", _MESSAGE, folder / f"{_MESSAGE}.html", saves, note
            )
            used = _idle(one)
            peak = _peak(one)
        example = folder / "example"
        shutil.copytree(ROOT / "fixtures" / "projects" / "example", example)
        with _running(example) as one:
            opened = preview_browser.first_page(f"http://{one.place}")
    return [
        row("preview", "start until it answers", at_most(2), [begun], "s", note),
        row("preview", "first message of a recipient", None, [first], "s", note),
        row("preview", "a search among all recipients", at_most(0.5), [searched], "s"),
        row("preview", "from a save to its event", None, saved, "s", "100 KB"),
        row("preview", "from a save to the message", at_most(0.1), shown, "s", "100 KB"),
        opened,
        *seen,
        row("preview", "processor while nothing happens", at_most(0.01), [used], "", "of one"),
        row("preview", "most memory", at_most(250), [peak], "MiB", f"{2 * saves} saves, {note}"),
    ]


def _write(folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "data" / "profiles").mkdir(parents=True)
    (folder / "relvars.toml").write_text(_SETTINGS)
    texts = [spelling.write(one, spelling.RELVARS) for one in workloads.plain_emails(20)]
    for number in range(TEMPLATES - 1):
        text = f"{texts[number % len(texts)]}<!-- {number} -->"
        (folder / "templates" / f"{number:04}.html").write_text(text)
    (folder / f"{_MESSAGE}.html").write_text(_large(texts[0]))
    with (folder / "data/profiles/agents.jsonl").open("w") as file:
        for number in range(PEOPLE):
            one = {"_id": f"p{number}", "_fname": "Ann", "_lname": f"Lee{number}",
                   "email": f"p{number}@example.com", "city": "Riga"}  # fmt: skip
            file.write(json.dumps(one) + "\n")


def _large(text: str) -> str:
    """A message of the size that is promised."""
    head, body, rest = text.partition("</table>")
    row = "<tr><td class='wide'>words to fill a message with, for the length of it</td></tr>\n"
    mark = "<tr><td><p id=mark></p></td></tr>\n"
    return head + mark + row * ((_LARGE - len(text)) // len(row)) + body + rest


@contextmanager
def _running(folder: Path) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address, token = process.stdout.readline().split()
        yield Running(process, address.removeprefix("http://"), token)
    finally:
        process.terminate()
        process.communicate()


def _settle(one: Running) -> None:
    """Wait until everything behind the requests is done."""
    while not one.ask("/api/recipients")["ready"]:
        sleep(0.1)
    while not all(each["checked"] for each in one.ask("/api/project")["messages"]):
        sleep(0.2)


def _timed(one: Running, path: str) -> float:
    start = perf_counter()
    one.ask(path)
    return perf_counter() - start


def _saves(one: Running, folder: Path, times: int) -> tuple[list[float], list[float]]:
    """Seconds from a save to the word of it, and to the message made of it."""
    file, told, shown = folder / f"{_MESSAGE}.html", [], []
    text = file.read_text()
    connection = HTTPConnection(one.place, timeout=60)
    connection.request("GET", "/events")
    events = connection.getresponse()
    for number in range(times):
        part = file.with_suffix(".part~")
        part.write_text(f"{text}<!-- {number} -->")
        start = perf_counter()
        os.replace(part, file)
        _changed(events)
        told.append(perf_counter() - start)
        answer = one.ask("/api/render", {"message": _MESSAGE})
        shown.append(perf_counter() - start)
        assert answer["parts"][0]["output"].endswith(f"<!-- {number} -->")
        sleep(0.05)
    connection.close()
    return told, shown


def _changed(events: HTTPResponse) -> None:
    while events.readline() != b"event: change\n":
        pass


def _idle(one: Running) -> float:
    """The share of a processor that is used while nobody asks anything."""
    sleep(1)
    before, seconds = _used(one), 5
    sleep(seconds)
    return (_used(one) - before) / seconds


def _used(one: Running) -> float:
    tasks = Path(f"/proc/{one.process.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def _peak(one: Running) -> float:
    status = Path(f"/proc/{one.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
