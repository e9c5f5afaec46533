"""A preview that runs, and Chromium on its page; whatever the console complains of fails a test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.browser.driving import Page, chromium, served, watched

EXAMPLE = Path(__file__).parents[3] / "fixtures" / "projects" / "example"


@pytest.fixture(scope="session")
def installed() -> None:
    if shutil.which("chromium") is None:
        pytest.skip("Chromium is not installed")


@pytest.fixture(scope="module")
def browser(installed: None) -> Iterator[object]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shared(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a preview of the example project, for tests that change nothing."""
    root = tmp_path_factory.mktemp("shared") / "demo"
    shutil.copytree(EXAMPLE, root)
    with served(root) as address:
        yield address


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "demo"
    shutil.copytree(EXAMPLE, root)
    return root


@pytest.fixture
def live(installed: None, project: Path) -> Iterator[str]:
    """The address of a preview of `project`."""
    with served(project) as address:
        yield address


@pytest.fixture
def page(browser: object) -> Iterator[Page]:
    """A page at 1280 by 800; the test fails if its console complains."""
    with watched(browser) as found:
        yield found
