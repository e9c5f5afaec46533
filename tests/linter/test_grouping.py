"""Which files belong together."""

import pytest

from relvars.linter.grouping import Part, family_of, messages, part_of
from relvars.linter.rule import File
from relvars.semantics.analysis import analyse


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("a/welcome.html", Part("a", "welcome", "", ".html")),
        ("welcome.ru.html", Part("", "welcome", "ru", ".html")),
        ("welcome.ru.subject.txt", Part("", "welcome", "ru", ".subject.txt")),
        ("welcome.pt-BR.txt", Part("", "welcome", "pt-BR", ".txt")),
        ("WELCOME.AMP.HTML", Part("", "WELCOME", "", ".amp.html")),
        ("news.old.html", Part("", "news.old", "", ".html")),
        ("ru.html", Part("", "ru", "", ".html")),
        (".ru.html", Part("", ".ru", "", ".html")),
        ("notes.md", Part("", "notes.md", "", "")),
    ],
)
def test_a_name_is_taken_apart(path: str, part: Part) -> None:
    assert part_of(path) == part
    assert family_of(path) == (part.folder, part.base)


def test_parts_and_languages_are_grouped() -> None:
    names = ["m.ru.html", "m.ru.txt", "m.en.html", "m.subject.txt"]
    files = [File(name, analyse("")) for name in names]
    found = [(one.kind, [file.path for file in one.files]) for one in messages(files)]
    assert found == [
        ("parts", ["m.ru.html", "m.ru.txt"]),
        ("locales", ["m.ru.html", "m.en.html"]),
    ]


def test_a_file_alone_is_no_group() -> None:
    assert messages([File("m.html", analyse(""))]) == []
