"""A value printed inside a script, or an attribute that is one.

Why: the platform prints values as they are. A quote, a backslash or a line break in the value
    breaks the script or the JSON, and what a stranger typed as their name becomes part of it.
    Numbers, identifiers and codes are not reported, nor prices, dates and addresses of pages.

Bad:
    <script type="application/ld+json">{"@type": "Person", "name": "{lead._fname}"}</script>

Good:
    <script type="application/ld+json">{"@type": "Person", "identifier": "{lead._id}"}</script>
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.html_contexts import is_script
from relvars.linter.printed_values import is_plain, values_in_html, words
from relvars.linter.rule import File, Found, Group, Rule

# Words in names of what may hold blanks and signs, but no quotes.
_HARMLESS_WORDS = frozenset({
    "price", "old", "currency", "amount", "sum", "cost", "discount", "date", "time", "start", "end",
    "day", "until", "url", "img", "image",
})  # fmt: skip


def check(file: File) -> Iterator[Found]:
    """The values that stand in scripts and in attributes such as `onclick`."""
    for value in values_in_html(file):
        harmless = is_plain(value) or not _HARMLESS_WORDS.isdisjoint(words(value.name))
        if is_script(value.context) and not harmless:
            yield Found(
                value.used.node.span,
                f"`{value.shown}` is printed into a script as it is; a quote or a line break in it"
                " breaks the script.",
                "print an identifier or a number, or a value that comes encoded for scripts",
            )


RULE = Rule("value-in-script", Group.MESSAGE, Severity.WARNING, check=check)
