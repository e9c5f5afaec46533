"""What all tests share: pytester, and the public conformance cases where they are at hand."""

from pathlib import Path

import pytest
from hypothesis import settings

# pytester forgets what a pytest within a test imports; two instances of these would not know
# each other's stash.
import relvars.pytest_plugin.covering
import relvars.pytest_plugin.items  # noqa: F401

# No test is about time: the first of them to compile the grammar would fail, on a slow machine.
settings.register_profile("relvars", deadline=None)
settings.load_profile("relvars")

pytest_plugins = ["pytester"]

SHARED = Path(__file__).parents[2] / "shared"
CONFORMANCE = SHARED / "conformance"
CORPUS_TESTS = ["test_corpus.py", "linter/test_corpus_rules.py"]
collect_ignore = [] if (SHARED / "corpus").is_dir() else CORPUS_TESTS


def pytest_configure(config: pytest.Config) -> None:
    """A run of the whole suite takes the public conformance cases in, through the plugin."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if whole and CONFORMANCE.is_dir():
        config.args.append(str(CONFORMANCE))


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pytest that a test runs is no worker of the pytest that runs the test."""
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_XDIST_TESTRUNUID"):
        monkeypatch.delenv(name, raising=False)
