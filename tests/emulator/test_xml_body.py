"""XML of the vendor's examples, read and written."""

from typing import Any

import pytest

from relvars.emulator.xml_body import from_xml, to_xml


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"<xml/>", {}),
        (b"<xml><a/><b></b></xml>", {"a": "", "b": ""}),
        (b"<xml> <a>1</a>\n</xml>", {"a": "1"}),
        (b"<xml><a>1</a><b/><a>2</a></xml>", {"a": ["1", "2"], "b": ""}),
        (b"<xml><a array='true'>1</a></xml>", {"a": ["1"]}),
        (b"<xml><a><b><![CDATA[<&]]>&lt;&#x41;</b></a></xml>", {"a": {"b": "<&<A"}}),
        ('<?xml version="1.0" encoding="UTF-8" ?><xml><a>Ж</a></xml>'.encode(), {"a": "Ж"}),
        ('<?xml version="1.0" encoding="windows-1251"?><xml><a>Ж</a></xml>'.encode("cp1251"),
         {"a": "Ж"}),
    ],
)  # fmt: skip
def test_reading(raw: bytes, read: dict[str, Any]) -> None:
    assert from_xml(raw) == read


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ({"a": None, "b": {}, "c": [], "d": ""}, "<a/><b/><c/><d></d>"),
        ({"a": True, "b": False, "c": 1, "d": 1.5}, "<a>true</a><b>false</b><c>1</c><d>1.5</d>"),
        ({"a": ["<&>"]}, "<a array='true'>&lt;&amp;&gt;</a>"),
        ({"a": [1, 2]}, "<a>1</a><a>2</a>"),
        ({"a": [{"b": 1}]}, "<a array='true'><b>1</b></a>"),
        ({"a": [{}]}, "<a array='true'/>"),
        ({"two words": 1, "9": 2, "": 3}, "<two_words>1</two_words><_9>2</_9><_>3</_>"),
        ({"a": "\x00\ufffe"}, "<a>\ufffd\ufffd</a>"),
        ({"result": [{"r": 1}, {"r": 2}]}, "<xml><r>1</r></xml><xml><r>2</r></xml>"),
    ],
)
def test_writing(answer: dict[str, Any], written: str) -> None:
    raw = to_xml(answer, names={"result": "xml"}, mark_single=True)
    assert raw.decode() == f"<xml>{written}</xml>"


def test_lists_of_one_need_no_mark() -> None:
    assert to_xml({"a": [1]}, names={}, mark_single=False) == b"<xml><a>1</a></xml>"
