"""The promises of docs/design.md that a machine can keep."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from relvars.catalog import OPERATORS, catalog
from relvars.functions import FUNCTIONS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "relvars"
MODULES = sorted(PACKAGE.rglob("*.py"))
DRAWERS = {"utils", "helpers", "common", "core", "misc"}
# Where a function may import: surfaces, for speed of start; and the doors to heavy libraries.
LATE_IMPORTS = {"cli", "pytest_plugin", "syntax/parser.py", "functions/jsonpath.py",
                "subscriptions.py", "spelling.py", "config/__init__.py", "config/read.py",
                "config/surroundings.py", "linter/ignoring.py", "linter/jobs.py"}  # fmt: skip


def place(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_are_short_and_no_drawers(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    assert not DRAWERS & {module.stem, *(part.name for part in module.parents)}
    for function in functions(module):
        assert (function.end_lineno or 0) - function.lineno < 60, function.name


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_functions_import_only_where_it_is_said(module: Path) -> None:
    if place(module) in LATE_IMPORTS or place(module).split("/")[0] in LATE_IMPORTS:
        return
    late = [
        ast.unparse(node)
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_no_import_is_hidden_from_the_interpreter(module: Path) -> None:
    assert "TYPE_CHECKING" not in module.read_text(encoding="utf-8")


def test_every_room_is_in_the_picture() -> None:
    drawn = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    rooms = {one.name + ("/" if one.is_dir() else "") for one in PACKAGE.iterdir()}
    rooms -= {"__init__.py", "__init__.pyi", "__main__.py", "__pycache__/", "py.typed"}
    assert [room for room in sorted(rooms) if f"`{room}`" not in drawn] == []


def test_the_catalog_and_the_code_know_the_same() -> None:
    assert list(FUNCTIONS) == list(catalog().functions)
    assert {word.means for word in catalog().words.values()} <= {*OPERATORS, "and", "or", "not"}


def test_the_version_is_written_once() -> None:
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]
