"""What a channel makes of a message: lengths, parts, encodings, what is cut off."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from relvars.linter.gsm import gsm_parts, septets, ucs2_parts, units
from relvars.preview.html_text import tokens

_CLIPPED = 102 * 1024  # bytes of HTML past which Gmail cuts a message
_PREHEADER = 150
_BLANKS = re.compile(r"[\s\u200b-\u200d\u034f\u00ad\ufeff]+")
# About so many characters fit; devices and their settings differ.
_PUSH: Mapping[str, tuple[int, int]] = {"android": (65, 240), "ios": (50, 178)}


def facts(kind: str, output: str) -> dict[str, Any]:
    """The facts of a part by its channel."""
    known: dict[str, Any] = {"length": len(output)}
    match kind:
        case "html" | "amp":
            size = len(output.encode("utf-8", "surrogatepass"))
            clipped = kind == "html" and size > _CLIPPED
            return known | {"bytes": size, "clipped": clipped, "preheader": preheader(output)}
        case "sms":
            return known | _sms(output)
        case "push":
            return known | _push(output)
        case _:
            return known


def preheader(html: str) -> str:
    """The first words of a message's body, which mail programs show beside the subject."""
    words, at, started = "", 0, "<body" not in html.lower()
    for token in tokens(html):
        if started:
            words = f"{words} {html[at : token.start]}"
            if len(words) > 4 * _PREHEADER:
                break
        started = started or (token.kind == "tag" and token.name == "body")
        at = token.end
    else:
        words = f"{words} {html[at:]}" if started else words
    return _BLANKS.sub(" ", unescape(words)).strip()[:_PREHEADER]


def _sms(text: str) -> dict[str, Any]:
    length = septets(text)
    if length is None:
        length = units(text)
        parts, single, several = ucs2_parts(length), 70, 67
        encoding = "UCS-2"
    else:
        parts, single, several = gsm_parts(length), 160, 153
        encoding = "GSM-7"
    return {
        "units": length,
        "encoding": encoding,
        "parts": parts,
        "per_part": single if parts == 1 else several,
    }


def _push(text: str) -> dict[str, Any]:
    title, _, body = text.partition("\n")
    title, body = title.strip(), body.strip()
    shown = {
        device: {"title": _cut(title, most), "body": _cut(body, more)}
        for device, (most, more) in _PUSH.items()
    }
    return {"title": title, "body": body, **shown}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
