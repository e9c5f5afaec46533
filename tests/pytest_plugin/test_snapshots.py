"""Snapshots of cases: one file a part, byte for byte; only what was selected is ever deleted."""

from pathlib import Path

import pytest

from tests.pytest_plugin.conftest import Run, Write, kept, summary

pytestmark = pytest.mark.usefixtures("project")
CASES = """
template = "templates/hello.html"
[[case]]
name = "with a name"
to = "agents:1"
snapshot = true
[[case]]
name = "without a name"
to = "agents:x3"
snapshot = true
"""
FILES = ["a.case/with-a-name.html", "a.case/without-a-name.html"]
PYTHON = """
def test_digest(relvars_render, snapshot):
    assert relvars_render("hello.html", to="agents:1") == snapshot
"""


def test_written_then_compared(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES)
    result = run()
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "there is no snapshot tests/__snapshots__/a.case/with-a-name.html yet;"
            " --snapshot-update writes it",
            "",
            "the output is:",
            "  <p>Hello Ann of Riga!</p>",
            "2 snapshots failed.",
        ]
    )
    assert kept(project) == []
    run("--snapshot-update").assert_outcomes(passed=2)
    assert kept(project) == FILES
    result = run()
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["2 snapshots passed."])


def test_all_parts_of_a_message(run: Run, write: Write, project: Path) -> None:
    write(
        "tests/a.case.toml",
        """
        [[case]]
        name = "message"
        template = "templates/hello"
        to = "agents:1"
        contains = ["For Ann", "of Riga"]
        excludes = ["{"]
        snapshot = true
        """,
    )
    run("--snapshot-update").assert_outcomes(passed=1)
    assert kept(project) == ["a.case/message.html", "a.case/message.subject.txt"]
    write("templates/hello.subject.txt", "{if lead.city}Ann")
    result = run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*case 'message', templates/hello.subject.txt", "*", "*has error*"]
    )


def test_what_is_about_one_part_names_it(run: Run, write: Write) -> None:
    case = '[[case]]\nname = "m"\ntemplate = "hello"\nto = "agents:1"\n'
    write("tests/a.case.toml", case + 'renders = "x"\n')
    write("tests/b.case.toml", case + 'contains = ["nowhere"]\n')
    write("tests/c.case.toml", case.replace("hello", "hell"))
    result = run()
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            "`renders` is about one part of a message; name it, as in hello.html",
            "the output does not contain 'nowhere'",
            "there is no file *hell*",
        ]
    )


def test_bytes_are_exact(run: Run, write: Write, project: Path) -> None:
    write("templates/bytes.txt", "\ufeffa\r\nb\rc\n\n{lead._fname}")
    write("a.case.toml", '[[case]]\nname = "b"\ntemplate = "bytes.txt"\nsnapshot = true')
    run("--snapshot-update").assert_outcomes(passed=1)
    file = project / "__snapshots__/a.case/b.txt"
    assert file.read_bytes() == "\ufeffa\r\nb\rc\n\n".encode()
    run().assert_outcomes(passed=1)


def test_what_changed_is_said_above_the_diff(run: Run, write: Write) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update")
    write("templates/hello.html", "<p>Hello {lead._fname} from {lead.city}!</p>\n")
    result = run("-k", "with and not without")
    result.stdout.fnmatch_lines(
        [
            "tests/a.case.toml:3: case 'with a name', templates/hello.html",
            "",
            "the message is not its snapshot tests/__snapshots__/a.case/with-a-name.html",
            "",
            "  * the greeting (templates/hello.html:1) changed: «Hello Ann of Riga!» → «Hello Ann"
            " from Riga!»",
            "",
            "  - <p>Hello Ann of Riga!</p>",
            "  [?]              ^^",
            "  + <p>Hello Ann from Riga!</p>",
            "  [?]              ^^^^",
            "",
            "there, the template's own text stands (templates/hello.html:1:24)",
            " --> templates/hello.html:1:*",
            "1 | <p>Hello {lead._fname} from {lead.city}!</p>",
            "FAILED *::with a name - the message is not its snapshot*",
        ],
    )
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n2")], ids=["alone", "workers"])
def test_unused_ones_are_told_and_deleted_on_update(
    run: Run, write: Write, project: Path, workers: tuple[str, ...]
) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update")
    write("tests/__snapshots__/a.case/old.html", "")
    write("tests/__snapshots__/a.case/with-a-name.txt", "")  # its template was a .txt once
    write("tests/__snapshots__/gone.case/a.txt", "")
    result = run(*workers, "--snapshot-details")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["2 snapshots passed. 3 snapshots unused.", "", "*old.html*"])
    assert run(*workers, "--snapshot-warn-unused").ret == 0
    assert len(kept(project)) == 5
    result = run(*workers, "--snapshot-update")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["*3 unused snapshots deleted.*"])
    assert kept(project) == FILES
    assert not (project / "tests/__snapshots__/gone.case").exists()


