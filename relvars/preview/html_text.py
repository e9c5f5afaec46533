"""What of HTML is text, as a browser takes it; one linear pass that never raises."""

import re
from collections.abc import Iterator
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

# Elements that make a browser connect, whatever the policy, and what to write instead.
_CONNECTING = {"link": "meta", "frame": "meta", "iframe": "noframes"}
_CONNECTION = re.compile(r"(</?)(link|i?frame)(?=[\s/>])", re.IGNORECASE)

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


def unconnected(html: str) -> str:
    """HTML without the elements for which a browser connects to others before it asks a policy."""
    return _CONNECTION.sub(lambda found: found[1] + _CONNECTING[found[2].lower()], html)


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
