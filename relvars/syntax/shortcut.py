"""The commonest tags, read with one regular expression instead of the grammar.

Paths, calls, conditions of one or two sides, `for … = path`, `else` and `end` are nearly all of
every template. Reading them here is several times faster and spares short commands from loading
lark at all. A property test holds this equal to the grammar; whatever is not matched, or holds
anything the grammar would have to speak of, goes there.
"""

import re

from relvars.catalog import Language
from relvars.syntax.ast import Call, Compare, Expression, Logic, Number, Path, String
from relvars.syntax.heads import (
    LENGTH,
    ElseHead,
    EndHead,
    ForHead,
    Head,
    IfHead,
    Inside,
    OutputHead,
)
from relvars.syntax.names import check_path, fold, operators
from relvars.text import Span

_PATH = r"\$?[^\W\d]\w*+(?:\.\w+)*+"
_VARIABLE = r"\$[^\W\d]\w*+"
_STRING = r'"[^"]*+"'
_NUMBER = r"-?\d{1,18}+(?![\w.])"  # longer ones have a trouble of their own
_BLANKS = r"[ \t\r\n]*+"
_BLANK = r"[ \t\r\n]++"


def _side(number: int) -> str:
    """One side of a condition: a path or a comparison, in parentheses or not."""
    return (
        rf"(?P<open{number}>\({_BLANKS})?(?P<left{number}>{_PATH})"
        rf"(?:{_BLANK}(?!(?:and|or)(?!\w))(?P<operator{number}>[^\W\d]\w*+)"
        rf"{_BLANKS}(?P<right{number}>{_STRING}|(?<!\w){_PATH}))?"
        rf"(?P<close{number}>{_BLANKS}\))?"
    )


_COMMON = re.compile(
    rf"{_BLANKS}(?:"
    r"(?P<word>end|else)"
    rf"|(?!(?:end|else)(?!\w))(?P<path>{_PATH})"
    rf"|(?P<condition>if(?=[ \t\r\n(]){_BLANKS}{_side(1)}"
    rf"(?:{_BLANKS}(?<!\w)(?P<logic>and|or)(?!\w){_BLANKS}{_side(2)})?)"
    rf"|for{_BLANK}(?P<index>{_VARIABLE}){_BLANK}(?P<item>{_VARIABLE})"
    rf"{_BLANKS}={_BLANKS}(?P<collection>{_PATH})"
    rf"|(?!if(?!\w))(?P<call>(?P<function>[^\W\d]\w*+){_BLANKS}\({_BLANKS}"
    rf"(?:(?:{_STRING}|{_NUMBER}|{_PATH})(?:{_BLANK}|(?=\))))*+\))"
    rf"){_BLANKS}"
)
_WHOLE_STRING = re.compile(_STRING)
_ARGUMENT = re.compile(rf"{_STRING}|{_NUMBER}|{_PATH}")
_WORDS = {"end": Inside(EndHead()), "else": Inside(ElseHead())}


def read(text: str, start: int, end: int, language: Language) -> Inside | None:
    """Read `text[start:end]`, a tag's inside; spans count from the text. None: not a common tag."""
    match = _COMMON.fullmatch(text, start, end)
    if match is None or _is_too_long(text, start, end):
        return None
    if match["word"]:
        return _WORDS[match["word"]]
    head = _head(match, language)
    return Inside(head) if head else None


def _is_too_long(text: str, start: int, end: int) -> bool:
    """Has a tag more characters, its strings apart, than the grammar takes?"""
    if end - start <= LENGTH:
        return False
    strings = sum(len(one[0]) for one in _WHOLE_STRING.finditer(text, start, end))
    return end - start - strings > LENGTH


def _head(match: re.Match[str], language: Language) -> Head | None:
    kind = match.lastgroup or ""
    if kind == "condition":
        condition = _condition(match, language)
        return IfHead(condition) if condition else None
    if kind == "call":
        return _call(match, language)
    path = _path(match[kind], match.start(kind), language)
    if path is None:
        return None
    return OutputHead(path) if kind == "path" else ForHead(match["index"], match["item"], path)


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


def _condition(match: re.Match[str], language: Language) -> Expression | None:
    left = _comparison(match, "1", language)
    if match["logic"] is None or left is None:
        return left
    if language.comparison_precedence != "tighter" or language.or_not != "accept":
        return None
    right = _comparison(match, "2", language)
    if right is None:
        return None
    start = match.start("open1") if match["open1"] else left.span.start
    end = match.end("close2") if match["close2"] else right.span.end
    return Logic("and" if match["logic"] == "and" else "or", left, right, Span(start, end))


def _comparison(match: re.Match[str], side: str, language: Language) -> Path | Compare | None:
    if (match["open" + side] is None) != (match["close" + side] is None):
        return None
    left = _path(match["left" + side], match.start("left" + side), language)
    word = match["operator" + side]
    if word is None or left is None:
        return left
    operator = operators(language).get(word)
    right = _operand(match["right" + side], match.start("right" + side), language)
    if operator is None or right is None:
        return None
    return Compare(operator, word, left, right, Span(left.span.start, right.span.end))


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
