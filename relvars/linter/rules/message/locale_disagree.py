"""A message in several languages that tells different things in them.

Why: a field that one language prints and another does not is often a change that was made in one
    file and forgotten in the other, or a slip in its name. Compared are the values that are
    printed and listed, not the conditions, which languages need for their own forms; a name that
    ends in the language of its file, `json.title_ru`, counts as the same in each. Off by default,
    since languages may differ on purpose.

Bad (order.en.html):
    <p>Your order: {json.order.total}, delivered {json.order.day}.</p>

Bad (order.ru.html):
    <p>Ваш заказ: {json.order.total}.</p>

Good (order.en.html):
    <p>Your order: {json.order.total}, delivered {json.order.day}.</p>

Good (order.ru.html):
    <p>Ваш заказ: {json.order.total}, доставка {json.order.day}.</p>
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename

from relvars.diagnostics import Severity
from relvars.linter.grouping import part_of
from relvars.linter.message_reads import Use, printed
from relvars.linter.rule import File, Found, Group, Message, Rule


def check_message(message: Message) -> Iterator[Found]:
    """What some language's file reads and another's does not, told where it is read first."""
    if message.kind != "locales":
        return
    used = {file.path: _printed(file) for file in message.files}
    told: set[str] = set()
    for file in message.files:
        for name, use in used[file.path].items():
            lacking = [path for path, names in used.items() if name not in names]
            if lacking and name not in told:
                told.add(name)
                yield _found(file, use, lacking)


def _printed(file: File) -> Mapping[str, Use]:
    """What the file prints, without its language at the ends of names."""
    locale = part_of(file.path).locale.lower()
    uses = printed(file.analysis)
    if not locale:
        return uses
    ending = re.compile(rf"_{re.escape(locale[:2])}(?![^.\[])", re.IGNORECASE)
    return {ending.sub("", name): use for name, use in uses.items()}


def _found(file: File, use: Use, lacking: list[str]) -> Found:
    names = " and ".join(f"`{basename(path)}`" for path in lacking)
    verb = "does" if len(lacking) == 1 else "do"
    return Found(
        use.span,
        f"This language reads `{use.shown}`, and {names} {verb} not.",
        "let all languages of a message tell the same",
        path=file.path,
    )


RULE = Rule(
    "locale-disagree",
    Group.MESSAGE,
    Severity.WARNING,
    default=False,
    check_message=check_message,
)
