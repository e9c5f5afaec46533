"""`relvars format`: files, folders, stdin; what is written, what is said, and the exit codes."""

import os
import subprocess
from pathlib import Path

import pytest

from relvars.cli import formatting
from relvars.cli.diff import unified
from relvars.errors import RelvarsError
from tests.cli.conftest import Run
from tests.programs import needs_git

UNTIDY = "\ufeff<p>{ lead.a }</p>\r\n{if( lead.b )}\n{end }"
TIDY = "\ufeff<p>{lead.a}</p>\r\n{if (lead.b)}\n{end}"


@pytest.fixture
def files(folder: Path) -> Path:
    (folder / "a.html").write_bytes(UNTIDY.encode())
    (folder / "b.txt").write_bytes(TIDY.encode())
    return folder


def test_files_are_written_and_counted(run: Run, files: Path) -> None:
    assert run("format") == (0, b"", "1 file formatted, 1 unchanged\n")
    assert (files / "a.html").read_bytes() == TIDY.encode()
    assert (files / "b.txt").read_bytes() == TIDY.encode()
    assert run("format", "a.html", "b.txt") == (0, b"", "2 files unchanged\n")


def test_a_file_keeps_its_mode_its_links_and_its_time(run: Run, files: Path) -> None:
    (files / "a.html").chmod(0o600)
    (files / "link.html").symlink_to("a.html")
    os.utime(files / "b.txt", (1, 1))
    assert run("format", "link.html", "b.txt").code == 0
    assert (files / "link.html").is_symlink()
    assert (files / "a.html").read_bytes() == TIDY.encode()
    assert (files / "a.html").stat().st_mode & 0o777 == 0o600
    assert (files / "b.txt").stat().st_mtime == 1
    assert sorted(os.listdir(files)) == ["a.html", "b.txt", "link.html"]


def test_quiet_says_nothing(run: Run, files: Path) -> None:
    assert run("format", "--check", "-q") == (1, b"", "")
    assert run("format", "-q") == (0, b"", "")


def test_check_writes_nothing_and_fails(run: Run, files: Path) -> None:
    assert run("format", "--check", ".") == (
        1, b"", "would be formatted: a.html\n1 file would be formatted, 1 unchanged\n"
    )  # fmt: skip
    assert (files / "a.html").read_bytes() == UNTIDY.encode()
    assert run("format", "--check", "b.txt") == (0, b"", "1 file unchanged\n")


@needs_git
@pytest.mark.parametrize("name", ["a.html", 'ü "x" \\ \t\n.html', "a b.html"])
def test_a_diff_is_one_that_git_applies(run: Run, files: Path, name: str) -> None:
    (files / name).write_bytes(UNTIDY.encode())
    code, out, _ = run("format", "--diff", name)
    assert code == 1
    assert (files / name).read_bytes() == UNTIDY.encode()
    subprocess.run(["git", "apply", "-"], input=out, cwd=files, check=True)
    assert (files / name).read_bytes() == TIDY.encode()
    assert run("format", "--diff", name) == (0, b"", "1 file unchanged\n")


def test_a_diff_of_a_name_that_is_not_utf_8_is_ascii() -> None:
    name = os.fsdecode(b"\xff.html")
    assert unified(name, "a\n", "b\n").startswith('--- "a/\\377.html"\n+++ "b/\\377.html"\n@@')
    assert unified("a", "a", "a") == ""


def test_a_name_is_quoted_as_git_does() -> None:
    shown = unified('\a\b\t\n\v\f\r"\\ ~\x1f\x7fé', "a\n", "b\n").splitlines()[0]
    assert shown == r'''--- "a/\a\b\t\n\v\f\r\"\\ ~\037\177\303\251"'''
    assert unified(" ~", "a\n", "b\n").startswith("--- a/ ~\n")


def test_stdin_goes_to_stdout(run: Run, files: Path) -> None:
    assert run("format", "-", stdin=UNTIDY.encode()) == (0, TIDY.encode(), "")
    assert run("format", "--stdin-filename", "x.html", stdin=b"{ lead.a }").out == b"{lead.a}"
    assert run("format", "-", "--check", stdin=b"{ lead.a }") == (1, b"", "")
    assert run("format", "-", "--check", stdin=b"{lead.a}") == (0, b"", "")
    shown = b"--- a/x.html\n+++ b/x.html\n@@ -1 +1 @@\n-{ lead.a }\n+{lead.a}\n"
    found = run("format", "-", "--diff", "--stdin-filename", "x.html", stdin=b"{ lead.a }\n")
    assert found == (1, shown, "")


def test_stdin_goes_alone(run: Run, files: Path) -> None:
    code, out, err = run("format", "-", "a.html")
    assert (code, out) == (2, b"")
    assert "stdin is formatted alone" in err


