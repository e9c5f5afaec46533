"""`relvars record`: what it fetches, what it writes, and what it refuses."""

import json
from pathlib import Path

import pytest

from relvars.cli.progress import bar
from relvars.sources.api import http
from tests.cli.conftest import Run
from tests.sources.platform import SECRET, Platform, linked, refusal

ANN = "5d63dbdb439e7306b596c5d0"
BOB = "5d63dbdb439e7306b596c6a1"
HOST = "https://panel.example"
TOP = [{"profile_id": BOB, "value": 120}]


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    """What answers at any host; waiting takes no time."""
    made = Platform(
        profiles={1: {ANN: {"_fname": "Ann", "email": "ann@example.org"}},
                  2: {BOB: {"_fname": "Bob", "_lname": "Ray"}}},
        counters={(3, ANN): {"profit": {"total": 1, "sum": 120, "top": TOP},
                             "calls": {"total": 1, "sum": 4, "top": None}}},
        links={(3, ANN): [linked(ANN, BOB, profit=120, calls=4)]},
    )  # fmt: skip
    monkeypatch.setattr(http, "open_http", lambda *args, **options: made)
    monkeypatch.setenv("ALTCRAFT_TOKEN", SECRET)
    monkeypatch.delenv("RELVARS_MASK_KEY", raising=False)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    return made


@pytest.fixture
def project(example: Path, platform: Platform) -> Path:
    """The example project, without the data that are to be recorded, and not limited in rate."""
    for name in ("profiles/agents.jsonl", "profiles/customers.jsonl", "links/managers_loyal.csv"):
        (example / "data" / name).unlink()
    with (example / "relvars.toml").open("a") as file:
        file.write("\n[source]\nper_second = 0\n")
    return example


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_recording_renders_like_the_platform(run: Run, project: Path) -> None:
    live = run("render", "templates/digest.txt", "--source", HOST, "--to", f"agents:{ANN}")
    assert live.code == 0
    assert b"Bob Ray (120 profit)" in live.out
    done = run("record", "templates/digest.txt", "templates/digest.html", "--source", HOST,
               "--to", f"agents:{ANN}")  # fmt: skip
    assert (done.code, done.out) == (0, b"")
    assert done.err.splitlines() == [
        "wrote data/profiles/agents.jsonl", "wrote data/profiles/customers.jsonl",
        "wrote data/links/managers_loyal.jsonl",
    ]  # fmt: skip
    assert run("render", "templates/digest.txt").out == live.out


def test_masked_data_have_pseudonyms_and_the_new_id_is_told(run: Run, project: Path) -> None:
    done = run("record", "templates/digest.txt", "--source", HOST, "--to", ANN, "--mask")
    assert done.code == 0
    (ann,) = read(project / "data/profiles/agents.jsonl")
    assert f"agents:{ANN} is now agents:{ann['_id']}" in done.err
    assert "set RELVARS_MASK_KEY" not in done.err
    everything = "".join(path.read_text() for path in (project / "data").rglob("*.jsonl"))
    for secret in (ANN, BOB, "Ann", "Bob", "ann@example.org", SECRET):
        assert secret not in everything
    shown = run("render", "templates/digest.txt", "--to", f"agents:{ann['_id']}")
    assert b"(120 profit)" in shown.out


