"""Which command it is, what is shared by all, and how a run ends."""

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import relvars
from relvars.cli import main as main_module
from relvars.cli import needs as needs_command
from relvars.cli.main import COMMANDS, main
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
MODULE = [sys.executable, "-m", "relvars"]
Captured = pytest.CaptureFixture[bytes]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def test_the_version_is_one_line_of_data(run: Run) -> None:
    assert run("--version") == (0, f"relvars {relvars.__version__}\n".encode(), "")
    assert run("-V").out == run("--version").out


def test_the_version_loads_nothing_heavy() -> None:
    code = """
import sys
from relvars.cli.main import main
main(["--version"])
heavy = {"lark", "jinja2", "pydantic", "tomllib", "json", "dataclasses", "argcomplete", "tempfile"}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    assert done.stdout == f"relvars {relvars.__version__}\n[]\n"


def test_help_is_an_overview_of_every_command_on_stdout(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    text = out.decode()
    for name, (_, about) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_no_command_is_misuse_and_shows_the_overview_to_people(run: Run) -> None:
    code, out, err = run()
    assert (code, out) == (2, b"")
    assert err == run("--help").out.decode()
    assert run("--quiet").err == err


def test_the_examples_of_the_overview_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^  \$ (.*)$", run("--help").out.decode(), re.MULTILINE)
    assert len(lines) == 3
    for line in lines:
        command, _, folder = line.partition(" && cd ")
        assert run(*command.split()[1:]).code == 0
        if folder:
            monkeypatch.chdir(folder)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_that_fit_a_terminal(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    text = out.decode()
    assert text.startswith(f"usage: relvars {name} ")
    assert "\nexamples:\n  " in text
    assert "--color" in text
    told, examples = text.split("\nexamples:\n")
    assert max(map(len, told.splitlines())) <= 80
    assert max(map(len, examples.splitlines())) <= 100


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("render", "TEMPLATE [OPTIONS]"),
        ("init", "[DIR] [OPTIONS]"),
        ("lint", "[PATH…] [OPTIONS]"),
        ("record", "[TEMPLATE…] [OPTIONS]"),
        ("data", "ACTION [WORD…] [OPTIONS]"),
    ],
)
def test_usage_says_what_may_be_left_out_and_what_repeated(run: Run, name: str, usage: str) -> None:
    assert run(name, "--help").out.decode().splitlines()[0] == f"usage: relvars {name} {usage}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rendr"], "no command is called 'rendr': did you mean 'render'?"),
        (["xyzzy"], "no command is called 'xyzzy'"),
        (["--hepl"], "no option is called '--hepl': did you mean '--help'?"),
        (["render", "a", "--explian"],
         "no option is called '--explian': did you mean '--explain'?"),
        (["render", "a", "--valuse=b"], "no option is called '--valuse': did you mean '--values'?"),
        (["render", "a", "-z"], "no option is called '-z'"),
        (["render", "a", "--expl"], "no option is called '--expl': did you mean '--explain'?"),
        (["render"], "TEMPLATE is missing"),
        (["render", "a", "b"], "one argument too many: 'b'"),
        (["render", "a", "--to"], "--to needs a value"),
        (["needs", "a", "--format", "jsn"],
         "--format must be text or json, not 'jsn': did you mean 'json'?"),
        (["--color", "blue", "needs", "a"],
         "--color must be auto, always or never, not 'blue'"),
        (["--color"], "--color needs a value"),
        (["transpile", "a", "--to", "liquid"], "--to must be jinja2, not 'liquid'"),
        (["preview", "--port", "x"], "--port must be a whole number, not 'x'"),
        (["assumptions", "--probe", "a", "--answer", "b"],
         "--answer: not allowed with argument --probe"),
    ],
)  # fmt: skip
def test_misuse_is_told_in_one_style(run: Run, arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"")
    first, second = err.splitlines()
    assert first == f"error: {said}"
    assert re.fullmatch(r"  relvars( \w+)? --help shows how it is used", second)


def test_shared_options_stand_before_or_after_the_command(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text("{lead.a}{end}")
    before = run("--color", "always", "parse", "a.txt")
    assert "\x1b[1;31merror" in before.err
    assert run("parse", "a.txt", "--color=always") == before
    assert run("parse", "--color", "always", "a.txt") == before
    assert run("-q", "-v", "--color=never", "parse", "a.txt").err == run("parse", "a.txt").err


def test_colors_follow_the_terminal_and_no_color(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("{end}")
    assert "\x1b" not in run("parse", "a.txt").err
    monkeypatch.setattr("relvars.cli.terminal._is_terminal", lambda _: True)
    assert "\x1b" in run("parse", "a.txt").err
    assert "\x1b" in run("--help").out.decode()
    assert "\x1b" not in run("parse", "a.txt", "--color=never").err
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("parse", "a.txt").err
    assert "\x1b" in run("parse", "a.txt", "--color=always").err
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run("parse", "a.txt").err


def test_an_error_of_ours_is_one_line_and_a_private_file(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "hush"

    def broken(_: object) -> int:
        raise ZeroDivisionError("what?")

    monkeypatch.setattr(needs_command, "run", broken)
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    code, out, err = run("needs", secret)
    assert (code, out) == (3, b"")
    match = re.fullmatch(
        r"error: relvars itself failed \(ZeroDivisionError\); please report it with the details "
        r"in (.*)\n",
        err,
    )
    assert match
    details = Path(match[1])
    text = details.read_text()
    assert details.stat().st_mode & 0o777 == 0o600
    assert "ZeroDivisionError: what?" in text
    assert f"relvars {relvars.__version__}, Python " in text
    assert secret not in text


def test_an_error_of_ours_without_a_place_for_its_details(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(needs_command, "run", broken)
    monkeypatch.setattr("tempfile.tempdir", str(folder / "not-there"))
    code, _, err = run("needs", "a")
    assert code == 3
    assert err.startswith("error: relvars itself failed (ZeroDivisionError) and could not write")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (OSError(5, "Input/output error", "x.db"), 3, "error: x.db: Input/output error\n"),
        (OSError("odd"), 3, "error: odd\n"),
        (relvars.SourceError("no\x1b[2Jnet"), 3, "error: no\\x1b[2Jnet\n"),
        (relvars.DataError("bad"), 1, "error: bad\n"),
        (relvars.ConfigError("one\n  more\ntwo"), 2, "error: one\n  more\nerror: two\n"),
        (relvars.TemplateError(relvars.parse("{end}", "a.txt").diagnostics), 1,
         "error: a.txt:1:1: "),
    ],
)  # fmt: skip
def test_how_a_run_fails_is_its_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def broken(_: object) -> int:
        raise error

    monkeypatch.setattr(needs_command, "run", broken)
    ran = run("needs", "a")
    assert (ran.code, ran.out) == (code, b"")
    assert ran.err.startswith(said)
    assert bool(ran.err) == bool(said)


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    (folder / "a.txt").write_text("x" * 1_000_000)
    with subprocess.Popen(
        [*MODULE, "render", "a.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(3) == b"xxx"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_interrupt_is_quiet(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with subprocess.Popen(
        [*MODULE, "render", "pipe.txt"], stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        assert process.stderr is not None
        with open(folder / "pipe.txt", "wb"):  # goes on when the command has begun to read
            process.send_signal(signal.SIGINT)
            assert process.wait() == 130
        assert process.stderr.read() == b""


class FullDisk(io.BytesIO):
    """A file that takes nothing more."""

    def write(self, _: object) -> int:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_the_world(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Captured
) -> None:
    (folder / "a.txt").write_text("hello")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(FullDisk()))
    assert main(["render", "a.txt"]) == 3
    said = capsysbinary.readouterr().err
    assert said == b"error: standard output: No space left on device\n"


def test_a_closed_stdout_is_the_world(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["--version"]) == 3


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [*MODULE, "--version"], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    assert done.stdout == f"relvars {relvars.__version__}\n"


def test_arguments_come_from_the_process_unless_given(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: Captured
) -> None:
    monkeypatch.setattr(sys, "argv", ["relvars", "--version"])
    assert main_module.main() == 0
    assert capsysbinary.readouterr().out == f"relvars {relvars.__version__}\n".encode()
