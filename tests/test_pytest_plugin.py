import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relvars.config.surroundings import project_at

Run = Callable[..., pytest.RunResult]

# The suite has imported the plugin before pytest could rewrite it, which is no matter here.
QUIETLY = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
PASSES = '[[case]]\nname = "good"\ntext = "x"\nrenders = "x"\n'
FAILS = '[[case]]\nname = "bad"\ntext = "{lead.a}"\nvalues = { lead = { a = 1 } }\nrenders = "2"\n'
PROJECT = """
[project]
data = "files:data"
database = "agents"
[[database]]
id = 1
name = "agents"
[database.fields]
city = "string"
[[database]]
id = 2
name = "others"
[database.fields]
cite = "string"
[assumptions]
index_base = 1
[catalog]
roots = ["shop"]
[limits]
output = 1000
[template."templates/other/*"]
database = "others"
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    # Whatever else is installed stays out, and so does the entry point of the plugin itself.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest("-p", "relvars.pytest_plugin", *QUIETLY, *arguments)

    return run


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    root = pytester.path
    for folder in ("data/profiles", "templates/other", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "relvars.toml").write_text(PROJECT)
    profile = {"_id": "1", "_fname": "Ann", "city": "Riga", "tags": ["x", "y"]}
    (root / "data/profiles/agents.jsonl").write_text(json.dumps(profile) + "\n")
    (root / "templates/hello.html").write_text("Hello {lead._fname} of {lead.city}!")
    return root


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_each_case_is_an_item_with_a_readable_id(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "sub/a.case.toml", PASSES + '[[case]]\nname = "two words, Ж"\ntext = ""\n')
    result = run("--collect-only", "-q")
    result.stdout.fnmatch_lines(["sub/a.case.toml::good", "sub/a.case.toml::two words, Ж"])


def test_other_files_are_left_alone(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.toml", PASSES)
    write(pytester, "case.toml", PASSES)
    assert run().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_cases_pass_and_fail_beside_tests_in_python(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", PASSES + FAILS)
    write(pytester, "test_a.py", "def test_a(): pass")
    run().assert_outcomes(passed=2, failed=1)


def test_a_failure_is_for_people(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", PASSES + FAILS)
    result = run()
    result.stdout.fnmatch_lines(
        [
            "*___ bad ___*",
            "a.case.toml:5: case 'bad'",
            "the output is not what `renders` says, first on line 1, column 1:",
            "  - 2",
            "  + 1",
            "there, `lead.a` (<text>:1:1) printed 1, which is lead.a",
            "FAILED a.case.toml::bad - the output is not what `renders` says",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*.py:*")
    result.stdout.no_fnmatch_line("*CaseFailed*")


@pytest.mark.parametrize("style", ["short", "long", "native", "no"])
def test_no_style_shows_a_traceback(pytester: pytest.Pytester, run: Run, style: str) -> None:
    write(pytester, "a.case.toml", FAILS)
    run(f"--tb={style}").stdout.no_fnmatch_line("*Traceback*")


def test_the_line_style_names_the_case(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", PASSES + FAILS)
    run("--tb=line").stdout.fnmatch_lines(["*a.case.toml:5: the output is not what*"])


def test_what_was_expected_and_what_was_printed_are_coloured(
    pytester: pytest.Pytester, run: Run
) -> None:
    write(pytester, "a.case.toml", FAILS)
    text = run("--color=yes").stdout.str()
    assert "\x1b[32m  - 2\x1b[0m" in text
    assert "\x1b[31m  + 1\x1b[0m" in text


def test_a_report_file_has_the_message(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", FAILS)
    run("--junitxml=report.xml")
    report = (pytester.path / "report.xml").read_text()
    assert '<failure message="the output is not what `renders` says">' in report


def test_a_fault_of_the_plugin_is_no_fault_of_the_case(pytester: pytest.Pytester, run: Run) -> None:
    conftest = """
import pytest
@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    item.case = 1
    return (yield)
"""
    write(pytester, "conftest.py", conftest)
    write(pytester, "a.case.toml", FAILS)
    run().stdout.fnmatch_lines(["*AttributeError*"])


def test_selection_by_name_id_and_last_failure(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", PASSES + FAILS)
    run("-k", "good").assert_outcomes(passed=1, deselected=1)
    run("-k", "not good").assert_outcomes(failed=1, deselected=1)
    run("a.case.toml::bad").assert_outcomes(failed=1)
    run().assert_outcomes(passed=1, failed=1)
    run("--lf").assert_outcomes(failed=1)


def test_a_name_with_colons_can_be_selected(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", '[[case]]\nname = "a::b [c]"\ntext = ""')
    run("a.case.toml::a:b [c]").assert_outcomes(passed=1)


def test_a_failure_travels_between_processes(pytester: pytest.Pytester, run: Run) -> None:
    conftest = """
