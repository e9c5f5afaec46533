"""Text that was meant as a tag: what keeps it from being one, and what it would be.

Only what is sure is told. A file that has tags, or words that no other language has, is written in
this language; in others, braces mean something else.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from relvars.linter.near_words import Miss, Page, alike, own_words, path, reads
from relvars.linter.rule import File, Found
from relvars.semantics.analysis import Analysis
from relvars.syntax.ast import For, Template, Text, walk
from relvars.syntax.scan import CLOSERS
from relvars.text import Span

# At most this much is looked at behind a brace; texts in braces are longer, tags are not.
_MOST = 400
# The first character of each stands alone, so that the search for it is a memchr.
_DOUBLED = re.compile(rf"\{{(?<!\{{\{{)\{{++([^{{}}\n]{{1,{_MOST}}})\}}\}}+")
_DOUBLED_ANGLES = re.compile(rf"<(?<!<<)<++([^<>\n]{{1,{_MOST}}})>>+")
_BRACED = re.compile(rf"\{{(?<![{{$%#]\{{)([^{{}}]{{1,{_MOST}}})\}}(?!\}})")
_ANGLED = re.compile(r"<(?<!<<)([^\W\d]\w*(?:\.\w+)+)[ \t]*>(?!>)")
_ENCODED = re.compile(
    rf"(?:&(?:#123|#x7b|lbrace|lcub);([^{{}}\n]{{1,{_MOST}}}?)&(?:#125|#x7d|rbrace|rcub);"
    rf"|&(?:lt|#60|#x3c);([^<>\n]{{1,{_MOST}}}?)&(?:gt|#62|#x3e);"
    rf"|%7b([^{{}}\s\"']{{1,{_MOST}}}?)%7d)",
    re.IGNORECASE,
)
_PIPE = re.compile(
    r"\$[$#]?(?:\{(?P<braced>\w+)(?:\.\w+)*\}|(?P<root>[a-z_]++)\b(?P<rest>(?:\.\w++)*+))(?!->|\()"
)
_PIPE_ROOTS = frozenset(
    ("in", "origin", "template", "sender", "resource", "campaign", "subscription", "account")
)
_ELEMENT = re.compile(r"<(script|style)\b(?:(?!</\1)[\s\S])*+", re.IGNORECASE | re.ASCII)
_MARKUP = re.compile(r"<(/?)[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_AROUND = re.compile(rf"((?:{_MARKUP.pattern}|\s)*)(.*?)((?:{_MARKUP.pattern}|\s)*)", re.DOTALL)
_ENTITY = re.compile(r"&(?:\w+|#\w+);")
_NO_BREAK = re.compile("[\u00a0\u2007\u202f\u2060\ufeff\u200b]")
_JOINERS = re.compile("[\u2060\ufeff\u200b]")
_QUOTES = re.compile("[“”„‟«»]")
_FOREIGN_BLOCKS = ("{{#", "{{/", "{%", "<?")
_NOT_IN_CODE = (
    "looks-like-a-tag",
    "pipe-language",
    "unknown-function",
    "unknown-keyword",
    "unknown-root",
)
_OWN_ROOTS = ("lead._", "relation.", "loyalty.")


def told(file: File, slug: str) -> Iterator[Found]:
    """What a rule tells of near misses, in order of place."""
    for one in near_misses(file.analysis):
        if one.slug == slug:
            edits = ((*one.span, one.meant),) if one.meant else ()
            yield Found(one.span, one.message, one.help, edits)


def near_misses(analysis: Analysis) -> tuple[Miss, ...]:
    """All near misses of a file, in order of place."""
    databases = analysis.schema.databases if analysis.schema else ()
    fields = (one.fields for one in databases if one.name == analysis.database)
    own = frozenset(name for names in fields for name in names)
    return _all(analysis.template, own)


@lru_cache(maxsize=4)
def _all(template: Template, own_fields: frozenset[str]) -> tuple[Miss, ...]:
    page = Page(template, _is_ours(template), own_fields)
    found: list[Miss] = []
    for node in walk(template.body):
        if isinstance(node, Text) and not {"{", "<", "&", "%", "$"}.isdisjoint(node.text):
            found += _in_text(page, node)
    if any(one.slug in _NOT_IN_CODE for one in found):
        code = [Span(*one.span()) for one in _ELEMENT.finditer(page.text)]
        found = [one for one in found if not _is_code(one, code)]
    return tuple(sorted(found, key=lambda one: one.span))


def _is_ours(template: Template) -> bool:
    if any(not isinstance(one, Text) for one in template.body):
        return True
    text = template.document.text
    # The pattern alone would take longer than all the rest.
    return any(word in text for word in _OWN_ROOTS) and bool(own_words().search(text))


def _is_code(miss: Miss, elements: list[Span]) -> bool:
    """Does a brace, a dollar sign or a bracket mean something else there?"""
    inside = any(one.start <= miss.span.start < one.end for one in elements)
    return inside and miss.slug in _NOT_IN_CODE


def _in_text(page: Page, node: Text) -> Iterator[Miss]:
    start, end = node.span
    for pattern in (_DOUBLED, _DOUBLED_ANGLES) if page.ours or _is_all_doubled(page.text) else ():
        for match in pattern.finditer(page.text, start, end):
            yield from _doubled(page, match)
    for match in _ENCODED.finditer(page.text, start, end) if page.ours else ():
        yield from _encoded(page, match)
    for match in _BRACED.finditer(page.text, start, end):
        yield from _cleaned(page, match) or alike(page, match)
    if page.ours:
        for match in _ANGLED.finditer(page.text, start, end):
            yield from path(page, match, match[1], "<")
    for match in _PIPE.finditer(page.text, start, end):
        yield from _pipe(page, match)


# --- Braces -----------------------------------------------------------------------------------


def _doubled(page: Page, match: re.Match[str]) -> Iterator[Miss]:
    opener, inside = match[0][0], match[1]
    if not (reads(inside, opener) and _is_meant(page, inside.strip(), match)):
        return
    meant = f"{opener}{inside}{CLOSERS[opener]}"
    kind = "braces" if opener == "{" else "brackets"
    message = f"Doubled {kind} make no tag: this is sent as it stands."
    yield Miss("doubled-braces", Span(*match.span()), message, f"write `{meant}`", meant)


@lru_cache(maxsize=4)
def _is_all_doubled(text: str) -> bool:
    """Is whatever stands in doubled brackets of a file a tag of this language?"""
    found = (one for pattern in (_DOUBLED, _DOUBLED_ANGLES) for one in pattern.finditer(text))
    return all(reads(one[1], one[0][0]) for one in found)


def _is_meant(page: Page, inside: str, match: re.Match[str]) -> bool:
    """Do other languages say this too, and is one of them in use?"""
    if inside.startswith("$"):
        loops = (one for one in walk(page.template.body) if isinstance(one, For))
        around = (one for one in loops if one.span.start <= match.start() < one.span.end)
        names = {name for one in around for name in (one.index, one.item)}
        return re.split(r"\W", inside[1:])[0] in {name[1:] for name in names}
    if inside in ("else", "end"):
        return not any(one in page.text for one in _FOREIGN_BLOCKS)
    return page.ours or "." in inside  # `{{unsubscribe}}` is a word of many languages


def _encoded(page: Page, match: re.Match[str]) -> Iterator[Miss]:
    opener = "<" if match[2] else "{"
    inside = match[1] or match[2] or match[3]
    if not reads(unescape(inside), opener):
        return
    meant = f"{opener}{unescape(inside)}{CLOSERS[opener]}"
    what = "URL encoding" if match[3] else "HTML entities"
    message = f"The brackets of this tag are written in {what}, so it is sent as text."
    yield Miss("entity-in-tag", Span(*match.span()), message, f"write `{meant}`", meant)


# --- What visual editors leave ------------------------------------------------------------------


def _cleaned(page: Page, match: re.Match[str]) -> tuple[Miss, ...]:
    inside = match[1]
    slug = _soiled_by(inside) if page.ours else ""
    if not slug:
        return ()
    before, core, after = _apart(inside)
    mended = _clean(core)
    if not reads(mended, "{"):
        return ()
    meant = f"{before}{{{mended}}}{after}" if _is_balanced(core) else ""
    advice = f"write `{{{mended}}}`"
    return (Miss(slug, Span(*match.span()), _SOILED[slug], advice, meant),)


_SOILED = {
    "markup-in-tag": "Markup keeps this tag from being one: it is sent as text.",
    "entity-in-tag": "An HTML entity keeps this tag from being one: it is sent as text.",
    "no-break-space": "A no-break space keeps this tag from being one: it is sent as text.",
    "typographic-quotes": "Typographic quotes keep this tag from being one: it is sent as text.",
}


def _soiled_by(inside: str) -> str:
    patterns = zip(_SOILED, (_MARKUP, _ENTITY, _NO_BREAK, _QUOTES), strict=True)
    return next((slug for slug, pattern in patterns if pattern.search(inside)), "")


def _apart(inside: str) -> tuple[str, str, str]:
    """The markup before and behind a tag's words, which stays, and the words."""
    match = _AROUND.fullmatch(inside)
    if match is None:
        return "", inside, ""
    return match[1].strip(), match[3], match[4].strip()


def _clean(core: str) -> str:
    without = unescape(_MARKUP.sub("", core))
    plain = _QUOTES.sub('"', _NO_BREAK.sub(" ", _JOINERS.sub("", without))).strip()
    whole = re.fullmatch(r'"([^"]*)"', plain)
    return whole[1] if whole else plain


def _is_balanced(core: str) -> bool:
    found = [one[1] for one in _MARKUP.finditer(core) if one[1] is not None]
    return found.count("") == found.count("/")


# --- The language of custom channels ------------------------------------------------------------


def _pipe(page: Page, match: re.Match[str]) -> Iterator[Miss]:
    """`$in` always has something behind it; words that other languages know need a file of ours."""
    root, rest = match["braced"] or match["root"], match["rest"] or match["braced"]
    if root not in _PIPE_ROOTS or not (rest or root == "origin"):
        return
    if not (page.ours or root == "in"):
        return
    message = "This is the language of custom channels: in a message it is sent as it stands."
    advice = "write a path, such as `{lead._fname}`"
    yield Miss("pipe-language", Span(*match.span()), message, advice)
