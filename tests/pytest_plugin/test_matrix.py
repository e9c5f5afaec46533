"""`[[matrix]]`: templates by recipients, each an item with an id that reads well."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.pytest_plugin.conftest import Run, Write, summary

pytestmark = pytest.mark.usefixtures("project")


def ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_templates_by_recipients(run: Run, write: Write) -> None:
    write(
        "tests/all.case.toml",
        """
        [[case]]
        name = "one"
        text = ""
        [[matrix]]
        name = "every profile"
        templates = ["templates/*.html", "templates/deep/*"]
        to = ["agents:*", "agents:1"]
        excludes = ["{"]
        """,
    )
    name = "tests/all.case.toml::every profile"
    assert ids(run("--collect-only", "-q")) == [
        "tests/all.case.toml::one",
        f"{name}[hello.html-agents:1]",
        f"{name}[hello.html-agents:2]",
        f"{name}[hello.html-agents:x3]",
        f"{name}[deep/bye.txt-agents:1]",
        f"{name}[deep/bye.txt-agents:2]",
        f"{name}[deep/bye.txt-agents:x3]",
    ]
    run().assert_outcomes(passed=7)


def test_the_template_of_the_file_and_globs_of_recipients(run: Run, write: Write) -> None:
    write(
        "tests/all.case.toml",
        """
        template = "templates/hello.html"
        [[matrix]]
        name = "some"
        to = "agents:x*"
        set = { "lead._fname" = "Cyd" }
        renders = "<p>Hello Cyd of Riga!</p>\\n"
        """,
    )
    result = run("-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*::some?hello.html-agents:x3? PASSED*"])


def test_a_text_and_data_files(run: Run, write: Write) -> None:
    write("tests/samples/a.json", '{"lead": {"_fname": "Ann"}}')
    write("tests/samples/b.json", '{"lead": {}}')
    write(
        "tests/all.case.toml",
        """
        [[matrix]]
        name = "samples"
        text = "Hello{if lead._fname}, {lead._fname}{end}!"
        data = ["samples/*.json"]
        matches = ["^Hello(, Ann)?!$"]
        """,
    )
    result = run("-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*::samples?samples/a.json? PASSED*"])


def test_values_and_assumptions_hold_for_each(run: Run, write: Write) -> None:
    write(
        "tests/all.case.toml",
        """
        [[matrix]]
        name = "each"
        templates = ["hello.*"]
        values = { lead = { _fname = "Ann", city = "Riga" } }
        assume = { index_base = 1 }
        contains = ["Ann"]
        """,
    )
    run().assert_outcomes(passed=2)


def test_selection(run: Run, write: Write) -> None:
    write(
        "tests/all.case.toml",
        'template = "hello.html"\n[[matrix]]\nname = "m"\nto = ["agents:*"]\nexcludes = ["Bob"]\n',
    )
    run("-k", "agents:1 or x3").assert_outcomes(passed=2, deselected=1)
    run("tests/all.case.toml::m[hello.html-agents:2]").assert_outcomes(failed=1)
    run("tests/all.case.toml::m").assert_outcomes(passed=2, failed=1)
    run("--lf").assert_outcomes(failed=1)


def test_workers_see_the_same_cases(run: Run, write: Write) -> None:
    write(
        "tests/all.case.toml",
        'template = "hello.html"\n[[matrix]]\nname = "m"\nto = ["agents:*"]\nexcludes = ["Bob"]\n',
    )
    result = run("-p", "xdist", "-n2")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*FAILED tests/all.case.toml::m?hello.html-agents:2? - *"])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ('to = ["agents:z*"]', "no recipient of files:data fits 'agents:z?'"),
        ('to = ["agent:*"]', "*no profiles of the database 'agent'*did you mean 'agents'*"),
        ('to = ["*"]', "`to` holds '?', which is no recipient such as*"),
        ('templates = ["none/*.html"]\nto = ["agents:1"]', "no file fits *none/?.html*"),
        ('templates = ["/*.html"]\nto = ["agents:1"]', "*is no pattern of file names*"),
        ('to = ["agents:9"]', "*'9'*"),
        ('to = ["agents"]', "`to` holds 'agents', which is no recipient such as*"),
        ('template = "helo.html"\nto = ["agents:1"]', "*no file *; did you mean hello.html?*"),
        ("", "`to` is missing: the recipients, as in *"),
        ('to = ["agents:*"]\nvalues = {}', "`to` and `values` exclude each other*"),
        ('to = ["agents:*"]\nsnapshots = true', "*no key `snapshots`; did you mean `snapshot`?"),
    ],
)
def test_trouble_fails_alone(run: Run, write: Write, keys: str, said: str) -> None:
    write(
        "tests/all.case.toml",
        'template = "templates/hello.html"\n'
        '[[case]]\nname = "good"\nto = "agents:1"\n'
        f'[[matrix]]\nname = "m"\n{keys}\n'
        '[[matrix]]\nname = "fine"\nto = ["agents:1"]\n',
    )
    result = run()
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["tests/all.case.toml:5: case 'm*", said])


def test_without_a_project_there_are_no_recipients(run: Run, write: Write, project: Path) -> None:
    (project / "relvars.toml").unlink()
    write("a.case.toml", '[[matrix]]\nname = "m"\ntext = ""\nto = ["agents:*"]\n')
    assert "needs a project" in summary(run())[0]


def test_one_name_twice_fails_the_second(run: Run, write: Write, project: Path) -> None:
    write(
        "tests/all.case.toml",
        """
        template = "templates/hello.html"
        [[matrix]]
        name = "same"
        to = "agents:[12]"
        snapshot = true
        [[case]]
        name = "same[hello.html-agents:2]"
        text = ""
        [[matrix]]
        name = "same"
        to = "agents:1"
        set = { "lead._fname" = "Kai" }
        snapshot = true
        """,
    )
    result = run("--snapshot-update")
    result.assert_outcomes(passed=2, failed=2)
    twice = "tests/all.case.toml::same[hello.html-agents:"
    assert [line.partition(" - ")[0].rstrip("]") for line in summary(result)] == [
        f"FAILED {twice}2, line 3",
        f"FAILED {twice}1, line 10",
    ]
    result.stdout.fnmatch_lines(
        ["the case of line 3 is called 'same[[]hello.html-agents:1[]]' too"]
    )
    (kept_one,) = (project / "tests/__snapshots__/all.case").iterdir()
    assert "Ann" in kept_one.read_text()


def test_patterns_that_go_up_from_the_case_file(run: Run, write: Write) -> None:
    write("templates/.hidden.html", "")
    write("tests/all.case.toml", '[[matrix]]\nname = "a"\ntemplates = ["../templates/*.html"]\n')
    assert ids(run("--collect-only", "-q")) == ["tests/all.case.toml::a[hello.html]"]
    run().assert_outcomes(passed=1)
    write("templates/hello.html", "{if lead.a}")
    run().stdout.fnmatch_lines([" --> templates/hello.html:1:1"])


@pytest.mark.parametrize("key", ["to", "data", "templates"])
def test_a_matrix_over_nothing(run: Run, write: Write, key: str) -> None:
    text = "" if key == "templates" else 'text = ""\n'
    write("tests/all.case.toml", f'[[matrix]]\nname = "a"\n{text}{key} = []\n')
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"`{key}` is empty*"])


NAMES = ["a/b [c] d", "a [b] [c]", "[x", "y]", "Привет ::мир", "two\\nlines", "[", "x [y]z"]


def test_names_that_are_found_again(project: Path, run: Run, write: Write) -> None:
    case = '[[case]]\nname = "{}"\ntext = "x"\nrenders = "y"\n'
    write("tests/all.case.toml", "".join(map(case.format, NAMES)))
    listed = ids(run("--collect-only", "-q"))
    assert len(set(listed)) == len(NAMES)
    failed = run("tests", "--junitxml=j.xml")
    shown = [line.split(" - ")[0].removeprefix("FAILED ") for line in failed.outlines
             if line.startswith("FAILED")]  # fmt: skip
    assert shown == listed
    for one in listed:
        run(one).assert_outcomes(failed=1)
    names = [one.get("name") for one in ElementTree.parse("j.xml").iter("testcase")]
    assert names == [one.partition("::")[2] for one in listed]


def test_workers_send_failures_with_their_colours(project: Path, run: Run, write: Write) -> None:
    write("tests/all.case.toml", '[[case]]\nname = "a"\ntext = "x"\nrenders = "y"\n')
    alone = run("--color=yes").outlines
    spread = run("--color=yes", "-p", "xdist", "-n1").outlines
    rows = ["\x1b[32m  - y\x1b[0m", "\x1b[31m  + x\x1b[0m"]
    assert [line for line in alone if line in rows] == rows
    assert [line for line in spread if line in rows] == rows
