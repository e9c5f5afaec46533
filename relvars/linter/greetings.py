"""Names of people printed beside a comma or an exclamation mark: what a greeting is made of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvars.linter.html_contexts import HOLE
from relvars.linter.printed_values import last_name
from relvars.syntax.ast import If, Node, Output, Path, Text
from relvars.text import Span

# Words in front of a name, at the end of a text; for names that are not plainly a person's.
_GREETING = re.compile(
    r"(?:\b(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|welcome|thanks|thank you)"
    r"|(?:здравствуй(?:те)?|привет|приветствуем|добр(?:ый|ое|ого) (?:день|утро|вечер|времени суток)"
    r"|уважаем(?:ый|ая|ые|ый\(ая\))|дорог(?:ой|ая|ие)|спасибо|доброго дня))"
    r"(?: there)?[,]?[ \t\u00a0]+\Z",
    re.IGNORECASE,
)
_INLINE = r"(?:b|strong|em|i|span|font)"
_OPENED = re.compile(rf"(?:<{_INLINE}\b[^<>]*>)+\Z", re.IGNORECASE)
_AFTER = re.compile(rf"(?:</{_INLINE}>)*[ \t\u00a0]*[,!]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[ \t\u00a0]*(?:[.?]|\Z|[\r\n<])")
_COMMA = re.compile(r"[ \t\u00a0]*,[ \t\u00a0]*")
_COMMA_BEFORE = re.compile(r",[ \t\u00a0]+\Z")
_BLANKS = re.compile(r"[ \t\u00a0]*")
_WORD_END = re.compile(r"\w\Z")
_REACH = 300  # characters before a name; a greeting with its markup is no longer

# What a profile calls a person; the rest are names only after a greeting.
_PERSON = frozenset({"_fname", "_lname", "fname", "lname", "first_name", "last_name",
                     "firstname", "lastname", "full_name", "fullname", "patronymic",
                     "middle_name", "nickname", "имя", "отчество", "фамилия"})  # fmt: skip
_PERHAPS = frozenset({"name", "user_name", "username", "nick", "customer", "client"})
_ROOTS = ("lead", "json", "apicontent")


class Greeting(NamedTuple):
    """A run of names in a greeting; `block` is the `{if}` around them that has no `{else}`.

    `before` is what of the text before goes with the names: a blank, or a comma and a blank.
    """

    names: tuple[Output, ...]
    before: Span
    block: If | None = None


def greetings(nodes: tuple[Node, ...]) -> Iterator[Greeting]:
    """Every run of names that stands in a greeting, in order of place; blocks are not entered."""
    number = 0
    while number < len(nodes):
        node = nodes[number]
        end = number + 1
        if isinstance(node, Output):
            run, end = _run(nodes, number)
        else:
            run = _guarded(node)
        before, after = _text(nodes, number - 1), _text(nodes, end)
        if run and _greets(run, before, after) and not _is_listed(nodes, number, end):
            block = node if isinstance(node, If) else None
            if block is None or not _ends_in_word(before):
                start = node.span.start - len(_taken(before))
                yield Greeting(run, Span(start, node.span.start), block)
        number = end


def _is_listed(nodes: tuple[Node, ...], start: int, end: int) -> bool:
    """Does nothing but a comma part the names from others: «Brown, Ann»?"""
    return _is_comma_and_name(nodes, start - 1, start - 2) or _is_comma_and_name(
        nodes, end, end + 1
    )


def _is_comma_and_name(nodes: tuple[Node, ...], comma: int, name: int) -> bool:
    if not 0 <= name < len(nodes) or not _COMMA.fullmatch(_text(nodes, comma)):
        return False
    node = nodes[name]
    return isinstance(node, Output) and _is_name(node)


def _ends_in_word(before: str) -> bool:
    """Does a word end right before a block, so that nothing is left dangling without it?"""
    return _WORD_END.search(before[-1:]) is not None


def _run(nodes: tuple[Node, ...], first: int) -> tuple[tuple[Output, ...], int]:
    """The names from a place on, with nothing but blanks between them, and where they end."""
    run: list[Output] = []
    end = first + 1
    for number in range(first, len(nodes)):
        node = nodes[number]
        if isinstance(node, Output) and _is_name(node):
            run.append(node)
            end = number + 1
        elif not (isinstance(node, Text) and _BLANKS.fullmatch(node.text)):
            break
    return tuple(run), end


def _guarded(node: Node) -> tuple[Output, ...]:
    """The names that a block without an `{else}` prints, if it prints nothing else."""
    if not isinstance(node, If) or any(not _is_blank(one) for one in node.orelse or ()):
        return ()
    run, _ = _run(node.body, 0)
    return run if sum(not _is_blank(one) for one in node.body) == len(run) else ()


def _is_blank(node: Node) -> bool:
    return isinstance(node, Text) and not node.text.strip()


def _text(nodes: tuple[Node, ...], number: int) -> str:
    """The text there; "" at an edge, for a block or a value a character that is in no text."""
    if not 0 <= number < len(nodes):
        return ""
    node = nodes[number]
    return node.text if isinstance(node, Text) else HOLE


def _greets(run: tuple[Output, ...], before: str, after: str) -> bool:
    near = _OPENED.sub("", before[-_REACH:])
    if not all(_is_person(one) for one in run) and not _GREETING.search(near):
        return False
    if _AFTER.match(after):
        return True
    return _COMMA_BEFORE.search(near) is not None and _SENTENCE_END.match(after) is not None


def _taken(before: str) -> str:
    """The comma and the blanks at the end of a text, which go with the names."""
    near = before[-_REACH:]
    comma = _COMMA_BEFORE.search(near)
    if comma:
        return comma[0]
    return near[len(near.rstrip(" \t\u00a0")) :]


def _is_name(node: Output) -> bool:
    return (
        isinstance(node.value, Path)
        and node.value.root in _ROOTS
        and (last_name(node.value).lower() in _PERSON | _PERHAPS)
    )


def _is_person(node: Output) -> bool:
    path = node.value
    return isinstance(path, Path) and path.root == "lead" and last_name(path).lower() in _PERSON
