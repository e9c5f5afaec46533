import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.pytest_plugin.conftest import Run, Write

CASES = """
template = "templates/a.html"
[[case]]
name = "one"
values = { lead = { city = "Riga" } }
renders = "in Riga\\n"
[[case]]
name = "text of its own"
text = "{if lead.a}{end}"
renders = ""
"""
OTHER = """
[[case]]
name = "nobody"
template = "templates/a.html"
values = {}
renders = "nowhere\\n"
"""


@pytest.fixture
def shop(pytester: pytest.Pytester, write: Write) -> Path:
    write("relvars.toml", "[project]\n")
    write("templates/a.html", "{if lead.city}in {lead.city}{else}nowhere{end}\n")
    write("templates/b.sms.txt", "{if lead.a}\nx\n{end}")
    write("templates/notes.md", "{if lead.a}")
    write("tests/a.case.toml", CASES)
    return pytester.path


def test_off_nothing_is_counted(shop: Path, run: Run) -> None:
    result = run()
    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line("*coverage of templates*")


def test_the_table_has_every_template_of_the_project(shop: Path, run: Run) -> None:
    result = run("--relvars-cov")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            "*coverage of templates*",
            "Template * Branches  Cover  Values  Missing",
            "templates/a.html *1/2 *50% *1/1  1->else",
            "templates/b.sms.txt *0/2 *0% *0/0  1-3",
            "TOTAL *1/4 *25% *1/1",
        ]
    )
    result.stdout.no_fnmatch_line("*notes.md*")


def test_a_pattern_takes_only_what_fits(shop: Path, run: Run) -> None:
    for glob in ("templates/*.html", "a.*", "*.html"):
        result = run(f"--relvars-cov={glob}")
        result.stdout.fnmatch_lines(["templates/a.html *1/2*"])
        result.stdout.no_fnmatch_line("*b.sms.txt*")


def test_a_pattern_that_nothing_fits_is_an_error(shop: Path, run: Run) -> None:
    result = run("--relvars-cov", "tests")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["ERROR: no template fits 'tests'; write --relvars-cov=GLOB*"])


def test_the_reports(shop: Path, run: Run) -> None:
    kinds = ("html:out/html", "lcov:out/cov.info", "cobertura:out/cov.xml")
    result = run(*(f"--relvars-cov-report={kind}" for kind in kinds))
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*Branches*")  # the terminal's was not asked for
    result.stdout.fnmatch_lines(["Coverage of templates written to out/html"])
    pages = sorted(path.name for path in (shop / "out/html").iterdir())
    assert pages == ["index.html", "templates_a.html.html", "templates_b.sms.txt.html"]
    assert "SF:templates/a.html" in (shop / "out/cov.info").read_text()
    root = ElementTree.fromstring((shop / "out/cov.xml").read_text())
    assert root.get("branches-covered") == "1"


@pytest.mark.parametrize("report", ["pdf", "html", "html:", "term:x"])
def test_a_report_that_there_is_not(shop: Path, run: Run, report: str) -> None:
    result = run(f"--relvars-cov-report={report}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *there are term, html:DIR, lcov:FILE, cobertura:FILE"])


def test_a_report_that_cannot_be_written(shop: Path, run: Run) -> None:
    (shop / "taken").write_text("")
    result = run("--relvars-cov-report=html:taken/here")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["ERROR: taken/here cannot be written: *"])


def test_too_little_fails_the_run(shop: Path, run: Run) -> None:
    result = run("--relvars-cov=a.html", "--relvars-cov-fail-under=51")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["ERROR: 50% of the branches *(1 of 2), less than 51%"])
    assert run("--relvars-cov=a.html", "--relvars-cov-fail-under=50").ret == pytest.ExitCode.OK


def test_failures_of_cases_keep_their_exit_code(shop: Path, run: Run, write: Write) -> None:
    write("tests/c.case.toml", '[[case]]\nname = "bad"\ntext = "x"\nrenders = "y"\n')
    result = run("--relvars-cov", "--relvars-cov-fail-under=1")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.no_fnmatch_line("ERROR: *branches*")


def test_fixtures_count_too(shop: Path, run: Run, write: Write) -> None:
    write(
        "tests/test_a.py",
        "def test_a(relvars_render):\n"
        "    assert relvars_render('a.html', values={}) == 'nowhere\\n'\n"
        "    assert relvars_render('{lead.a}', values={}) == ''\n",
    )
    run("--relvars-cov").stdout.fnmatch_lines(["templates/a.html *2/2 *100%*"])


def test_so_does_a_trace(shop: Path, run: Run, write: Write) -> None:
    write(
        "tests/test_a.py",
        "def test_a(relvars_trace):\n"
        "    assert relvars_trace('a.html', values={}).output == 'nowhere\\n'\n",
    )
    run("--relvars-cov").stdout.fnmatch_lines(["templates/a.html *2/2 *100%*"])


def test_a_project_that_is_wrong_is_told_by_its_cases(shop: Path, run: Run, write: Write) -> None:
    write("relvars.toml", "[projekt]\n")
    result = run("--relvars-cov")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*projekt*"])


def test_workers_of_xdist_are_added_up(shop: Path, run: Run, write: Write) -> None:
    write("tests/b.case.toml", OTHER)
    result = run("-p", "xdist", "-n", "2", "--relvars-cov", "--relvars-cov-report=lcov:cov.info")
    assert result.ret == pytest.ExitCode.OK
    assert "BRH:2" in (shop / "cov.info").read_text().split("end_of_record")[0]


