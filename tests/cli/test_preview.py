"""`relvars preview` as a process of its own, and what it says when it cannot start."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from relvars.cli.main import main
from relvars.preview import running

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "fixtures/projects/example"


def test_it_prints_its_address_serves_and_ends(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "relvars", "preview", str(EXAMPLE), "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address = process.stderr.readline().strip()
        with urlopen(f"{address}/render/templates/digest.subject.txt") as answer:
            assert answer.read() == b"Ann, your customers in November"
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(f"{address}/api/project", headers={"Host": "attacker.example"}))
        assert refused.value.code == 403
        refused.value.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()
    assert not (EXAMPLE / ".relvars").exists()


def test_it_ends_although_a_file_is_read_that_never_does(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    settings = root / "relvars.toml"
    shutil.copytree(EXAMPLE, root)
    process = subprocess.Popen(
        [sys.executable, "-m", "relvars", "preview", str(root), "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("http://")
        settings.unlink()
        os.mkfifo(settings)
        written = None
        while written is None:  # until the preview reads the pipe
            os.utime(settings)
            with suppress(OSError):
                written = os.open(settings, os.O_WRONLY | os.O_NONBLOCK)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        os.close(written)
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


def test_what_cannot_be_previewed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", str(tmp_path)]) == 2
    assert "there is no relvars.toml" in capsys.readouterr().err
    assert main(["preview", str(EXAMPLE / "templatse")]) == 2  # with a project above it
    assert "there is no folder" in capsys.readouterr().err
    assert main(["preview", str(EXAMPLE), "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "your templates and the data of your recipients: add --allow-remote" in said


def test_a_missing_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    for name in [one for one in sys.modules if one.startswith("relvars.preview")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("relvars.preview", raising=False)
    assert main(["preview", str(EXAMPLE)]) == 2
    assert "pip install 'relvars[preview]' (there is no watchfiles)" in capsys.readouterr().err


@pytest.mark.parametrize(("served", "code"), [(True, 0), (False, 3)])
def test_who_is_let_in_and_shown_in(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    served: bool,
    code: int,
) -> None:
    opened: list[str] = []

    def run(preview: running.Preview, ready: object) -> bool:
        ready()  # type: ignore[operator]
        for one in preview.sockets:
            one.close()
        return served

    monkeypatch.setattr("relvars.preview.running.run", run)
    monkeypatch.setattr("webbrowser.open", opened.append)
    words = ["preview", str(EXAMPLE), "--port", "0", "--open", "--host", "0.0.0.0"]
    assert main([*words, "--allow-remote"]) == code
    said = capsys.readouterr().err
    assert said.startswith("http://127.0.0.1:")
    assert "warning" in said
    assert ("could not start" in said) is not served
    for _ in range(100):
        if opened:
            break
    assert opened[0] == said.splitlines()[0]


def test_ctrl_c_before_it_serves_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(preview: running.Preview, ready: object) -> bool:
        for one in preview.sockets:
            one.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("relvars.preview.running.run", run)
    assert main(["preview", str(EXAMPLE), "--port", "0"]) == 0
