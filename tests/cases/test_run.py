from pathlib import Path

import pytest

from relvars.cases import Case, Failure, Outcome, Surroundings, load_cases, run_case
from relvars.cases.run import template_file
from relvars.catalog import Assumptions, assume, language
from relvars.diagnostics import Diagnostic, diagnostic
from relvars.schema import Database, Schema
from relvars.semantics.analysis import Analysis
from relvars.sources import Source, open_source
from relvars.text import Span


def run(keys: str, around: Surroundings | None = None) -> Outcome:
    (case,) = load_cases(f'[[case]]\nname = "a"\n{keys}').cases
    return run_case(case, around)


def failures(keys: str, around: Surroundings | None = None) -> list[tuple[str, str]]:
    return [(one.kind, one.message) for one in run(keys, around).failures]


def case_in(folder: Path, keys: str) -> Case:
    file = folder / "a.case.toml"
    file.write_text(f'[[case]]\nname = "a"\n{keys}', encoding="utf-8")
    return load_cases(file).cases[0]


def test_a_case_that_passes() -> None:
    outcome = run(
        """
        text = "Hello {lead.a}!"
        values = { lead = { a = "Ann" } }
        renders = "Hello Ann!"
        contains = ["Ann", "!"]
        excludes = ["{", "Bob"]
        matches = ['A\\w+!$', "^Hello"]
        """
    )
    assert outcome.failures == ()
    assert outcome.output == "Hello Ann!"
    assert outcome.values == {"lead": {"a": "Ann"}}


def test_renders_is_compared_exactly() -> None:
    assert run('text = "a\\n"\nrenders = "a"').failures == (
        Failure("renders", "the output is not what `renders` says", "a", "a\n"),
    )


def test_each_expectation_fails_by_itself() -> None:
    assert failures(
        'text = "abc"\ncontains = ["a", "x"]\nexcludes = ["b", "y"]\nmatches = ["c$", "^b"]'
    ) == [
        ("contains", "the output does not contain 'x'"),
        ("excludes", "the output contains 'b'"),
        ("matches", "nothing in the output matches '^b'"),
    ]


def test_without_expectations_a_template_must_only_render() -> None:
    assert failures('text = "{json.a}"') == []
    assert failures('text = "{if json.a}"') == [("template", "the template has errors")]
    assert failures('text = "{$x}"') == [("template", "the template has errors")]


def test_where_the_output_is_given_it_is_the_judge_of_meaning() -> None:
    assert failures('text = "[{$x}]"\nrenders = "[]"') == []
    assert failures('text = "[{$x]"\nrenders = "[]"') == [("template", "the template has errors")]


def test_diagnostics_are_errors_and_warnings_as_often_as_reported() -> None:
    chain = "{if json.a and json.b and json.c}{end}"
    text = f"text = '{chain}{chain}{{end}}'"
    assert failures(f'{text}\ndiagnostics = ["chained-logic", "chained-logic", "stray-end"]') == []
    for wrong in (
        '["chained-logic", "stray-end"]',
        '["stray-end", "chained-logic", "chained-logic"]',
        "[]",
    ):
        (failure,) = run(f"{text}\ndiagnostics = {wrong}").failures
        assert failure.kind == "diagnostics"
        assert failure.actual == "chained-logic, chained-logic, stray-end"
        assert len(failure.found) == 3


def test_an_info_may_be_named_and_must_be_there_then() -> None:
    assert failures('text = "{if not json.a}{end}"\ndiagnostics = []') == []
    assert failures('text = "{if not json.a}{end}"\ndiagnostics = ["unverified-operator"]') == []
    (failure,) = run('text = "{if json.a}{end}"\ndiagnostics = ["unverified-operator"]').failures
    assert (failure.expected, failure.actual) == ("unverified-operator", "")


def test_with_diagnostics_alone_nothing_is_rendered() -> None:
    assert run('text = "x"\ndiagnostics = []').output is None
    assert run('text = "x"\ndiagnostics = []\ncontains = ["x"]').output == "x"


def test_a_template_with_the_errors_that_are_named_cannot_be_rendered_all_the_same() -> None:
    (failure,) = run('text = "{end}"\ndiagnostics = ["stray-end"]\nrenders = "x"').failures
    assert (failure.kind, failure.message) == ("template", "the template cannot be rendered")
    assert [one.slug for one in failure.found] == ["stray-end"]


