"""A number printed before a noun of one fixed form: «1 customers», «1 клиентов».

Why: the noun is right for some numbers only. English has two forms, Russian three. Off by
    default, since the number may never be one; a condition around it that asks about the same
    number counts as an answer.

Bad:
    You have {relation.managers_loyal.reverse.profit.count} customers.

Good:
    Customers: {relation.managers_loyal.reverse.profit.count}.
"""

import re
from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.printed_values import last_name, printed_paths, words
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.reads import Read
from relvars.semantics.types import Scalar
from relvars.syntax.ast import Compare, subexpressions
from relvars.syntax.names import written
from relvars.text import Span

_NOUN = re.compile(r"(?:</?(?:b|strong|em|i|span)\b[^<>]*>)*(?:[ \u00a0]|&nbsp;)(\w+)")
_ENGLISH = re.compile(r"[a-z]{2,}s")
_NOT_PLURAL = re.compile(
    r".*(?:ss|us|is)|was|has|does|goes|plus|less|yes|its|as|vs|pts|hrs|always|perhaps"
)
_RUSSIAN = re.compile(
    r"[а-яё]{2,}(?:ов|ёв|ев|ей|лей)|встреч|минут|секунд|недель|писем|человек|покупок|скидок"
    r"|заявок|оценок|поездок|копеек|книг|тысяч|акций|занятий|событий|посещений"
    r"|(?:клиент|балл|товар|заказ|урок|бонус|визит|звонок|подар|час|рубл|сообщени|предложени)"
    r"(?:а|я|е|ка|ков|ок)?|рубль|день|дня|дней|покупк[аи]|минут[аы]|недел[яи]|заявк[аи]|встреч[аи]"
    r"|человека|письм[оа]|лет|год|года|месяц|месяца"
)
_COUNTS = frozenset({
    "count", "counts", "total", "qty", "quantity", "number", "left", "amount", "points", "days",
    "hours", "minutes", "weeks", "months", "years",
})  # fmt: skip


def check(file: File) -> Iterator[Found]:
    """The printed numbers that a noun of one form follows."""
    text = file.analysis.template.document.text
    for read in printed_paths(file.analysis):
        match = _NOUN.match(text, read.node.span.end)
        if match and _is_number(read) and _has_one_form(match[1]) and not _is_asked_about(read):
            noun = match[1]
            yield Found(
                Span(read.node.span.start, match.end()),
                f"`{noun}` is not right for every number that `{written(read.path)}` can be.",
                f"put the noun first, «{noun.capitalize()}: …», or choose its form with `{{if}}`",
            )


def _is_number(read: Read) -> bool:
    kind = read.type
    if isinstance(kind, Scalar):
        return kind.kind == "integer" or read.path.root == "relation"
    return not _COUNTS.isdisjoint(words(last_name(read.path)))


def _has_one_form(noun: str) -> bool:
    if _ENGLISH.fullmatch(noun):
        return _NOT_PLURAL.fullmatch(noun) is None
    return _RUSSIAN.fullmatch(noun) is not None


def _is_asked_about(read: Read) -> bool:
    """Does a comparison around the place speak of the number? Then it chooses the form."""
    return any(
        isinstance(one, Compare) and read.path in (one.left, one.right)
        for guard in read.guards
        for one in subexpressions(guard.condition)
    )


RULE = Rule("plural-form", Group.MESSAGE, Severity.WARNING, default=False, check=check)
