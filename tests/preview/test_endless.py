"""What would never end, or takes too long, stops nothing else."""

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from relvars.preview import patience
from relvars.preview.patience import TooSlowError, at_most
from relvars.preview.state import stop
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
    monkeypatch.setattr(patience, "SECONDS", 0.1)
    write(root, "templates/loops.html", LOOPS)
    write(root, "data/json.json", json.dumps({"x": [*range(1000)]}))
    site = make_site(root)
    part = site.part("html", "templates/loops")
    assert part["error"]["sentence"].startswith("The message was not finished after 0.1 seconds;")
    bare = site.page.get("/render/templates/loops.html")
    assert (bare.status_code, "not finished" in bare.text) == (400, True)
    worst: dict[str, object] = {"ready": False}
    while not worst["ready"]:
        worst = site.get("/api/recipients", order="worst", message="templates/loops")
    assert worst["total"] == 4


def test_what_is_done_in_time_is_left_alone() -> None:
    with at_most(60):
        done = sum(range(1000))
    assert done == 499500


def test_what_is_not_is_ended_where_it_stands() -> None:
    def forever() -> None:
        with at_most(0.01):
            while True:
                pass

    with pytest.raises(TooSlowError):
        forever()


def test_an_end_that_comes_late_hits_nobody() -> None:
    for _ in range(20):
        try:
            with at_most(0.001):
                time.sleep(0.001)
        except TooSlowError:
            continue
    assert sum(range(100_000)) == 4999950000


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
