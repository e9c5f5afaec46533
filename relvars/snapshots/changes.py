"""What a change of a message means to its reader: a greeting, a link, a price, a branch."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from relvars.diagnostics import printable
from relvars.renderer.tracing import Part, Trace
from relvars.snapshots.branches import Turn, turns
from relvars.snapshots.links import Moved, changed_links, words
from relvars.snapshots.words import Hunk, hunks
from relvars.syntax.ast import Template
from relvars.text import Document, Span, line_text, position

Kind = Literal["branch", "loop", "link", "greeting", "price", "value", "text", "markup", "blanks"]

_GREETING = re.compile(
    r"\b(?:hello|hi|hey|dear|welcome|good (?:morning|day|evening)|здравствуй(?:те)?|привет"
    r"|добр(?:ый|ое|ого) (?:день|утро|вечер|дня)|уважаем\w+|дорог\w+)\b",
    re.IGNORECASE,
)
_MONEY = r"(?:[$€£¥₽₴₸₹%]|\b(?:usd|eur|rub|gbp|руб\w*|euro?s?|dollars?)\b)"
_PRICE = re.compile(rf"{_MONEY}\s?\d|\d[\d\s.,]*\s?{_MONEY}", re.IGNORECASE)
_PRICE_NAME = re.compile(r"price|cost|total|sum|amount|discount|profit|bonus", re.IGNORECASE)
_CLIPPED = 90
_FEW = 2  # words: a line that is gone is more than its price


class Change(NamedTuple):
    """A change in a sentence, for people.

    `span` is where in the template it comes from, None when that cannot be told. Messages of many
    recipients that changed in the same way have changes with the same `key`; `gist` is the
    sentence for all of them, where what differs is an instance.
    """

    kind: Kind
    sentence: str
    gist: str
    span: Span | None
    key: tuple[str, str, int]


class _Told(NamedTuple):
    kind: Kind
    sentence: str
    verb: str = ""
    gist: str = ""


class _Sides(NamedTuple):
    before: str
    after: str
    template: Template
    trace: Trace


def changes(before: str, trace: Trace, template: Template) -> tuple[Change, ...]:
    """What has changed between a snapshot's text and what the template prints now."""
    sides = _Sides(before, trace.output, template, trace)
    found = hunks(before, trace.output)
    turned = turns(before, trace, template, found)
    moved = changed_links(before, trace.output)
    rest = [one for one in found if not _told(one, sides, turned, moved)]
    told = [
        *(_turn(one, sides) for one in turned),
        *(_link(one, sides) for one in moved),
        *_texts(rest, sides),
    ]
    return tuple(dict.fromkeys(told))


def _told(hunk: Hunk, sides: _Sides, turned: list[Turn], moved: list[Moved]) -> bool:
    """Whether a change is part of a branch or of a link that is told of anyway."""
    for one in moved:
        old, new = one
        if old and old.start < hunk.j and hunk.i < old.end:
            return True
        if new and new.start < hunk.m and hunk.k < new.end:
            return True
    gone, new_text = sides.before[hunk.i : hunk.j], sides.after[hunk.k : hunk.m]
    return any(_of_turn(turn, hunk, gone, new_text, sides) for turn in turned)


def _of_turn(turn: Turn, hunk: Hunk, gone: str, new_text: str, sides: _Sides) -> bool:
    if turn.mark in gone or turn.mark in new_text:
        return True
    parts = (part for part in sides.trace.parts if part.start < hunk.m and hunk.k < part.end)
    span = turn.node.span
    return any(span.start <= part.span.start and part.span.end <= span.end for part in parts)


def _turn(turn: Turn, sides: _Sides) -> Change:
    node, place = turn.node, _place(turn.node.span.start, sides)
    head = _clip(sides.template.document.text[node.head.start : node.head.end])
    if turn.kind == "body" and turn.after and turn.before:
        sentence = f"the list {head} ({place}) has {_entries(turn.after)}, it had {turn.before}"
        verb = "longer" if turn.after > turn.before else "shorter"
        gist = f"the list {head} ({place}) is {verb}"
        return _change(_Told("loop", sentence, verb, gist), node.span, sides)
    way = "{else} of " if turn.kind == "else" else ""
    if turn.after > turn.before:
        instead = f" in the place of «{_shown(turn.instead)}»" if turn.instead else ""
        verb, end = "taken", f"is taken now: «{_shown(turn.mark)}»{instead}"
    else:
        verb, end = "left", f"is not taken any more: «{_shown(turn.mark)}» is gone"
    sentence = f"the branch {way}{head} ({place}) {end}"
    return _change(_Told("branch", sentence, f"{verb} {turn.kind}", sentence), node.span, sides)


def _shown(mark: str) -> str:
    return _clip(words(mark) or mark)


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _link(one: Moved, sides: _Sides) -> Change:
    old, new = one
    known = new or old
    assert known is not None  # noqa: S101 - one of the two is always there
    name = f"the {known.what} of «{_clip(known.label)}»" if known.label else f"a {known.what}"
    span = _span(new.start, sides) if new else None
    place = f" ({_place(span.start, sides)})" if span else ""
    if old and new:
        sentence = f"{name}{place} changed: {_clip(old.address)} → {_clip(new.address)}"
        return _change(_Told("link", sentence, "moved"), span, sides)
    verb = "is gone" if old else "is new"
    sentence = f"{name}{place} {verb}: {_clip(known.address)}"
    return _change(_Told("link", sentence, f"{verb} {known.label}"), span, sides)


def _texts(found: list[Hunk], sides: _Sides) -> Iterator[Change]:
    """Changes of what is read; several in one line of both are one."""
    seen: set[tuple[str, str]] = set()
    for hunk in found:
        lines = (_line(sides.before, hunk.i, hunk.j), _line(sides.after, hunk.k, hunk.m))
        if lines in seen:
            continue
        seen.add(lines)
        yield _text(hunk, lines, sides)


