"""`relvars review`: what is found, how it is grouped, listed, accepted and shown on a page."""

from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

from relvars.cases import load_cases
from relvars.diagnostics import width
from relvars.errors import ConfigError
from relvars.review import accept, columns, find, groups, page
from tests.cli.conftest import Run


def kept(folder: Path) -> dict[str, str]:
    found = sorted(folder.rglob("__snapshots__/*.case/*"))
    return {path.name: path.read_bytes().decode() for path in found}


def test_new_snapshots_are_one_group(project: Path) -> None:
    review = find([project])
    (group,) = groups(review.pending)
    assert group.title == "3 cases: no snapshot of templates/a.html yet"
    assert [one.before for one in group.members] == [None] * 3
    assert accept(review.pending[:2]) == 2
    assert list(kept(project)) == ["all-a.html-agents-1.html", "all-a.html-agents-2.html"]
    assert find([project]).same == 2


def test_the_same_change_of_many_cases_is_one_group(project: Path) -> None:
    accept(find([project]).pending)
    data = project / "data/profiles/agents.jsonl"
    data.write_text(data.read_text().replace('"vip": 1', '"vip": 0', 2))
    (group,) = groups(find([project]).pending)
    assert group.title == (
        "2 cases: the branch {if lead.vip} (templates/a.html:2) is not taken any more:"
        " «Your discount:» is gone"
    )


def test_what_differs_among_the_members_is_an_instance(project: Path) -> None:
    accept(find([project]).pending)
    data = project / "data/profiles/agents.jsonl"
    data.write_text(data.read_text().replace('"_fname": "N', '"_fname": "M'))
    (group,) = groups(find([project]).pending)
    assert group.title == (
        "3 cases: the greeting (templates/a.html:1) changed, such as «Hello N1» → «Hello M1»"
    )
    assert group.members[1].changes[0].sentence.endswith("changed: «Hello N2» → «Hello M2»")


def test_a_line_that_is_gone_is_one_group_whatever_it_said(project: Path) -> None:
    accept(find([project]).pending)
    template = project / "templates/a.html"
    template.write_text("<p>Hello {lead._fname}</p>\nBye\n")
    (group,) = groups(find([project]).pending)
    assert group.title == (
        "3 cases: the text (templates/a.html:2) is gone, such as «Your discount: 10 %»"
    )


def test_different_changes_are_different_groups(project: Path) -> None:
    accept(find([project]).pending)
    data = project / "data/profiles/agents.jsonl"
    data.write_text(data.read_text().replace("N1", "M1").replace("30}", "35}"))
    found = groups(find([project]).pending)
    assert [len(group.members) for group in found] == [1, 1]


def test_a_damaged_snapshot_is_told(project: Path) -> None:
    accept(find([project]).pending)
    file = next(project.rglob("*-1.html"))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    (group,) = groups(find([project]).pending)
    assert "byte order mark" in group.title or group.members[0].changes


def test_cases_that_have_no_message_are_troubles(project: Path) -> None:
    (project / "tests/b.case.toml").write_text("[[case")
    (project / "tests/c.case.toml").write_text(
        '[[case]]\nname = "c"\ntemplate = "none.html"\nsnapshot = true\n'
        '[[case]]\nname = "d"\ntext = ""\nsnapshot = 1\n'
    )
    one, two, three = find([project / "tests"]).troubles
    assert "b.case.toml:1: case 'the file itself': " in one
    assert "there is no file" in two
    assert "`snapshot` must be true or false" in three