def test_pseudonyms_hang_on_the_key(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("record", "templates/digest.txt", "--source", HOST, "--to", ANN, "--mask", "--into")

    def ids(folder: str) -> list[object]:
        assert run(*command, folder).code == 0
        return [one["_id"] for one in read(Path(folder) / "profiles/agents.jsonl")]

    assert ids("one") == ids("two")
    monkeypatch.setenv("RELVARS_MASK_KEY", "something else")
    assert ids("three") != ids("one")
    assert ids("three") == ids("four")
    assert "something else" not in "".join(
        path.read_text() for path in Path().rglob("*") if path.is_file() and path.suffix == ".jsonl"
    )


def test_ids_may_stay(run: Run, project: Path) -> None:
    done = run("record", "templates/digest.txt", "--source", HOST, "--to", ANN, "--mask",
               "--keep-ids")  # fmt: skip
    assert "is now" not in done.err
    (ann,) = read(project / "data/profiles/agents.jsonl")
    assert ann["_id"] == ANN
    assert ann["_fname"] != "Ann"
    assert run("render", "templates/digest.txt").code == 0


def test_files_are_recorded_from_with_a_key_of_the_moment(run: Run, example: Path) -> None:
    done = run("record", "templates/digest.txt", "--to", "agents:*", "--into", "out", "--mask")
    assert done.code == 0
    assert "set RELVARS_MASK_KEY to a secret" in done.err
    assert len(read(Path("out/profiles/agents.jsonl"))) == 3
    assert (
        run("record", "templates/digest.txt", "--to", "agents:*", "--into", "two", "-q").err == ""
    )


@pytest.mark.parametrize("place", ["data", "elsewhere/data"])
def test_personal_data_do_not_get_into_git_unasked(
    run: Run, project: Path, platform: Platform, place: str
) -> None:
    (project / ".git").mkdir()
    command = ("record", "templates/digest.txt", "--source", HOST, "--to", ANN, "--into", place)
    refused = run(*command)
    assert refused.code == 2
    assert "is in the git work tree" in refused.err
    assert "add --mask, or --unmasked" in refused.err
    assert platform.sent == []
    assert run(*command, "--unmasked").code == 0
    assert run(*command, "--mask").code == 0


def test_fragments_needs_are_recorded_too(run: Run, project: Path) -> None:
    (project / "data/fragments").mkdir()
    (project / "data/fragments/foot.html").write_text("{lead.office} {fragment.deep}")
    (project / "data/fragments/deep.html").write_text("{lead._lname}")
    (project / "t.html").write_text("{fragment.foot}")
    assert run("record", "t.html", "--source", HOST, "--to", ANN).code == 0
    assert "agents.jsonl" in {path.name for path in (project / "data").rglob("*")}
    assert (project / "data/fragments/foot.html").read_text() == "{lead.office} {fragment.deep}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("t.html", "--source", HOST), "--to is missing"),
        (("--source", HOST, "--to", ANN), "TEMPLATE is missing"),
        (("t.html", "--source", HOST, "--to", "a:"), "--to takes DATABASE:PROFILE_ID"),
        (("t.html", "--source", "values:x", "--to", ANN), "it does not know single links"),
        (("t.html", "--source", HOST, "--to", ANN, "--mask", "--unmasked"), "do not go together"),
        (("t.html", "--source", HOST, "--to", ANN, "--keep-ids"), "--keep-ids goes with --mask"),
        (("--walk", "qqq", "--source", HOST), "no [[relation]] in relvars.toml is called 'qqq'"),
        (("--walk", "managers_loya", "--source", HOST), "did you mean 'managers_loyal'?"),
        (("--walk", "managers_loyal"), "--walk goes through the platform's API"),
        (("t.html", "--walk", "managers_loyal"), "--walk takes a whole relation"),
        (("--walk", "managers_loyal", "--to", "x"), "--walk takes a whole relation"),
    ],
)
def test_misuse_is_told(run: Run, project: Path, arguments: tuple[str, ...], said: str) -> None:
    Path("t.html").write_text("{lead._fname}")
    ran = run("record", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_without_a_project_the_source_must_be_named(run: Run, platform: Platform) -> None:
    Path("t.html").write_text("{lead._fname}")
    assert "add --source URL" in run("record", "t.html", "--to", "1:a").err
    assert run("record", "t.html", "--to", f"1:{ANN}", "--source", HOST).code == 0
    assert read(Path("data/profiles/1.jsonl")) == [{"_id": ANN, "_fname": "Ann"}]
    assert "add --store FILE" in run("record", "--walk", "x", "--source", HOST).err
    assert "is called 'x'" in run("record", "--walk", "x", "--store", "s", "--source", HOST).err


def test_the_platform_s_no_is_the_world_s_fault(
    run: Run, project: Path, platform: Platform
) -> None:
    platform.faults = [refusal(403, f"no right for {SECRET}")]
    ran = run("record", "templates/digest.txt", "--source", HOST, "--to", ANN)
    assert ran.code == 3
    assert "profiles/get: error 403: no right for ***" in ran.err
    assert not (project / "data/profiles/agents.jsonl").exists()


def test_a_relation_is_walked_into_the_project_s_store(run: Run, project: Path) -> None:
    (project / ".git").mkdir()
    Path("direct.html").write_text("{relation.managers_loyal.direct.profit.total}")
    refused = run("render", "direct.html", "--source", HOST, "--to", f"customers:{BOB}")
    assert refused.code == 2
    assert "relvars record --walk managers_loyal" in refused.err
    walked = run("record", "--walk", "managers_loyal", "--source", HOST)
    assert (walked.code, walked.err) == (0, ".relvars/store.sqlite: 1 link of 1 profile\n")
    shown = run("render", "direct.html", "--source", "sqlite:.relvars/store.sqlite",
                "--to", f"customers:{BOB}")  # fmt: skip
    assert shown.out == b"120"


def test_a_walk_is_gone_on_with(run: Run, project: Path, platform: Platform) -> None:
    Path(".relvars").mkdir()
    saved = Path(".relvars/store.sqlite.managers_loyal.walk")
    held = {"url": HOST, "relation": 3, "profiles": 5, "total": 9, "links": 2}
    saved.write_text(json.dumps(held))
    walked = run("record", "--walk", "managers_loyal", "--source", HOST)
    assert walked.err.splitlines() == [
        "going on after 5 profiles", ".relvars/store.sqlite: 3 links of 6 profiles",
    ]  # fmt: skip
    assert not saved.exists()


def test_a_store_elsewhere_in_git_needs_a_word(run: Run, project: Path, platform: Platform) -> None:
    (project / ".git").mkdir()
    command = ("record", "--walk", "managers_loyal", "--source", HOST, "--store", "kept.sqlite")
    assert "is in the git work tree" in run(*command).err
    assert platform.sent == []
    assert run(*command, "--mask").code == 0
    assert run(*command, "--unmasked", "-q").err == ""


def test_a_bar_tells_how_far_and_how_long() -> None:
    assert bar(0, 10, 0) == f"[{'.' * 30}] 0/10 0:00 to go"
    assert bar(5, 10, 65) == f"[{'#' * 15}{'.' * 15}] 5/10 1:05 to go"
    assert bar(11, 10, 5).startswith(f"[{'#' * 30}] 11/10")
    assert bar(1, 0, 5).startswith(f"[{'#' * 30}]")
