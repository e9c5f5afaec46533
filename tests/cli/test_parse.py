"""`relvars parse`: the tree, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

CASES = [
    ("", ""),
    ("a\nb", '1:1-2:2  text "a\\nb"\n'),
    ("\ufeffa{lead.b}", '1:1-1:2   text "a"\n1:2-1:10  output lead.b\n'),
    ("{if lead.a}x{else}y{end}", """\
1:1-1:25   if lead.a
1:12-1:13    text "x"
1:13-1:19  else
1:19-1:20    text "y"
"""),
    ("<for $i $x = json.list><$x.a><end>", """\
1:1-1:35   for $i $x = json.list
1:24-1:30    output $x.a
"""),
    ('{if lead.a and (not lead.b or lead.c equal "x")}{end}', """\
1:1-1:54   if lead.a and (not lead.b or lead.c equal "x")
1:5-1:48       and
1:5-1:11         lead.a
1:17-1:47        or
1:17-1:27          not
1:21-1:27            lead.b
1:31-1:47          equal
1:31-1:37            lead.c
1:44-1:47            "x"
"""),
    ('{if not (lead.a and lead.b)}{end}', """\
1:1-1:34   if not (lead.a and lead.b)
1:5-1:28       not
1:10-1:27        and
1:10-1:16          lead.a
1:21-1:27          lead.b
"""),
    ('{orders ("status"\n 10)}', '1:1-2:6  output orders ("status" 10)\n'),
]  # fmt: skip


@pytest.mark.parametrize(("template", "tree"), CASES)
def test_as_text(run: Run, template: str, tree: str) -> None:
    assert run("parse", "-", stdin=template.encode()) == (0, tree.encode(), "")


def test_long_text_is_shortened(run: Run) -> None:
    out = run("parse", "-", stdin=b"x" * 1000 + b"{lead." + b"y" * 1000 + b"}").out.decode()
    assert max(map(len, out.splitlines())) < 100
    assert out.count("…") == 2


def test_broken_tags_are_in_the_tree_and_their_errors_on_stderr(run: Run) -> None:
    code, out, err = run("parse", "-", stdin=b'{lead.a "x"}{if lead.b}')
    assert code == 1
    assert out.decode().splitlines()[0] == '1:1-1:13   broken {lead.a "x"}'
    assert err.count("error[") == 2


def test_as_json(run: Run, folder: Path) -> None:
    (folder / "a.html").write_text('{if lead.я and 1 equal -2.5}\r\n{sku("f" 1)}{else}{end}')
    code, out, err = run("parse", "a.html", "--format", "json")
    assert (code, err) == (0, "")
    tree = json.loads(out)
    assert (tree["version"], tree["file"], tree["diagnostics"]) == (1, "a.html", [])
    [block] = tree["body"]
    assert block["kind"] == "if"
    assert block["span"]["start"] == {"line": 1, "column": 1, "offset": 0}
    assert block["head"]["end"] == {"line": 1, "column": 29, "offset": 28}
    assert block["middle"]["start"]["line"] == 2
    assert block["end"]["end"] == block["span"]["end"]
    assert [one["kind"] for one in block["body"]] == ["text", "output"]
    assert block["body"][0]["text"] == "\r\n"
    assert block["body"][1]["value"]["written"] == 'sku("f" 1)'
    assert [one["kind"] for one in block["body"][1]["value"]["arguments"]] == ["string", "number"]
    assert block["orelse"] == []
    condition = block["condition"]
    assert (condition["kind"], condition["word"]) == ("logic", "and")
    assert (condition["left"]["root"], condition["left"]["segments"]) == ("lead", ["я"])
    assert (condition["right"]["operator"], condition["right"]["right"]["value"]) == ("eq", -2.5)


def test_as_json_of_what_is_broken(run: Run) -> None:
    code, out, _ = run("parse", "-", "--format=json", stdin=b"{if lead.a}")
    assert code == 1
    tree = json.loads(out)
    assert tree["body"][0]["end"] is None
    assert tree["body"][0]["orelse"] is None
    [finding] = tree["diagnostics"]
    assert finding["severity"] == "error"
    assert finding["start"] == {"line": 1, "column": 1, "offset": 0}


def nodes(part: Any) -> list[Any]:
    """Every object of a tree that stands somewhere."""
    inner = part if isinstance(part, list) else list(part.values())
    found = [one for each in inner if isinstance(each, dict | list) for one in nodes(each)]
    return [part, *found] if isinstance(part, dict) and "span" in part else found


def test_spans_are_of_the_text(run: Run, example: Path) -> None:
    file = example / "templates" / "digest.ru.html"
    tree = json.loads(run("parse", file, "--format", "json").out)
    text = file.read_bytes().decode()
    lines = text.split("\n")
    assert len(nodes(tree["body"])) > 50
    for node in nodes(tree["body"]):
        start, end = node["span"]["start"], node["span"]["end"]
        assert 0 <= start["offset"] < end["offset"] <= len(text)
        column = start["column"] - 1
        assert text[start["offset"] :].startswith(lines[start["line"] - 1][column:])
        if node["kind"] == "text":
            assert text[start["offset"] : end["offset"]] == node["text"]