def pytest_runtest_logreport(report):
    if report.failed:
        other = type(report)._from_json(report._to_json())
        print(other.longrepr)
        print("in short:", other.longrepr.reprcrash.message)
"""
    write(pytester, "conftest.py", conftest)
    write(pytester, "a.case.toml", FAILS)
    run("-s", "--tb=no").stdout.fnmatch_lines(
        ["*a.case.toml:1: case 'bad'", "  + 1", "in short: the output is not what `renders` says"]
    )


def test_a_broken_file_fails_alone(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", "[[case]\nname =")
    write(pytester, "b.case.toml", PASSES)
    write(pytester, "c.case.toml", "x = 1")
    result = run()
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        [
            "a.case.toml:1: this is not TOML: *",
            "c.case.toml:1: a case file has no key `x`; *",
            "FAILED a.case.toml::the file itself - a.case.toml:1: this is not TOML*",
        ]
    )


def test_a_broken_case_fails_alone(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", PASSES + PASSES.replace("renders", "render") + FAILS)
    result = run()
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        [
            "a.case.toml:5: case 'good (line 5)'",
            "a case has no key `render`; did you mean `renders`?",
            "the case of line 1 is called 'good' too",
        ]
    )


@pytest.mark.usefixtures("project")
def test_a_case_in_a_project(pytester: pytest.Pytester, run: Run) -> None:
    write(
        pytester,
        "tests/a.case.toml",
        """
        template = "templates/hello.html"
        [[case]]
        name = "from the source"
        to = "agents:1"
        renders = "Hello Ann of Riga!"
        [[case]]
        name = "overridden"
        to = "agents:1"
        set = { "lead._fname" = "Bob" }
        renders = "Hello Bob of Riga!"
        [[case]]
        name = "among the templates"
        template = "hello.html"
        values = { lead = { _fname = "Cyd" } }
        renders = "Hello Cyd of !"
        [[case]]
        name = "assumptions and language"
        text = "{for $i $x = lead.tags}{$i}{end}{shop.a}"
        to = "agents:1"
        set = { "shop.a" = "!" }
        renders = "12!"
        [[case]]
        name = "its own assumption"
        text = "{for $i $x = lead.tags}{$i}{end}"
        to = "agents:1"
        assume = { index_base = 0 }
        renders = "01"
        [[case]]
        name = "schema"
        text = "{lead.cite}"
        diagnostics = ["unknown-field"]
        """,
    )
    run().assert_outcomes(passed=6)


@pytest.mark.usefixtures("project")
def test_the_database_of_a_template(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "templates/other/a.html", "{lead.cite}")
    write(
        pytester,
        "tests/a.case.toml",
        '[[case]]\nname = "a"\ntemplate = "templates/other/a.html"\ndiagnostics = []',
    )
    run().assert_outcomes(passed=1)


@pytest.mark.usefixtures("project")
def test_trouble_with_recipient_and_limit(pytester: pytest.Pytester, run: Run) -> None:
    write(
        pytester,
        "tests/a.case.toml",
        """
        text = "{lead._fname}{json.long}"
        [[case]]
        name = "nobody"
        to = "agents:2"
        [[case]]
        name = "too long"
        values = { json = { long = "LONG" } }
        """.replace("LONG", "x" * 1001),
    )
    result = run()
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*'2'*", "*error?output-limit?*"])


def test_a_broken_project_fails_its_cases_alone(
    pytester: pytest.Pytester, run: Run, project: Path
) -> None:
    (project / "relvars.toml").write_text("[projekt]\n")
    write(pytester, "tests/a.case.toml", PASSES)
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["tests/a.case.toml:1: case 'good'", "", "relvars.toml:1: *project*"]
    )


def test_a_project_is_read_again_when_it_has_changed(project: Path) -> None:
    first = project_at(project / "tests")
    assert project_at(project) is first
    (project / "relvars.toml").write_text('[[database]]\nid = 1\nname = "new"\n')
    assert project_at(project).schema.databases[0].name == "new"


PYTHON_TESTS = """
import pytest
import relvars

def test_project(relvars_project):
    assert relvars_project.database == "agents"

