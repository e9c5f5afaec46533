"""JSONPath text to steps, after RFC 9535, so that nothing else reaches the library.

The library knows more than JSONPath: regular expressions, arithmetic, sorting, substitution,
parents. Here a path is read strictly and each step is written anew in the one spelling of it that
every name and literal survives: quoted names, brackets, no bare words.
"""

from collections.abc import Callable
from functools import lru_cache
from re import Match, Pattern
from re import compile as regex
from typing import Literal, NamedTuple, NoReturn

from relvars.functions.function import BadArgumentError
from relvars.functions.jsonpath_step import Step


class _Read(NamedTuple):
    """What was read, as the library reads it, and the place after it."""

    query: str
    at: int
    compared: tuple[tuple[Step, ...], ...] = ()


# Wider than RFC 9535: hyphens, and digits in front, as JSON from elsewhere has them.
_NAME = regex(r"(?:[\w-]|[^\x00-\x7f])+")
_INTEGER = r"-?\d{1,15}"
_INDEX = regex(_INTEGER)
_SLICE = regex(rf"(?P<a>{_INTEGER})?\s*:\s*(?P<b>{_INTEGER})?\s*(?::\s*(?P<c>{_INTEGER})?)?")
_QUOTED = regex(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_NUMBER = regex(r"-?\d{1,15}(?:\.\d{1,15})?(?![\w.])")
_WORD = regex(r"(?:true|false|null)\b")
_OPERATOR = regex(r"==|!=|<=|>=|<|>")
_BLANK = regex(r"\s*")
_ESCAPE = regex(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_NESTING = 50


@lru_cache(maxsize=256)
def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path; `$` in front may be left out, and the dot of a first name with it.

    Raises:
        BadArgumentError: with a sentence that says what is wrong, and where.
    """
    at = _blank(text, 0)
    if at == len(text):
        raise BadArgumentError("The path is empty; $ is the whole document.")
    steps: list[Step] = []
    if text.startswith("$", at):
        at += 1
    elif text[at] not in ".[":
        step, at = _named(text, at, deep=False)
        steps.append(step)
    while _blank(text, at) < len(text):
        step, at = _segment(text, _blank(text, at))
        steps.append(step)
    return tuple(steps)


def _segment(text: str, at: int) -> tuple[Step, int]:
    deep = text.startswith("..", at)
    dots = 2 if deep else int(text.startswith(".", at))
    if text.startswith("[", at + dots) and dots != 1:
        return _bracket(text, at + dots + 1, deep=deep)
    if not dots:
        _refuse(text, at, "a dot or [")
    return _named(text, at + dots, deep=deep)


def _named(text: str, at: int, *, deep: bool) -> tuple[Step, int]:
    """A name or `*` without brackets."""
    if text.startswith("*", at):
        return _step("each", "*", "", deep=deep), at + 1
    found = _match(_NAME, text, at, "a name")
    return _step("name", _quoted(found[0]), found[0], deep=deep), found.end()


def _bracket(text: str, at: int, *, deep: bool) -> tuple[Step, int]:
    at = _blank(text, at)
    if text.startswith("?", at):
        inside = _either(text, at + 1, 0)
        step = Step("other", _written(f"?{inside.query}", deep), "", deep, inside.compared)
        return step, _close(text, inside.at)
    steps: list[Step] = []
    while True:
        step, at = _selector(text, at, deep=deep)
        steps.append(step)
        at = _blank(text, at)
        if not text.startswith(",", at):
            break
        at = _blank(text, at + 1)
    return _union(text, at, steps, deep=deep), _close(text, at)


def _selector(text: str, at: int, *, deep: bool) -> tuple[Step, int]:
    if text.startswith("*", at):
        return _step("each", "*", "", deep=deep), at + 1
    if text[at : at + 1] in ("'", '"'):
        name, at = _string(text, at)
        return _step("name", _quoted(name), name, deep=deep), at
    if found := _SLICE.match(text, at):
        parts = [found["a"] or "", found["b"] or "", found["c"] or "1"]
        return Step("other", _written(":".join(parts), deep), "", deep), found.end()
    found = _match(_INDEX, text, at, "a number, a slice, *, ? or a name in quotes")
    return _step("index", found[0], int(found[0]), deep=deep), found.end()


def _union(text: str, at: int, steps: list[Step], *, deep: bool) -> Step:
    if len(steps) == 1:
        return steps[0]
    kinds = {step.kind for step in steps}
    if len(kinds) > 1 or not kinds <= {"name", "index"}:
        _refuse(text, at, "only names, or only numbers, before ]; a list of other things")
    inside = ",".join(
        _quoted(step.value) if isinstance(step.value, str) else str(step.value) for step in steps
    )
    return Step("other", _written(inside, deep), "", deep)


def _step(
    kind: Literal["name", "index", "each"], inside: str, value: str | int, *, deep: bool
) -> Step:
    return Step("other" if deep else kind, _written(inside, deep), value, deep)


def _written(inside: str, deep: bool) -> str:
    return f"..[{inside}]" if deep else f"[{inside}]"


# Filters: `||` of `&&` of comparisons, tests for existence, `!` of those, and parentheses.


def _either(text: str, at: int, depth: int) -> _Read:
    return _joined(text, at, "||", lambda place: _both(text, place, depth))


def _both(text: str, at: int, depth: int) -> _Read:
    return _joined(text, at, "&&", lambda place: _condition(text, place, depth))


def _joined(text: str, at: int, word: str, part: Callable[[int], _Read]) -> _Read:
    found = [part(at)]
    while text.startswith(word, _blank(text, found[-1].at)):
        found.append(part(_blank(text, found[-1].at) + len(word)))
    compared = tuple(path for one in found for path in one.compared)
    return _Read(f" {word} ".join(one.query for one in found), found[-1].at, compared)


def _condition(text: str, at: int, depth: int) -> _Read:
    at = _blank(text, at)
    if text.startswith("(", at):
        if depth >= _NESTING:
            raise BadArgumentError(f"The path nests deeper than {_NESTING} parentheses.")
        inside = _either(text, at + 1, depth + 1)
        return _Read(f"({inside.query})", _close(text, inside.at, ")"), inside.compared)
    if text.startswith("!", at):
        inside = _look(text, _blank(text, at + 1))
        return inside._replace(query=f"!{inside.query}")
    return _comparison(text, at)


def _comparison(text: str, at: int) -> _Read:
    left = _operand(text, at)
    found = _OPERATOR.match(text, _blank(text, left.at))
    if not found:
        if left.query[0] in "@$":
            return left
        _refuse(text, left.at, "a comparison")
    right = _operand(text, _blank(text, found.end()))
    operator = found[0]
    if left.query[0] not in "@$":  # the library wants the path first
        left, right, operator = (
            right._replace(at=left.at),
            left._replace(at=right.at),
            _MIRRORED[operator],
        )
    if left.query[0] not in "@$":
        raise BadArgumentError("A comparison in the path needs @ or $ on one side.")
    return _Read(f"{left.query} {operator} {right.query}", right.at, left.compared + right.compared)


def _operand(text: str, at: int) -> _Read:
    if text[at : at + 1] in ("'", '"'):
        string, end = _string(text, at)
        return _Read(_quoted(string), end)
    if found := _WORD.match(text, at) or _NUMBER.match(text, at):
        return _Read(found[0], found.end())
    return _look(text, at)


def _look(text: str, at: int) -> _Read:
    """A path in a filter, from `@` (the item) or `$` (the top) by names and indexes alone."""
    start = text[at : at + 1]
    if start not in ("@", "$"):
        _refuse(text, at, "@, $, a text in quotes or a number")
    at += 1
    steps: list[Step] = []
    while text[at : at + 1] in (".", "["):
        step, end = _segment(text, at)
        if step.kind not in ("name", "index"):
            _refuse(text, at, "a name or a number, as in a filter's own paths,")
        steps.append(step)
        at = end
    query = start + "".join(step.query for step in steps)
    return _Read(query, at, (tuple(steps),) if start == "$" else ())


# Words.


def _string(text: str, at: int) -> tuple[str, int]:
    found = _match(_QUOTED, text, at, "the end of the quotes")
    body = found[1] if found[1] is not None else found[2]
    try:
        string = _ESCAPE.sub(_unescaped, body).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise BadArgumentError("Half a surrogate pair stands in the path.") from None
    return string, found.end()


def _unescaped(found: Match[str]) -> str:
    sign = found[1]
    if len(sign) > 1:
        return chr(int(sign[1:], 16))
    if sign in "'\"\\/":
        return sign
    if sign not in _ESCAPES:
        raise BadArgumentError(f"The path holds \\{sign}, which means nothing there.")
    return _ESCAPES[sign]


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _match(pattern: Pattern[str], text: str, at: int, wanted: str) -> Match[str]:
    found = pattern.match(text, at)
    return found if found else _refuse(text, at, wanted)


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _close(text: str, at: int, closer: str = "]") -> int:
    at = _blank(text, at)
    if not text.startswith(closer, at):
        _refuse(text, at, closer)
    return at + 1


def _refuse(text: str, at: int, wanted: str) -> NoReturn:
    found = f"{text[at]!r} stands" if at < len(text) else "it ends"
    if text.startswith("(", at):
        found = "a parenthesis stands (functions and scripts are not known here)"
    raise BadArgumentError(f"At character {at + 1} of the path {found} where {wanted} belongs.")
