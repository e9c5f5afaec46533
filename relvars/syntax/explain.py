"""Why a tag could not be read, in words: the usual slips first, then what was expected."""

import re
import tomllib
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, NamedTuple, cast

from lark import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from relvars.catalog import grammar_file
from relvars.syntax.ast import Broken
from relvars.syntax.heads import (
    BrokenHead,
    ElseHead,
    EndHead,
    ForHead,
    Head,
    IfHead,
    Inside,
    Trouble,
)
from relvars.text import Span

STRING = re.compile(r'"[^"]*"')
_GROUP = re.compile(r"\\g<(\w+)>")
_WORD = re.compile(r'"[^"]{0,40}"|[$\w.]+|[^ \t\r\n]')  # a form feed is no blank here
_NAME = re.compile(r"(?<!\w)\w+\Z")
_BLOCK = re.compile(r"[ \t]*(if|for)(?!\w)")
# What a terminal of the grammar is called when it would have been right; in this order.
_TERMINALS = {
    "PATH": "a variable",
    "STRING": 'a text in `"`',
    "NUMBER": "a number",
    "FUNCTION": "a function",
    "VARIABLE": "a name with `$`",
    "_EQUALS": "`=`",
    "WORD": "a word such as `equal`",
    "LOGIC": "`and`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "$END": "the end of the tag",
}
_BEHIND_A_VALUE = ("WORD", "LOGIC", "$END")


class Mistake(NamedTuple):
    """An entry of `grammar/mistakes.toml`, which says what the fields mean."""

    slug: str
    find: re.Pattern[str]
    message: str
    help: str = ""
    replace: str | None = None
    still: str = ""
    safe: bool = False


@cache
def mistakes() -> tuple[Mistake, ...]:
    """The usual slips, in the order in which they are tried."""
    data: dict[str, Any] = tomllib.loads(grammar_file("mistakes.toml").read_text(encoding="utf-8"))
    return tuple(Mistake(**{**row, "find": re.compile(row["find"])}) for row in data["mistake"])


def masked(inside: str) -> str:
    """The inside with the contents of its strings blanked out; every offset stays."""
    return STRING.sub(lambda match: '"' + "_" * (len(match[0]) - 2) + '"', inside)


def explain(inside: str, error: UnexpectedInput, reads: Callable[[str], bool]) -> Inside:
    """Say why a tag could not be read; `reads` tells whether a mended one can be."""
    slip = usual_slip(inside, reads)
    return slip or Inside(broken_head(inside), (_unexpected(inside, error),))


def usual_slip(inside: str, reads: Callable[[str], bool]) -> Inside | None:
    """The first of the usual slips that fits, or None."""
    outside_strings = masked(inside)
    for mistake in mistakes():
        found = list(mistake.find.finditer(outside_strings))
        if found:
            return Inside(_taken_for(mistake.still, inside), (_say(mistake, found, inside, reads),))
    return None


def broken_head(inside: str) -> Head:
    """What a tag that could not be read is taken for: it still opens its block."""
    whole = Broken(Span(0, len(inside)))
    block = _BLOCK.match(inside)
    if block is None:
        return BrokenHead()
    return IfHead(whole) if block[1] == "if" else ForHead("", "", whole)


def _taken_for(still: str, inside: str) -> Head:
    match still:
        case "end":
            return EndHead()
        case "else":
            return ElseHead()
        case _:
            return broken_head(inside)


def _say(
    mistake: Mistake, found: list[re.Match[str]], inside: str, reads: Callable[[str], bool]
) -> Trouble:
    edits: tuple[tuple[int, int, str], ...] = ()
    if mistake.replace is not None:
        edits = tuple((*one.span(), _filled(mistake.replace, one, inside)) for one in found)
        if not reads(_edited(inside, edits)):
            edits = ()
    return Trouble(
        mistake.slug, mistake.message, Span(*found[0].span()), mistake.help, edits, mistake.safe
    )


def _filled(template: str, match: re.Match[str], inside: str) -> str:
    return _GROUP.sub(lambda group: inside[slice(*match.span(group[1]))], template)


def _edited(inside: str, edits: tuple[tuple[int, int, str], ...]) -> str:
    pieces, last = [], 0
    for start, end, text in edits:
        pieces += [inside[last:start], text]
        last = end
    return "".join([*pieces, inside[last:]])


def _unexpected(inside: str, error: UnexpectedInput) -> Trouble:
    place, expected = _place(error, len(inside)), _expected(error)
    name = _NAME.search(inside, 0, place) if inside.startswith(".", place) else None
    if name:  # `lead.a lead.b`: the second `lead` was taken for a word that compares
        place, expected = name.start(), _BEHIND_A_VALUE
    word = _WORD.match(inside, place)
    wanted = _wanted(expected)
    if word is None:
        end = len(inside.rstrip(" \t\r\n"))
        return Trouble("unexpected-end", "The tag ends too early.", Span(end, end + 1), wanted)
    return Trouble(
        "unexpected-word", f"`{word[0]}` is out of place here.", Span(*word.span()), wanted
    )


def _place(error: UnexpectedInput, end: int) -> int:
    match error:
        case UnexpectedToken(token=token) if token.type != "$END":
            return token.start_pos or 0
        case UnexpectedCharacters():
            return cast("int", error.pos_in_stream)  # lark declares it as None
        case _:
            return end


def _expected(error: UnexpectedInput) -> Collection[str]:
    match error:
        case UnexpectedToken():
            return error.accepts or error.expected
        case UnexpectedCharacters():
            return error.allowed
        case _:
            return ()


def _wanted(terminals: Collection[str]) -> str:
    words = [words for terminal, words in _TERMINALS.items() if terminal in terminals]
    if not words:
        return ""
    return "right here would be " + " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
