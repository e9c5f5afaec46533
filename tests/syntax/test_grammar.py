"""The compiled grammar is kept, and a spoilt copy of it does no harm."""

import os
import pickle
from pathlib import Path

import pytest

from relvars.syntax import grammar as module
from relvars.syntax.grammar import grammar


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "relvars"


def fresh() -> str:
    return str(grammar.__wrapped__().parse("if lead.a and lead.b").data)


def test_the_tables_are_saved_and_read_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fresh() == "if"
    (file,) = folder.iterdir()
    monkeypatch.setattr(module, "_compile", None)  # a second compilation would fail
    assert fresh() == "if"
    assert [one.name for one in folder.iterdir()] == [file.name]


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("exploded",)


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps([1]), pickle.dumps(Bomb())])
def test_a_spoilt_file_is_replaced_and_never_executed(
    folder: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh()
    (file,) = folder.iterdir()
    file.write_bytes(content)
    monkeypatch.chdir(folder)
    assert fresh() == "if"
    assert [one.name for one in folder.iterdir()] == [file.name]
    assert file.read_bytes() != content


def test_a_folder_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert fresh() == "if"


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "~nobody-of-that-name")
    assert fresh() == "if"