@pytest.mark.parametrize("raw", [b"\xff{ lead.a }", b"\0{ lead.a }"])
def test_stdin_that_is_no_text(run: Run, raw: bytes) -> None:
    code, out, err = run("format", "-", stdin=raw)
    assert (code, out) == (3, b"")
    assert err.startswith("error: <stdin>: ")


def test_one_file_that_cannot_be_read_stops_no_other(run: Run, files: Path) -> None:
    (files / "0.html").write_bytes(b"\xff{ lead.a }")
    (files / "1.html").symlink_to("nowhere")
    code, out, err = run("format")
    assert (code, out) == (3, b"")
    assert err.splitlines() == [
        "error: 0.html: byte 0 is not UTF-8, so it is no template",
        "error: 1.html: is a link to a file that is not there",
        "1 file formatted, 1 unchanged, 2 not read or written",
    ]
    assert (files / "a.html").read_bytes() == TIDY.encode()
    assert (files / "0.html").read_bytes() == b"\xff{ lead.a }"
    (files / "a.html").write_bytes(UNTIDY.encode())
    assert run("format", "--check").code == 1  # what is found goes before what is not


def test_a_name_that_is_not_utf_8(run: Run, files: Path) -> None:
    (files / os.fsdecode(b"\xff.html")).write_bytes(b"{ lead.a }")
    code, _, err = run("format", "--diff", ".")
    assert code == 1
    assert "\\udcff.html: its name is not UTF-8\n" in err
    assert run("format").code == 3


def test_a_path_that_is_not_there_is_misuse(run: Run, files: Path) -> None:
    code, _, err = run("format", "a.html", "x.html")
    assert code == 2
    assert err == (
        "error: x.html: there is no such file\n1 file formatted, 1 not read or written\n"
    )


def test_a_file_that_others_change_meanwhile_is_left(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(text: str, **settings: object) -> str:
        (files / "a.html").write_bytes(b"theirs")
        return TIDY

    monkeypatch.setattr(formatting, "format", slow)
    code, _, err = run("format", "a.html")
    assert code == 3
    assert "a.html: was changed meanwhile, so it was not formatted" in err
    assert (files / "a.html").read_bytes() == b"theirs"


def test_a_file_that_cannot_be_written(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(formatting, "write_file", full)
    code, _, err = run("format", "a.html")
    assert code == 3
    assert "error: a.html: cannot be written: No space left on device\n" in err


def test_a_file_that_is_refused_is_a_finding(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(text: str, **settings: object) -> str:
        raise RelvarsError("not formatted, since it is Monday")

    monkeypatch.setattr(formatting, "format", refuse)
    code, out, err = run("format", "a.html")
    assert (code, out) == (1, b"")
    assert err == "error: a.html: not formatted, since it is Monday\n1 file refused\n"
    assert (files / "a.html").read_bytes() == UNTIDY.encode()
    assert run("format", "-", stdin=b"x") == (
        1, b"", "error: <stdin>: not formatted, since it is Monday\n"
    )  # fmt: skip


def test_the_words_of_the_project_are_known(run: Run, files: Path) -> None:
    (files / "shop").mkdir()
    (files / "shop/relvars.toml").write_text('[catalog]\nroots = ["cart"]\n', encoding="utf-8")
    for name in ("shop/x.html", "x.html"):
        (files / name).write_text("{ cart.sum }", encoding="utf-8")
    assert run("format", "shop/x.html", "x.html").err == "1 file formatted, 1 unchanged\n"
    assert (files / "shop/x.html").read_text(encoding="utf-8") == "{cart.sum}"
    found = run("format", "-", "--stdin-filename", "shop/y.html", stdin=b"{ cart.sum }")
    assert found.out == b"{cart.sum}"


def test_a_mistake_in_the_project_is_told(run: Run, files: Path) -> None:
    (files / "relvars.toml").write_text("[catalogue]\n", encoding="utf-8")
    code, _, err = run("format", "a.html")
    assert code == 2
    assert "catalogue" in err
    assert (files / "a.html").read_bytes() == UNTIDY.encode()


def test_the_templates_of_the_project_are_meant(run: Run, example: Path) -> None:
    file = example / "templates/digest.txt"
    text = file.read_bytes()
    file.write_bytes(text.replace(b"{end}", b"{ end }"))
    (example / "x.html").write_bytes(b"{ lead.a }")
    assert run("format").code == 0
    assert file.read_bytes() == text
    assert (example / "x.html").read_bytes() == b"{ lead.a }"


def test_what_the_project_excludes_is_left(run: Run, files: Path) -> None:
    (files / "relvars.toml").write_text('[lint]\nexclude = ["a.*"]\n', encoding="utf-8")
    assert run("format", ".").err == "1 file unchanged\n"
    assert run("format", "a.html").err == "1 file formatted\n"


def test_nothing_to_do(run: Run, folder: Path) -> None:
    assert run("format") == (0, b"", "0 files formatted\n")
