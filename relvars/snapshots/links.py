"""The links and images of a message, as its reader meets them."""

import html
import re
from difflib import SequenceMatcher
from typing import NamedTuple

_ANCHOR = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')[^>]*>"
    r"(?P<label>.*?)</a\s*>",
    re.DOTALL | re.IGNORECASE,
)
_IMAGE = re.compile(
    r"<img\b[^>]*?\bsrc\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_BARE = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_ALT = re.compile(r"\balt\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class Link(NamedTuple):
    """A link or an image: what the reader sees of it, its address, and where that stands."""

    what: str
    label: str
    address: str
    start: int
    end: int


class Moved(NamedTuple):
    """A link before and after; None where there is none."""

    before: Link | None
    after: Link | None


def links(message: str) -> list[Link]:
    """The links of a message in order: its elements, or in a text without any its addresses."""
    if "</" not in message and "<img" not in message.lower():
        return [
            Link("link", "", match[0], match.start(), match.end())
            for match in _BARE.finditer(message)
        ]
    anchors = (_link("link", match, _label(match["label"])) for match in _ANCHOR.finditer(message))
    images = (_link("image", match, _alt(match[0])) for match in _IMAGE.finditer(message))
    return sorted([*anchors, *images], key=lambda one: one.start)


def changed_links(before: str, after: str) -> list[Moved]:
    """Links whose address is another one, that are gone, or that are new."""
    one, other = links(before), links(after)
    found = []
    matcher = SequenceMatcher(None, _names(one), _names(other), autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(one[i:j], other[k:m], strict=True)
            found += [Moved(old, new) for old, new in pairs if old.address != new.address]
        else:
            found += _replaced(one[i:j], other[k:m])
    return found


def _names(found: list[Link]) -> list[tuple[str, str]]:
    return [(link.what, link.label) for link in found]


def _replaced(gone: list[Link], new: list[Link]) -> list[Moved]:
    """Links with other labels; the same address under another label is no change of a link."""
    kept = {link.address for link in gone} & {link.address for link in new}
    old = [Moved(link, None) for link in gone if link.address not in kept]
    return old + [Moved(None, link) for link in new if link.address not in kept]


def _link(what: str, match: re.Match[str], label: str) -> Link:
    quote = "double" if match["double"] is not None else "single"
    return Link(what, label, html.unescape(match[quote]), match.start(quote), match.end(quote))


def _label(inside: str) -> str:
    return words(inside) or next(iter(_ALT.findall(inside)), "")


def _alt(element: str) -> str:
    return next(iter(_ALT.findall(element)), "")


def words(markup: str) -> str:
    """What is read of some markup, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
