"""How text, strings and names are written in Jinja2, whatever the environment's options."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from relvars.errors import ConfigError


class Delimiters(NamedTuple):
    """The words of a Jinja2 environment that open and close its tags.

    `line_comment_prefix` is looked after whether the environment has it or none.
    """

    block_start_string: str = "{%"
    block_end_string: str = "%}"
    variable_start_string: str = "{{"
    variable_end_string: str = "}}"
    comment_start_string: str = "{#"
    comment_end_string: str = "#}"
    line_comment_prefix: str = "##"


# Jinja2 reads these as something else, or keeps them for itself.
_WORDS = """
and block break call caller context continue cycler debug dict do elif else endif environment
eval_ctx extends false filter for from functions if import in include is joiner kwargs lipsum
loop macro namespace none not or range raw recursive self set super true varargs with False
None True
"""
RESERVED = frozenset(_WORDS.split())
_METHODS = frozenset(dir(dict))
_TAG = re.compile(r"\{%|%\}|\{\{|\}\}|\{#|#\}")
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def check_delimiters(delimiters: Delimiters) -> None:
    """Refuse delimiters that no Jinja2 environment could tell apart.

    Raises:
        ConfigError: when one is empty or holds a blank, or two that open are alike.
    """
    if any(not one or re.search(r"\s", one) for one in delimiters):
        raise ConfigError("a delimiter of Jinja2 is one or more characters, none of them a blank")
    openers = openers_of(delimiters)
    if any(one.startswith(other) for one in openers for other in openers if one is not other):
        raise ConfigError("the delimiters that open a variable, a block and a comment must differ")


def openers_of(delimiters: Delimiters) -> tuple[str, str, str]:
    """What opens a tag of Jinja2."""
    return (
        delimiters.variable_start_string,
        delimiters.block_start_string,
        delimiters.comment_start_string,
    )


def with_delimiters(source: str, delimiters: Delimiters) -> str:
    """Source that was written with the usual delimiters, with others."""
    if delimiters == Delimiters():
        return source
    usual = dict(zip(Delimiters(), delimiters, strict=True))
    return _TAG.sub(lambda match: usual[match[0]], source)


def string(text: str) -> str:
    """A string literal; control characters and what could be lost on the way are escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or ord(character) > 0xFFFF:
        return character
    return f"\\u{ord(character):04x}"


def is_name(word: str) -> bool:
    """May a variable of Jinja2 have this name? ASCII only: not every implementation takes more."""
    return word.isascii() and word.isidentifier() and word not in RESERVED


def member(parent: str, name: str) -> str:
    """A look-up whose result is asked `is mapping` before it is used.

    An absent name may come out as a method of the object, which is no mapping.
    """
    if name.isascii() and name.isidentifier() and name not in _METHODS | RESERVED:
        return f"{parent}.{name}"
    return f"{parent}[{string(name)}]"


def is_field(name: str) -> bool:
    """Is a look-up of the name in an object certain not to come out as a method?"""
    return name not in _METHODS


def lines_of(text: str, delimiters: Delimiters, *, before_tag: bool) -> Iterator[tuple[str, str]]:
    """The parts of a text: ("text", raw), ("print", literal), ("break", literal).

    A break is the end of a line and the blanks before it, which Jinja2 would strip or turn into
    the environment's own kind of line break. `before_tag` says that a tag follows on the line.
    """
    last = 0
    for match in _BREAK.finditer(text):
        line = text[last : match.start()]
        kept = line.rstrip()
        yield from _parts(kept, delimiters, before_tag=False)
        yield "break", string(line[len(kept) :] + match[0])
        last = match.end()
    yield from _parts(text[last:], delimiters, before_tag=before_tag)


def _parts(piece: str, delimiters: Delimiters, *, before_tag: bool) -> Iterator[tuple[str, str]]:
    """A stretch of one line, with what Jinja2 would read as a tag in string literals.

    So are the characters before it that could be one together with the opener of the literal, and
    those before a tag that follows.
    """
    last = 0
    for match in _marks(delimiters, before_tag=before_tag).finditer(piece):
        yield from _raw(piece[last : match.start()])
        if match[0]:
            yield "print", string(match[0])
        last = match.end()
    yield from _raw(piece[last:])


@cache
def _marks(delimiters: Delimiters, *, before_tag: bool) -> re.Pattern[str]:
    openers = (*openers_of(delimiters), delimiters.line_comment_prefix)
    ends = [*map(re.escape, openers), *([r"\Z"] if before_tag else [])]
    beginnings = "".join(sorted({re.escape(one) for word in openers for one in word[:-1]}))
    run = rf"(?<![{beginnings}])[{beginnings}]*" if beginnings else ""
    return re.compile(f"{run}(?:{'|'.join(ends)})")


def _raw(text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield "text", text
