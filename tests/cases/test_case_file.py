from pathlib import Path

import pytest

from relvars.cases import Case, Surroundings, expand, load_cases
from relvars.errors import ConfigError, SourceError


def only(text: str) -> Case:
    found = load_cases(text)
    assert len(found.cases) == 1
    return found.cases[0]


def test_every_key_of_a_case() -> None:
    case = only(
        """
        [[case]]
        name = "agent"
        text = "{lead.a}"
        values = { lead = { a = [1, 2.5, true, "x", {}] } }
        set = { "lead.b" = 1 }
        assume = { index_base = 1 }
        renders = "x"
        contains = ["a"]
        excludes = ["b"]
        matches = ["c+"]
        diagnostics = ["chained-logic"]
        snapshot = true
        status = "documented"
        source = "user guide"
        """
    )
    assert case == Case(
        name="agent",
        line=2,
        file=Path("<cases>"),
        text="{lead.a}",
        values={"lead": {"a": [1, 2.5, True, "x", {}]}},
        set={"lead.b": 1},
        assume={"index_base": 1},
        renders="x",
        contains=("a",),
        excludes=("b",),
        matches=("c+",),
        diagnostics=("chained-logic",),
        snapshot=True,
        status="documented",
        source="user guide",
    )


def test_a_case_takes_the_template_of_the_file() -> None:
    found = load_cases(
        """
        template = "a.html"
        [[case]]
        name = "the file's"
        to = "agents:1"
        [[case]]
        name = "its own"
        text = "x"
        data = "a.json"
        """
    )
    assert [(case.template, case.text) for case in found.cases] == [("a.html", None), (None, "x")]
    assert [(case.to, case.data) for case in found.cases] == [("agents:1", None), (None, "a.json")]
    assert [case.wrong for case in found.cases] == [(), ()]


def test_lines_are_those_of_the_headers_whatever_stands_in_strings_and_comments() -> None:
    found = load_cases(
        '''text = """
[[case]]
"""
# [[case]]
  [[ case ]]   # "
name = 'a "[[case]]'
[case.values.json]
x = \'\'\'
[[case]]\'\'\'
[[case]]
name = "b \\" [[case]]"
[[matrix]]
name = "c"
to = ["a:*"]
'''
    )
    assert [case.line for case in found.cases] == [5, 10]
    assert [matrix.each.line for matrix in found.matrices] == [12]


def test_cases_without_headers_are_cases_too() -> None:
    assert only('case = [{ name = "a", text = "" }]').line == 1


def test_a_matrix_is_read_and_checked() -> None:
    one, other = load_cases(
        """
        template = "a.html"
        [[matrix]]
        name = "every profile"
        to = "agents:*"
        snapshot = true
        [[matrix]]
        name = "every template"
        template = ["a.html", "b/*.html"]
        tos = ["agents:*"]
        """
    ).matrices
    assert (one.each.name, one.template, one.to, one.each.wrong) == (
        "every profile", ("a.html",), ("agents:*",), (),
    )  # fmt: skip
    assert other.template == ("a.html", "b/*.html")
    assert other.each.wrong == ("a matrix has no key `tos`; did you mean `to`?",)


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ('render = "x"', "a case has no key `render`; did you mean `renders`?"),
        ("zzz = 1", "a case has no key `zzz`; there are name, "),
        ("name = 5", '`name` must be a text, as in "…"'),
        ('name = " "', '`name` must be a text, as in "…"'),
        ("renders = 5", '`renders` must be a text, as in "…"'),
        ('contains = "x"', '`contains` must be a list of texts, as in ["…"]'),
        ("diagnostics = [1]", '`diagnostics` must be a list of texts, as in ["…"]'),
        ("matches = 1", '`matches` must be a list of texts, as in ["…"]'),
        ('matches = ["a", "("]', "`matches` holds '(', which is no regular expression: "),
        ("snapshot = 1", "`snapshot` must be true or false"),
        ('to = "agents"', "`to` must name a recipient, as in "),
        ("to = 1", "`to` must name a recipient, as in "),
        ("values = 1", "`values` must be a table, as in { … }"),
        ("values = { a = [nan] }", "`values` holds nan, which is not a value"),
        ("set = { a = -inf }", "`set` holds -inf, which is not a value"),
        (
            "values = { a = { b = 2020-01-01 } }",
            "`values` holds 2020-01-01, which JSON has no form for; write it as a text",
        ),
        ('template = "a"', "both `text` and `template` are given; keep one"),
        (
            'data = "a"\nto = "a:b"',
            "`to` and `data` exclude each other: values have one origin",
        ),
    ],
)
def test_what_is_wrong_with_a_case_stays_with_it(keys: str, wrong: str) -> None:
    name = "" if keys.startswith("name") else 'name = "a"\n'
    bad, good = load_cases(
        f'[[case]]\n{name}text = ""\n{keys}\n[[case]]\nname = "b"\ntext = ""'
    ).cases
    assert [sentence.startswith(wrong) for sentence in bad.wrong] == [True]
    assert good.wrong == ()


def test_a_case_needs_a_name_and_a_template() -> None:
    case = only("[[case]]\nrenders = ''")
    assert case.name == "line 1"
    assert case.wrong == (
        "`name` is missing",
        "there is neither `text` nor `template`, in the case or at the file's top",
    )


def test_a_name_is_one_line() -> None:
    assert only('[[case]]\nname = " a\\n b "\ntext = ""').name == "a b"


def test_the_second_case_of_a_name_is_wrong() -> None:
    found = load_cases("text = ''\n" + '[[case]]\nname = "a"\n' * 2 + '[[case]]\nname = "b"\n')
    first, second, third = expand(found, lambda case: Surroundings())
    assert (first.name, first.wrong) == ("a", ())
    assert (second.name, second.wrong) == (
        "a (line 4)",
        ("the case of line 2 is called 'a' too",),
    )
    assert third.wrong == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "<cases>:1: there is no `[[case]]` in this file"),
        ("case = []", "<cases>:1: there is no `[[case]]` in this file"),
        ("case = 5", "<cases>:1: `case` must be tables with a header of two brackets"),
        ("[case]\nname = 'a'", "<cases>:1: `case` must be tables with a header of two brackets"),
        ("cases = 1", "<cases>:1: a case file has no key `cases`; did you mean `case`?"),
        (
            "text = ''\ntemplate = ''\n[[case]]\nname = 'a'",
            "<cases>:1: both `text` and `template` are given; keep one",
        ),
        ("a = 1\nb = \n", "<cases>:2: this is not TOML: invalid value"),
        ("a = 1\nb = [", "<cases>:2: this is not TOML: "),
        ("a = " + "[" * 5000, "<cases>:1: it nests too deeply to be read"),
        ("a = " + "9" * 5000, "<cases>:1: this cannot be read: "),
    ],
)
def test_a_file_that_says_nothing(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_cases(text)
    assert str(caught.value).startswith(message)


def test_a_file_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "a.case.toml"
    file.write_bytes(b'\xef\xbb\xbf[[case]]\r\nname = "a"\r\ntext = ""\r\n')
    found = load_cases(file)
    assert found.file == file
    assert [(case.name, case.file, case.line) for case in found.cases] == [("a", file, 1)]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        load_cases(tmp_path / "none.case.toml")
    with pytest.raises(SourceError, match="could not be read"):
        load_cases(tmp_path)
    (tmp_path / "latin.case.toml").write_bytes(b"name = '\xe9'")
    with pytest.raises(SourceError, match="not UTF-8 at byte 8"):
        load_cases(tmp_path / "latin.case.toml")
