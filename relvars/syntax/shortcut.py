"""The commonest tags, read with one regular expression instead of the grammar.

Paths, calls, `if path`, `if path word operand`, `for … = path`, `else` and `end` are nearly all of
every template. Reading them here is several times faster and spares short commands from loading
lark at all. A property test holds this equal to the grammar; whatever is not matched, or holds
anything the grammar would have to speak of, goes there.
"""

import re

from relvars.catalog import Language
from relvars.syntax.ast import Call, Compare, Number, Path, String
from relvars.syntax.heads import LENGTH, ElseHead, EndHead, ForHead, Head, IfHead, Inside, OutputHead
from relvars.syntax.names import check_path, fold, operators
from relvars.text import Span

_PATH = r"\$?[^\W\d]\w*+(?:\.\w+)*+"
_VARIABLE = r"\$[^\W\d]\w*+"
_STRING = r'"[^"]*+"'
_NUMBER = r"-?\d{1,18}+(?![\w.])"  # longer ones have a trouble of their own
_COMMON = re.compile(
    r"[ \t\r\n]*+(?:"
    r"(?P<word>end|else)"
    rf"|(?!(?:end|else)(?!\w))(?P<path>{_PATH})"
    rf"|if[ \t\r\n]++(?P<condition>{_PATH})"
    rf"(?:[ \t\r\n]++(?P<operator>[^\W\d]\w*+)[ \t\r\n]*+(?P<operand>{_STRING}|(?<!\w){_PATH}))?"
    rf"|for[ \t\r\n]++(?P<index>{_VARIABLE})[ \t\r\n]++(?P<item>{_VARIABLE})"
    rf"[ \t\r\n]*+=[ \t\r\n]*+(?P<collection>{_PATH})"
    rf"|(?!if(?!\w))(?P<call>(?P<function>[^\W\d]\w*+)[ \t\r\n]*+\([ \t\r\n]*+"
    rf"(?:(?:{_STRING}|{_NUMBER}|{_PATH})(?:[ \t\r\n]++|(?=\))))*+\))"
    r")[ \t\r\n]*+"
)
_ARGUMENT = re.compile(rf"{_STRING}|{_NUMBER}|{_PATH}")
_WORDS = {"end": Inside(EndHead()), "else": Inside(ElseHead())}


def read(text: str, start: int, end: int, language: Language) -> Inside | None:
    """Read `text[start:end]`, a tag's inside; spans count from the text. None: not a common tag."""
    match = _COMMON.fullmatch(text, start, end) if end - start <= LENGTH else None
    if match is None:
        return None
    if match["word"]:
        return _WORDS[match["word"]]
    head = _head(match, language)
    return Inside(head) if head else None


def _head(match: re.Match[str], language: Language) -> Head | None:
    kind = match.lastgroup or ""
    if kind == "operand":
        return _comparison(match, language)
    if kind == "call":
        return _call(match, language)
    path = _path(match[kind], match.start(kind), language)
    if path is None:
        return None
    if kind == "path":
        return OutputHead(path)
    return IfHead(path) if kind == "condition" else ForHead(match["index"], match["item"], path)


def _path(written: str, start: int, language: Language) -> Path | None:
    root, *segments = written.split(".")
    path = Path(root, tuple(segments), Span(start, start + len(written)))
    return None if check_path(path, language) else path


def _operand(written: str, start: int, language: Language) -> Path | String | Number | None:
    if written[0] == '"':
        return String(written[1:-1], Span(start, start + len(written)))
    if written[0] == "-" or written[0].isdecimal():
        return Number(int(written), Span(start, start + len(written)))
    return _path(written, start, language)


def _comparison(match: re.Match[str], language: Language) -> Head | None:
    operator = operators(language).get(match["operator"])
    left = _path(match["condition"], match.start("condition"), language)
    right = _operand(match["operand"], match.start("operand"), language)
    if not (operator and left and right):
        return None
    span = Span(left.span.start, right.span.end)
    return IfHead(Compare(operator, match["operator"], left, right, span))


def _call(match: re.Match[str], language: Language) -> Head | None:
    if match["function"] not in language.functions:
        return None
    arguments = []
    for one in _ARGUMENT.finditer(match.string, match.end("function"), match.end("call")):
        argument = _operand(one[0], one.start(), language)
        if argument is None:
            return None
        arguments.append(argument)
    span = Span(*match.span("call"))
    return OutputHead(Call(match["function"], tuple(arguments), fold(match["call"]), span))
