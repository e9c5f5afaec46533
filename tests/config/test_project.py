"""Finding a project, and what it says of a template."""

import subprocess
import sys
from pathlib import Path

import pytest

from relvars.config import database_for, find_project, load_project, recipient_for
from relvars.errors import ConfigError
from relvars.values import Recipient

SETTINGS = """\
[project]
database = "agents"
recipient = "agents:a1"
[template."templates/customers/*"]
database = "customers"
recipient = "customers:c1"
[template."templates/**/special.html"]
database = "partners"
[template."templates/customers/vip/*.html"]
recipient = "customers:c2"
[[database]]
id = 1
name = "agents"
[[database]]
id = 2
name = "customers"
[[database]]
id = 3
name = "partners"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "relvars.toml").write_text(SETTINGS)
    (tmp_path / "templates" / "customers" / "vip").mkdir(parents=True)
    return tmp_path


def test_the_nearest_file_upwards_is_found(root: Path) -> None:
    inside = root / "templates" / "customers"
    assert find_project(inside) == root / "relvars.toml"
    assert find_project(root) == root / "relvars.toml"
    assert find_project(inside / "not-there.html") == root / "relvars.toml"
    (inside / "relvars.toml").write_text("")
    assert find_project(inside) == inside / "relvars.toml"


def test_a_folder_of_that_name_is_no_project(root: Path) -> None:
    (root / "templates" / "relvars.toml").mkdir()
    assert find_project(root / "templates") == root / "relvars.toml"


def test_where_there_is_none(tmp_path: Path) -> None:
    assert find_project(tmp_path) is None
    with pytest.raises(ConfigError, match=r"there is no relvars\.toml in .* or in a folder above"):
        load_project(tmp_path)


def test_a_project_is_loaded_from_its_file_its_folder_or_below(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = load_project(root)
    assert load_project(root / "relvars.toml") == whole
    assert load_project(root / "templates") == whole
    assert load_project(str(root)) == whole
    monkeypatch.chdir(root / "templates")
    assert load_project() == whole
    assert whole.root == root


def test_messages_name_the_file_as_seen_from_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "relvars.toml").write_text("x = 1")
    with pytest.raises(ConfigError, match=r"^relvars\.toml:1: unknown key 'x'"):
        load_project()


@pytest.mark.parametrize(
    ("template", "database", "recipient"),
    [
        ("templates/a.html", "agents", "agents:a1"),
        ("templates/customers/a.html", "customers", "customers:c1"),
        ("templates/customers/vip/a.html", "customers", "customers:c2"),
        ("templates/customers/vip/a.txt", "customers", "customers:c1"),
        ("templates/customers/special.html", "partners", "customers:c1"),
        ("templates/special.html", "partners", "agents:a1"),
        ("templates/x/../a.html", "agents", "agents:a1"),
        ("/elsewhere/templates/customers/a.html", "agents", "agents:a1"),
    ],
)
def test_the_last_table_that_fits_says_for_whom(
    root: Path, monkeypatch: pytest.MonkeyPatch, template: str, database: str, recipient: str
) -> None:
    monkeypatch.chdir(root)
    project = load_project(root)
    assert database_for(project, template) == database
    assert str(recipient_for(project, Path(template))) == recipient


def test_without_settings_nobody_receives(tmp_path: Path) -> None:
    (tmp_path / "relvars.toml").write_text("")
    project = load_project(tmp_path)
    assert database_for(project, tmp_path / "a.html") == ""
    assert recipient_for(project, tmp_path / "a.html") is None
    assert Recipient("a", "b") != recipient_for(project, "a.html")


def test_a_good_file_does_not_load_pydantic(root: Path) -> None:
    code = (
        "import sys; from relvars.config import load_project; load_project(sys.argv[1]); "
        "print('pydantic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
