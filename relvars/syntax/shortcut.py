"""The commonest tags, read with one regular expression instead of the grammar.

Paths, `if path`, `for … = path`, `else` and `end` are nearly all of every template. Reading them
here is several times faster and spares short commands from loading lark at all. A property test
holds this equal to the grammar; whatever is not matched here goes there.
"""

import re

from relvars.catalog import Language
from relvars.syntax.ast import Path
from relvars.syntax.heads import ElseHead, EndHead, ForHead, Head, IfHead, Inside, OutputHead
from relvars.syntax.names import check_path
from relvars.text import Span

_PATH = r"\$?[^\W\d]\w*+(?:\.\w+)*+"
_VARIABLE = r"\$[^\W\d]\w*+"
_COMMON = re.compile(
    r"[ \t\r\n]*+(?:"
    r"(?P<word>end|else)"
    rf"|(?!(?:end|else)(?!\w))(?P<path>{_PATH})"
    rf"|if[ \t\r\n]++(?P<condition>{_PATH})"
    rf"|for[ \t\r\n]++(?P<index>{_VARIABLE})[ \t\r\n]++(?P<item>{_VARIABLE})"
    rf"[ \t\r\n]*+=[ \t\r\n]*+(?P<collection>{_PATH})"
    r")[ \t\r\n]*+"
)
_WORDS = {"end": Inside(EndHead()), "else": Inside(ElseHead())}


def read(text: str, start: int, end: int, language: Language) -> Inside | None:
    """Read `text[start:end]`, a tag's inside; spans count from the text. None: not a common tag."""
    match = _COMMON.fullmatch(text, start, end)
    if match is None:
        return None
    kind = match.lastgroup or ""
    if kind == "word":
        return _WORDS[match[kind]]
    root, *segments = match[kind].split(".")
    path = Path(root, tuple(segments), Span(*match.span(kind)))
    trouble = check_path(path, language)
    return Inside(_head(kind, path, match), (trouble,) if trouble else ())


def _head(kind: str, path: Path, match: re.Match[str]) -> Head:
    match kind:
        case "path":
            return OutputHead(path)
        case "condition":
            return IfHead(path)
        case _:
            return ForHead(match["index"], match["item"], path)
