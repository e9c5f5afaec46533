"""`GET /api/recipients`: a page of people, searched, in order or worst first."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from relvars.errors import SourceError
from relvars.preview.people import described, page, start_listing
from relvars.preview.ranking import SAMPLE, sample
from relvars.schema import Schema
from relvars.sources import Fetched, open_source
from relvars.store import import_profile, open_store
from relvars.values import Recipient, Value
from tests.preview.conftest import Json, Site, write


def ready(site: Site, **query: str) -> Json:
    """The answer once all are listed, or ranked."""
    for _ in range(200):
        answer = site.get("/api/recipients", **query)
        if answer["ready"]:
            return answer
        threading.Event().wait(0.02)
    raise AssertionError("never ready")


def test_everybody_is_listed_in_the_order_of_the_source(site: Site) -> None:
    answer = ready(site)
    assert [(one["to"], one["name"], one["detail"]) for one in answer["items"]] == [
        ("agents:a1", "Ann", "ann@example.com, Riga"),
        ("agents:a2", "Bob", "bob@example.com, Oslo"),
        ("agents:a3", "Smith", "Riga"),
        ("agents:a4", "Ольга", "olga@example.com"),
    ]
    assert (answer["database"], answer["total"], answer["next"]) == ("agents", 4, None)


def test_pages_follow_each_other(site: Site) -> None:
    first = ready(site, limit="3")
    assert (len(first["items"]), first["next"], first["total"]) == (3, "3", 4)
    second = ready(site, limit="3", after=first["next"])
    assert [one["to"] for one in second["items"]] == ["agents:a4"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("sought", "found"),
    [("ann", ["a1"]), ("RIGA", ["a1", "a3"]), ("ольга", ["a4"]), ("bob oslo", ["a2"]),
     ("a3", ["a3"]), ("nobody", []), ("  ", ["a1", "a2", "a3", "a4"])],
)  # fmt: skip
def test_search_is_for_all_words_whatever_their_case(
    site: Site, sought: str, found: list[str]
) -> None:
    answer = ready(site, q=sought)
    assert [one["to"] for one in answer["items"]] == [f"agents:{one}" for one in found]
    assert answer["total"] == len(found)


def test_search_has_pages_too(site: Site) -> None:
    first = ready(site, q="riga", limit="1")
    assert (first["items"][0]["to"], first["total"]) == ("agents:a1", 2)
    second = ready(site, q="riga", limit="1", after=first["next"])
    assert (second["items"][0]["to"], second["next"]) == ("agents:a3", None)


@pytest.mark.parametrize(
    "query", [{"limit": "x"}, {"after": "-1"}, {"after": "9" * 20}, {"limit": "²"}]
)
def test_numbers_are_numbers(site: Site, query: dict[str, str]) -> None:
    answer = site.page.get("/api/recipients", params=query)
    assert (answer.status_code, "must be a number" in answer.text) == (400, True)


def test_a_database_without_profiles_is_explained(site: Site) -> None:
    answer = ready(site, database="nobodies")
    assert answer["items"] == []
    assert answer["note"] == "files:data has no profiles of 'nobodies'."


def test_a_wrong_file_is_told_beside_what_could_be_read(site: Site) -> None:
    file = site.root / "data/profiles/agents.jsonl"
    file.write_text(file.read_text() + "{broken\n")
    answer = ready(site)
    assert len(answer["items"]) == 4
    assert "line 5" in answer["note"]


def test_the_database_is_that_of_the_message(site: Site, make_site: Callable[..., Site]) -> None:
    write(site.root, "data/profiles/others.jsonl", '{"_id": "o1"}\n')
    settings = site.root / "relvars.toml"
    rule = '[template."templates/more/*"]\ndatabase = "others"\n'
    settings.write_text(settings.read_text() + rule)
    answer = ready(make_site(site.root), message="templates/more/broken")
    assert [one["to"] for one in answer["items"]] == ["others:o1"]


def test_a_store_is_listed(root: Path, make_site: Callable[..., Site]) -> None:
    site = make_site(root)
    with open_store(root / "own.sqlite", site.state.world.project.schema) as store:
        for name in ("b2", "b1"):
            import_profile(store, 1, {"_fname": name}, matching="profile_id", profile_id=name)
    settings = (root / "relvars.toml").read_text()
    write(
        root, "relvars.toml", settings.replace("[project]", '[project]\ndata = "sqlite:own.sqlite"')
    )
    answer = ready(make_site(root))
    assert [one["name"] for one in answer["items"]] == ["b1", "b2"]


def test_values_of_one_message_are_of_nobody(root: Path, make_site: Callable[..., Site]) -> None:
    write(root, "one.json", "{}")
    settings = (root / "relvars.toml").read_text()
    write(
        root, "relvars.toml", settings.replace("[project]", '[project]\ndata = "values:one.json"')
    )
    answer = ready(make_site(root))
    assert answer["note"] == "values:one.json has no profiles of 'agents'."


class Distant:
    """A source on another computer, with more people than anybody would list."""

    url = "https://vendor.example"

    def fetch(self, recipient: Recipient, keys: object) -> Fetched:
        """Nothing."""
        return Fetched({}, {})

    def recipients(self, database: str) -> Iterator[Recipient]:
        """A thousand."""
        return (Recipient(database, f"d{number}") for number in range(1000))


def test_a_platform_is_not_asked_for_everybody(site: Site) -> None:
    site.state.world = site.state.world._replace(source=Distant())
    answer = ready(site, limit="200")
    assert (answer["total"], len(answer["items"])) == (200, 200)
    assert answer["note"] == "Only the first 200 are listed of https://vendor.example."
    worst = ready(site, order="worst", message="templates/welcome")
    assert (worst["items"], "nobody is ranked" in worst["note"]) == ([], True)


class Failing(Distant):
    """A source that fails in its own way."""

    url = "files:x"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def each_profile(self, database: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
        """One, and then trouble."""
        yield "f1", {}
        raise self.error


@pytest.mark.parametrize(
    ("error", "note"),
    [(SourceError("the disk is gone"), "the disk is gone"),
     (ZeroDivisionError(), "The profiles cannot be listed (ZeroDivisionError).")],
)  # fmt: skip
def test_a_source_that_fails_ends_the_list(error: Exception, note: str) -> None:
    listing = start_listing(Failing(error), "x", 1, lambda: None)
    while not listing.done:
        page(listing, "", 0, 10)
    assert (listing.ids, listing.note) == (["f1"], note)


def test_profiles_are_described_shortly_and_in_one_line() -> None:
    assert described("x", {"_fname": "A\tB\n", "_lname": 3}) == "A B 3\t"
    assert described("x", {"email": "e@x", "city": "Riga"}) == "e@x\tRiga"
    assert described("x", {"_fname": {"a": 1}, "email": None}) == "x\t"
    assert len(described("x", {"_fname": "y" * 10**6})) == 61


def waited(event: threading.Event) -> None:
    """Wait until something has happened."""
    assert event.wait(10)


def test_a_list_that_nobody_wants_any_more_is_given_up(tmp_path: Path) -> None:
    rows = "".join(f"{json.dumps({'_id': f'n{n}'})}\n" for n in range(5000))
    write(tmp_path, "profiles/many.jsonl", rows)
    source = open_source("files:.", schema=Schema(), assumptions=None, base=tmp_path)  # type: ignore[arg-type]
    going = threading.Event()
    listing = start_listing(source, "many", 1, lambda: waited(going))
    listing.stopped = True
    going.set()
    threading.Event().wait(0.2)
    assert (listing.done, len(listing.ids) < 5000) == (False, True)


def test_new_data_make_a_new_list(site: Site) -> None:
    assert ready(site)["total"] == 4
    write(site.root, "data/profiles/agents.jsonl", '{"_id": "n1"}\n')
    world = site.state.world
    site.state.world = world._replace(data=world.data + 1)
    assert [one["to"] for one in ready(site)["items"]] == ["agents:n1"]


def test_worst_first(site: Site) -> None:
    answer = ready(site, order="worst", message="templates/welcome")
    assert [one["to"] for one in answer["items"]] == ["agents:a3", "agents:a2", "agents:a4"]
    assert answer["items"][0]["why"][0] == "{lead._fname} prints nothing."
    reason = answer["items"][0]["reasons"][0]
    assert (reason["kind"], reason["file"]) == ("empty", "templates/welcome.push.txt")
    assert (answer["scanned"], answer["total"]) == (4, 3)


def test_rare_branches_are_worth_a_look(site: Site) -> None:
    rows = [{"_id": f"r{n}", "_fname": "X", "points": 1, "city": "Riga"} for n in range(40)]
    rows[7]["city"] = "Oslo"
    text = "".join(json.dumps(one) + "\n" for one in rows)
    write(site.root, "data/profiles/agents.jsonl", text)
    write(site.root, "data/links/loyal.csv", "a,b,profit\n")
    answer = ready(site, order="worst", message="templates/welcome")
    assert [one["to"] for one in answer["items"]] == ["agents:r7"]
    assert answer["items"][0]["why"] == [
        "A branch that 2.5 % take: templates/welcome.html:3, else."
    ]


def test_whose_message_cannot_be_made_come_first(site: Site) -> None:
    rows = [{"_id": "s1"}, {"_id": "s2", "_fname": "x" * 500}]
    text = "".join(json.dumps(one) + "\n" for one in rows)
    write(site.root, "data/profiles/agents.jsonl", text)
    write(site.root, "data/links/loyal.csv", "a,b,profit\n")
    project = site.state.world.project
    site.state.world = site.state.world._replace(project=project._replace(output_limit=400))
    answer = ready(site, order="worst", message="templates/welcome")
    assert [one["to"] for one in answer["items"]] == ["agents:s2", "agents:s1"]
    assert answer["items"][0]["reasons"][0]["kind"] == "error"


def test_a_broken_part_is_ranked_by_its_last_good_text(site: Site) -> None:
    assert site.part("html")["ok"]
    write(site.root, "templates/welcome.html", "{if lead.city}")
    answer = ready(site, order="worst", message="templates/welcome")
    assert answer["scanned"] == 4


def test_samples_are_spread_evenly() -> None:
    assert list(sample(3)) == [0, 1, 2]
    assert len(sample(100_000)) == SAMPLE
    assert sample(100_000)[-1] > 99_000


def test_lists_of_few_databases_are_kept(site: Site) -> None:
    for number in range(30):
        site.get("/api/recipients", database=f"none{number}")
    assert len(site.state.listings) <= 16


def test_a_ranking_of_an_old_text_is_given_up(site: Site) -> None:
    asked = {"order": "worst", "message": "templates/welcome"}
    site.get("/api/recipients", **asked)
    old = site.state.ranking
    write(site.root, "templates/welcome.sms.txt", "{lead.city}")
    assert ready(site, **asked)["scanned"] == 4
    assert old is not None
    assert old.stopped
