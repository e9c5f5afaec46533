"""A value printed inside a style sheet or a `style` attribute.

Why: the platform prints values as they are. A `;`, a `}` or a quote in the value ends the
    declaration or the sheet, and with a profile's field a stranger decides how the message looks.
    Numbers and identifiers are not reported, nor, outside of profiles, values whose names say that
    they were made for styles: colours and sizes.

Bad:
    <p style="font-family: {json.brand.font}">Hello</p>

Good:
    <p style="color: {json.brand.color}">Hello</p>
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.html_contexts import Context
from relvars.linter.printed_values import (
    Value,
    is_of_related_profile,
    is_plain,
    values_in_html,
    words,
)
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.reads import Called

_STYLE_WORDS = frozenset({
    "color", "colour", "accent", "background", "bg", "border", "width", "height", "size",
    "radius", "margin", "padding", "opacity", "style", "css",
})  # fmt: skip


def check(file: File) -> Iterator[Found]:
    """The values that stand in style sheets and `style` attributes."""
    for value in values_in_html(file):
        if _is_style(value.context) and not is_plain(value) and not _is_made_for_it(value):
            yield Found(
                value.used.node.span,
                f"`{value.shown}` is printed into a style as it is; a `;` or a quote in it breaks"
                " the style.",
                "choose between fixed styles with `{if}`, or print a number",
            )


def _is_style(context: Context) -> bool:
    if context.where == "attribute":
        return context.attribute == "style"
    return context.where == "style"


def _is_made_for_it(value: Value) -> bool:
    if _STYLE_WORDS.isdisjoint(words(value.name)) or isinstance(value.used, Called):
        return False
    return value.root not in ("lead", "subscription") and not is_of_related_profile(value.used)


RULE = Rule("value-in-style", Group.MESSAGE, Severity.WARNING, check=check)
