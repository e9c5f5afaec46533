"""`relvars assumptions`: listing, probing, answering."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from relvars.catalog import Assumption, assume, catalog, language
from relvars.cli.probes import probe_files, read_answers
from relvars.config import load_project
from relvars.errors import ConfigError
from relvars.renderer import render
from relvars.syntax.parser import parse
from tests.cli.conftest import Run

FACTS = catalog().assumptions
FILES = {name: data.decode() for name, data in probe_files().items()}

# What some probes want beside the document; their `why` says so.
SURROUNDINGS: dict[str, dict[str, Any]] = {
    "subscription_priority": {"lead": {"subscriptions": [
        {"channel": "email", "email": "one@example.com", "priority": 1},
        {"channel": "email", "email": "five@example.com", "priority": 5},
    ]}},
    "fragment_nesting": {"fragment": {"probe": "{json.text}"}},
}  # fmt: skip
# What the platform does, and no rendering here shows: its errors, a word it drops, a sum it lacks.
UNSEEN = {("unknown_tag", 1), ("stat_off", 1)}


# --- the list ---


def test_all_are_listed_with_their_settings(run: Run) -> None:
    code, out, err = run("assumptions")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.decode().splitlines()]
    assert [row[0] for row in rows] == list(FACTS)
    assert ["index_base", "0"] in [row[:2] for row in rows]
    assert ["missing", '""'] in [row[:2] for row in rows]
    assert ["delimiters", "brace,angle"] in [row[:2] for row in rows]
    assert all(line.endswith("?") for line in out.decode().splitlines())


def test_what_the_project_sets_is_marked(run: Run, folder: Path) -> None:
    (folder / "relvars.toml").write_text("[assumptions]\nindex_base = 1\nzero = 'false'\n")
    code, out, err = run("assumptions")
    marked = [line.split()[1:3] for line in out.decode().splitlines() if line.startswith("*")]
    assert code == 0
    assert marked == [["zero", "false"], ["index_base", "1"]]
    assert err == f"* set in this project's relvars.toml: 2 of {len(FACTS)}\n"
    assert run("assumptions", "-q").err == ""


# --- probes ---


def test_a_probe_for_each_and_a_file_for_the_answers(run: Run, folder: Path) -> None:
    code, out, err = run("assumptions", "--probe", "some/probes")
    assert (code, out) == (0, b"")
    assert "some/probes/README.md" in err
    written = {path.name: path.read_text() for path in (folder / "some" / "probes").iterdir()}
    assert written == FILES
    assert len(written) == len(FACTS) + 3
    assert written["zero.txt"] == FACTS["zero"].probe
    assert written["sms_angle_text.sms.txt"] == FACTS["sms_angle_text"].probe


def test_the_folder_of_probes_has_a_usual_name(run: Run, folder: Path) -> None:
    assert run("assumptions", "--probe", "-q") == (0, b"", "")
    assert (folder / "probes" / "answers.toml").exists()
    assert run("assumptions", "--probe").code == 2


def test_the_file_for_answers_asks_of_every_one() -> None:
    answers = tomllib.loads(FILES["answers.toml"])
    assert answers == dict.fromkeys(FACTS, "")
    assert max(map(len, FILES["answers.toml"].splitlines())) <= 100
    assert read_answers(FILES["answers.toml"], "x") == ({}, [])


def settings(one: Assumption) -> list[tuple[Assumption, int]]:
    return [(one, number) for number, _ in enumerate(one.answers)]


@pytest.mark.parametrize(
    ("one", "number"),
    [pair for one in FACTS.values() for pair in settings(one)],
    ids=lambda part: part.name if isinstance(part, Assumption) else str(part),
)
def test_a_probe_prints_the_answer_of_each_choice(one: Assumption, number: int) -> None:
    expected = one.answers[number]
    if (one.name, number) in UNSEEN:
        assert expected != one.answers[0]
        return
    assumptions = assume({one.name: one.choices[number]})
    name = next(file for file in FILES if file.startswith(one.name))
    template = parse(one.probe, name, language=language(assumptions))
    values: dict[str, Any] = {"json": json.loads(FILES["json.json"])}
    values.update(SURROUNDINGS.get(one.name, {}))
    if expected == "error":
        assert template.diagnostics or one.name == "jsonpath_dialect"
        return
    assert render(template, values, assumptions=assumptions) == expected


# --- answers ---


def answer(**results: str) -> str:
    return "".join(f"{name} = '''{result}'''\n" for name, result in results.items())


def test_results_settle_the_choices_they_speak_for() -> None:
    text = answer(
        index_base="[1;2;]\r\n", zero="  true ", delimiters="Hello!<json.text>", missing="[<none>]",
        trim=FACTS["trim"].answers[1], or_not="error", coerce="",
    )  # fmt: skip
    settled, unexpected = read_answers(text, "a.toml")
    assert unexpected == []
    assert settled == {
        "index_base": 1,
        "zero": "true",
        "delimiters": ("brace",),
        "missing": "<none>",
        "trim": "after",
        "or_not": "reject",
    }


def test_every_expected_answer_settles_its_choice() -> None:
    for one in FACTS.values():
        for result, choice in zip(one.answers, one.choices, strict=False):
            text = f"{one.name} = {json.dumps(result)}"
            assert read_answers(text, "x") == ({one.name: choice}, [])


def test_results_nobody_expected_settle_nothing() -> None:
    settled, unexpected = read_answers(answer(zero="maybe", missing="none", or_not="or not"), "x")
    assert settled == {"or_not": "accept"}
    assert unexpected == [
        "x: zero: 'maybe' settles nothing\n  expected was 'false' or 'true'",
        "x: missing: 'none' settles nothing\n  expected was '[…]'",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("zro = ''", "x: no assumption is called 'zro': did you mean 'zero'?"),
        ("zero = 1", "x: zero must be what the probe printed, in quotes"),
        ("zero", "x is not TOML: "),
    ],
)
def test_files_that_hold_no_answers(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_answers(text, "x")
    assert str(caught.value).startswith(said)


def test_answers_are_written_into_the_project_and_nothing_else_changes(
    run: Run, example: Path
) -> None:
    settings_file = example / "relvars.toml"
    before = settings_file.read_bytes()
    settings_file.chmod(0o640)
    (example / "answers.toml").write_text(answer(zero="false", index_base="[1;2;]"))
    code, out, err = run("assumptions", "--answer", "answers.toml")
    assert (code, out) == (0, b"")
    assert err == "relvars.toml: 2 assumptions are settled\n  zero        false\n  index_base  1\n"
    added = b'zero = "false"\nindex_base = 1\n'
    assert settings_file.read_bytes().replace(added, b"") == before
    assert settings_file.stat().st_mode & 0o777 == 0o640
    assert load_project(example).assumptions == assume({"index_base": 1})
    assert load_project(example).settled == ("zero", "index_base")


def test_windows_lines_and_a_mark_stay(run: Run, folder: Path) -> None:
    settings_file = folder / "relvars.toml"
    settings_file.write_bytes(b"\xef\xbb\xbf[project]\r\n[assumptions]\r\nzero = 'true'\r\n")
    (folder / "a.toml").write_text(answer(zero="false", index_base="[0;1;]"))
    assert run("assumptions", "--answer", "a.toml", "-q") == (0, b"", "")
    assert settings_file.read_bytes() == (
        b"\xef\xbb\xbf[project]\r\n[assumptions]\r\n" + b'zero = "false"\r\nindex_base = 0\r\n'
    )


def test_a_link_stays_a_link(run: Run, folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared" / "settings.toml").write_text("")
    (folder / "relvars.toml").symlink_to("shared/settings.toml")
    (folder / "a.toml").write_text(answer(zero="true"))
    assert run("assumptions", "--answer", "a.toml").code == 0
    assert (folder / "relvars.toml").is_symlink()
    assert "zero" in (folder / "shared" / "settings.toml").read_text()


def test_what_settles_nothing_is_a_finding_and_the_rest_is_written(run: Run, folder: Path) -> None:
    (folder / "relvars.toml").write_text("")
    (folder / "a.toml").write_text(answer(zero="maybe", index_base="[1;2;]"))
    code, _, err = run("assumptions", "--answer", "a.toml")
    assert code == 1
    assert "error: a.toml: zero: 'maybe' settles nothing\n  expected was " in err
    assert load_project(folder).settled == ("index_base",)


def test_nothing_answered_changes_nothing(run: Run, folder: Path) -> None:
    (folder / "relvars.toml").write_text("# mine")
    (folder / "a.toml").write_text(FILES["answers.toml"])
    code, _, err = run("assumptions", "--answer", "a.toml")
    assert (code, err) == (0, "relvars.toml: 0 assumptions are settled\n")
    assert (folder / "relvars.toml").read_text() == "# mine"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (None, "there is no relvars.toml here or above; relvars init writes one"),
        ("[x]", "relvars.toml:1: unknown key 'x' in relvars.toml; known are"),
        ("assumptions = { zero = 'true' }\n",
         "relvars.toml: the table assumptions is written in a way that cannot be added to; write "
         "it there yourself:\n  index_base = '1'"),
    ],
)  # fmt: skip
def test_where_answers_cannot_go(run: Run, folder: Path, settings: str | None, said: str) -> None:
    if settings is not None:
        (folder / "relvars.toml").write_text(settings)
    (folder / "a.toml").write_text(answer(index_base="[1;2;]"))
    code, _, err = run("assumptions", "--answer", "a.toml")
    assert code == 2
    assert err.startswith(f"error: {said}")
    if settings is not None:
        assert (folder / "relvars.toml").read_text() == settings


def test_no_file_of_answers(run: Run) -> None:
    ran = run("assumptions", "--answer", "a.toml")
    assert ran == (2, b"", "error: there is no file a.toml\n")
