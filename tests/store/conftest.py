"""A new store for each test, closed at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relvars.store import Store

from .account import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of the account."""
    with new_store(tmp_path) as opened:
        yield opened
