"""`relvars cases`: suggest and minimise."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def shop(folder: Path) -> Path:
    for name in ("templates", "tests", "tests/.hidden"):
        (folder / name).mkdir()
    (folder / "relvars.toml").write_text("[project]\n")
    (folder / "templates/a.html").write_text("{if lead.a}x{else}y{end}")
    (folder / "tests/a.case.toml").write_text(
        'template = "templates/a.html"\n[[case]]\nname = "y"\nvalues = {}\nrenders = "y"\n'
    )
    (folder / "tests/.hidden/b.case.toml").write_text("no TOML")
    return folder


def test_suggest_on_stdout(run: Run, shop: Path) -> None:
    code, out, err = run("cases", "suggest", "templates/a.html")
    assert code == 0
    made = tomllib.loads(out.decode())
    assert made["template"] == "templates/a.html"
    assert [one["renders"] for one in made["case"]] == ["x"]
    assert err == "hint: 1 case for templates/a.html; each was replayed\n"
    assert run("-q", "cases", "suggest", "templates/a.html").err == ""


def test_suggest_into_a_file_which_then_counts(run: Run, shop: Path) -> None:
    assert run("cases", "suggest", "templates/a.html", "-o", "tests/b.case.toml").out == b""
    assert "with lead.a" in (shop / "tests/b.case.toml").read_text()
    code, out, err = run("cases", "suggest", "templates/a.html")
    assert (code, out) == (0, b"")
    assert err == "hint: the cases there are reach every branch and value of templates/a.html\n"


def test_nothing_is_overwritten(run: Run, shop: Path) -> None:
    code, _, err = run("cases", "suggest", "templates/a.html", "-o", "tests/a.case.toml")
    assert code == 2
    assert "there already" in err
    code, _, err = run("cases", "suggest", "templates/a.html", "-o", "b.toml")
    assert (code, "pytest collects files named *.case.toml" in err) == (2, True)


def test_what_cannot_be_reached_is_told(run: Run, shop: Path) -> None:
    (shop / "templates/b.html").write_text("{if 1}x{end}{if lead.a equal 1}x{end}")
    code, _, err = run("cases", "suggest", "templates/b.html")
    assert code == 0
    assert "warning: line 1: not 1: cannot be reached: `1` on line 1 is never false\n" in err
    (shop / "templates/c.html").write_text("{if 1}x{end}")
    (shop / "tests/c.case.toml").write_text(
        '[[case]]\nname = "c"\ntemplate = "templates/c.html"\nvalues = {}\nrenders = "x"\n'
    )
    assert "nothing more of templates/c.html" in run("cases", "suggest", "templates/c.html").err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("suggest", "nope.html"), 2, "there is no file nope.html"),
        (("suggest", "templates"), 2, "templates is a folder, not a template"),
        (("suggest", "-"), 2, "must be a file"),
        (("suggest",), 2, "suggest takes one template"),
        (("suggest", "a", "b"), 2, "suggest takes one template"),
        (("suggest", "templates/bad.html"), 1, "error[unclosed-block]"),
        (("minimise", "nope"), 2, "there is no file or folder nope"),
        (("minimise", "templates"), 2, "there is no case.toml file here"),
        (("minimize",), 2, "did you mean 'minimise'?"),
    ],
)
def test_misuse(run: Run, shop: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (shop / "templates/bad.html").write_text("{if lead.a}")
    ran = run("cases", *arguments)
    assert (ran.code, ran.out) == (code, b"")
    assert said in ran.err


def test_minimise(run: Run, shop: Path) -> None:
    (shop / "tests/b.case.toml").write_text(
        'template = "templates/a.html"\n[[case]]\nname = "y too"\nvalues = {}\ncontains = ["y"]\n'
        '[[case]]\nname = "x"\nvalues = { lead = { a = 1 } }\ncontains = ["x"]\n'
    )
    code, out, err = run("cases", "minimise")
    assert code == 0
    assert out.decode().splitlines() == [
        "keep    tests/a.case.toml::y",
        "keep    tests/b.case.toml::x",
        "remove  tests/b.case.toml::y too",
    ]
    assert err.startswith("hint: 2 of 3 cases reach as much as all of them; no smaller set does\n")
    made = json.loads(run("cases", "minimise", "tests/b.case.toml", "--format", "json").out)
    assert made == {
        "version": 1, "smallest": True, "removable": [], "failed": [],
        "keep": ["tests/b.case.toml::y too", "tests/b.case.toml::x"],
    }  # fmt: skip


def test_cases_that_fail_are_left_out(run: Run, shop: Path) -> None:
    (shop / "tests/b.case.toml").write_text("[[case]\n")
    code, out, err = run("cases", "minimise")
    assert (code, out) == (1, b"keep    tests/a.case.toml::y\n")
    assert "warning: tests/b.case.toml::the file itself does not pass: " in err


def test_without_a_project(run: Run, folder: Path) -> None:
    (folder / "mail").mkdir()
    (folder / "mail/a.html").write_text("{if lead.a}x{end}")
    out = run("cases", "suggest", "mail/a.html").out.decode()
    assert tomllib.loads(out)["template"] == "mail/a.html"
    run("cases", "suggest", "mail/a.html", "-o", "mail/a.case.toml")
    assert 'template = "a.html"' in (folder / "mail/a.case.toml").read_text()
    assert run("cases", "minimise").code == 0
