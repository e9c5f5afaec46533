"""Which files are meant by paths, and reading those that give trouble."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from relvars.linter import files
from relvars.linter.files import Read, Trouble, decoded, read_file, template_files
from relvars.linter.ignoring import Ignoring, patterns
from tests.programs import needs_git


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str, **texts: str) -> None:
    for name, text in {**dict.fromkeys(names, ""), **texts}.items():
        write(name, text)


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def found(*paths: str, exclude: tuple[Ignoring, ...] = ()) -> list[str | Trouble]:
    return list(template_files(paths or ["."], exclude))


def test_a_folder_means_its_templates_in_order() -> None:
    make("b/x.html", "a.sms.txt", "c.md", "b/a/y.txt", "A.HTML", "relvars.toml", ".x.html")
    assert found() == [".x.html", "A.HTML", "a.sms.txt", "b/a/y.txt", "b/x.html"]
    assert found("b") == ["b/a/y.txt", "b/x.html"]
    assert found("./b/") == ["b/a/y.txt", "b/x.html"]


def test_a_file_that_is_named_counts_whatever_it_is_called_once() -> None:
    make("c.md", "b/x.html")
    assert found("c.md", "b", "b/x.html", "./c.md", "b") == ["c.md", "b/x.html"]


def test_some_folders_are_never_looked_into() -> None:
    make("node_modules/a.html", ".git/a.html", ".relvars_cache/a.html", ".hidden/a.html")
    assert found() == [".hidden/a.html"]


def test_links_to_files_are_followed_and_links_to_folders_are_not(folder: Path) -> None:
    make("b/x.html")
    Path("link.html").symlink_to("b/x.html")
    Path("c").symlink_to("b")
    Path("d.html").symlink_to("b")
    Path("gone.html").symlink_to("nowhere")
    Path("round.html").symlink_to("round.html")
    assert found() == ["b/x.html", "gone.html", "link.html", "round.html"]
    assert read_file("gone.html") == Trouble("gone.html", "is a link to a file that is not there")
    assert isinstance(read_file("round.html"), Trouble)
    assert found("c") == ["c/x.html"]


def test_what_is_no_file_is_passed_over() -> None:
    os.mkfifo("pipe.html")
    make("a.html")
    Path("folder.html").mkdir()
    assert found() == ["a.html"]


def test_a_folder_that_cannot_be_read_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a/x.html", "b/y.html")
    real = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found() == [Trouble("a", "cannot be read: permission denied"), "b/y.html"]


def test_a_name_that_is_not_utf8_is_told() -> None:
    raw = os.fsencode(os.getcwd()) + b"/\xff.html"
    with open(raw, "w"):
        pass
    os.mkdir(os.fsencode(os.getcwd()) + b"/\xfe")
    make("a.html")
    bad = os.fsdecode(b"\xff.html")
    folder_ = os.fsdecode(b"\xfe")
    why = "its name is not UTF-8"
    assert {*found()} == {"a.html", Trouble(folder_, why), Trouble(bad, why)}
    assert found(bad) == [Trouble(bad, why)]


IGNORED: Mapping[str, str] = {
    ".gitignore": "*.txt\n!keep.txt\n/build/\nsub/*.html\n# a comment\n\\#odd.html\n",
    "sub/.gitignore": "!again.html\nown.html\n",
    "deep/.gitignore": "**/x/*.html\n",
}
HELD = [
    "a.html", "a.txt", "keep.txt", "build/a.html", "sub/a.html", "sub/again.html", "sub/own.html",
    "sub/keep.txt", "sub/build/a.html", "deep/x/a.html", "deep/y/x/a.html", "deep/a.html",
    "#odd.html", "build2/a.html",
]  # fmt: skip


@needs_git
@pytest.mark.parametrize("start", [".", "sub", "deep", "deep/x", "sub/build"])
def test_what_git_ignores_is_left_out(start: str) -> None:
    """As `git ls-files` says it."""
    make(*HELD, **IGNORED)
    git = ["git", "-c", "core.excludesFile="]
    subprocess.run([*git, "init", "-q"], check=True)
    listing = [*git, "ls-files", "-co", "--exclude-standard", "-z", "--", start]
    listed = subprocess.run(listing, check=True, capture_output=True, text=True).stdout
    expected = [name for name in listed.split("\0") if name.endswith((".html", ".txt"))]
    assert sorted(str(one) for one in found(start)) == sorted(expected)


def test_without_a_repository_only_the_folders_that_are_walked_count() -> None:
    make("a/b/x.html", "a/b/y.html", **{".gitignore": "x.html", "a/b/.gitignore": "y.html"})
    assert found() == []
    assert found("a/b") == ["a/b/x.html"]


def test_who_names_an_ignored_folder_wants_what_is_in_it() -> None:
    make(".git/HEAD", "build/a.html", "build/deep/b.html", **{".gitignore": "build/\n"})
    assert found() == []
    assert found("build") == ["build/a.html", "build/deep/b.html"]
    assert found("build/deep") == ["build/deep/b.html"]
    assert found("build/a.html") == ["build/a.html"]


def test_a_gitignore_that_cannot_be_read_ignores_nothing() -> None:
    make("a.html")
    Path(".gitignore").mkdir()
    assert found() == ["a.html"]


def test_a_line_that_git_cannot_read_is_passed_over() -> None:
    assert patterns("/", ["a.html", "!"]).says("a.html") is True


def test_exclude_is_not_undone_by_a_gitignore() -> None:
    make("old/a.html", "b.html", **{"old/.gitignore": "!a.html"})
    exclude = (patterns(os.getcwd(), ["old"]),)
    assert found(exclude=exclude) == ["b.html"]
    assert found("old/a.html", exclude=exclude) == ["old/a.html"]
    exclude = (patterns(os.getcwd(), ["*.html", "!b.html"]),)
    assert found(exclude=exclude) == ["b.html"]


def test_a_file_is_read_as_it_stands() -> None:
    Path("a.html").write_bytes("\ufeffa\r\nж\r".encode())
    assert read_file("a.html") == Read("a.html", "\ufeffa\r\nж\r".encode(), "\ufeffa\r\nж\r")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"ab\xff", "byte 2 is not UTF-8, so it is no template"),
        ("text".encode("utf-16"), "byte 0 is not UTF-8, so it is no template"),
        (b"a\0b", "holds a NUL, so it is no template"),
    ],
)
def test_what_is_not_text_is_told(raw: bytes, why: str) -> None:
    assert decoded("a", raw) == Trouble("a", why)


def test_what_is_not_there_is_told() -> None:
    assert read_file("a") == Trouble("a", "there is no such file", misuse=True)
    make("a")
    assert read_file("a/b") == Trouble("a/b", "there is no such file", misuse=True)
    assert read_file("a\0").why == "cannot be read: embedded null byte"  # type: ignore[union-attr]
    assert read_file(".") == Trouble(".", "cannot be read: Is a directory")


def test_a_file_that_changes_meanwhile_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.html")
    real, calls = os.fstat, list[int]()

    def busy(number: int) -> object:
        calls.append(number)
        if len(calls) in (2, 4):
            Path("a.html").write_text("x" * len(calls), encoding="utf-8")
        return real(number)

    monkeypatch.setattr(os, "fstat", busy)
    read = read_file("a.html")
    assert isinstance(read, Read)
    assert (read.text, len(calls)) == ("xxxx", 6)


def test_a_file_that_never_rests_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.html")
    monkeypatch.setattr(files, "_read_still", lambda name: None)
    assert read_file("a.html") == Trouble("a.html", "changes while it is read")
