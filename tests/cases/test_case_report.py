from pathlib import Path

import pytest

from relvars.cases import Case, Failure, Outcome, Surroundings, headline, load_cases, report
from relvars.cases.run import run_case
from relvars.errors import DataError


def told(keys: str, around: Surroundings | None = None) -> list[str]:
    (case,) = load_cases(f'\n[[case]]\nname = "agent"\n{keys}').cases
    return report(run_case(case, around)).splitlines()


def test_a_case_that_passed_has_no_headline() -> None:
    (case,) = load_cases('[[case]]\nname = "a"\ntext = ""').cases
    assert headline(run_case(case)) == ""


def test_a_headline_is_one_line_and_counts_the_rest() -> None:
    case = Case("a", 1, Path("a"))
    failures = (Failure("values", "one\ntwo"), Failure("values", "three"))
    assert headline(Outcome(case, failures[:1])) == "one"
    assert headline(Outcome(case, failures)) == "one (and 1 more)"


def test_an_output_that_differs_names_the_tag_that_printed_it() -> None:
    rows = told(
        """
        text = "Hi\\n{lead.a}!"
        values = { lead = { a = "Ann" } }
        renders = "Hi\\nBob!"
        """
    )
    assert rows == [
        "<cases>:2: case 'agent'",
        "",
        "the output is not what `renders` says, first on line 2, column 1:",
        "",
        "    Hi",
        "  - Bob!",
        "  ? ^^^",
        "  + Ann!",
        "  ? ^^^",
        "  (- expected, + printed)",
        "",
        "there, `lead.a` (<text>:2:1) printed 'Ann', which is lead.a",
        " --> <text>:2:1",
        "  |",
        "2 | {lead.a}!",
        "  | ^^^^^^^^",
    ]


def test_a_value_that_is_too_short_is_named_too() -> None:
    rows = told(
        """
        text = "{for $i $x = json.l}{$x.n};{end}"
        values = { json = { l = [{ n = "a" }] } }
        renders = "ab;"
        """
    )
    assert rows[-7:] == [
        "just before it, `$x.n` (<text>:1:21) printed 'a', which is json.l[0].n",
        "there, the template's own text stands (<text>:1:27)",
        " --> <text>:1:27",
        "  |",
        "1 | {for $i $x = json.l}{$x.n};{end}",
        "  |                           ^",
        "inside {for $i $x = json.l} of line 1, where `json.l` is [{'n': 'a'}]",
    ]


def test_an_output_that_ends_too_early() -> None:
    assert told('text = "a"\nrenders = "ab"')[-5] == "there the output ends"


def test_where_the_value_came_from(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"lead": {"a": "Ann"}}')
    (tmp_path / "a.html").write_text("{lead.a}")
    file = tmp_path / "a.case.toml"
    file.write_text('[[case]]\nname = "x"\ntemplate = "a.html"\ndata = "a.json"\nrenders = ""')
    rows = report(run_case(load_cases(file).cases[0])).splitlines()
    template, data = tmp_path / "a.html", tmp_path / "a.json"
    assert rows[0] == f"{file}:1: case 'x', {template}"
    assert (
        rows[-5] == f"there, `lead.a` ({template}:1:1) printed 'Ann', which is lead.a from {data}"
    )


def test_contains_and_matches_show_the_output_once() -> None:
    rows = told('text = "a  b\\nc\\n"\ncontains = ["a b", " "]\nmatches = ["z", "y"]')
    assert rows[2:] == [
        "the output does not contain 'a b' (but for its blanks and line breaks it would)",
        "",
        "nothing in the output matches 'z'",
        "",
        "nothing in the output matches 'y'",
        "",
        "the output is:",
        "  a  b",
        "  c",
    ]


def test_a_long_output_is_cut() -> None:
    wide, many = "x" * 300, "x\\n" * 30
    assert told(f'text = "{wide}"\ncontains = [" "]')[-1] == "  " + "x" * 200 + "…"
    rows = told(f'text = "{many}"\ncontains = ["y"]')
    assert rows[-1] == "  … 10 more lines"


