"""`relvars transpile`: its outputs, its options, and how it ends."""

import json
from pathlib import Path

import jinja2
import pytest

from relvars import transpiler
from relvars.cli import needs, transpile
from relvars.cli.main import command_parser
from relvars.cli.terminal import terminal
from relvars.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hello.html").write_bytes(b"Hello {lead._fname}!\r\n")
    return tmp_path


def run(*arguments: str) -> int:
    args = command_parser("transpile", transpile).parse_args(list(arguments))
    args.screen = terminal("never")
    return transpile.run(args)


def test_the_translation_is_on_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("hello.html") == 0
    out, err = capfdbinary.readouterr()
    template = jinja2.Environment().from_string(out.decode())
    assert template.render(lead={"_fname": "Ann"}) == "Hello Ann!\r\n"
    assert err == b""


def test_files_are_written(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("hello.html", "-o", "hello.jinja", "--map", "map.json") == 0
    assert capfdbinary.readouterr() == (b"", b"")
    text = (folder / "hello.jinja").read_bytes().decode()
    mapped = json.loads((folder / "map.json").read_text(encoding="utf-8"))
    assert (mapped["version"], mapped["source"]) == (1, "hello.html")
    first = mapped["stretches"][0]
    assert text[first["start"] : first["end"]] == "Hello "


def test_the_certificate_is_for_people(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("hello.html", "--prove", "25", "--seed", "3") == 0
    _, err = capfdbinary.readouterr()
    assert b"seed 3" in err
    assert b"25 tried" in err
    assert b"the same text every time" in err


def test_a_difference_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    made = transpiler.to_jinja("Hello {lead._fname}?")
    monkeypatch.setattr(transpiler, "to_jinja", lambda template, **rest: made)
    assert run("hello.html", "--prove", "5") == 1
    assert b"DIFFERENT" in capfdbinary.readouterr()[1]


def test_other_delimiters(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("hello.html", "--variable-start", "[[", "--variable-end", "]]") == 0
    assert b"[[ text_of(lead" in capfdbinary.readouterr()[0]


def test_what_cannot_be_translated_is_a_finding(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "deep.html").write_text("{for $i $x = json.a}" * 19 + "{end}" * 19)
    assert run("deep.html") == 1
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert b"untranslatable" in err


def test_the_schema_of_the_project_makes_it_plainer(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "relvars.toml").write_text(
        '[project]\ndatabase = "agents"\n[[database]]\nid = 1\nname = "agents"\n'
        '[database.fields]\n_fname = "string"\n'
    )
    assert run("hello.html", "--prove", "20") == 0
    out, err = capfdbinary.readouterr()
    assert b'Hello {{ lead._fname|default("", true) }}!' in out
    assert b"It holds for values of the schema's types, or missing." in out
    assert b"the same text every time" in err
    assert run("hello.html", "--no-schema") == 0
    out, _ = capfdbinary.readouterr()
    assert b'Hello {{ text_of(lead.get("_fname")) }}!' in out
    assert b"schema" not in out


def needs_of(*arguments: str) -> int:
    args = command_parser("needs", needs).parse_args(list(arguments))
    args.screen = terminal("never")
    return needs.run(args)


def test_the_needs_of_a_translation(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "one.txt").write_text('{lead.a}{jsonpath(json.a "$.b" "item")}{fragment.f}{$x}')
    assert needs_of("one.txt", "--for-jinja") == 0
    expected = b'roots\n  lead\nfunctions\n  fragment.f\n  jsonpath(json.a "$.b" "item")\n'
    assert capfdbinary.readouterr()[0] == expected
    assert needs_of("one.txt", "--for-jinja", "--format", "json") == 0
    assert json.loads(capfdbinary.readouterr()[0]) == {
        "version": 1, "roots": ["lead"],
        "functions": ["fragment.f", 'jsonpath(json.a "$.b" "item")'],
    }  # fmt: skip


def test_another_prefix_of_line_comments(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "link.html").write_text("https://example.com/{lead.a} ## x")
    assert run("link.html", "--line-comment-prefix", "//") == 0
    assert b'https:{{ "//" }}example.com' in capfdbinary.readouterr()[0]


@pytest.mark.parametrize("number", ["0", "many"])
def test_a_proof_takes_a_number(number: str) -> None:
    with pytest.raises(ConfigError, match=rf"--prove: a whole number from 1, not '{number}'"):
        run("hello.html", "--prove", number)


@pytest.mark.parametrize("option", ["-o", "--map"])
def test_no_output_goes_over_the_template(folder: Path, option: str) -> None:
    before = (folder / "hello.html").read_bytes()
    with pytest.raises(ConfigError, match="is the template itself"):
        run("hello.html", option, "./hello.html")
    assert (folder / "hello.html").read_bytes() == before


def test_the_translation_and_its_map_are_two_files() -> None:
    with pytest.raises(ConfigError, match="cannot both go to same"):
        run("hello.html", "-o", "same", "--map", "./same")


def test_a_hyphen_is_stdout(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("hello.html", "-o", "-") == 0
    translation = capfdbinary.readouterr()[0]
    assert b"{%- autoescape false %}" in translation
    assert run("hello.html", "-o", "hello.jinja", "--map", "-") == 0
    assert json.loads(capfdbinary.readouterr()[0])["source"] == "hello.html"
    assert (folder / "hello.jinja").read_bytes() == translation
    assert not (folder / "-").exists()
    for output in ([], ["-o", "-"]):
        with pytest.raises(ConfigError, match="cannot both go to stdout"):
            run("hello.html", "--map", "-", *output)


@pytest.mark.parametrize("option", ["-o", "--map"])
def test_an_empty_name_is_no_file(option: str) -> None:
    with pytest.raises(ConfigError, match="an empty name"):
        run("hello.html", option, "")


def test_delimiters_are_part_of_the_proof(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    words = ("--block-start", "[%", "--block-end", "%]", "--variable-start", "[[",
             "--variable-end", "]]", "--line-comment-prefix", "//")  # fmt: skip
    (folder / "hello.html").write_text("{json.a} // {{ [[ {if json.a}x{end}")
    assert run("hello.html", *words, "--prove", "20") == 0
    assert b"the same text every time" in capfdbinary.readouterr()[1]
    made = transpiler.to_jinja("{json.a} // {{ [[ {if json.a}x{end}")
    monkeypatch.setattr(transpiler, "to_jinja", lambda template, **rest: made)
    assert run("hello.html", *words, "--prove", "20") == 1
    assert b"DIFFERENT" in capfdbinary.readouterr()[1]


def test_a_folder_cannot_be_written_to(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (folder / "folder").mkdir()
    with pytest.raises(ConfigError, match="folder is a folder, not a file"):
        run("hello.html", "--map", "folder")
    with pytest.raises(ConfigError, match="there is no folder none"):
        run("hello.html", "--map", "none/map.json")
    assert capfdbinary.readouterr()[0] == b""
