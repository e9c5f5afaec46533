from pathlib import Path

import pytest

from relvars.snapshots import ending, shelf, stem


def test_the_folder_of_a_case_file() -> None:
    assert shelf(Path("tests/a.case.toml")) == Path("tests/__snapshots__/a.case")
    assert shelf(Path("a.case.toml"), "kept") == Path("kept/a.case")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agent with two loyal customers", "agent-with-two-loyal-customers"),
        ("каждый клиент", "каждый-клиент"),
        ("every profile[a.html-agents:5d]", "every-profile-a.html-agents-5d"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
        ("ends with a dot.", "ends-with-a-dot"),
    ],
)  # fmt: skip
def test_names_read_well(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize("name", ["con", "NUL", "aux.b", "com1", "?", "", ".."])
def test_names_that_some_system_forbids_are_marked(name: str) -> None:
    assert stem(name)
    assert stem(name).rpartition("-")[2] != name
    assert stem(name) == stem(name)


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = stem("Ж" * 400), stem("Ж" * 401)
    assert one != other
    assert max(len(one.encode()), len(other.encode())) < 200


def test_one_name_in_two_normal_forms_is_one_file() -> None:
    assert stem("caf\u00e9") == stem("cafe\u0301")


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("templates/a.html", "", ".html"),
        ("a.amp.html", "", ".amp.html"),
        ("a.subject.txt", "", ".subject.txt"),
        ("A.SMS.TXT", "", ".sms.txt"),
        ("a.eml", "", ".eml"),
        ("a", "", ".txt"),
        ("<text>", "<b>a</b>", ".html"),
        ("<text>", "a", ".txt"),
    ],
)
def test_the_part_s_own_ending(template: str, text: str, expected: str) -> None:
    assert ending(template, text) == expected
