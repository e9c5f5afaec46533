import os
from pathlib import Path

import pytest

from relvars.errors import DataError, SourceError
from relvars.snapshots import damage, load, store
from relvars.snapshots.storing import encoded


def test_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a.html"
    assert load(file) is None
    for data in (b"a\r\nb\nc\r", "\ufeffЖ".encode(), b""):
        store(file, data)
        assert load(file) == data
    assert os.listdir(file.parent) == ["a.html"]


def test_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    store(file, b"a")
    file.chmod(0o640)
    store(file, b"b")
    assert file.stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SourceError, match=r"the snapshot a\.txt cannot be written: "):
        store(tmp_path / "file" / "a.txt", b"")
    with pytest.raises(SourceError, match="cannot be read: "):
        load(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SourceError, match="No space left"):
        store(tmp_path / "b.txt", b"")
    assert os.listdir(tmp_path) == ["file"]


def test_a_read_only_snapshot_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    store(file, b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # to whom may do all, nothing is read-only
    with pytest.raises(SourceError, match="it is read-only"):
        store(file, b"new")
    assert load(file) == b"old"


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        (b"a\nb\n", ""),
        (b"a\nc\n", ""),
        (b"\xef\xbb\xbfa\nb\n", "byte order mark"),
        (b"a\r\nb\r\n", "line ends"),
        (b"\xef\xbb\xbfa\r\nb\r\n", "byte order mark, which an editor has put there; its line"),
        (b"a\nb", "its end has newlines"),
        (b"a\nb\n\n", "its end has newlines"),
        (b"\xffa", "not UTF-8 at byte 0"),
        (b"\xef\xbb\xbfx", ""),
    ],
)
def test_what_an_editor_did(stored: bytes, said: str) -> None:
    found = damage(stored, b"a\nb\n")
    assert said in found
    assert bool(said) == bool(found)


def test_half_a_surrogate_pair_cannot_be_kept() -> None:
    with pytest.raises(DataError, match="U\\+D800, half of a surrogate pair"):
        encoded("a\ud800")


@pytest.mark.parametrize("name", ["__snapshots__", "__snapshots__/a.case"])
def test_nothing_is_written_behind_a_link(tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = tmp_path / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(SourceError, match=f"{name} is a link"):
        store(tmp_path / "__snapshots__/a.case/one.txt", b"x")
    assert not any(elsewhere.rglob("*"))