def test_a_template_that_cannot_be_read_is_told(shop: Path, run: Run) -> None:
    (shop / "templates/c.html").write_bytes(b"\xff")
    result = run("--relvars-cov")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        ["templates/a.html*", "ERROR: templates/c.html: not UTF-8 at byte 0"]
    )


def test_a_template_with_errors_is_one_that_nothing_reaches(
    shop: Path, run: Run, write: Write
) -> None:
    write("templates/c.html", "{if lead.a}")
    run("--relvars-cov").stdout.fnmatch_lines(["templates/c.html *0/2 *0%*"])


def test_only_collecting_reports_nothing(shop: Path, run: Run) -> None:
    result = run("--relvars-cov", "--collect-only", "--relvars-cov-fail-under=100")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.no_fnmatch_line("*Branches*")


def test_where_there_is_no_project_the_templates_met_are_reported(
    pytester: pytest.Pytester, run: Run, write: Write
) -> None:
    write("a.html", "{if lead.a}x{end}")
    write("a.case.toml", '[[case]]\nname = "x"\ntemplate = "a.html"\nvalues = {}\nrenders = ""\n')
    run("--relvars-cov").stdout.fnmatch_lines(["a.html *1/2 *50% * 1->then"])


def test_a_run_without_templates_says_so(run: Run, write: Write) -> None:
    write("test_a.py", "def test_a():\n    pass\n")
    result = run("--relvars-cov")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["ERROR: no template was found*"])


def test_a_report_is_the_same_each_time(shop: Path, run: Run) -> None:
    made = []
    for name in ("one", "two"):
        run(f"--relvars-cov-report=cobertura:{name}.xml")
        made.append((shop / f"{name}.xml").read_text())
    assert made[0] == made[1]
    assert json.dumps(made[0])


@pytest.fixture
def footed(shop: Path, write: Write) -> Path:
    write("relvars.toml", '[project]\ndata = "files:data"\ndatabase = "agents"\n')
    write("data/profiles/agents.jsonl", '{"_id": "1", "vip": "1"}\n{"_id": "2"}\n')
    write("data/fragments/footer.html", "{if lead.vip}VIP{else}Bye{end}{fragment.inner}")
    write("data/fragments/inner.html", "{for $n $x = json.l}{$x}{end}")
    write("data/fragments/unused.txt", "x")
    write("templates/a.html", "{if lead.vip}{fragment.footer}{end}{if lead.none}{fragment.x}{end}")
    write("tests/a.case.toml", '[[case]]\nname = "a"\ntemplate = "a.html"\nto = "agents:1"\n')
    return shop


ROWS = [
    "data/fragments/footer.html *1/2 *50% * 1->else",
    "data/fragments/inner.html *1/2 *50% * 1->body",
    "data/fragments/unused.txt *0/1 *0% * 1",
    "templates/a.html *2/4 *",
]


def test_fragments_have_rows_of_their_own(footed: Path, run: Run) -> None:
    run("--relvars-cov").stdout.fnmatch_lines(ROWS)


def test_tests_in_python_count_fragments_too(footed: Path, run: Run, write: Write) -> None:
    (footed / "tests/a.case.toml").unlink()
    write(
        "tests/test_a.py",
        "def test_a(relvars_render):\n    relvars_render('a.html', to='agents:1')\n",
    )
    run("--relvars-cov").stdout.fnmatch_lines(ROWS)


def test_a_fragment_in_the_values_is_no_file(footed: Path, run: Run, write: Write) -> None:
    write(
        "tests/a.case.toml",
        '[[case]]\nname = "a"\ntemplate = "a.html"\n'
        'values = { lead = { vip = "1" }, fragment = { footer = "{if lead.vip}{end}" } }\n',
    )
    run("--relvars-cov").stdout.fnmatch_lines(["data/fragments/footer.html *0/2 *0%*"])


def test_a_fragment_that_is_sent_as_it_is_has_no_branches(
    footed: Path, run: Run, write: Write
) -> None:
    settings = (footed / "relvars.toml").read_text()
    write("relvars.toml", f'{settings}[assumptions]\nfragment_nesting = "text"\n')
    run("--relvars-cov").stdout.fnmatch_lines(["data/fragments/footer.html *0/2 *0%*"])


@pytest.mark.parametrize("folder", ["tests", "templates"])
def test_cobertura_names_files_below_its_source(
    shop: Path, run: Run, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(shop / folder)
    run(str(shop / "tests"), f"--relvars-cov-report=cobertura:{shop}/cov.xml")
    root = ElementTree.fromstring((shop / "cov.xml").read_text())
    source = root.findtext("sources/source") or ""
    names = [one.get("filename") or "" for one in root.iter("class")]
    assert len(names) == 2
    assert all((shop / folder / source / name).is_file() for name in names)
    assert not any(name.startswith(("/", "..")) for name in names)


def test_a_template_with_errors_says_where(shop: Path, run: Run, write: Write) -> None:
    write("templates/c.html", "x\n{if lead.a}")
    run("--relvars-cov").stdout.fnmatch_lines(
        ["templates/c.html * cannot be read at line 2, column 1: *"]
    )
