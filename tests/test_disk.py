"""Files that are replaced whole."""

import os
from pathlib import Path

import pytest

from relvars.disk import make_own_folder, replace_file


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "any").write_bytes(b"")
    replace_file(tmp_path / "a", b"\r\n")
    assert (tmp_path / "a").read_bytes() == b"\r\n"
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o444])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(mode)
    replace_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert file.stat().st_mode & 0o7777 == mode


def test_what_its_owner_alone_may_read_is_that_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"old")
    file.chmod(0o600)
    modes: list[int] = []
    opened = os.open

    def watched(name: str, flags: int, mode: int) -> int:
        number = opened(name, flags, mode)
        modes.append(os.fstat(number).st_mode & 0o7777)
        return number

    monkeypatch.setattr(os, "open", watched)
    replace_file(file, b"new")
    assert modes == [0o600]


def test_the_old_file_stays_whole_when_the_new_one_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_folder_of_ours_is_left_alone_by_git_unless_somebody_said_otherwise(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "deep" / "ours"
    make_own_folder(folder)
    assert (folder / ".gitignore").read_text() == "*\n"
    (folder / ".gitignore").write_text("!kept\n")
    make_own_folder(folder)
    assert (folder / ".gitignore").read_text() == "!kept\n"