def test_what_is_wrong_with_a_case_is_its_failure() -> None:
    assert failures('text = ""\nrender = ""') == [
        ("case", "a case has no key `render`; did you mean `renders`?")
    ]


def test_a_case_with_a_snapshot_is_rendered() -> None:
    assert run('text = "x"\nsnapshot = true\ndiagnostics = []').output == "x"
    assert run('text = "x"\ndiagnostics = []').output is None


def test_assumptions_of_the_case_go_before_those_around() -> None:
    text = "text = '{for $i $x = json.l}{$i}{$x}{end}<json.l>{if not json.l}{end}'"
    values = "values = { json = { l = ['a'] } }"
    around = Surroundings(assumptions=assume({"index_base": 1}))
    assert run(f"{text}\n{values}", around).output == "1aa"
    assert run(f"{text}\n{values}\nassume = {{ index_base = 0 }}", around).output == "0aa"
    assumed = run(f"{text}\n{values}\nassume = {{ delimiters = ['brace'] }}", around)
    assert assumed.output == "1a<json.l>"
    (failure,) = run(f"{text}\nassume = {{ or_not = 'reject' }}\n{values}", around).failures
    assert failure.kind == "template"


def test_an_assumption_that_does_not_exist() -> None:
    ((kind, message),) = failures('text = ""\nassume = { index = 1 }')
    assert kind == "case"
    assert message.startswith("no assumption is called 'index'")


def test_the_language_and_the_schema_around() -> None:
    around = Surroundings(
        language=language(roots=("shop",), variables=("webversion",)),
        schema=Schema((Database(1, "agents", {"city": "string"}),)),
        database="agents",
    )
    values = "values = { shop = { a = 'x' }, webversion = 'y' }"
    assert run(f"text = '{{shop.a}}{{webversion}}'\n{values}", around).output == "xy"
    assert failures("text = '{lead.cite}'\ndiagnostics = ['unknown-field']", around) == []


def test_the_limit_around() -> None:
    (failure,) = run("text = 'long'", Surroundings(limit=3)).failures
    assert [one.slug for one in failure.found] == ["output-limit"]


def test_set_puts_values_at_paths() -> None:
    outcome = run(
        """
        text = ""
        values = { lead = { a = 1, b = { c = 2, d = [3] } }, json = { l = [1] } }
        set = { "lead.a" = "x", "lead.b.c" = 5, "lead.n.m" = 6, lead = { z = 7 }, "json.l" = [2] }
        """
    )
    assert outcome.values == {
        "lead": {"a": "x", "b": {"c": 5, "d": [3]}, "n": {"m": 6}, "z": 7},
        "json": {"l": [2]},
    }


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("set = { 'lead.a.b' = 1 }", "`set` cannot reach lead.a.b: lead.a is no object"),
        ("set = { 'lead..b' = 1 }", "`set` holds 'lead..b', which is no path such as lead._fname"),
        ("set = { '' = 1 }", "`set` holds '', which is no path such as lead._fname"),
        ("set = { 'leed.a' = 1 }", "the values of the case: no values are called 'leed'"),
        ("set = { lead = 1 }", ""),
    ],
)
def test_set_says_what_it_cannot_reach(keys: str, message: str) -> None:
    found = failures(f"text = ''\nvalues = {{ lead = {{ a = 1 }} }}\n{keys}")
    assert [(kind, said.startswith(message)) for kind, said in found] == (
        [("values", True)] if message else []
    )


def test_a_root_that_does_not_exist() -> None:
    ((kind, message),) = failures("text = ''\nvalues = { leed = {} }")
    assert kind == "values"
    assert message == "the values of the case: no values are called 'leed'; did you mean 'lead'?"


def test_to_needs_a_project() -> None:
    assert failures("text = ''\nto = 'agents:1'") == [
        ("values", "`to` needs a project: a relvars.toml in the case's folder or above it")
    ]


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    (tmp_path / "data" / "profiles").mkdir(parents=True)
    (tmp_path / "data" / "profiles" / "agents.jsonl").write_text('{"_id": "1", "a": "Ann"}\n')

    def source(assumptions: Assumptions) -> Source:
        return open_source("files:data", schema=Schema(), assumptions=assumptions, base=tmp_path)

    return Surroundings(source=source)


