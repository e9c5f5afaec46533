"""What would never end, or takes too long, stops nothing else."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from relvars.preview.state import stop
from relvars.renderer import tracing
from tests.preview.conftest import Site, write

LOOPS = (
    "{for $i $a = json.x}{for $j $b = json.x}{for $k $c = json.x}{if lead.x}x{end}{end}{end}{end}"
)


@pytest.mark.parametrize("linked", [True, False])
def test_a_pipe_is_no_template(root: Path, make_site: Callable[..., Site], linked: bool) -> None:
    site = make_site(root)
    file = root / "templates/welcome.sms.txt"
    file.unlink()
    os.mkfifo(root / "pipe" if linked else file)
    if linked:
        os.symlink("../pipe", file)
    sentence = "templates/welcome.sms.txt is no file: reading it might never end"
    assert site.part("sms")["error"]["sentence"] == sentence
    assert site.part("text")["ok"]


def test_loops_that_print_nothing_are_given_up(
    root: Path, make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracing, "MOST_READS", 2000)
    write(root, "templates/loops.html", LOOPS)
    write(root, "data/json.json", json.dumps({"x": [*range(1000)]}))
    site = make_site(root)
    part = site.part("html", "templates/loops")
    (finding,) = part["error"]["diagnostics"]
    assert finding["message"].startswith("The loops read more than 2,000 values")
    bare = site.page.get("/render/templates/loops.html")
    assert (bare.status_code, "more than 2,000" in bare.text) == (400, True)


def test_it_ends_while_a_file_is_read_that_does_not(site: Site) -> None:
    held, go = threading.Event(), threading.Event()

    def read() -> None:
        with site.state.lock:
            held.set()
            go.wait(10)

    reading = threading.Thread(target=read)
    reading.start()
    held.wait(10)
    stop(site.state)
    assert reading.is_alive()
    go.set()
    reading.join()


def test_the_head_of_an_endless_answer_ends(site: Site) -> None:
    answer = site.page.head("/events")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
