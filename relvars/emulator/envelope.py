"""Requests and answers as bytes: the body in JSON or XML, and the envelope of every answer."""

import json
from collections.abc import Mapping
from typing import Literal

from relvars.emulator.assumed import Assumed
from relvars.emulator.xml_body import NotReadableError, from_xml, to_xml
from relvars.values import NotAValueError, Value, is_object, load_json

Format = Literal["json", "xml"]
MEDIA_TYPES: Mapping[Format, str] = {
    "json": "application/json",
    "xml": "application/xml; charset=utf-8",
}


def body_format(content_type: str, raw: bytes) -> Format:
    """What a body is written in: what its header says, or else what it begins with.

    curl -d says application/x-www-form-urlencoded unless told otherwise.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind.endswith(("/xml", "+xml")):
        return "xml"
    if kind.endswith(("/json", "+json")):
        return "json"
    return "xml" if raw.lstrip()[:1] == b"<" else "json"


def read_body(raw: bytes, written_in: Format) -> dict[str, Value]:
    """The object that a body holds; an empty body holds an empty one.

    Raises:
        NotReadableError: for anything else, with what is wrong.
    """
    if not raw.strip():
        return {}
    return from_xml(raw) if written_in == "xml" else _from_json(raw)


def _from_json(raw: bytes) -> dict[str, Value]:
    try:
        value = load_json(raw.decode())
    except UnicodeDecodeError as error:
        raise NotReadableError(f"byte {error.start} is not UTF-8") from None
    except NotAValueError as error:
        raise NotReadableError(str(error)) from None
    if not is_object(value):
        raise NotReadableError("it must be an object")
    # Only an escape can bring half of a surrogate pair, which no file or answer could hold.
    if b"\\ud" in raw.lower():
        _refuse_half_pairs(value)
    return value


def _refuse_half_pairs(value: Value) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotReadableError("a text holds half of a surrogate pair") from None


def answer_format(asked: Value, accept: str, written_in: Format) -> Format:
    """What to answer in: the `format` parameter, the Accept header, or as the request was."""
    if asked == "xml":
        return "xml"
    if asked == "json":
        return "json"
    if "xml" in accept and "html" not in accept:
        return "xml"
    return "json" if "json" in accept else written_in


def enveloped(payload: Mapping[str, Value], text: str) -> dict[str, Value]:
    """A good answer: reads have their data first, writes their error, as the pages show."""
    error: dict[str, Value] = {"error": 0, "error_text": text}
    if "data" not in payload:
        return {**error, **payload}
    return {"data": payload["data"], **error, **payload}


def written(answer: Mapping[str, Value], form: Format, assumed: Assumed) -> bytes:
    """An answer's bytes."""
    if form == "json":
        return json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()
    names = {"result": assumed.xml_result_element}
    return to_xml(answer, names=names, mark_single=assumed.xml_mark_single)
