"""`relvars data`: the embedded store on the command line."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ANN, BOB = "5d63dbdb439e7306b596c5d0", "5d63dbdb439e7306b596c6a1"
EVA = "5d63dbdb439e7306b596c5d1"


@pytest.fixture
def imported(run: Run, example: Path) -> Path:
    """The example project with its data in the store."""
    assert run("data", "import").code == 0
    return example


def test_an_import_says_what_it_read(run: Run, example: Path) -> None:
    code, out, err = run("data", "import", "data")
    assert (code, out) == (0, b"")
    assert err.splitlines() == [
        "data/profiles/agents.jsonl     3  profiles",
        "data/profiles/customers.jsonl  8  profiles",
        "data/links/managers_loyal.csv  8  links",
        "data/json.json                 1  document",
    ]
    assert (example / ".relvars" / ".gitignore").read_text() == "*\n"
    assert run("data", "import", "-q") == (0, b"", "")


def test_the_store_renders_what_the_files_render(run: Run, imported: Path) -> None:
    for template in sorted(Path("templates").iterdir()):
        for to in (f"agents:{ANN}", f"agents:{EVA}"):
            files = run("render", template, "--to", to)
            store = run("render", template, "--source", "sqlite:.relvars/store.sqlite", "--to", to)
            assert store == files
            assert store.code == 0


def test_what_a_store_holds(run: Run, imported: Path) -> None:
    lines = run("data", "show").out.decode().splitlines()
    assert lines[0].split() == ["agents", "3", "profiles"]
    assert lines[2].split() == ["managers_loyal", "8", "links"]
    assert lines[3].split() == ["json", "1", "document"]


def test_a_profile_with_its_statistics(run: Run, imported: Path) -> None:
    shown = json.loads(run("data", "show", f"agents:{ANN}").out)
    assert shown["profile"]["_fname"] == "Ann"
    reverse = shown["relations"]["managers_loyal"]["reverse"]
    assert reverse["links"] == 6
    assert reverse["profit"]["total"] == 800.5
    assert reverse["calls"]["top"] is None


def test_links_and_profiles_as_json_lines(
    run: Run, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvars.cli.data_actions._PAGE", 2)
    links = [json.loads(line) for line in run("data", "show", "managers_loyal").out.splitlines()]
    assert len(links) == 8
    assert links[0] == {"a": ANN, "b": BOB, "profit": 120.0, "calls": 4}
    profiles = run("data", "show", "customers").out.splitlines()
    assert [json.loads(line) for line in profiles] == [
        json.loads(line) for line in Path("data/profiles/customers.jsonl").read_text().splitlines()
    ]


def test_linking_and_unlinking(run: Run, imported: Path) -> None:
    def link() -> object:
        shown = [json.loads(one) for one in run("data", "show", "managers_loyal").out.splitlines()]
        return next((one for one in shown if (one["a"], one["b"]) == (EVA, BOB)), None)

    assert run("data", "link", "managers_loyal", EVA, BOB, "profit=1.5", "calls=2") == (0, b"", "")
    assert link() == {"a": EVA, "b": BOB, "profit": 1.5, "calls": 2}
    assert run("data", "link", "managers_loyal", EVA, BOB, "profit=-1", "--add").code == 0
    assert run("data", "link", "managers_loyal", EVA, BOB, "calls=").code == 0
    assert link() == {"a": EVA, "b": BOB, "profit": 0.5}
    assert run("data", "unlink", "managers_loyal", EVA, BOB) == (0, b"", "")
    assert link() is None
    code, _, err = run("data", "unlink", "managers_loyal", EVA, BOB)
    assert (code, "are not linked by managers_loyal" in err) == (1, True)


def test_a_check(run: Run, imported: Path) -> None:
    assert run("data", "check") == (0, b"", "")
    assert "all statistics are those of the links" in run("data", "check", "-v").err
    import sqlite3

    connection = sqlite3.connect(".relvars/store.sqlite")
    connection.execute("delete from contacts")
    connection.commit()
    connection.close()
    code, out, err = run("data", "check")
    assert (code, out) == (1, b"")
    assert "cannot be found by its email" in err


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["import", "nowhere"], 2, "there is no folder nowhere to import from"),
        (["import", "templates"], 1, "templates holds nothing to import"),
        (["import", "a", "b"], 2, "one argument too many: 'b'"),
        (["imprt"], 2, "ACTION must be import, link, unlink, show or check, not 'imprt'"),
        ([], 2, "ACTION is missing"),
        (["link", "managers_loyal", ANN], 2, "link needs 3 words: RELATION A B"),
        (["link", "managers_loyl", ANN, BOB], 2, "did you mean 'managers_loyal'?"),
        (["link", "managers_loyal", ANN[:-1], BOB], 2, "did you mean '5d63dbdb439e7306b596c5d"),
        (["link", "managers_loyal", ANN, "x"], 2, "no profile of the database customers has the"),
        (["link", "managers_loyal", ANN, BOB, "profits=1"], 2, "did you mean 'profit'?"),
        (["link", "managers_loyal", ANN, BOB, "profit"], 2, "is given as NAME=VALUE, not as"),
        (["link", "managers_loyal", ANN, BOB, "profit=x"], 2, "'x' is no number"),
        (["link", "managers_loyal", ANN, BOB, "calls=1.5"], 1, "calls must be a whole number"),
        (["show", "nothing"], 2, "no database and no relation is called 'nothing'"),
        (["show", "agnts:x"], 2, "no database is called 'agnts'"),
        (["show", "agents:x"], 2, "no profile of the database agents has the id 'x'"),
        (["check", "--store", "none.sqlite"], 2, "there is no store none.sqlite"),
        (["check", "--store", "relvars.toml"], 1, "relvars.toml: it is no store"),
        (["import", "--store", "none/x.sqlite"], 3, "none/x.sqlite: it could not be opened"),
    ],
)
def test_what_is_refused(
    run: Run, imported: Path, words: list[str], code: int, sentence: str
) -> None:
    ran = run("data", *words)
    assert (ran.code, ran.out) == (code, b"")
    assert sentence in ran.err


def test_a_store_without_a_project(
    run: Run, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = imported.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert "there is no project here: add --store FILE" in run("data", "show").err
    store = imported / ".relvars" / "store.sqlite"
    assert run("data", "show", "--store", store).code == 0
    assert run("data", "import", imported / "data", "--store", store).code == 0
    ran = run("data", "import", imported / "data", "--store", "new.sqlite")
    assert (ran.code, "new.sqlite knows no databases" in ran.err) == (2, True)


def test_a_project_folder_that_cannot_be_made(run: Run, example: Path) -> None:
    Path(".relvars").write_text("")
    ran = run("data", "import")
    assert (ran.code, "cannot be made" in ran.err) == (3, True)


def test_the_store_of_a_new_project_holds_nothing(run: Run, folder: Path) -> None:
    (folder / "relvars.toml").write_text("")
    (folder / "s.sqlite").write_bytes(b"")
    assert run("data", "check", "--store", "s.sqlite").code == 0
    assert run("data", "show", "--store", "s.sqlite") == (0, b"", "")


class Screen(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def test_progress_is_for_terminals(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    run("data", "import")
    assert "data/links/managers_loyal.csv: 8 rows, " in screen.getvalue()
    assert "\r\x1b[K" in screen.getvalue()
