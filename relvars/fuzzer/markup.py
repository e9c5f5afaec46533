"""What an HTML message leaves open, and what it closes that was never open."""

from html.parser import HTMLParser
from typing import NamedTuple

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                   "param", "source", "track", "wbr"})  # fmt: skip
# Elements whose end tag HTML lets one leave out; e-mails do.
_OPTIONAL = frozenset({"p", "li", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup"})
_AROUND = 60  # characters of a message shown before the trouble


class Imbalance(NamedTuple):
    """An element that is not closed (`extra` false) or not opened, and the message around."""

    element: str
    extra: bool
    excerpt: str


class _Balance(HTMLParser):
    """The standard library's parser, which is told what to do with tags by its methods' names."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.open: list[tuple[str, int]] = []
        self.found: list[Imbalance] = []
        self.starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
        self.feed(text)
        self.close()
        for element, at in self.open:
            self.note(element, at, at + len(self.text[at:].partition(">")[0]) + 1, extra=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID and tag not in _OPTIONAL:
            self.open.append((tag, self.offset_now()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag in _OPTIONAL:
            return
        at = self.offset_now()
        end = at + len(self.text[at:].partition(">")[0]) + 1
        if tag not in (name for name, _ in self.open):
            self.note(tag, at, end, extra=True)
            return
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                return
            self.note(name, at, end, extra=False)

    def note(self, element: str, at: int, end: int, *, extra: bool) -> None:
        self.found.append(Imbalance(element, extra, self.text[max(0, at - _AROUND) : end]))

    def offset_now(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column


def imbalance(message: str) -> tuple[Imbalance, ...]:
    """Every element out of balance, in the order in which it shows."""
    return tuple(_Balance(message).found)