def test_to_asks_the_source(around: Surroundings) -> None:
    outcome = run("text = '{lead.a}{lead.b}'\nto = 'agents:1'\nset = { 'lead.b' = 2 }", around)
    assert outcome.output == "Ann2"
    assert outcome.origins == {("lead",): "data/profiles/agents.jsonl"}


def test_a_recipient_that_does_not_exist(around: Surroundings) -> None:
    ((kind, message),) = failures("text = '{lead.a}'\nto = 'agents:2'", around)
    assert kind == "values"
    assert "'2'" in message


def test_template_and_data_are_found_beside_the_case_and_in_the_folders(tmp_path: Path) -> None:
    beside, project = tmp_path / "tests", tmp_path / "project"
    beside.mkdir()
    project.mkdir()
    (beside / "a.html").write_text("beside {lead.a}")
    (project / "a.html").write_text("project")
    (project / "b.sms.txt").write_text("sms<no-track>{lead.a}")
    (project / "values.json").write_text('{"lead": {"a": 5}}')
    around = Surroundings(folders=(project,))
    case = case_in(beside, "template = 'a.html'\ndata = 'values.json'")
    outcome = run_case(case, around)
    assert outcome.output == "beside 5"
    assert outcome.origins == {("lead",): str(project / "values.json")}
    case = case_in(beside, "template = 'b.sms.txt'\ndata = 'values.json'\nrenders = 'sms5'")
    assert run_case(case, around).failures == ()
    assert template_file(case, (project,)) == project / "b.sms.txt"


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (failure,) = run_case(case_in(tmp_path, "template = 'none.html'")).failures
    assert (failure.kind, failure.message) == (
        "case", f"there is no file {tmp_path / 'none.html'}",
    )  # fmt: skip
    (failure,) = run_case(case_in(tmp_path, "text = ''\ndata = 'none.json'")).failures
    assert failure.kind == "values"


def test_files_that_hold_something_else(tmp_path: Path) -> None:
    (tmp_path / "latin.html").write_bytes(b"a\xe9")
    (failure,) = run_case(case_in(tmp_path, "template = 'latin.html'")).failures
    assert (failure.kind, "not UTF-8 at byte 1" in failure.message) == ("case", True)
    (tmp_path / "bad.json").write_text("{")
    (failure,) = run_case(case_in(tmp_path, "text = ''\ndata = 'bad.json'")).failures
    assert (failure.kind, "bad.json" in failure.message) == ("values", True)


def test_line_ends_and_a_byte_order_mark_of_a_template_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes("\ufeffa\r\nb\r".encode())
    case = case_in(tmp_path, 'template = "a.html"\nrenders = "\\ufeffa\\r\\nb\\r"')
    assert run_case(case).failures == ()


def test_values_may_nest_deeply() -> None:
    names = ".".join(["a"] * 1500)
    keys = f"text = '{{json.b}}'\nrenders = 'y'\nvalues.json.b = 'y'\nvalues.json.{names} = 'x'"
    assert failures(keys) == []
    assert failures(f"{keys}\nset = {{ 'json.{names}' = 1 }}") == []


def test_rules_of_lint_are_asked_where_a_case_names_them() -> None:
    def lint(analysis: Analysis, slugs: frozenset[str]) -> tuple[Diagnostic, ...]:
        assert slugs == {"doubled-braces", "nobody-finds-this"}
        return (
            diagnostic(analysis.template.document, Span(3, 9), "doubled-braces", "Two."),
            diagnostic(analysis.template.document, Span(3, 9), "unasked", "Two."),
        )

    keys = "text = '{$x}{{lead.a}}'\ndiagnostics = ['unknown-variable', 'doubled-braces'{}]"
    around = Surroundings(lint=lint)
    (failure,) = run(keys.replace("{}", ", 'nobody-finds-this'"), around).failures
    assert failure.actual == "unknown-variable, doubled-braces"
    assert run("text = '{$x}'\ndiagnostics = ['unknown-variable']", around).failures == ()
    (failure,) = run(keys.replace("{}", "")).failures
    assert failure.actual == "unknown-variable"