def _text(hunk: Hunk, lines: tuple[str, str], sides: _Sides) -> Change:
    gone, new = sides.before[hunk.i : hunk.j], sides.after[hunk.k : hunk.m]
    span = _span(hunk.k, sides)
    place = f" ({_place(span.start, sides)})" if span else ""
    if not (gone + new).strip():
        return _change(_Told("blanks", f"blanks changed{place}"), span, sides)
    if lines[0] == lines[1]:
        sentence = f"markup changed{place}, no words"
        return _change(_Told("markup", sentence), span, sides)
    part = _value_at(hunk, sides)
    kind, name = _kind(hunk, part, sides)
    if kind == "greeting" and all(lines):
        verb, shown = "changed", f"«{_clip(lines[0])}» → «{_clip(lines[1])}»"
    elif not gone.strip():
        verb, shown = "is new", f"«{_clip(words(new) or new)}»"
    elif not new.strip():
        verb, shown = "is gone", f"«{_clip(words(gone) or gone)}»"
    else:
        verb, shown = "changed", f"«{_clip(lines[0])}» → «{_clip(lines[1])}»"
    sentence = f"{name}{place} {verb}: {shown}"
    return _change(_Told(kind, sentence, verb), span, sides)


def _kind(hunk: Hunk, part: Part | None, sides: _Sides) -> tuple[Kind, str]:
    near = _near(sides.before, hunk.i, hunk.j), _near(sides.after, hunk.k, hunk.m)
    if any(_GREETING.search(one) for one in near):
        return "greeting", "the greeting"
    alone = hunk.i == hunk.j or hunk.k == hunk.m
    if alone and len(near[hunk.i == hunk.j].split()) > _FEW and part is None:
        return "text", "the text"
    number = any(letter.isdigit() for letter in sides.before[hunk.i : hunk.j])
    number = number or any(letter.isdigit() for letter in sides.after[hunk.k : hunk.m])
    named = part is not None and _PRICE_NAME.search(part.place or part.path)
    if number and (named or any(_PRICE.search(one) for one in near)):
        return "price", f"the amount `{part.path}`" if part else "the price"
    return ("value", f"the value `{part.path}`") if part else ("text", "the text")


def _near(text: str, start: int, end: int) -> str:
    """A change with a few words around it, as read."""
    first, last = max(text.rfind("\n", 0, start) + 1, start - 25), text.find("\n", end)
    return words(text[first : min(last if last >= 0 else len(text), end + 15)])


def _line(text: str, start: int, end: int) -> str:
    """The words of the line that a stretch stands in; of a long one those around it."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = last if last >= 0 else len(text)
    read = words(_whole_tags(text, first, last))
    if len(read) <= _CLIPPED:
        return read
    first, last = _word_start(text, first, start - 30), _word_end(text, last, end + 30)
    return words(_whole_tags(text, first, last))


def _word_start(text: str, first: int, wanted: int) -> int:
    """Where the word begins that stands at an offset."""
    if wanted <= first:
        return first
    return max(first, max(text.rfind(" ", 0, wanted), text.rfind(">", 0, wanted)) + 1)


def _word_end(text: str, last: int, wanted: int) -> int:
    blank = text.find(" ", wanted, last)
    return last if wanted >= last or blank < 0 else blank


def _whole_tags(text: str, first: int, last: int) -> str:
    """A stretch without the halves of tags at its ends."""
    piece = text[first:last]
    close, opening = piece.find(">"), piece.find("<")
    if close >= 0 and (opening < 0 or close < opening):
        piece = piece[close + 1 :]
    if piece.rfind("<") > piece.rfind(">"):
        piece = piece[: piece.rfind("<")]
    return piece


def _value_at(hunk: Hunk, sides: _Sides) -> Part | None:
    """The value that printed the changed stretch, or that printed nothing at its place."""
    parts = [part for part in sides.trace.parts if part.path]
    inside = (part for part in parts if part.start < hunk.m and hunk.k < part.end)
    empty = (part for part in parts if part.start == part.end and hunk.k <= part.start <= hunk.m)
    found = next(inside, None) or next(empty, None)
    whole_line = found and hunk.i == hunk.j and hunk.k < found.start and found.end < hunk.m
    return None if whole_line else found


def _span(offset: int, sides: _Sides) -> Span | None:
    """The place in the template that printed what stands at an offset, or what came before it."""
    parts = [part for part in sides.trace.parts if part.start < part.end]
    here = next((part for part in parts if part.start <= offset < part.end), None)
    here = here or (parts[-1] if parts else None)
    if here is None or here.path:
        return here and here.span
    start = min(here.span.start + max(0, offset - here.start), here.span.end)
    return Span(start, here.span.end if start < here.span.end else start)


def _place(offset: int, sides: _Sides) -> str:
    document = sides.template.document
    return f"{document.name}:{_first_word(document, offset)}"


def _first_word(document: Document, offset: int) -> int:
    """The line of an offset, or the next one where nothing but blanks is left of that line."""
    at = position(document, min(offset, len(document.text)))
    blank = not line_text(document, at.line)[at.column - 1 :].strip()
    return at.line + (1 if blank and at.line < len(document.line_starts) else 0)


def _change(told: _Told, span: Span | None, sides: _Sides) -> Change:
    line = _first_word(sides.template.document, span.start) if span else 0
    gist = printable(told.gist or told.sentence.replace(": ", ", such as ", 1))
    sentence = printable(told.sentence)
    return Change(told.kind, sentence, gist, span, (told.kind, told.verb, line))


def _clip(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _CLIPPED else shown[: _CLIPPED - 1] + "…"