def test_excludes_names_the_tag() -> None:
    rows = told("text = '{lead.a}'\nvalues = { lead = { a = 'xy' } }\nexcludes = ['y']")
    assert rows[2:] == [
        "the output contains 'y'",
        "",
        "there, `lead.a` (<text>:1:1) printed 'xy', which is lead.a",
        " --> <text>:1:1",
        "  |",
        "1 | {lead.a}",
        "  | ^^^^^^^^",
    ]


def test_errors_have_code_frames() -> None:
    rows = told("text = 'a {else} b'")
    assert rows[2:] == [
        "the template has errors",
        "",
        "error[stray-else]: This `else` belongs to no block.",
        " --> <text>:1:3",
        "  |",
        "1 | a {else} b",
        "  |   ^^^^^^",
    ]


def test_diagnostics_are_named_and_shown() -> None:
    rows = told("text = 'a {else} b'\ndiagnostics = []")
    assert rows[2:6] == [
        "the findings are not those that `diagnostics` names",
        "  expected: (none)",
        "  reported: stray-else",
        "",
    ]
    assert rows[-1].strip() == "|   ^^^^^^"
    assert "  reported: (none)" in told("text = 'a'\ndiagnostics = ['stray-else']")


def test_an_error_in_a_fragment_has_no_frame_of_the_template() -> None:
    rows = told("text = '{fragment.a}'\nvalues = { fragment = { a = '{end}' } }")
    assert rows[2] == "the template cannot be rendered"
    assert rows[-1].startswith("error[stray-end]: This `end` closes nothing. (fragment.a:1:")


def test_what_printed_a_text_cannot_always_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DataError("no")

    monkeypatch.setattr("relvars.cases.case_report.trace", refuse)
    assert told("text = 'a'\nrenders = 'b'")[-1] == "what printed it cannot be told: no"


def test_terminal_codes_of_a_template_are_escaped() -> None:
    rows = told('text = "\\u001b[2J{lead.a}"\nvalues = {lead = {a = "\\u001b"}}\nrenders = "x"')
    assert "\x1b" not in "".join(rows)


def test_a_value_that_printed_nothing_is_named() -> None:
    rows = told('text = "Hi {lead.a}!"\nrenders = "Hi Ann!"')
    assert rows[-5:] == [
        "there, `lead.a` (<text>:1:4) printed nothing: it is missing",
        " --> <text>:1:4",
        "  |",
        "1 | Hi {lead.a}!",
        "  |    ^^^^^^^^",
    ]
    rows = told('text = "Hi {lead.a}{lead.b}!"\nvalues = {lead={a="", b="x"}}\nrenders = "Hi Ann!"')
    assert rows[-6] == "there, `lead.b` (<text>:1:12) printed 'x', which is lead.b"
    assert rows[-1] == "there too, `lead.a` (<text>:1:4) printed nothing: it is ''"


def test_all_values_in_what_must_not_be_there_are_named() -> None:
    rows = told('text = "Hi {lead.a}, {lead.b}."\nvalues = {lead={b="x"}}\nexcludes = ["Hi , x"]')
    assert rows[-7:] == [
        "there, the template's own text stands (<text>:1:1)",
        " --> <text>:1:1",
        "  |",
        "1 | Hi {lead.a}, {lead.b}.",
        "  | ^^^",
        "there too, `lead.a` (<text>:1:4) printed nothing: it is missing",
        "there too, `lead.b` (<text>:1:14) printed 'x', which is lead.b",
    ]


def test_of_many_differing_lines_the_first_are_shown() -> None:
    before, after = ("".join(f"{sign}{n}\\n" for n in range(150)) for sign in "ab")
    rows = told(f'text = "{after}"\nrenders = "{before}"')
    legend = rows.index("  (- expected, + printed)")
    assert rows[legend - 1] == "  … 221 more lines"
    assert rows[legend - 2].startswith("  ")
    assert rows[4] == "  - a0"
    assert legend == 4 + 81
