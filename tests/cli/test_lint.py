"""`relvars lint`: what it prints where, what it writes, and its exit codes."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from relvars.linter import rules, runner
from relvars.linter.listed import Listed
from relvars.linter.rule import Rule
from tests.cli.conftest import Ran, Run

BAD = "<p>{lead.x | upper}</p><a href='{unsubscribe}'>u</a>\n"
GOOD = "<p>{lead.x}</p><a href='{unsubscribe}'>u</a>\n"
# One safe fix, which closes the call without its comma.
SAFE = '{subscription_field("email", "email")} <a href="{unsubscribe}">u</a>\r\n'
MENDED = '{subscription_field("email" "email")} <a href="{unsubscribe}">u</a>\r\n'


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path / "cache" / "relvars" / "lint"


def write(name: str, text: str = GOOD) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def slugs(ran: Ran) -> list[str]:
    return [one["slug"] for one in findings(ran)]


def findings(ran: Ran) -> list[dict[str, Any]]:
    data = json.loads(ran.out)
    assert data["version"] == 1
    found: list[dict[str, Any]] = data["diagnostics"]
    return found


# --- Findings and exit codes ----------------------------------------------------------------------


def test_findings_go_to_stdout_with_frames_and_a_summary_to_stderr(run: Run) -> None:
    write("a.html", BAD)
    ran = run("lint")
    assert ran.code == 1
    assert ran.out.decode().startswith("error[no-filters]: ")
    assert "--> a.html:1:" in ran.out.decode()
    assert ran.err.startswith("1 error in 1 file\n")
    assert run("lint", "-q") == ran._replace(err="")


def test_nothing_found_is_fine(run: Run) -> None:
    write("a.html")
    assert run("lint") == Ran(0, b"", "nothing found in 1 file\n")


def test_remarks_are_no_reason_to_fail(run: Run) -> None:
    write("a.html", "{if lead.a or lead.b}a{end} {unsubscribe}")
    ran = run("lint", "--format", "json", "--select", "unverified-operator")
    assert (ran.code, slugs(ran)) == (0, ["unverified-operator"])


def test_warnings_are_a_reason_to_fail(run: Run) -> None:
    write("a.html", "<p>{lead.x}</p>")
    ran = run("lint", "--select", "no-unsubscribe", "--format", "json")
    assert (ran.code, slugs(ran)) == (1, ["no-unsubscribe"])
    assert run("lint", "--exit-zero").code == 0


def test_rules_are_selected_and_ignored(run: Run) -> None:
    write("a.html", BAD)
    assert run("lint", "--ignore", "no-filters,names").code == 0
    assert run("lint", "--select", "names", "--select", "meaning").code == 0
    assert run("lint", "--select", "syntax").code == 1


def test_an_unknown_rule_is_a_misuse(run: Run) -> None:
    write("a.html")
    ran = run("lint", "--select", "no-filter")
    assert (ran.code, ran.out) == (2, b"")
    assert "--select: no rule is called 'no-filter': did you mean 'no-filters'?" in ran.err
    assert run("lint", "nowhere.html", "--ignore", "no-filter").code == 2
    assert run("lint", "-j", "0").code == 2


def test_statistics_count(run: Run) -> None:
    write("a.html", BAD)
    write("b.html", BAD * 2)
    assert run("lint", "--statistics").out == b"3  no-filters\n"
    data = json.loads(run("lint", "--statistics", "--format", "json").out)
    assert data == {"version": 1, "statistics": [{"slug": "no-filters", "count": 3}]}


def test_bench_tells_times_on_stderr(run: Run) -> None:
    write("a.html", BAD)
    ran = run("lint", "--bench", "--format", "json")
    assert slugs(ran) == ["no-filters"]
    assert "(parsing)" in ran.err
    assert "no-unsubscribe" in ran.err


def test_help_tells_the_exit_codes(run: Run) -> None:
    assert b"1 when there is an error or a warning" in run("lint", "--help").out


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_no_file_at_all_is_a_report_too(run: Run, form: str) -> None:
    ran = run("lint", "--format", form)
    assert (ran.code, ran.err) == (0, "nothing found in 0 files\n")
    if form in ("json", "sarif", "gitlab"):
        json.loads(ran.out)


# --- A project ------------------------------------------------------------------------------------

SETTINGS = """\
[project]
database = "agents"
[[database]]
id = 1
name = "agents"
fields = { city = "string" }
"""


def project(more: str = "") -> None:
    write("relvars.toml", SETTINGS + more)


def test_a_project_means_its_templates_and_its_schema(run: Run) -> None:
    project()
    write("templates/a.html", GOOD.replace("lead.x", "lead.citi"))
    write("other/b.html", BAD)
    ran = run("lint", "--format", "json")
    assert [(one["slug"], one["file"]) for one in findings(ran)] == [
        ("unknown-field", os.path.join("templates", "a.html"))
    ]


def test_settings_select_ignore_and_exclude(run: Run) -> None:
    project('[lint]\nignore = ["no-filters"]\nexclude = ["old"]\n'
            '[lint.per-file]\n"*/b.html" = ["syntax"]\n')  # fmt: skip
    write("templates/a.html", BAD)
    write("templates/b.html", "{lead.city")
    write("templates/c.html", "{lead.city")
    write("templates/old/d.html", "{lead.city")
    ran = run("lint", "--format", "json", "--select", "syntax")
    assert [(one["slug"], Path(one["file"]).name) for one in findings(ran)] == [
        ("no-filters", "a.html"),
        ("unclosed-tag", "c.html"),
    ]
    ran = run("lint", "--format", "json", "--ignore", "unclosed-tag,message", "templates")
    assert slugs(ran) == []
    assert run("lint", "templates/old/d.html").code == 1


def test_limits_of_rules_are_settings(run: Run) -> None:
    project("[lint]\nsubject-length = 3\n")
    write("templates/a.subject.txt", "Hello")
    assert slugs(run("lint", "--format", "json")) == ["subject-length"]
    project("[lint]\nsubject-length = 5\n")
    assert slugs(run("lint", "--format", "json")) == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('ignore = ["no-filter"]', "relvars.toml: [lint] ignore: no rule is called 'no-filter'"),
        ('select = ["no-filter"]', "relvars.toml: [lint] select: no rule is called 'no-filter'"),
        ("sms-part = 1", "unknown key 'sms-part' in [lint]: did you mean 'sms-parts'?"),
        ("sms-parts = 0", "sms-parts must be 1 or more, not 0"),
        ('sms-parts = "1"', 'sms-parts must be a whole number, not "1"'),
        ('[lint.per-file]\n"*" = ["no-filter"]', '[lint.per-file] "*": no rule is called'),
    ],
)
def test_wrong_settings_are_a_misuse(run: Run, table: str, said: str) -> None:
    project(f"[lint]\n{table}\n")
    write("templates/a.html")
    ran = run("lint")
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err


def test_fragments_are_those_of_the_data(run: Run) -> None:
    project()
    write("templates/a.html", GOOD.replace("lead.x", "fragment.foot"))
    assert run("lint").code == 0  # nobody knows which there are
    write("data/fragments/head.html", "a")
    assert slugs(run("lint", "--format", "json")) == ["unknown-fragment"]
    write("data/fragments/foot.html", "b")
    assert run("lint").code == 0


def test_each_file_is_under_its_own_project(run: Run) -> None:
    write("one/relvars.toml", SETTINGS)
    write("two/relvars.toml", '[lint]\nignore = ["no-filters"]\n')
    write("one/a.html", GOOD.replace("lead.x", "lead.citi"))
    write("two/b.html", BAD)
    write("three/c.html", BAD)
    ran = run("lint", "one/a.html", "two/b.html", "three/c.html", "--format", "json")
    assert slugs(ran) == ["no-filters", "unknown-field"]


def test_files_beside_are_looked_at_and_not_reported(run: Run) -> None:
    write("m.html", GOOD)
    write("m.txt", "{lead.y | b} {unsubscribe}")
    every = run("lint", "--select", "all", "--format", "json")
    assert {one["file"] for one in findings(every)} == {"m.html", "m.txt"}
    alone = run("lint", "./m.html", "--select", "all", "--format", "json")
    expected = [one for one in findings(every) if one["file"] == "m.html"]
    assert [{**one, "file": "m.html"} for one in findings(alone)] == expected
    assert "parts-disagree" in {one["slug"] for one in expected}


PER_FILE = """\
[lint]
ignore = ["sms-parts"]
[lint.per-file]
"templates/a*" = ["no-filters", "unclosed-tag", "names", "sms-parts", "meaning"]
"templates/gone/*" = ["no-filters"]
"elsewhere/*" = ["no-filters"]
"""


def test_entries_for_files_that_ignore_nothing_are_told_of_a_whole_project(run: Run) -> None:
    project(PER_FILE)
    write("templates/a.html", BAD.replace("</p>", "{lead.citi}</p>"))
    write("templates/b.html", GOOD.replace("lead.x", "lead.city"))
    ran = run("lint", "--format", "json")
    places = [(one["slug"], one["file"], one["start"]["line"]) for one in findings(ran)]
    assert places == [("unused-suppression", "relvars.toml", line) for line in (10, 10, 11)]
    text = Path("relvars.toml").read_text()
    marked = [text[one["start"]["offset"] : one["end"]["offset"]] for one in findings(ran)]
    assert marked == ['"unclosed-tag"', '"meaning"', '"no-filters"']
    assert run("lint", ".", "--format", "json").out == ran.out
    assert run("lint", "templates/a.html").code == 0
    assert run("lint", "--ignore", "bad-number").code == 0
    assert b"10 | " in run("lint").out


# --- stdin ----------------------------------------------------------------------------------------


def test_stdin_is_linted_under_the_name_it_is_given(run: Run) -> None:
    project('[lint.per-file]\n"templates/a.html" = ["no-filters"]\n')
    assert run("lint", "-", stdin=BAD.encode()).code == 1
    named = ("--stdin-filename", "templates/a.html")
    assert run("lint", "-", *named, stdin=BAD.encode()).code == 0
    ran = run("lint", *named, "--format", "json", stdin=b"{lead.citi}")
    assert {one["file"] for one in findings(ran)} == {"templates/a.html"}
    assert not Path(".relvars_cache").exists()


def test_stdin_goes_alone(run: Run) -> None:
    write("a.html")
    assert run("lint", "-", "a.html").code == 2
    assert run("lint", "-", "--baseline", "b.json").code == 2


def test_stdin_that_is_no_text_is_told(run: Run) -> None:
    ran = run("lint", "-", "--format", "json", stdin=b"\xff")
    assert (ran.code, slugs(ran)) == (3, [])
    assert ran.err.startswith("error: <stdin>: byte 0 is not UTF-8, so it is no template\n")


def test_fixed_stdin_goes_to_stdout(run: Run) -> None:
    ran = run("lint", "-", "--fix", stdin=(SAFE + BAD).encode())
    assert (ran.code, ran.out) == (1, (MENDED + BAD).encode())
    assert "error[no-filters]" in ran.err


# --- Bad input ------------------------------------------------------------------------------------


def test_trouble_with_files_is_a_line_each_and_stops_no_other(run: Run) -> None:
    write("good.html")
    Path("bad.html").write_bytes(b"\xff")
    Path("gone.html").symlink_to("nowhere")
    with open(b"\xff.html", "w"):
        pass
    ran = run("lint", "--format", "json")
    assert (ran.code, slugs(ran)) == (3, [])
    assert sorted(ran.err.splitlines()) == [
        "error: \\udcff.html: its name is not UTF-8",
        "error: bad.html: byte 0 is not UTF-8, so it is no template",
        "error: gone.html: is a link to a file that is not there",
        "nothing found in 1 file",
    ]
    write("good.html", BAD)
    ran = run("lint", "--format", "json")
    assert (ran.code, slugs(ran)) == (1, ["no-filters"])


def test_a_path_that_is_not_there_is_a_misuse_unless_something_is_found(run: Run) -> None:
    write("a.html")
    ran = run("lint", "a.html", "b.html")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: b.html: there is no such file")
    write("a.html", BAD)
    assert run("lint", "a.html", "b.html").code == 1


def test_a_rule_that_fails_stops_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(file: object) -> list[Any]:
        raise KeyError("a secret")

    real = rules.load

    def load(listed: Listed) -> Rule:
        rule = real(listed)
        return rule._replace(check=fail) if listed.slug == "no-unsubscribe" else rule

    monkeypatch.setattr(runner, "load", load)
    write("a.html")
    write("b.html")
    ran = run("lint", "--format", "json")
    assert (ran.code, slugs(ran)) == (3, [])
    assert ran.err.count("rule no-unsubscribe: relvars itself failed (KeyError)") == 1
    place = Path(ran.err.splitlines()[0].rpartition(" in ")[2])
    assert "rule no-unsubscribe, file a.html" in place.read_text()
    write("b.html", BAD)
    assert run("lint").code == 1


# --- Fixes ----------------------------------------------------------------------------------------


def test_safe_fixes_are_written_and_the_rest_is_told(run: Run) -> None:
    path = write("a.html", "\ufeff" + SAFE)
    path.chmod(0o640)
    before = run("lint")
    assert "1 can be fixed with --fix" in before.err
    ran = run("lint", "--fix")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.err == "1 fix applied; nothing found in 1 file\n"
    assert path.read_bytes() == ("\ufeff" + MENDED).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert run("lint").code == 0


def test_unsafe_fixes_are_asked_for(run: Run) -> None:
    path = write("a.html", "{if lead.a}{lead.a.count}{end}<!-- relvars: ignore[no-filters] -->")
    select = ("--select", "unused-suppression,no-filters")
    assert run("lint", *select, "--fix").code == 1
    assert path.read_bytes().endswith(b"-->")
    ran = run("lint", *select, "--unsafe-fixes")
    assert (ran.code, path.read_bytes()) == (0, b"{if lead.a}{lead.a.count}{end}")


def test_only_files_that_were_named_are_fixed(run: Run) -> None:
    one, other = write("m.html", SAFE), write("m.txt", SAFE)
    run("lint", "m.html", "--fix", "--select", "all")
    assert (one.read_bytes(), other.read_bytes()) == (MENDED.encode(), SAFE.encode())


def test_a_file_that_somebody_else_changed_is_left(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import relvars.cli.lint_fixing as fixing

    path, real = write("a.html", SAFE), fixing.fix

    def late(*args: Any, **options: Any) -> Any:
        done = real(*args, **options)
        path.write_bytes(BAD.encode())
        return done

    monkeypatch.setattr(fixing, "fix", late)
    ran = run("lint", "--fix")
    assert ran.code == 1
    assert "a.html: was changed by somebody else meanwhile, so it was not fixed" in ran.err
    assert path.read_bytes() == BAD.encode()


def test_a_file_that_cannot_be_written_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(13, "permission denied")

    monkeypatch.setattr("relvars.cli.lint_fixing.write_file", refuse)
    write("a.html", SAFE)
    ran = run("lint", "--fix")
    assert ran.code == 1
    assert "a.html: cannot be written: permission denied" in ran.err
    assert "fix applied" not in ran.err


def test_a_fix_that_changes_the_samples_message_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "relvars.linter.fixing._harm", lambda *_: "its sample data would give another message"
    )
    path = write("a.html", SAFE)
    ran = run("lint", "--fix")
    assert ran.code == 1
    why = "its sample data would give another message"
    assert f"error: a.html:1: `commas-in-call` was not fixed: {why}\n" in ran.err
    assert path.read_bytes() == SAFE.encode()


def test_the_projects_own_data_are_samples(
    example: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def harm(plan: Any, rendered: Any, old: Any, new: Any) -> str:
        made.extend(rendered(old._replace(text="{lead._fname}")))
        return ""

    monkeypatch.setattr("relvars.linter.fixing._harm", harm)
    write("templates/a.txt", "{lead._fname and lead._lname and lead.email} {unsubscribe}")
    write("templates/a.txt", SAFE)
    run("lint", "--fix", "templates/a.txt")
    assert len(made) == 1
    assert made[0]
    made.clear()
    shutil.rmtree("data")
    write("templates/a.txt", SAFE)
    run("lint", "--fix", "templates/a.txt")
    assert made == []
    write("relvars.toml", Path("relvars.toml").read_text().replace("files:data", "https://a.test"))
    write("templates/a.txt", SAFE)
    run("lint", "--fix", "templates/a.txt")
    assert made == []


# --- Baseline -------------------------------------------------------------------------------------


def test_a_baseline_hides_what_is_known_and_only_shrinks(run: Run) -> None:
    write("a.html", BAD)
    base = Path("known.json")
    ran = run("lint", "--baseline", base)
    assert (ran.code, ran.out) == (0, b"")
    assert "known.json is written; from now on it has 1 known finding\n" in ran.err
    write("a.html", "\n\n" + BAD)
    before = base.read_bytes()
    assert run("lint", "--baseline", base).code == 0
    assert base.read_bytes() == before
    write("a.html", BAD * 2)
    ran = run("lint", "--baseline", base, "--format", "json")
    assert [one["start"]["line"] for one in findings(ran)] == [2]
    assert base.read_bytes() == before
    write("a.html")
    ran = run("lint", "--baseline", base)
    assert "known.json is shorter by 1" in ran.err
    assert json.loads(base.read_bytes())["findings"] == []
    write("a.html", BAD)
    assert run("lint", "--baseline", base).code == 1


def test_a_baseline_keeps_what_a_run_did_not_look_for(run: Run) -> None:
    write("a.html", BAD)
    write("b.html", BAD)
    run("lint", "--baseline", "known.json")
    before = Path("known.json").read_bytes()
    write("a.html")
    run("lint", "--baseline", "known.json", "b.html")
    run("lint", "--baseline", "known.json", "a.html", "--ignore", "no-filters")
    assert Path("known.json").read_bytes() == before
    Path("a.html").unlink()
    run("lint", "--baseline", "known.json", "b.html")
    known = json.loads(Path("known.json").read_bytes())["findings"]
    assert [one["file"] for one in known] == ["b.html"]


def test_what_is_no_baseline_is_a_misuse(run: Run) -> None:
    write("a.html", BAD)
    write("known.json", "{}")
    ran = run("lint", "--baseline", "known.json")
    assert (ran.code, ran.out) == (2, b"")
    assert Path("known.json").read_text() == "{}"


def test_a_baseline_that_cannot_be_written_is_told(run: Run) -> None:
    write("a.html", BAD)
    assert run("lint", "--baseline", "nowhere/known.json").code == 3


# --- Cache and processes --------------------------------------------------------------------------


def test_a_second_run_parses_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.html", BAD)
    first = run("lint", "--format", "json")

    def parsed(*args: object, **options: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(runner, "parse", parsed)
    assert run("lint", "--format", "json") == first
    assert run("lint", "--no-cache").code == 3


OTHER = '[[database]]\nid = 9\nname = "bare"\n'


@pytest.mark.parametrize(
    "change",
    [
        lambda: write("a.html", "{lead.citi"),
        lambda: write("relvars.toml", SETTINGS.replace("city", "citi")),
        lambda: write("relvars.toml", SETTINGS + '[lint]\nignore = ["unknown-field"]'),
        lambda: write("relvars.toml", SETTINGS + '[lint.per-file]\n"a.html" = ["names"]'),
        lambda: write("relvars.toml", SETTINGS + OTHER + '[template."a.html"]\ndatabase = "bare"'),
        lambda: write("relvars.toml", SETTINGS + '[assumptions]\ndelimiters = ["angle"]'),
    ],
)
def test_a_cache_is_never_stale(run: Run, change: Any) -> None:
    project()
    write("a.html", GOOD.replace("lead.x", "lead.citi"))
    assert slugs(run("lint", "a.html", "--format", "json")) == ["unknown-field"]
    change()
    kept = run("lint", "a.html", "--format", "json")
    assert kept == run("lint", "a.html", "--format", "json", "--no-cache")
    assert slugs(kept) != ["unknown-field"]


def test_a_cache_knows_the_files_beside(run: Run) -> None:
    write("m.html", GOOD)
    write("m.txt", "{lead.x} {unsubscribe}")
    assert run("lint", "m.html", "--select", "parts-disagree").code == 0
    write("m.txt", "{lead.y} {unsubscribe}")
    assert run("lint", "m.html", "--select", "parts-disagree").code == 1


def test_a_projects_cache_lies_in_it(run: Run, cache: Path) -> None:
    write("a.html")
    run("lint", "--no-cache")
    assert not cache.exists()
    run("lint")
    assert len([*cache.iterdir()]) == 1
    project()
    run("lint", "a.html")
    assert Path(".relvars_cache/lint.json").exists()


def test_a_cache_that_is_damaged_or_in_the_way_is_a_line(run: Run) -> None:
    project()
    write("a.html", BAD)
    first = run("lint", "a.html", "--format", "json")
    write(".relvars_cache/lint.json", "{")
    ran = run("lint", "a.html", "--format", "json")
    assert (ran.code, ran.out) == (first.code, first.out)
    assert "is damaged; it is made anew\n" in ran.err
    assert run("lint", "a.html", "--format", "json") == first
    for one in Path(".relvars_cache").iterdir():
        one.unlink()
    Path(".relvars_cache").rmdir()
    write(".relvars_cache", "a file")
    ran = run("lint", "a.html", "--format", "json")
    assert (ran.code, ran.out) == (first.code, first.out)
    assert "cannot be read" in ran.err
    assert "cannot be written" in ran.err


def test_other_processes_find_the_same_in_the_same_order(run: Run) -> None:
    for number in range(7):
        write(f"{number}.html", BAD * number)
    one = run("lint", "--no-cache", "-j", "1", "--format", "json")
    two = run("lint", "--no-cache", "-j", "2", "--format", "json")
    assert one == two
    assert len(findings(one)) == 21


def test_many_files_are_linted_side_by_side_unasked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.html", BAD)
    write("b.html", BAD)
    first = run("lint", "--no-cache")
    monkeypatch.setattr("relvars.linter.jobs._WORTH", 1)
    assert run("lint", "--no-cache") == first


def test_where_there_can_be_no_other_processes_one_does_it_all(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(jobs: int) -> None:
        raise OSError(38, "function not implemented")

    write("a.html", BAD)
    write("b.html", BAD)
    first = run("lint", "--no-cache")
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    assert run("lint", "--no-cache", "-j", "2") == first


def test_a_user_without_a_home_has_no_cache(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.linter.cache.cache_file", lambda root: None)
    write("a.html", BAD)
    assert run("lint") == run("lint", "--no-cache")


def test_runs_that_share_a_cache_do_each_other_no_harm(run: Run) -> None:
    """Each of many processes finds what it finds alone, whatever the others write meanwhile."""
    project()
    texts = {f"templates/{number}.html": BAD * number for number in range(1, 4)}
    for name, text in texts.items():
        write(name, text)
    alone = {name: run("lint", name, "--format", "json", "--no-cache").out for name in texts}
    command = [sys.executable, "-m", "relvars", "lint", "--format", "json"]
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(2):
        started = {
            name: subprocess.Popen([*command, name], stdout=subprocess.PIPE, env=place)
            for name in texts
        }
        assert {name: one.communicate()[0] for name, one in started.items()} == alone
    json.loads(Path(".relvars_cache/lint.json").read_bytes())
    assert sorted(one.name for one in Path(".relvars_cache").iterdir()) == [
        ".gitignore",
        "lint.json",
    ]


def test_a_rule_that_fails_elsewhere_fails_here(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(listed: Listed) -> Rule:
        raise KeyError(listed.slug)

    monkeypatch.setattr(runner, "load", fail)
    write("a.html", BAD)
    write("b.html", BAD)
    ran = run("lint", "--no-cache", "-j", "2", "--format", "json")
    assert (ran.code, slugs(ran)) == (1, ["no-filters", "no-filters"])
    assert "relvars itself failed (KeyError)" in ran.err


def test_a_number_of_5000_digits_is_told_in_short(run: Run) -> None:
    done = run("lint", "-j" + "9" * 5000)
    assert (done.code, done.out) == (2, b"")
    assert f"-j/--jobs: a whole number from 1 to 999999999, not '{'9' * 40}…'\n" in done.err
    assert len(done.err) < 200


def test_an_empty_path_is_a_misuse_that_is_named(run: Run) -> None:
    done = run("lint", "")
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith("error: '': is an empty path; a dot is the folder you are in\n")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_number_of_processes_is_whole_and_at_least_one(run: Run, number: str) -> None:
    done = run("lint", f"-j{number}")
    assert (done.code, done.out) == (2, b"")
    assert f"a whole number from 1, not {number!r}" in done.err


def test_a_baseline_where_no_folder_is(run: Run) -> None:
    done = run("lint", "--baseline", "nowhere/known.json")
    assert done.code == 3
    assert done.err.splitlines()[-1] == "error: nowhere/known.json: No such file or directory"
