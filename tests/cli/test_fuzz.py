"""`relvars fuzz`: what is told, what is written, and how it ends."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from relvars.cases import load_cases
from relvars.fuzzer import fuzzing
from relvars.fuzzer.checks import Flaw, Measure, flaws
from tests.cli.conftest import Run


@pytest.fixture
def shop(folder: Path) -> Path:
    (folder / "templates").mkdir()
    (folder / "relvars.toml").write_text("[lint]\nsms-parts = 2\n")
    (folder / "templates/a.html").write_text("<p>Hi {lead._fname},</p>")
    (folder / "templates/b.html").write_text("<p>{lead._fname}</p>")
    (folder / "templates/c.sms.txt").write_text("x" * 290 + "{lead._fname}")
    return folder


def test_a_flaw_is_told_and_written_as_a_case(run: Run, shop: Path) -> None:
    code, out, err = run("fuzz", "templates/a.html", "--tries", "50")
    assert code == 1
    assert out.decode() == (
        "templates/a.html: empty-greeting: a greeting without a name: Hi ,\n  values: {}\n"
    )
    assert err == (
        "hint: 1 kind of flaw in 50 values (seed 1), written as cases to"
        " tests/a.html.fuzz.case.toml\n"
    )
    [case] = load_cases(shop / "tests/a.html.fuzz.case.toml").cases
    assert (case.template, case.excludes, case.wrong) == ("templates/a.html", ("Hi ,",), ())


def test_the_file_is_written_anew_but_never_somebody_elses(run: Run, shop: Path) -> None:
    run("fuzz", "templates/a.html", "--tries", "5")
    assert run("fuzz", "templates/a.html", "--tries", "5").code == 1
    (shop / "own.case.toml").write_text("# mine\n")
    code, out, err = run("fuzz", "templates/a.html", "--tries", "5", "-o", "own.case.toml")
    assert (code, out) == (2, b"")
    assert "not written by relvars fuzz" in err
    assert (shop / "own.case.toml").read_text() == "# mine\n"


def test_nothing_found(run: Run, shop: Path) -> None:
    code, out, err = run("fuzz", "templates/b.html", "--tries", "50")
    assert (code, out, err) == (0, b"", "hint: no flaw in 50 values (seed 1)\n")
    assert not (shop / "tests").exists()


def test_as_json(run: Run, shop: Path) -> None:
    ran = run("fuzz", "templates/a.html", "--tries", "9", "--format", "json", "--no-cases",
              "--seed", "4")  # fmt: skip
    finding = {
        "kind": "empty-greeting",
        "message": "a greeting without a name: Hi ,",
        "values": {},
    }
    assert json.loads(ran.out) == {"version": 1, "seed": 4, "tries": 9, "findings": [finding]}
    assert not (shop / "tests").exists()


def test_the_limits_are_those_of_the_project_and_of_made_up_texts(run: Run, shop: Path) -> None:
    code, out, _ = run("fuzz", "templates/c.sms.txt", "--tries", "300")
    assert (code, b"at most 2 parts" in out) == (1, True)
    assert run("fuzz", "templates/c.sms.txt", "--tries", "9", "--values-limit", "3").code == 1


def test_time_ends_it(run: Run, shop: Path) -> None:
    assert run("fuzz", "templates/b.html", "--time", "1ms").code == 0


def test_what_was_found_before_ctrl_c_is_kept(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))

    def until_the_tenth(message: str, measure: Measure) -> Iterator[Flaw]:
        if next(calls) == 10:
            raise KeyboardInterrupt
        return flaws(message, measure)

    monkeypatch.setattr(fuzzing, "flaws", until_the_tenth)
    code, out, err = run("fuzz", "templates/a.html", "--time", "1h")
    assert (code, b"empty-greeting" in out) == (130, True)
    assert "written as cases to tests/a.html.fuzz.case.toml" in err
    assert (shop / "tests/a.html.fuzz.case.toml").exists()


def test_without_a_project_the_case_lies_beside_the_template(run: Run, folder: Path) -> None:
    (folder / "a.html").write_text("Hi {lead._fname}, {lead.b}")
    assert run("fuzz", "a.html", "--tries", "20").code == 1
    assert 'template = "a.html"' in (folder / "a.html.fuzz.case.toml").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nope.html",), 2, "there is no file nope.html"),
        (("-",), 2, "must be a file"),
        (("templates/bad.html",), 1, "error[unclosed-block]"),
        (("templates/a.html", "--time", "soon"), 2, "--time: a time such as 30s or 5m, not 'soon'"),
        (("templates/a.html", "--time", "0s"), 2, "--time"),
        (("templates/a.html", "--tries", "0"), 2, "--tries"),
        (("templates/a.html", "-o", "x.toml"), 2, "*.case.toml"),
    ],
)
def test_misuse(run: Run, shop: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (shop / "templates/bad.html").write_text("{if lead.a}")
    ran = run("fuzz", *arguments)
    assert (ran.code, ran.out) == (code, b"")
    assert said in ran.err
