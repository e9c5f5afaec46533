"""Messages to measure with, described in no language; the same ones on every run.

Names of fields bear a stamp. Replaced by another one in each round, it makes every round's tags
new to whatever a parser remembers.
"""

from random import Random
from string import ascii_letters, digits
from typing import NamedTuple

from tests.bench.message import Both, Choice, Condition, Equal, Field, Loop, Message, Piece, Query

STAMP = "_r00"
KILOBYTE = 1024

_ALPHANUMERIC = ascii_letters + digits

_VOCABULARY = (
    "account balance contract customer delivery discount favourite holiday invitation journey "
    "limited member morning number office payment personal present question receive reminder "
    "request service settings spring statement summer support thank transfer welcome window"
)
_WORDS = _VOCABULARY.split()
_FIELDS = (
    *("_fname", "_lname", "city", "branch", "product", "plan", "contract", "manager", "phone"),
    *("agreement", "region", "street", "company", "position", "language", "visits", "orders"),
    *("points", "referrer", "segment"),
)
_HEAD = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>News</title>\n'
    "<style>\nbody { margin:0; padding:0; background:#f4f4f4 }\n"
    "a{color:#0b63ce;text-decoration:none}\n.button {display:inline-block; padding:12px 24px}\n"
    "@media only screen and (max-width:600px) { .wide{width:100% !important} }\n"
    "</style>\n</head>\n<body>\n"
    '<table role="presentation" width="600" cellpadding="0" cellspacing="0" align="center">\n'
)
_TAIL = "</table>\n</body>\n</html>"
_CELL = (
    '<tr><td class="wide" style="padding:12px 24px;font-family:Arial,sans-serif;font-size:14px;'
    'line-height:20px;color:#333333">'
)
_END = "</td></tr>\n"
_ROW = 450


def prose(chance: Random, length: int) -> str:
    """Words in well-formed table rows, `length` characters give or take half a row."""
    rows = []
    for left in range(length, 0, -_ROW):
        words = " ".join(chance.choices(_WORDS, k=_ROW // 7))
        rows.append(f"{_CELL}{words[: max(1, min(left, _ROW) - len(_CELL) - len(_END))]}{_END}")
    return "".join(rows)


class Names(NamedTuple):
    """What an e-mail reads; `queries` are JSONPaths that take the place of the last fields."""

    fields: tuple[str, ...]
    relation: str
    columns: tuple[str, str]
    flag: str
    tier: str
    queries: tuple[str, ...] = ()
    general: bool = False


def email(chance: Random, names: Names, *, size: int = 20 * KILOBYTE) -> Message:
    """An HTML e-mail of about `size` bytes: its fields, two choices, and a loop of three fields."""
    outputs = _outputs(names)
    # Each output stands in a row; what tags and rows leave of the size is shared out evenly.
    share = (size - len(_HEAD) - len(_TAIL) - 600) // (len(outputs) + 3) - len(_CELL) - 10
    filler = [prose(chance, share) for _ in range(len(outputs) + 3)]
    flag, tier = Field(("lead", names.flag)), Equal(Field(("lead", names.tier)), f"gold{STAMP}")
    first: Condition = Both(flag, tier) if names.general else flag
    pieces: list[Piece] = [_HEAD, _CELL, "Dear ", outputs[0], _END, filler[0]]
    pieces += [Choice(first, (_row("Thank you."),), (_row("Join us."),)), filler[1]]
    for piece, text in zip(outputs[1:-1], filler[2:], strict=False):
        pieces += [f"{_CELL}{chance.choice(_WORDS)}: ", piece, _END, text]
    pieces += [Choice(tier, (_CELL, outputs[-1], _END)), filler[-2], _loop(names), filler[-1]]
    return (*pieces, _TAIL)


def _outputs(names: Names) -> list[Piece]:
    plain = names.fields[: len(names.fields) - len(names.queries)]
    fields: list[Piece] = [Field(("lead", name)) for name in plain]
    document = Field(("json", f"document{STAMP}"))
    return fields + [Query(document, path) for path in names.queries]


def _row(text: str) -> str:
    return f"{_CELL}{text}{_END}"


def _loop(names: Names) -> Loop:
    path = ("relation", names.relation, "reverse", "profit", "top")
    first, last = (Field(("$item", "lead", column)) for column in names.columns)
    value = Field(("$item", "value"))
    return Loop(path, (_CELL, first, " ", last, "</td><td align='right'>", value, _END))


def one_email() -> Message:
    """The e-mail to render: 20 fields, two choices, a loop of three fields, plain names."""
    names = Names(_FIELDS, "managers_loyal", ("_fname", "_lname"), "vip", "tier")
    return email(Random(20), names)


def one_sms() -> Message:
    """A message of about 100 bytes with three fields."""
    name, order, total = Field(("lead", "_fname")), Field(("json", "order")), Field(("json", "sum"))
    return (
        "Dear ",
        name,
        ", order ",
        order,
        " for ",
        total,
        " is ready for you in our shop. Thank you!",
    )


def plain_emails(count: int) -> list[Message]:
    """Different e-mails, 15 fields each, whose tags come from a small common stock."""
    stock = [f"{word}{STAMP}" for word in _WORDS[:20]]
    chance = Random(200)
    columns = (f"_fname{STAMP}", f"_lname{STAMP}")
    relation, flag, tier = f"managers{STAMP}", f"vip{STAMP}", f"tier{STAMP}"
    return [
        email(chance, Names(tuple(chance.sample(stock, 15)), relation, columns, flag, tier))
        for _ in range(count)
    ]


def varied_emails(count: int) -> list[Message]:
    """Different e-mails, 15 outputs each, that share no name; pairs of tests, calls."""
    return [email(Random(number), _own_names(number)) for number in range(count)]


def _own_names(number: int) -> Names:
    def own(word: str) -> str:
        return f"{word}_{number}{STAMP}"

    return Names(
        fields=tuple(own(word) for word in _WORDS[:15]),
        relation=own("managers"),
        columns=(own("_fname"), own("_lname")),
        flag=own("vip"),
        tier=own("tier"),
        queries=(f"offers.{own('best')}", f"offers.{own('last')}.name"),
        general=True,
    )


def dense(first: int, *, distinct: bool) -> Message:
    """2,000 tags in 19 KB on one line: 1,800 fields and 100 choices, with nothing between them.

    The names are numbered from `first` on: 1,900 of them if distinct, else 165.
    """
    chance = Random(first)
    pieces: list[Piece] = []
    for group in range(100):
        at = (range(19 * group, 19 * group + 19)) if distinct else chance.choices(range(165), k=19)
        fields = [Field(("lead", _short_name(first + one))) for one in at]
        pieces += [Choice(fields[0], (fields[1],)), *fields[2:]]
    return tuple(pieces)


def _short_name(number: int) -> str:
    """Three characters, a digit in the middle, so that it is no word of any language."""
    rest, last = divmod(number, len(_ALPHANUMERIC))
    letter, digit = divmod(rest, 10)
    return f"{ascii_letters[letter % 52]}{digit}{_ALPHANUMERIC[last]}"