@pytest.mark.parametrize(
    "selection",
    [
        ("-k", "without"),
        ("-k", "not without"),
        ("tests/a.case.toml::without a name",),
        ("--deselect", "tests/a.case.toml::with a name"),
        ("tests/test_python.py",),
        ("-k", "digest"),
        ("--snapshot-no-cleanup",),
        ("--ignore=tests/a.case.toml",),
        ("-x", "tests/0.case.toml", "tests/a.case.toml"),
        ("--lf",),
        ("--collect-only",),
    ],
    ids=" ".join,
)
def test_what_was_not_selected_is_not_deleted(
    run: Run, write: Write, project: Path, selection: tuple[str, ...]
) -> None:
    write("tests/a.case.toml", CASES)
    write("tests/test_python.py", PYTHON)
    run("--snapshot-update").assert_outcomes(passed=3)
    write("tests/__snapshots__/a.case/old.html", "")
    write("tests/0.case.toml", '[[case]]\nname = "bad"\ntext = "{end}"\n')
    run("tests/0.case.toml")
    result = run("--snapshot-update", *selection)
    if selection[0] == "-x":
        assert kept(project) == FILES  # the file was to run whole; what its cases claim stays
    else:
        assert kept(project) == ["a.case/old.html", *FILES]
    assert (project / "tests/__snapshots__/test_python.ambr").exists()
    if selection[0] != "--snapshot-no-cleanup":
        assert "passed" in result.stdout.str() or selection[0] in ("-x", "--lf", "--collect-only")


def test_a_case_that_fails_keeps_its_snapshot(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES)
    write("tests/test_python.py", PYTHON)
    run("--snapshot-update")
    write("templates/hello.html", "{end}")
    run("--snapshot-update").assert_outcomes(failed=3)
    assert kept(project) == FILES


def test_a_case_file_that_cannot_be_read_keeps_them_too(
    run: Run, write: Write, project: Path
) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update")
    write("tests/a.case.toml", CASES + "[[case")
    run("--snapshot-update").assert_outcomes(failed=1)
    write("tests/a.case.toml", CASES.replace("without a name", "another") + "x = 1")
    run("--snapshot-update").assert_outcomes(passed=1, failed=1)
    assert kept(project) == FILES


def test_a_renamed_case_moves(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update")
    write("tests/a.case.toml", CASES.replace("without a name", "nameless"))
    run("--snapshot-update").assert_outcomes(passed=2)
    assert kept(project) == ["a.case/nameless.html", "a.case/with-a-name.html"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("with a name", "the case of line 3 is called 'with a name' too"),
        ("with, a name!", "its snapshot would be in the file of the case 'with a name'; *"),
        ("With A Name", "its snapshot would be in the file of the case 'with a name'; *"),
    ],
)
def test_two_cases_never_share_a_snapshot(
    run: Run, write: Write, project: Path, other: str, said: str
) -> None:
    write("tests/a.case.toml", CASES.replace("without a name", other))
    result = run("--snapshot-update")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["tests/a.case.toml:7: case *", said])
    assert kept(project) == ["a.case/with-a-name.html"]
    assert "Ann" in (project / "tests/__snapshots__/a.case/with-a-name.html").read_text()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda data: b"\xef\xbb\xbf" + data, "it begins with a byte order mark*"),
        (lambda data: data.replace(b"\n", b"\r\n"), "its line ends are not those of the message*"),
        (lambda data: data + b"\n", "its end has newlines too many or too few*"),
        (lambda data: b"\xff" + data, "it is not UTF-8 at byte 0*"),
    ],
    ids=["mark", "crlf", "newline", "encoding"],
)  # fmt: skip
def test_a_snapshot_edited_by_hand_fails_alone(
    run: Run, write: Write, project: Path, edit: "object", said: str
) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update")
    file = project / "tests/__snapshots__/a.case/with-a-name.html"
    assert callable(edit)
    file.write_bytes(edit(file.read_bytes()))
    result = run()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines([f"the snapshot * is not as it was written: {said}"])
    run("--snapshot-update").assert_outcomes(passed=2)
    run().assert_outcomes(passed=2)


