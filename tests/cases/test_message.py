"""Cases of whole messages, in every way that they can go wrong."""

from pathlib import Path

import pytest

from relvars.cases import Case, Surroundings, load_cases, run_parts
from relvars.errors import ConfigError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.html").write_text("<p>{lead.a}</p>")
    (tmp_path / "m.txt").write_text("{lead.a} in words")
    (tmp_path / "one.txt").write_text("alone")
    return tmp_path


def failures(folder: Path, keys: str) -> list[list[str]]:
    file = folder / "a.case.toml"
    file.write_text(f'[[case]]\nname = "a"\nvalues = {{ lead = {{ a = "x" }} }}\n{keys}')
    (case,) = load_cases(file).cases
    outcomes = run_parts(case, lambda _: Surroundings())
    return [[one.message for one in outcome.failures] for outcome in outcomes]


def test_each_part_is_an_outcome(folder: Path) -> None:
    assert failures(folder, 'template = "m"') == [[], []]
    assert failures(folder, 'template = "one"') == [[]]
    assert failures(folder, 'template = "one"\nrenders = "alone"') == [[]]


def test_one_part_at_least_contains_it_and_none_what_is_excluded(folder: Path) -> None:
    assert failures(folder, 'template = "m"\ncontains = ["<p>", "words"]') == [[], []]
    assert failures(folder, 'template = "m"\nmatches = ["s$"]\nexcludes = ["words"]') == [
        [], ["the output contains 'words'"],
    ]  # fmt: skip
    assert failures(folder, 'template = "m"\ncontains = ["nowhere", "words"]') == [
        ["the output does not contain 'nowhere'"], [],
    ]  # fmt: skip


def test_a_part_that_cannot_be_rendered_excuses_nobody(folder: Path) -> None:
    (folder / "m.txt").write_text("{end}")
    assert failures(folder, 'template = "m"\ncontains = ["words"]') == [
        ["the output does not contain 'words'"],
        ["the template has errors"],
    ]


def test_trouble_with_the_project_is_told_once(folder: Path) -> None:
    def broken(case: Case) -> Surroundings:
        raise ConfigError("the project is wrong")

    case = Case("a", 1, folder / "a.case.toml", template="m")
    (outcome,) = run_parts(case, broken)
    assert [one.message for one in outcome.failures] == ["the project is wrong"]
    (outcome,) = run_parts(Case("a", 1, folder / "a.case.toml", text=""), broken)
    assert [one.message for one in outcome.failures] == ["the project is wrong"]
    (outcome,) = run_parts(Case("a", 1, folder / "a.case.toml", wrong=("odd",)), broken)
    assert [one.message for one in outcome.failures] == ["odd"]


def test_what_is_about_one_part_is_told_once(folder: Path) -> None:
    sentence = "`diagnostics` is about one part of a message; name it, as in m.html"
    assert failures(folder, 'template = "m"\ndiagnostics = []') == [[sentence], []]
