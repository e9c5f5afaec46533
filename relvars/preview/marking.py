"""Comments in the HTML of a message that tell the page which part of it a tag printed.

They are put only where a browser takes them for comments, so the message looks as without them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

_COMMENT = re.compile(r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|-?\Z))")
_DECLARATION = re.compile(r"<[!?][^>]*+>")
_TAG = re.compile(
    r"""</?([a-zA-Z][^\s/>]*+)
    (?:[\s/]++|=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)?+)?+|=)*+>""",
    re.VERBOSE,
)
# Elements that hold text only: what looks like a tag or a comment in them is none.
_RAW = frozenset(
    ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext")
)

Kind = Literal["tag", "other"]


class Token(NamedTuple):
    """A stretch of HTML that is no text; one that is never closed ends behind the end."""

    start: int
    end: int
    kind: Kind
    name: str = ""


def tokens(html: str) -> Iterator[Token]:
    """What of HTML is no text, in order; what raw elements hold is one token."""
    at = html.find("<")
    while at >= 0:
        token = _token(html, at)
        if token is None:
            at = html.find("<", at + 1)
            continue
        yield token
        if token.name in _RAW and html[at + 1] != "/":
            end = _raw_end(html, token)
            yield Token(token.end, end, "other", token.name)
            token = token._replace(end=end)
        at = html.find("<", token.end)


def _token(html: str, at: int) -> Token | None:
    comment = _COMMENT.match(html, at)
    if comment:
        return Token(at, comment.end() + (html[comment.end() - 1] != ">"), "other")
    following = html[at + 1 : at + 3]
    if following[:1] in ("!", "?"):
        found = _DECLARATION.match(html, at)
        return Token(at, found.end() if found else len(html) + 1, "other")
    if not following.lstrip("/")[:1].isalpha() or not following.isascii():
        return None
    tag = _TAG.match(html, at)
    # A tag that never ends swallows the rest.
    return Token(at, tag.end(), "tag", tag[1].lower()) if tag else Token(at, len(html) + 1, "other")


def _raw_end(html: str, opening: Token) -> int:
    if opening.name == "plaintext":
        return len(html) + 1
    found = re.compile(rf"</{opening.name}(?=[\s/>])", re.IGNORECASE).search(html, opening.end)
    return found.start() if found else len(html) + 1


def marked(html: str, printed: Sequence[tuple[int, int, int]]) -> str:
    """The HTML with comments; `printed` are (number, start, end) in order.

    `<!--rv:7-->…<!--/rv:7-->` is around what is text, `<!--rv@7,8-->` before a tag that has it.
    """
    found = [*tokens(html)]
    starts = [token.start for token in found]
    inserts: list[tuple[int, str]] = []
    tags: dict[int, list[int]] = {}
    for number, start, end in printed:
        before, after = _inside(found, starts, start), _inside(found, starts, end)
        if before is None and after is None:
            inserts += [(start, f"<!--rv:{number}-->"), (end, f"<!--/rv:{number}-->")]
        elif before is not None and before.kind == "tag" and html[before.start + 1] != "/":
            tags.setdefault(before.start, []).append(number)
    inserts += [(at, f"<!--rv@{','.join(map(str, each))}-->") for at, each in tags.items()]
    return "".join(_woven(html, sorted(inserts, key=itemgetter(0))))


def _inside(found: Sequence[Token], starts: Sequence[int], at: int) -> Token | None:
    """The token that a place is inside of; one that begins or ends there is none.

    But what begins or ends in a raw element is inside of it.
    """
    number = bisect_right(starts, at) - 1
    for token in found[max(0, number - 1) : number + 1]:
        raw = token.kind == "other" and token.name in _RAW
        if token.start < at < token.end or (raw and token.start <= at <= token.end):
            return token
    return None


def _woven(html: str, inserts: Sequence[tuple[int, str]]) -> Iterator[str]:
    done = 0
    for at, comment in inserts:
        yield html[done:at]
        yield comment
        done = at
    yield html[done:]