def test_a_folder_that_cannot_be_written_fails_alone(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES + '[[case]]\nname = "good"\ntext = ""\n')
    write("tests/__snapshots__", "a file in the way")
    result = run("--snapshot-update")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["the snapshot with-a-name.html cannot be *: Not a directory*"])
    assert "Traceback" not in result.stdout.str()


def test_a_read_only_folder_fails_alone(
    run: Run, write: Write, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    write("tests/a.case.toml", CASES + '[[case]]\nname = "good"\ntext = ""\n')
    # Whoever may do all, as in a container, is stopped by no permission.
    monkeypatch.setattr("relvars.snapshots.storing.replace_file", refuse)
    result = run("--snapshot-update")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["the snapshot with-a-name.html cannot be written: Permission*"])


def test_a_message_that_is_wrong_is_not_kept(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES.replace("snapshot", 'excludes = ["Ann"]\nsnapshot', 1))
    run("--snapshot-update").assert_outcomes(passed=1, failed=1)
    assert kept(project) == FILES[1:]


def test_half_a_letter_fails_alone(run: Run, write: Write) -> None:
    write("v.json", '{"lead": {"_fname": "\\ud800"}}')
    write("a.case.toml", '[[case]]\nname = "a"\ntext = "{lead._fname}"\ndata = "v.json"\n'
          "snapshot = true\n")  # fmt: skip
    assert "half of a surrogate pair" in summary(run("--snapshot-update"))[0]


def test_without_syrupy_only_snapshots_fail(run: Run, write: Write) -> None:
    write("tests/a.case.toml", CASES + '[[case]]\nname = "good"\ntext = ""\n')
    result = run("-p", "no:syrupy")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["snapshots need the plugin syrupy, which is switched off"])


def test_new_only_and_another_folder(run: Run, write: Write, project: Path) -> None:
    write("tests/a.case.toml", CASES)
    run("--snapshot-update-new-only", "-k", "without").assert_outcomes(passed=1, deselected=1)
    assert kept(project) == FILES[1:]
    run("--snapshot-update", "--snapshot-dirname=golden").assert_outcomes(passed=2)
    assert (project / "tests/golden/a.case/with-a-name.html").exists()


@pytest.mark.parametrize("linked", ["__snapshots__", "__snapshots__/a.case"])
def test_nothing_is_written_or_deleted_behind_a_link(
    run: Run, write: Write, project: Path, linked: str
) -> None:
    write("tests/a.case.toml", CASES)
    precious = [write(f"elsewhere/{name}/precious.txt", "x") for name in (".", "a.case", "b.case")]
    link = project / "tests" / linked
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(project / "elsewhere")
    result = run("--snapshot-update")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines([f"*tests/{linked} is a link*"])
    assert sorted(one for one in (project / "elsewhere").rglob("*.*t")) == sorted(precious)


def test_an_unused_snapshot_that_cannot_be_deleted_is_told(
    run: Run, write: Write, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("tests/a.case.toml", CASES)
    write("tests/__snapshots__/a.case/old.html", "x")
    write("tests/__snapshots__/a.case/older.html", "x")
    unlink = Path.unlink

    def refuse(file: Path, missing_ok: bool = False) -> None:
        if file.name == "old.html":
            raise PermissionError(13, "Permission denied")
        unlink(file, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    result = run("--snapshot-update")
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "ERROR: the snapshot old.html cannot be deleted: Permission denied (*a.case)",
            "*1 unused snapshot deleted.",
        ]
    )
    assert kept(project) == ["a.case/old.html", *FILES]
