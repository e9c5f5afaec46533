"""A project to preview, and a preview of it in the test's own process."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from relvars.preview.app import application
from relvars.preview.guard import Gate
from relvars.preview.state import State, stop
from relvars.preview.world import open_world
from tests.preview.mailbox import Mailbox

TOKEN = "the-token-of-this-run"
ADDRESS = "http://127.0.0.1:8025"
FRAME = "http://127.0.0.1:8026"

SETTINGS = """\
[project]
database = "agents"
recipient = "agents:a1"

[[database]]
id = 1
name = "agents"
[database.fields]
_fname = "string"
email = "string"
city = "string"
points = "integer"

[[relation]]
id = 3
short_name = "loyal"
database_a = 1
database_b = 1
[[relation.property]]
short_name = "profit"
type = "float"
sum = true
top = "highest"
"""
HTML = """\
<!doctype html><html><head><title>{lead._fname}</title></head>
<body><p>Dear {lead._fname},</p>
{if lead.city equal "Riga"}<a href="https://example.com/{lead.city}">Home</a>{else}<p>Away</p>{end}
{for $i $item = relation.loyal.reverse.profit.top}<li>{$item.lead._fname}: {$item.value}</li>
{else}<p>No one.</p>{end}
</body></html>
"""
PROFILES = [
    {"_id": "a1", "_fname": "Ann", "email": "ann@example.com", "city": "Riga", "points": 3},
    {"_id": "a2", "_fname": "Bob", "email": "bob@example.com", "city": "Oslo"},
    {"_id": "a3", "_lname": "Smith", "city": "Riga"},
    {"_id": "a4", "_fname": "Ольга", "email": "olga@example.com"},
]
FILES = {
    "relvars.toml": SETTINGS,
    "templates/welcome.html": HTML,
    "templates/welcome.subject.txt": "Hello, {lead._fname}",
    "templates/welcome.txt": "Dear {lead._fname}, you have {lead.points} points.",
    "templates/welcome.sms.txt": "Hi {lead._fname}!",
    "templates/welcome.push.txt": "Hi {lead._fname}\nCome and see {json.offer.name}",
    "templates/more/broken.html": "<p>{if lead.city}</p>",
    "data/profiles/agents.jsonl": "".join(
        json.dumps(one, ensure_ascii=False) + "\n" for one in PROFILES
    ),
    "data/links/loyal.csv": "a,b,profit\na1,a2,10\na1,a4,25.5\n",
    "data/json.json": '{"offer": {"name": "Tea"}}',
}

Json = dict[str, Any]


def write(root: Path, path: str, text: str) -> Path:
    """A file of the project."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project's folder."""
    for path, text in FILES.items():
        write(tmp_path / "shop", path, text)
    return tmp_path / "shop"


class Site(NamedTuple):
    """A preview that is asked without a network."""

    root: Path
    state: State
    page: TestClient
    frame: TestClient

    def get(self, path: str, **query: str) -> Json:
        """The answer to a call that succeeds."""
        answer = self.page.get(path, params=query)
        assert answer.status_code == 200, answer.text
        known: Json = answer.json()
        assert known["version"] == 1
        return known

    def post(self, path: str, **body: Any) -> Json:
        """The same with a body."""
        answer = self.page.post(path, json=body, headers={"X-Relvars-Token": TOKEN})
        assert answer.status_code == 200, answer.text
        known: Json = answer.json()
        assert known["version"] == 1
        return known

    def refused(self, path: str, **body: Any) -> tuple[int, str]:
        """Status and sentence for a body that is not right."""
        answer = self.page.post(path, json=body, headers={"X-Relvars-Token": TOKEN})
        assert answer.status_code >= 400
        return answer.status_code, answer.json()["error"]

    def part(self, kind: str, message: str = "templates/welcome", **body: Any) -> Json:
        """A part of a rendered message."""
        answer = self.post("/api/render", message=message, **body)
        return next(one for one in answer["parts"] if one["kind"] == kind)


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    """Previews of folders; their threads end with the test."""
    made: list[State] = []

    def make(root: Path, **options: Any) -> Site:
        state = State(open_world(root), run="run", token=TOKEN, **options)
        made.append(state)
        gate = Gate(8025, 8026, frozenset({"127.0.0.1", "localhost"}), TOKEN)
        app = application(state, gate)
        return Site(root, state, TestClient(app, ADDRESS), TestClient(app, FRAME))

    yield make
    for one in made:
        stop(one)


@pytest.fixture
def site(root: Path, make_site: Callable[..., Site]) -> Site:
    """A preview of the project."""
    return make_site(root)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server, in a thread."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)
