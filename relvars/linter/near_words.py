"""Words in brackets that are nearly words of this language, and what is one for sure."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from relvars.catalog import catalog, language
from relvars.spelling import nearest
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.syntax.scan import CLOSERS, scan
from relvars.text import Span

_PATH = re.compile(r"([^\W\d]\w*)((?:\.\w+)*)")
_CALL = re.compile(r"([^\W\d]\w*)[ \t]*\(.*\)", re.DOTALL)
# Paths as other languages write them, and with blanks beside the dot.
_PARTED = re.compile(
    r"(lead|json|apicontent|subscription)"
    r"(?:(?:[ \t]*\.[ \t]*|->|::)([^\W\d]\w*)|\[(?:\"(\w+)\"|'(\w+)')\])"
)
_BLOCK = re.compile(r"(if|for)(?=[ \t(])", re.IGNORECASE)
_FOREIGN = re.compile(
    r"(?:elseif|elsif|elif|foreach)(?=[ \t\r\n(])|(?:endif|endfor|endforeach|/if|/for|/foreach)\Z"
)
_SHORT = 4  # `{_id}` may mean anything, `{_fname}` does not
_NESTING = {"stray-else", "stray-end", "unclosed-block"}


class Miss(NamedTuple):
    """A text that was meant as a tag; `meant` replaces it, "" when that is not sure."""

    slug: str
    span: Span
    message: str
    help: str
    meant: str = ""


class Page(NamedTuple):
    """A text and what is known of it; `ours`: it has tags or words of this language."""

    template: Template
    ours: bool
    own_fields: frozenset[str]

    @property
    def text(self) -> str:
        """The whole file."""
        return self.template.document.text


def alike(page: Page, match: re.Match[str]) -> tuple[Miss, ...]:
    """What stands in braces, if it is nearly a tag; none or one."""
    inside = match[1].strip()
    whole, call, block = _PATH.fullmatch(inside), _CALL.fullmatch(inside), _BLOCK.match(inside)
    parted = _PARTED.fullmatch(inside)
    foreign = _FOREIGN.match(inside) if page.ours else None
    if foreign:
        found = _foreign(match, inside, foreign[0])
    elif whole:
        found = path(page, match, inside, "{")
    elif call and _misspelt(inside, call[1]):
        found = _call(match, inside, call[1])
    elif not page.ours:
        return ()
    elif parted:
        root, *names = filter(None, parted.groups())
        found = _alike_found(match, "A path has a dot between its names.", f"{root}.{names[0]}")
    elif reads(inside, "{"):
        found = _alike_found(match, "A tag begins on the line of its brace.", inside)
    elif block and reads(block[0].lower() + inside[block.end() :], "{"):
        meant = block[0].lower() + inside[block.end() :]
        found = _alike_found(match, f"The word is `{block[0].lower()}`, in small letters.", meant)
    elif call and call[1] not in language().functions and _known_paths().search(inside):
        found = _call(match, inside, call[1])
    else:
        return ()
    return tuple(found)


def _misspelt(inside: str, name: str) -> bool:
    """Is it a call of ours with a letter or two wrong, and nothing else?"""
    near = nearest(name, language().functions)
    return near != name and '"' in inside and reads(inside.replace(name, near, 1), "{")


def _foreign(match: re.Match[str], inside: str, word: str) -> Iterator[Miss]:
    """A word of another language, where no block is open that it could belong to."""
    meant = "for" + inside.removeprefix("foreach") if word == "foreach" else ""
    mends = bool(meant) and reads(meant, "{")
    why = f"There is no `{word}`."
    yield from _alike_found(match, why, meant if mends else "", slug="unknown-keyword")


def path(page: Page, match: re.Match[str], inside: str, opener: str) -> Iterator[Miss]:
    """A path, if its root is nearly one of ours, or it is a field that lacks its root."""
    root, dot, rest = inside.partition(".")
    roots = tuple(name for name, _ in language().roots)
    near = nearest(root, roots)
    if not dot:
        yield from _word(page, match, inside)
    elif root in roots:
        yield from _alike_found(match, "A tag begins on the line of its brace.", inside)
    elif near and (page.ours or _is_own(root, near, rest) or rest in page.own_fields):
        why = f"There is no variable `{root}`."
        yield from _alike_found(match, why, f"{near}.{rest}", opener, slug="unknown-root")
    elif page.ours and opener == "{":
        yield from _alike_found(match, f"There is no variable `{root}`.")


def _is_own(root: str, near: str, rest: str) -> bool:
    """Is it sure by itself: a path that no other language has, or only a letter too large?"""
    known = catalog().fields.get(near, {})
    return bool(own_words().fullmatch(f"{near}.{rest}")) or (root.lower() == near and rest in known)


def _word(page: Page, match: re.Match[str], word: str) -> Iterator[Miss]:
    """A field without its root, or a word of ours in other letters."""
    words = {"else", "end", *language().variables}
    own = word in _system_fields() and word.startswith("_") and len(word) > _SHORT
    if own or (page.ours and (word in _system_fields() or word in page.own_fields)):
        yield from _alike_found(match, f"`{word}` is a field of `lead`.", f"lead.{word}")
    elif page.ours and word.lower() in words:
        yield from _alike_found(
            match, "A tag is written in small letters, on one line.", word.lower()
        )


def _call(match: re.Match[str], inside: str, name: str) -> Iterator[Miss]:
    near = nearest(name, language().functions)
    meant = inside.replace(name, near, 1)
    mends = bool(near) and reads(meant, "{")
    why = f"There is no function `{name}`."
    yield from _alike_found(match, why, meant if mends else "", slug="unknown-function")


def _alike_found(
    match: re.Match[str],
    why: str,
    meant: str = "",
    opener: str = "{",
    slug: str = "looks-like-a-tag",
) -> Iterator[Miss]:
    tag = f"{opener}{meant}{CLOSERS[opener]}" if meant else ""
    message = f"{why} This is no tag: it is sent as it stands."
    advice = f"did you mean `{tag}`?" if tag else ""
    yield Miss(slug, Span(*match.span()), message, advice, tag)


# --- What is ours ---------------------------------------------------------------------------------


def reads(inside: str, opener: str) -> bool:
    """Would it be one tag without fault, if it stood in these brackets alone?"""
    text = f"{opener}{inside}{CLOSERS[opener]}"
    tags = scan(text, language())
    if [(one.start, one.end) for one in tags] != [(0, len(text))]:
        return False
    return all(one.slug in _NESTING for one in parse(text).diagnostics)


@cache
def own_words() -> re.Pattern[str]:
    """Paths that no other language has."""
    fields = "|".join(name for name in _system_fields() if name.startswith("_"))
    return re.compile(
        rf"\blead\.(?:{fields})\b|\bloyalty\.\w+\.promocode\b"
        r"|\brelation\.\w+\.(?:direct|reverse)\.\w+\.(?:count|total|top)\b"
    )


@cache
def _known_paths() -> re.Pattern[str]:
    roots = "|".join(re.escape(name) for name, _ in language().roots)
    return re.compile(rf"(?<![\w.$])(?:{roots})\.\w|\$[^\W\d]")


def _system_fields() -> frozenset[str]:
    return frozenset(catalog().fields["lead"])
