"""A value printed inside a URL, where nothing encodes it.

Why: the platform prints values as they are. A blank, `&`, `#`, `%` or `+` in a name or an address
    ends the link early or changes what it says, and only for some recipients. Numbers,
    identifiers and codes hold no such characters and are not reported, nor is a value that is the
    whole URL or its beginning.

Bad:
    <a href="https://example.com/shops?city={lead._city}">Shops near you</a>

Good:
    <a href="https://example.com/shops?profile={lead._id}">Shops near you</a>
"""

import re
from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.html_contexts import Context, is_script
from relvars.linter.printed_values import is_plain, values_in_html, words
from relvars.linter.rule import File, Found, Group, Rule

_URLS = frozenset(
    (
        "href",
        "src",
        "srcset",
        "action",
        "action-xhr",
        "formaction",
        "background",
        "poster",
        "xlink:href",
    )
)
# A value right behind these is a whole address or a host, not a piece of a URL.
_BEGINNING = re.compile(r"\s*(?:mailto:|tel:|sms:|cid:|(?:https?:)?//)?", re.IGNORECASE)
# Made to stand in a URL's path, so the data hold them ready.
_PATH_WORDS = frozenset({
    "url", "uri", "link", "href", "path", "file", "filename", "image", "images", "img", "anchor",
    "username", "login", "nick", "handle",
})  # fmt: skip


def check(file: File) -> Iterator[Found]:
    """The values that stand inside the URL of an attribute."""
    for value in values_in_html(file):
        context = value.context
        if not _is_inside_url(context) or is_plain(value):
            continue
        if "?" not in context.before and not _PATH_WORDS.isdisjoint(words(value.name)):
            continue
        yield Found(
            value.used.node.span,
            f"`{value.shown}` is printed into a URL as it is; a blank, `&` or `#` in it breaks"
            " the link.",
            "print an identifier such as `lead._id`, or a value that comes encoded for URLs",
        )


def _is_inside_url(context: Context) -> bool:
    before = context.before
    if context.attribute == "srcset":  # several, parted by commas; a size stands behind each
        before = before.rpartition(",")[2].lstrip()
        if " " in before:
            return False
    inside = _BEGINNING.fullmatch(before) is None
    return inside and context.attribute in _URLS and not is_script(context)


RULE = Rule("value-in-url", Group.MESSAGE, Severity.WARNING, check=check)
