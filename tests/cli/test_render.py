"""`relvars render`: the message on stdout, all else on stderr."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Run

ANN = "agents:5d63dbdb439e7306b596c5d0"
NOBODY = "agents:5d63dbdb439e7306b596c5d2"


def write(folder: Path, name: str, content: str | bytes | dict[str, object]) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict):
        content = json.dumps(content)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.fixture
def hello(folder: Path) -> Path:
    write(folder, "ann.json", {"lead": {"_fname": "Ann"}})
    return write(folder, "hello.html", "Hello {lead._fname}!")


# --- byte for byte ---


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no newline at the end",
        b"\xef\xbb\xbfmark\r\nfeed\rreturn\n\n",
        "Ünïcode \u2028 עברית e\u0301 \x00 \x85".encode(),
    ],
)
def test_text_comes_out_byte_for_byte(run: Run, folder: Path, raw: bytes) -> None:
    write(folder, "a.txt", raw)
    assert run("render", "a.txt") == (0, raw, "")


def test_values_from_a_file_or_from_stdin(run: Run, hello: Path) -> None:
    assert run("render", hello, "--values", "ann.json") == (0, b"Hello Ann!", "")
    assert (
        run("render", hello, "--values", "-", stdin=b'{"lead":{"_fname":"Bo"}}').out == b"Hello Bo!"
    )


def test_a_template_from_stdin(run: Run, hello: Path) -> None:
    ran = run("render", "-", "--values", "ann.json", stdin=b"Hi {lead._fname}\n")
    assert ran == (0, b"Hi Ann\n", "")
    assert " --> <stdin>:1:4" in run("render", "-", stdin=b"Hi {end}").err


def test_the_name_of_a_file_says_its_channel(run: Run, folder: Path) -> None:
    write(folder, "a.sms.txt", "x<no-track>y")
    write(folder, "a.txt", "x<no-track>y")
    assert run("render", "a.sms.txt").out == b"xy"
    assert run("render", "a.txt").out == b"x<no-track>y"


# --- where values come from ---


def test_without_values_a_hint_says_how_to_give_some(run: Run, hello: Path) -> None:
    code, out, err = run("render", hello)
    assert (code, out) == (0, b"Hello !")
    assert err.startswith("hint: no values were given")
    assert "--values FILE.json" in err
    assert run("render", hello, "-q").err == ""
    assert run("render", hello, "--set", "lead._fname=Bo") == (0, b"Hello Bo!", "")


def test_a_template_that_reads_nothing_wants_no_values(run: Run, folder: Path) -> None:
    write(folder, "a.txt", '{if "x"}y{end}')
    assert run("render", "a.txt") == (0, b"y", "")


def test_a_source_on_the_command_line(run: Run, hello: Path) -> None:
    assert run("render", hello, "--source", "values:ann.json") == (0, b"Hello Ann!", "")
    write(hello.parent, "data/profiles/people.jsonl", '{"_id": "1", "_fname": "Cy"}\n')
    ran = run("render", hello, "--source", "files:data", "--to", "people:1", "-v")
    assert ran.out == b"Hello Cy!"
    assert ran.err == "values of people:1 from files:data\n"


def test_a_project_has_source_and_recipient(run: Run, example: Path) -> None:
    ran = run("render", "templates/digest.subject.txt")
    assert ran == (0, b"Ann, your customers in November", "")
    ran = run("render", "templates/digest.subject.txt", "--to", NOBODY)
    assert ran.out == b"Tom, your customers in November"
    ran = run("render", "templates/digest.subject.txt", "--to", NOBODY.partition(":")[2])
    assert ran.out == b"Tom, your customers in November"


def test_the_project_is_that_of_the_template(
    run: Run, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example.parent)
    assert run("render", "example/templates/digest.subject.txt").out.startswith(b"Ann, ")
    monkeypatch.chdir(example)
    elsewhere = write(example.parent, "elsewhere.txt", "{lead._fname}")
    assert run("render", elsewhere).out == b"Ann"
    assert run("render", "-", stdin=b"{lead._lname}").out == b"Lee"


def test_tables_of_templates_name_another_recipient(run: Run, example: Path) -> None:
    settings = example / "relvars.toml"
    more = '[template."templates/customers/*"]\nrecipient = "customers:5d63dbdb439e7306b596c6a1"\n'
    settings.write_text(settings.read_text() + more + 'database = "customers"\n')
    write(example, "templates/customers/a.txt", "{lead._fname} {lead._city}")
    assert run("render", "templates/customers/a.txt") == (0, b"Bob Riga", "")
    ran = run("render", "templates/customers/a.txt", "--to", "5d63dbdb439e7306b596c6a8")
    assert ran.out == b"Liis Tartu"


def test_a_project_without_a_recipient_renders_without_values(run: Run, folder: Path) -> None:
    write(folder, "relvars.toml", "")
    write(folder, "a.txt", "[{lead._fname}]")
    code, out, err = run("render", "a.txt")
    assert (code, out) == (0, b"[]")
    assert err.startswith("hint: no values were given")


def test_the_schema_tells_missing_relations_from_unknown_ones(run: Run, example: Path) -> None:
    write(example, "a.txt", "{relation.managers_loyal.reverse.profit.count}")
    assert run("render", "a.txt", "--values", "-", stdin=b"{}").out == b"0"
    assert run("render", "a.txt", "--to", NOBODY).out == b"0"


def test_words_of_the_project_may_be_values(run: Run, folder: Path) -> None:
    write(folder, "relvars.toml", '[catalog]\nroots = ["utm"]\nvariables = ["webversion"]\n')
    write(folder, "a.txt", "{utm.source} {webversion}")
    given = b'{"utm": {"source": "x"}, "webversion": "y"}'
    assert run("render", "a.txt", "--values", "-", stdin=given) == (0, b"x y", "")
    assert run("render", "a.txt", "--set", "utm.source=z", "--set", "webversion=w").out == b"z w"


# --- what is put over them ---


def test_overrides_go_over_what_was_got_in_their_order(run: Run, hello: Path) -> None:
    over = [
        "--set",
        "lead._fname=A",
        "--set-json",
        'lead={"_fname": "B"}',
        "--set",
        "lead._fname=C=D",
    ]
    assert run("render", hello, "--values", "ann.json", *over).out == b"Hello C=D!"
    assert run("render", hello, *over[:4]).out == b"Hello B!"
    assert json.loads((hello.parent / "ann.json").read_text()) == {"lead": {"_fname": "Ann"}}


def test_overrides_reach_into_lists(run: Run, example: Path) -> None:
    place = "relation.managers_loyal.reverse.profit.top.0"
    ran = run("render", "templates/digest.txt", "--set", f"{place}.lead._fname=Zed",
              "--set-json", f"{place}.value=7")  # fmt: skip
    assert "* Zed Петрова (7 profit)" in ran.out.decode()


def test_assumptions_of_a_run(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "{for $i $x = json.l}{$i}{end}<json.t>")
    given = b'{"json": {"l": [1, 2], "t": "t"}}'
    assert run("render", "a.txt", "--values", "-", stdin=given).out == b"01t"
    over = ["--assume", "index_base=1", "--assume", "delimiters=brace"]
    assert run("render", "a.txt", "--values", "-", *over, stdin=given).out == b"12<json.t>"


# --- explaining ---


def test_explain_lists_reads_and_assumptions_for_people(run: Run, example: Path) -> None:
    plain = run("render", "templates/digest.txt")
    over = ["--set", "lead._fname=Zoë\x1b", "--assume", "index_base=1"]
    code, out, err = run("render", "templates/digest.txt", "--explain", *over)
    assert (code, out) == (0, plain.out.replace(b"Ann", "Zoë\x1b".encode()))
    rows = [line.split() for line in err.splitlines()]
    assert ["Values", "read"] in rows
    assert ["lead._fname", '"Zoë\\u001b"', "--set"] in rows
    assert ["json.en.month", '"November"', "data/json.json"] in rows
    top = "relation.managers_loyal.reverse.profit.top"
    assert [f"{top}[2].lead._fname", '"Bob"', "data/profiles/customers.jsonl"] in rows
    assert [f"{top}[2].value", "120.0", "data/links/managers_loyal.csv"] in rows
    assert any(row[:1] == [top] and row[-2].endswith("…") for row in rows)
    assert ["unsubscribe", '"https://example.com/unsubscribe"', "-"] in rows
    assert ["Assumptions", "used"] in rows
    assert any(row[:2] == ["number_text", "shortest"] for row in rows)
    assert not any(row[:1] == ["index_base"] for row in rows)


def test_explain_knows_of_missing_values_and_of_nothing_at_all(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "{lead.x}{lead.x}")
    rows = run("render", "a.txt", "--values", "-", "--explain", stdin=b"{}").err.splitlines()
    assert rows.count("  lead.x  missing  -") == 1
    assert '  missing  ""  What does a value that is missing print?' in rows
    write(folder, "b.txt", "text")
    assert run("render", "b.txt", "--explain").err == (
        "\nValues read\n  none\n\nAssumptions used\n  none\n"
    )


# --- what goes wrong ---


def test_errors_of_a_template_are_shown_all_with_their_lines(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "{if lead.a}\n{$x\n{else if}\n{end} {end}")
    code, out, err = run("render", "a.txt", "--values", "-", stdin=b"{}")
    assert (code, out) == (1, b"")
    assert err.count("error[") >= 3
    assert " --> a.txt:2:1" in err
    assert "2 | {$x" in err


def test_errors_come_before_any_value_is_got(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "{end}")
    ran = run("render", "a.txt", "--source", "files:nowhere", "--to", "a:b")
    assert ran.code == 1
    assert "nowhere" not in ran.err


def test_what_the_schema_finds_is_told_beside_the_message(run: Run, example: Path) -> None:
    write(example, "a.txt", "[{lead._fnam}] {relation.managers_loyal.reverse.profi.count}")
    code, out, err = run("render", "a.txt")
    assert (code, out) == (0, b"[] ")
    assert err.count("error[") == 2
    assert "_fname" in err
    assert "profit" in err


def test_remarks_are_for_verbose_runs_and_warnings_for_all_but_quiet_ones(
    run: Run, example: Path
) -> None:
    write(example, "a.txt", "{if lead._fname or lead._lname}x{end}{for $i $x = lead._fname}{end}")
    usual, quiet, verbose = (run("render", "a.txt", *one) for one in ([], ["-q"], ["-v"]))
    assert {usual.code, quiet.code, verbose.code} == {0}
    assert usual.err.count("warning[loop-over-scalar]") == 1  # told before and at run time
    assert "unverified-operator" not in usual.err
    assert quiet.err == ""
    assert "info[unverified-operator]" in verbose.err


def test_trouble_at_run_time_without_a_schema(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "{for $i $x = json.n}{else}none{end}")
    ran = run("render", "a.txt", "--values", "-", stdin=b'{"json": {"n": 5}}')
    assert (ran.code, ran.out) == (0, b"none")
    assert "warning[loop-over-scalar]" in ran.err
    assert " --> a.txt:1:1" in ran.err


def test_a_project_says_the_channel_of_files_whose_name_does_not(run: Run, folder: Path) -> None:
    write(folder, "mails/a-sms.txt", "now<no-track>{fragment.x}")
    values = b'{"fragment": {"x": "<b>!"}}'
    ran = [run("render", "mails/a-sms.txt", "--values", "-", stdin=values).out]
    write(folder, "relvars.toml", "[template.'mails/*-sms.txt']\nchannel = 'sms'\n")
    ran += [run("render", "mails/a-sms.txt", "--values", "-", stdin=values).out]
    assert ran == [b"now<no-track><b>!", b"now!"]
    write(folder, "relvars.toml", "[template.'mails/*-sms.txt']\nchannel = 'smss'\n")
    ran_wrong = run("render", "mails/a-sms.txt")
    assert ran_wrong.code == 2
    assert "sms" in ran_wrong.err


def test_a_message_past_its_limit(run: Run, folder: Path) -> None:
    write(folder, "relvars.toml", "[limits]\noutput = 10\n")
    write(folder, "a.txt", "0123456789{json.x}")
    assert run("render", "a.txt", "--values", "-", stdin=b"{}").code == 0
    ran = run("render", "a.txt", "--values", "-", stdin=b'{"json": {"x": 1}}')
    assert (ran.code, ran.out) == (1, b"")
    assert "error[" in ran.err


def test_trouble_in_a_fragment_is_told_without_its_line(run: Run, folder: Path) -> None:
    write(folder, "a.txt", "x{fragment.foot}")
    given = json.dumps({"fragment": {"foot": "{end}"}}).encode()
    ran = run("render", "a.txt", "--values", "-", stdin=given)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith("error[")
    assert ":1:1)" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.html"], 2, "there is no file none.html"),
        (["helo.html"], 2, "there is no file helo.html: did you mean 'hello.html'?"),
        (["no/such/a.html"], 2, "there is no file no/such/a.html"),
        (["hello.html/x"], 2, "there is no file hello.html/x"),
        (["."], 2, ". is a folder, not a file"),
        (["a\0b"], 2, "'a\\x00b' cannot be the name of a file"),
        (["bad.html"], 1, "bad.html: byte 3 is not UTF-8; save the file as UTF-8"),
        (["wide.html"], 1,
         "wide.html: byte 0 is not UTF-8 (it looks like UTF-16); save the file as UTF-8"),
        (["hello.html", "--values", "an.json"], 2,
         "there is no file an.json: did you mean 'ann.json'?"),
        (["hello.html", "--values", "bad.html"], 1, "bad.html: byte 3 is not UTF-8"),
        (["hello.html", "--values", "hello.html"], 1,
         "hello.html is not JSON: expecting value, line 1, column 1"),
        (["hello.html", "--values", "odd.json"], 1, "odd.json is not JSON: NaN is not a value"),
        (["hello.html", "--values", "led.json"], 1,
         "led.json: no values are called 'led'; did you mean 'lead'?"),
        (["hello.html", "--values", "half.json"], 1,
         "the values hold U+D800, half of a surrogate pair: it is no character by itself"),
        (["hello.html", "--source", "files:x", "--to", "a:b"], 2,
         "there is no folder x to take data from"),
        (["hello.html", "--source", "file:x", "--to", "a:b"], 2,
         "'file:x' is no data source; there are files:DIR, sqlite:FILE, values:FILE,"
         " https://HOST and http://127.0.0.1:PORT"),
        (["hello.html", "--set", "lead"], 2,
         "--set takes PATH=VALUE, as in lead._fname=Ann, not 'lead'"),
        (["hello.html", "--set", "led.x=1"], 2,
         "--set: no values are called 'led'; did you mean 'lead'?"),
        (["hello.html", "--assume", "zero"], 2,
         "--assume takes NAME=SETTING, as in index_base=1, not 'zero'"),
        (["hello.html", "--assume", "index_base=2"], 2,
         "assumption index_base must be '0' or '1', not '2'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(
    run: Run, hello: Path, arguments: list[str], code: int, said: str
) -> None:
    write(hello.parent, "bad.html", b"abc\xff")
    write(hello.parent, "wide.html", "abc".encode("utf-16"))
    write(hello.parent, "led.json", {"led": {}})
    write(hello.parent, "odd.json", '{"lead": {"_fname": NaN}}')
    write(hello.parent, "half.json", '{"lead": {"_fname": "\\ud800"}}')
    assert run("render", *arguments) == (code, b"", f"error: {said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--values", "ann.json", "--to", "a:b"],
         "--values has the values already: leave out --source and --to"),
        (["--values", "ann.json", "--source", "files:x"],
         "--values has the values already: leave out --source and --to"),
        (["--to", "a:b"],
         "--to needs a data source: add --source URL, or a relvars.toml with one"),
        (["--source", "files:x"],
         "--source needs to know for whom: add --to DATABASE:PROFILE_ID"),
        (["--source", "files:x", "--to", "b"],
         "--to takes DATABASE:PROFILE_ID, as in agents:5d63dbdb, not 'b'"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_go_together(
    run: Run, hello: Path, arguments: list[str], said: str
) -> None:
    ran = run("render", hello, *arguments)
    assert ran == (2, b"", f"error: {said}\n  relvars render --help shows how it is used\n")


def test_stdin_can_be_one_thing_only(run: Run) -> None:
    ran = run("render", "-", "--values", "-", stdin=b"{}")
    assert ran.code == 2
    assert ran.err.startswith("error: stdin cannot be both the template and the values\n")


def test_a_profile_that_is_not_there_is_a_finding(run: Run, example: Path) -> None:
    ran = run("render", "templates/digest.txt", "--to", "agents:nobody")
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith("error: ")
    assert "nobody" in ran.err


def test_a_file_that_cannot_be_read_is_the_world(
    run: Run, hello: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    ran = run("render", hello)
    assert ran == (3, b"", f"error: {hello} cannot be read: Permission denied\n")


pieces = st.sampled_from(
    [
        "{if ",
        "{for $i $x = ",
        "{end}",
        "{else}",
        "{lead.a}",
        "json.b}",
        '"',
        "{$x.c}",
        "<",
        "}",
        "я",
    ]
)
templates = st.binary(max_size=40) | st.lists(pieces, max_size=8).map(
    lambda all: "".join(all).encode()
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(templates, st.dictionaries(st.sampled_from(["lead", "json", "leed"]), json_values))
def test_whatever_is_given_a_run_ends_in_words(
    run: Run, folder: Path, template: bytes, values: dict[str, object]
) -> None:
    write(folder, "v.json", json.dumps(values))
    for command in (
        ["render", "-", "--values", "v.json", "--explain"],
        ["parse", "-"],
        ["needs", "-"],
    ):
        code, out, err = run(*command, stdin=template)
        assert code in (0, 1, 2)
        assert "Traceback" not in err
        assert "itself failed" not in err
        assert code == 0 or "error" in err
        assert code != 2 or out == b""


def test_a_wrong_project_is_misuse(run: Run, hello: Path) -> None:
    write(hello.parent, "relvars.toml", "[projct]\n[limts]\n")
    code, out, err = run("render", hello)
    assert (code, out) == (2, b"")
    assert err == (
        "error: relvars.toml:1: unknown key 'projct' in relvars.toml: did you mean 'project'?\n"
        "error: relvars.toml:2: unknown key 'limts' in relvars.toml: did you mean 'limits'?\n"
    )
