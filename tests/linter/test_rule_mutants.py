"""No condition of a rule can be flipped without a case of its own noticing."""

import ast
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from relvars.linter.listed import Group, Listed
from relvars.linter.rule import File, Rule
from relvars.linter.rules import LISTED, load
from tests.linter.rule_cases import Case, cases, check, files_of
from tests.linter.rule_mutants import (
    PACKAGE,
    RULES,
    Mutant,
    compiled,
    executed,
    in_place,
    mutants,
    rerun,
)

# What rules share, with conditions of its own: each is looked at through the rules that import it.
SHARED = ("conditions", "near_misses", "near_words", "paths", "printed_values", "used")
# What no rule imports itself, and the shared module that does.
THROUGH = {"near_words": "near_misses"}
# Conditions whose flip changes nothing that can be seen, each with the reason.
EQUIVALENT: dict[tuple[str, str], str] = {}

CHECKED = [one for one in LISTED if not one.reported and one.group is not Group.SUPPRESSION]


def path_of(listed: Listed) -> Path:
    return RULES / listed.group / f"{listed.slug.replace('-', '_')}.py"


@cache
def given(slug: str) -> tuple[tuple[Case, tuple[File, ...]], ...]:
    """The cases of a rule with their files, read once for all mutants."""
    return tuple((case, files_of(case)) for case in cases() if case.slug == slug)


def is_caught(rule: Rule) -> bool:
    """Does a case fail? An exception is as good."""
    for case, files in given(rule.slug):
        try:
            if check(case, rule, files, analysis=True):
                return True
        except Exception:
            return True
    return False


def survives(mutant: Mutant, listed: Listed) -> bool:
    try:
        rule: Rule = compiled(mutant).RULE
    except Exception:
        return False
    return not is_caught(rule)


def told(survivors: list[Mutant]) -> list[str]:
    return [f"{one.module}:{one.line} {one.text}" for one in survivors]


@pytest.mark.parametrize("listed", CHECKED, ids=[one.slug for one in CHECKED])
def test_a_flipped_condition_is_noticed(listed: Listed) -> None:
    assert not is_caught(load(listed))
    left = [one for one in mutants(path_of(listed)) if survives(one, listed)]
    assert told([one for one in left if one.key not in EQUIVALENT]) == []


@pytest.mark.parametrize("name", SHARED)
def test_a_flipped_condition_of_what_rules_share_is_noticed(name: str) -> None:
    door = THROUGH.get(name, name)
    users = [one for one in CHECKED if imports(path_of(one), f"relvars.linter.{door}")]
    assert users
    assert not any(is_caught(load(one)) for one in users)
    made = mutants(PACKAGE / "linter" / f"{name}.py")
    left = [one for one in made if shared_survives(one, users, None if door == name else door)]
    assert told([one for one in left if one.key not in EQUIVALENT]) == []


def shared_survives(mutant: Mutant, users: list[Listed], door: str | None) -> bool:
    try:
        module = compiled(mutant)
    except Exception:
        return False
    with in_place(module), in_place(again(door)) if door else nullcontext():
        return not any(is_caught(rerun(path_of(one))) for one in users)


def again(name: str) -> ModuleType:
    """A shared module, run once more with what is in place now."""
    return executed(PACKAGE / "linter" / f"{name}.py")


def imports(path: Path, module: str) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(one, ast.ImportFrom) and one.module == module for one in ast.walk(tree))


def test_an_equivalent_mutant_is_one_and_says_why() -> None:
    files = [*(path_of(one) for one in CHECKED), *(PACKAGE / "linter" / f"{n}.py" for n in SHARED)]
    keys = {one.key for path in files for one in mutants(path)}
    assert EQUIVALENT.keys() - keys == set()
    assert all(EQUIVALENT.values())


SOURCE = """
def f(a, b):
    if a and b > 1:
        return [x for x in a if x if b]
    match a:
        case 1 if b:
            return 1 if a else 2
"""


def test_every_kind_of_condition_has_its_mutant(tmp_path: Path) -> None:
    path = PACKAGE / "linter" / "sample.py"
    source = tmp_path / "sample.py"
    source.write_text(SOURCE)
    found = sorted(ast.unparse(one.tree) for one in made_of(source, path))
    assert len(found) == len(set(found)) == 6
    for flipped in ("if not (a and b > 1)", "a or b > 1", "b <= 1", "if not (x and b)",
                    "if not b:", "1 if not a else 2"):  # fmt: skip
        assert any(flipped in one for one in found), flipped


def made_of(source: Path, path: Path) -> list[Mutant]:
    """The mutants of a file that lies elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.linter.rule_mutants.module_name", lambda _: "sample")
        return list(mutants(source))