def test_there_must_be_something_to_review(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no \*\.case\.toml"):
        find([folder])
    with pytest.raises(ConfigError, match="there is no file or folder"):
        find([folder / "none"])


def test_folders_of_other_tools_are_passed_over(project: Path) -> None:
    for name in (".venv", "node_modules"):
        (project / name).mkdir()
        (project / name / "x.case.toml").write_text("[[case")
    assert find([project]).troubles == ()


def test_side_by_side() -> None:
    rows = columns("a\nb\nc\nd\n", "a\nB\nc\nd\n", 43)
    assert rows == [
        "snapshot             │ now",
        "─────────────────────┼──────────────────────"[:20] + "─┼─" + "─" * 20,
        "a                    │ a",
        "b                    │ B",
        "c                    │ c",
        "d                    │ d",
    ]
    assert max(map(len, columns("x" * 500, "x" * 300 + "y", 80))) <= 80
    assert "\x1b[31mb" in "\n".join(columns("b", "B", 80, color=True))
    assert "\x1b[2J" not in "\n".join(columns("\x1b[2J", "", 80))


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "iframe":
            self.frames.append(dict(attrs))


def test_the_page_has_both_renderings_and_runs_nothing(project: Path) -> None:
    accept(find([project]).pending)
    hostile = '<script>alert(1)</script>"></iframe><img src="https://x.example/a.png">'
    (project / "templates/a.html").write_text(hostile)
    (project / "templates/b.txt").write_text("<b>{lead._fname}")
    (project / "tests/b.case.toml").write_text(
        '[[case]]\nname = "<i>b</i>"\ntemplate = "b.txt"\nto = "agents:1"\nsnapshot = true\n'
    )
    review = find([project])
    text = page(review, groups(review.pending))
    reader = Reader()
    reader.feed(text)
    assert len(reader.frames) == 6
    assert reader.frames[1]["srcdoc"] == hostile
    assert {frame["sandbox"] for frame in reader.frames} == {""}
    # Hundreds of messages are drawn when they are scrolled to, not all at once.
    assert {frame["loading"] for frame in reader.frames} == {"lazy"}
    assert not {"script", "img", "i", "b", "link"} & set(reader.tags)
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert "there is none yet" in text


def test_a_page_with_nothing_to_review(project: Path) -> None:
    accept(find([project]).pending)
    (project / "tests/b.case.toml").write_text("x")
    review = find([project])
    text = page(review, groups(review.pending))
    assert "Nothing to review" in text
    assert "Cases without a message" in text


def test_the_list(run: Run, project: Path) -> None:
    ran = run("review", "--list")
    assert ran.code == 1
    assert ran.out.decode().splitlines()[:2] == [
        "3 cases: no snapshot of templates/a.html yet",
        "    all[a.html-agents:1], all-a.html-agents-1.html",
    ]


def test_accepting_all_and_nothing_left(run: Run, project: Path) -> None:
    assert run("review", "--accept-all") == (0, b"", "accepted 3 snapshots\n")
    assert kept(project)["all-a.html-agents-2.html"].startswith("<p>Hello N2</p>")
    code, _, err = run("review", "tests", "--html", "r.html")
    assert (code, err) == (
        0, "wrote r.html\nnothing to review, 3 snapshots are as they were\n"
    )  # fmt: skip
    assert (project / "r.html").read_text().startswith("<!DOCTYPE html>")


def test_troubles_are_findings(run: Run, project: Path) -> None:
    (project / "tests/b.case.toml").write_text("[[case")
    code, _, err = run("review", "--accept-all")
    assert code == 1
    assert "warning: tests/b.case.toml:1: case 'the file itself'" in err


def test_without_a_terminal_it_says_what_to_do(run: Run, project: Path) -> None:
    code, _, err = run("review")
    assert code == 2
    assert "stdin is no terminal; use --list, --html FILE or --accept-all" in err


def test_a_file_that_cannot_be_written_is_no_half_file(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("relvars.snapshots.storing.os.replace", full)
    code, _, err = run("review", "--accept-all")
    assert code == 3
    assert "cannot be written: No space left" in err
    assert kept(project) == {}


def test_the_example_of_the_file_is_read_as_pytest_reads_it(project: Path) -> None:
    (matrix,) = load_cases(project / "tests/a.case.toml").matrices
    assert matrix.to == ("agents:*",)


def test_texts_of_their_own_are_no_one_template(project: Path) -> None:
    file = project / "tests/a.case.toml"
    case = '[[case]]\nname = "{0}"\ntext = "{0} {1}"\nsnapshot = true\n'
    file.write_text(case.format("one", "old") + case.format("two", "old"))
    accept(find([project]).pending)
    file.write_text(case.format("one", "new") + case.format("two", "new"))
    found = groups(find([project]).pending)
    assert [len(group.members) for group in found] == [1, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("名前", "お名前"),
        ("👋 Ann", "👋 Bob"),
        ("e\u0301te\u0301", "été"),
        ("名前" * 40, "名前" * 20 + "x" + "名前" * 20),
        ("❤\ufe0f", "x"),
    ],
)
def test_wide_and_combining_signs_keep_the_columns(before: str, after: str) -> None:
    rows = columns(before, after, 61)
    assert {width(row.split("│")[0]) for row in rows if "│" in row} == {30}
    assert max(map(width, rows)) <= 61
    assert "x" not in after or any("x" in row.split("│")[1] for row in rows[2:])


def messages(project: Path, texts: list[str]) -> str:
    case = '[[case]]\nname = "{}"\ntext = "{}"\nsnapshot = true\n'
    (project / "tests/a.case.toml").write_text(
        "".join(case.format(number, text) for number, text in enumerate(texts))
    )
    review = find([project])
    return page(review, groups(review.pending))


def test_the_same_texts_stand_on_the_page_once(project: Path) -> None:
    messages(project, ["old"] * 3)
    accept(find([project]).pending)
    made = messages(project, ["new"] * 3)
    assert made.count(">new</pre>") == 1
    assert "and 2 with the same texts" in made
    assert "2: &lt;text&gt; (tests/a.case.toml:9)" in made


def test_a_page_of_many_messages_stays_small(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("relvars.review.page"), "_MOST", 3_000)
    messages(project, [f"{number} old {'x' * 495}" for number in range(9)])
    accept(find([project]).pending)
    made = messages(project, [f"{number} new {'x' * 495}" for number in range(9)])
    assert made.count("<figcaption>now") == 2
    assert made.count("are left out to keep this page small") == 7
    assert made.count('<span class="new">') == 9
    assert "8: &lt;text&gt;" in made


def test_what_there_is_room_for_goes_to_the_groups_first(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(find([project]).pending)
    data = project / "data/profiles/agents.jsonl"
    data.write_text(data.read_text().replace('"vip": 1', '"vip": 0', 2).replace("30}", "35}"))
    found = groups(find([project]).pending)
    assert [len(group.members) for group in found] == [2, 1]
    review = import_module("relvars.review.page")
    two, (three,) = (
        [len(one.before or "") + len(one.after) for one in group.members] for group in found
    )
    room = ((sum(two) + three, [2, 1]), (two[0] + three, [1, 1]), (two[0], [1, 0]), (0, [0, 0]))
    for most, whole in room:
        monkeypatch.setattr(review, "_MOST", most)
        assert review._whole(found) == whole


def test_other_folders_of_snapshots(run: Run, project: Path) -> None:
    given = ("review", "--snapshot-dirname", "kept")
    assert run(*given, "--accept-all").code == 0
    assert [path.parent.parent.name for path in project.rglob("*-1.html")] == ["kept"]
    assert run(*given).code == 0
    assert run("review", "--list").code == 1