def test_render(relvars_render):
    assert relvars_render("hello.html", to="agents:1") == "Hello Ann of Riga!"
    assert relvars_render("templates/hello.html", to="agents:1", set={"lead.city": "Tartu"}) == (
        "Hello Ann of Tartu!"
    )
    assert relvars_render("{lead.a}{json.n}", values={"lead": {"a": 1}}) == "1"
    loop = "{for $i $x = lead.l}{$i}{end}"
    assert relvars_render(loop, values={"lead": {"l": [0]}}) == "1"
    assert relvars_render(loop, values={"lead": {"l": [0]}}, assume={"index_base": 0}) == "0"

def test_trace(relvars_trace):
    trace = relvars_trace("hello.html", to="agents:1")
    assert trace.output == "Hello Ann of Riga!"
    assert trace.parts[1].value == "Ann"
    assert trace.parts[1].origin == "data/profiles/agents.jsonl"

def test_errors(relvars_render):
    with pytest.raises(relvars.TemplateError):
        relvars_render("{end}")
    with pytest.raises(relvars.ConfigError, match="there is no file .*none.html"):
        relvars_render("none.html")
    with pytest.raises(relvars.SourceError):
        relvars_render("{lead.a}", to="agents:2")
    with pytest.raises(relvars.ConfigError):
        relvars_render("{lead.a}", to="agents")
    with pytest.raises(relvars.ConfigError, match="exclude each other"):
        relvars_render("{lead.a}", to="agents:1", values={})
"""


@pytest.mark.usefixtures("project")
def test_the_fixtures(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "tests/test_mail.py", PYTHON_TESTS)
    run().assert_outcomes(passed=4)


def test_the_fixtures_without_a_project(pytester: pytest.Pytester, run: Run) -> None:
    write(
        pytester,
        "test_mail.py",
        """
def test_project(relvars_project): pass
def test_render(relvars_render):
    assert relvars_render("a {lead.b}", values={"lead": {"b": 1}}) == "a 1"
""",
    )
    result = run()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*ConfigError: there is no relvars.toml in *"])


def test_the_plugin_costs_nothing_until_it_is_used() -> None:
    code = """
import sys, pytest
before = set(sys.modules)
import relvars.pytest_plugin
print(sorted(set(sys.modules) - before))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.strip()
    assert loaded == "['importlib.metadata', 'relvars', 'relvars.pytest_plugin']" or loaded == (
        "['relvars', 'relvars.pytest_plugin']"
    )


def test_the_public_conformance_cases_run_with_the_whole_suite(
    pytestconfig: pytest.Config,
) -> None:
    from tests.conftest import CONFORMANCE

    whole = pytestconfig.args_source is pytest.Config.ArgsSource.TESTPATHS
    assert (str(CONFORMANCE) in pytestconfig.args) == (whole and CONFORMANCE.is_dir())


def test_terminal_codes_of_a_name_are_escaped(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "a.case.toml", FAILS.replace("bad", "\\u001b[2Jbad\\u202e"))
    for options in ((), ("-v",), ("--collect-only", "-q")):
        shown = run(*options).stdout.str()
        assert "2Jbad" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_a_failed_fixture_shows_the_test_and_the_sentence(
    pytester: pytest.Pytester, run: Run
) -> None:
    tests = """
def test_render(relvars_render):
    relvars_render("{lead.a}", to="agents:1")
def test_trace(relvars_trace):
    relvars_trace("none.html")
def test_project(relvars_project):
    pass
"""
    write(pytester, "test_mail.py", tests)
    result = run()
    result.assert_outcomes(failed=2, errors=1)
    result.stdout.fnmatch_lines(["*ConfigError: `to` needs a project*"])
    result.stdout.no_fnmatch_line("*relvars/cases/*")
    result.stdout.no_fnmatch_line("*relvars/config/*")
    result.stdout.no_fnmatch_line("*relvars/pytest_plugin/*")


def test_a_linked_folder_of_tests_is_of_its_project(
    pytester: pytest.Pytester, run: Run, project: Path
) -> None:
    write(pytester, "p/x", "")
    root = pytester.path / "p"
    for one in ("relvars.toml", "data", "templates", "tests"):
        (project / one).rename(root / one)
    write(pytester, "p/tests/a.case.toml", '[[case]]\nname = "a"\ntemplate = "hello.html"\n'
          'to = "agents:1"\nrenders = "Hello Ann of Riga!"\n')  # fmt: skip
    (pytester.path / "linked").symlink_to(root / "tests")
    run("linked").assert_outcomes(passed=1)
