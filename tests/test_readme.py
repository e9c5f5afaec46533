"""README's first command, as it stands there, once its packages are installed."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def test_the_first_command_shows_the_message_of_a_new_project(tmp_path: Path) -> None:
    init, preview = _commands_of_relvars()
    assert (init, preview) == (["init", "demo"], ["preview", "demo"])
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "relvars", *init], check=True, cwd=tmp_path, env=here)
    with subprocess.Popen(
        [sys.executable, "-m", "relvars", *preview],
        cwd=tmp_path,
        env=here,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            address = re.search(r"http://\S+", process.stderr.readline())
            assert address is not None
            with urlopen(address[0]) as page:
                assert b"<title>" in page.read()
            with urlopen(f"{address[0]}/render/templates/digest.subject.txt") as message:
                assert message.read() == b"Ann, your customers in November"
        finally:
            process.terminate()


def _commands_of_relvars() -> list[list[str]]:
    block = re.search(r"```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    words = [shlex.split(step) for step in block[1].split(" && ")]
    return [rest for program, *rest in words if program == ".venv/bin/relvars"]
