"""XML as the vendor's examples write it: keys are elements, lists are elements repeated.

Read with the standard library's expat and every DOCTYPE refused. Entities can only be declared
in one, so there is nothing to expand and nothing outside to fetch. That is what defusedxml does
too; it has had no release since 2021, and limits neither depth nor what is made of the elements.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from relvars.values import Value, is_list, is_object

ROOT = "xml"
_MARK = " array='true'"
_DEEPEST = 100
_NOT_IN_NAMES = re.compile(r"[^\w.-]")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotReadableError(ValueError):
    """A body is not XML of the expected shape; the message says why."""


@dataclass(slots=True)
class _Element:
    marked: bool = False
    text: list[str] = field(default_factory=list)
    children: dict[str, list[Value]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)


def from_xml(raw: bytes) -> dict[str, Value]:
    """An object whose leaves are texts; an element with neither text nor elements is "".

    Raises:
        NotReadableError: for what is no XML, has a DOCTYPE, nests too deeply or begins otherwise.
    """
    top = _Element()
    open_elements = [top]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if len(open_elements) > _DEEPEST:
            raise NotReadableError("it nests too deeply")
        open_elements.append(_Element(attributes.get("array") == "true"))

    def end(name: str) -> None:
        element = open_elements.pop()
        parent = open_elements[-1]
        parent.children.setdefault(name, []).append(_value(element))
        if element.marked:
            parent.lists.add(name)

    def characters(text: str) -> None:
        open_elements[-1].text.append(text)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise NotReadableError(f"{error}") from None
    except (ValueError, LookupError) as error:  # of an encoding that nobody knows
        raise NotReadableError(f"{error}") from None
    return _root(top)


def _refuse_doctype(*_: object) -> NoReturn:
    raise NotReadableError("a DOCTYPE is not taken, nor are entities of one's own")


def _root(top: _Element) -> dict[str, Value]:
    root = top.children.get(ROOT)
    if root is None:
        raise NotReadableError(f"its root must be <{ROOT}>, not <{next(iter(top.children))}>")
    if root[0] == "":
        return {}
    if not is_object(root[0]):
        raise NotReadableError(f"<{ROOT}> must hold elements, not text")
    return root[0]


def _value(element: _Element) -> Value:
    if not element.children:
        return "".join(element.text)
    if "".join(element.text).strip():
        raise NotReadableError("an element holds both text and elements")
    return {
        name: values if len(values) > 1 or name in element.lists else values[0]
        for name, values in element.children.items()
    }


def to_xml(answer: Mapping[str, Value], *, names: Mapping[str, str], mark_single: bool) -> bytes:
    """An answer; `names` are what keys of its own level are called, lists of one may be marked."""
    out: list[str] = []
    for name, value in answer.items():
        _write(out, names.get(name, name), value, _MARK if mark_single else "")
    return f"<{ROOT}>{''.join(out)}</{ROOT}>".encode()


def _write(out: list[str], key: str, value: Value, mark: str) -> None:
    name = _name(key)
    if is_list(value) and value:
        _write_list(out, name, value, mark)
    elif is_object(value) and value:
        out.append(f"<{name}>")
        for inner, held in value.items():
            _write(out, inner, held, mark)
        out.append(f"</{name}>")
    elif value is None or is_list(value) or is_object(value):
        out.append(f"<{name}/>")
    else:
        out.append(f"<{name}>{_text(value)}</{name}>")


def _write_list(out: list[str], name: str, values: Sequence[Value], mark: str) -> None:
    for value in values:
        before = len(out)
        _write(out, name, value, mark)
        if mark and len(values) == 1:
            out[before] = out[before].replace(f"<{name}", f"<{name}{mark}", 1)


def _name(key: str) -> str:
    """A key as the name of an element: what cannot stand in one is an underscore."""
    name = _NOT_IN_NAMES.sub("_", key)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def _text(value: str | bool | int | float) -> str:
    if type(value) is bool:
        return "true" if value else "false"
    return escape(_NOT_IN_XML.sub("\ufffd", str(value)))
