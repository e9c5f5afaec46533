"""fixtures/spec/ leaves out nothing that the language's facts name."""

import re
import tomllib
from pathlib import Path

import pytest

from relvars.cases import Case, load_cases
from relvars.catalog import Assumptions, catalog, grammar_file

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "fixtures" / "spec"
CASES = [
    case for file in sorted(SPEC.rglob("*.case.toml")) for case in load_cases(file).cases
]  # fmt: skip


def template(case: Case) -> str:
    if case.text is not None:
        return case.text
    return (case.file.parent / str(case.template)).read_text(encoding="utf-8")


EVERYTHING = "\n".join(template(case) for case in CASES)
FACTS = catalog()


def place(case: Case) -> str:
    return f"{case.file.name}: {case.name}"


def test_each_case_says_what_is_known_and_from_where() -> None:
    status = {"documented", "inferred", "assumed", "required"}
    assert [place(case) for case in CASES if case.status not in status or not case.source] == []


def test_sources_that_are_headings_of_the_language_page_exist() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^#+ (.+)$", page, re.MULTILINE))
    prefix = "docs/language.md, "
    named = {case.source.removeprefix(prefix) for case in CASES if case.source.startswith(prefix)}
    assert named - headings == set()


@pytest.mark.parametrize("name", Assumptions._fields)
def test_each_choice_of_an_assumption_has_a_case(name: str) -> None:
    assumption = FACTS.assumptions[name]
    tried = [case.assume[name] for case in CASES if name in case.assume]
    others = [choice for choice in assumption.choices if choice != assumption.default]
    wanted = others if assumption.choices else tried[:1]
    assert wanted != []
    assert [one for one in wanted if one not in tried and list_of(one) not in tried] == []
    assert [case for case in CASES if case.source.startswith(f"assumption {name}")] != []


def list_of(choice: object) -> object:
    return list(choice) if isinstance(choice, tuple) else choice


@pytest.mark.parametrize("name", FACTS.roots)
def test_each_root_has_a_case(name: str) -> None:
    assert f"{{{name}." in EVERYTHING


@pytest.mark.parametrize("name", [*FACTS.functions, *FACTS.variables])
def test_each_function_and_variable_has_a_case(name: str) -> None:
    assert re.search(rf"(?<!\w){name}(?: ?\(|\}})", EVERYTHING)


@pytest.mark.parametrize(
    "path", [f"{root}.{name}" for root, names in FACTS.fields.items() for name in names]
)
def test_each_system_field_has_a_case(path: str) -> None:
    assert f"{{{path}}}" in EVERYTHING


@pytest.mark.parametrize("word", FACTS.words)
def test_each_word_of_a_condition_has_a_case(word: str) -> None:
    assert re.search(rf"[ (]{word}[ (]", EVERYTHING)


@pytest.mark.parametrize("ending", FACTS.channels)
def test_each_channel_has_a_case(ending: str) -> None:
    assert [case for case in CASES if str(case.template).endswith(ending)] != []


def test_each_slip_has_a_case() -> None:
    mistakes = tomllib.loads(grammar_file("mistakes.toml").read_text(encoding="utf-8"))["mistake"]
    named = {slug for case in CASES for slug in case.diagnostics or ()}
    assert {one["slug"] for one in mistakes} - named == set()


def test_each_finding_of_the_syntax_has_a_case() -> None:
    written = "\n".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "relvars" / "syntax").glob("*.py")
    )
    slugs = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', written))
    named = {slug for case in CASES for slug in case.diagnostics or ()}
    assert slugs - named == set()
