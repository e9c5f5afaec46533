"""The same message written in each language, and as the Python a person would write by hand."""

import re
from collections.abc import Callable
from typing import NamedTuple

from tests.bench.message import (
    Both,
    Choice,
    Condition,
    Equal,
    Field,
    Loop,
    Message,
    Path,
    Piece,
    Query,
)

_ROOTS = ("lead", "json", "relation")


class Spelling(NamedTuple):
    """How a language writes each piece; every string is a format for the parts in order."""

    path: Callable[[Path], str]
    output: str
    query: str
    equal: str
    both: str
    choice: str
    otherwise: str
    end_choice: str
    loop: str
    end_loop: str


def dotted(path: Path) -> str:
    """`item.lead._fname`."""
    return ".".join(path).removeprefix("$")


def subscripted(path: Path) -> str:
    """`item["lead"]["_fname"]`."""
    return path[0].removeprefix("$") + "".join(f'["{name}"]' for name in path[1:])


RELVARS = Spelling(
    path=".".join,
    output="{{{}}}",
    query='{{jsonpath({} "{}" "item")}}',
    equal='{} equal "{}"',
    both="{} and ({})",
    choice="{{if {}}}",
    otherwise="{else}",
    end_choice="{end}",
    loop="{{for $index $item = {}}}",
    end_loop="{end}",
)
JINJA = Spelling(
    path=dotted,
    output="{{{{ {} }}}}",
    query='{{{{ jsonpath({}, "{}", "item") }}}}',
    equal='{} == "{}"',
    both="{} and ({})",
    choice="{{% if {} %}}",
    otherwise="{% else %}",
    end_choice="{% endif %}",
    loop="{{% for item in {} %}}",
    end_loop="{% endfor %}",
)
JINJA_SUBSCRIPTS = JINJA._replace(path=subscripted)
LIQUID = JINJA._replace(query='{{{{ {} | jsonpath: "{}", "item" }}}}', both="{} and {}")
# Mako takes a whole line for each `%`; a backslash takes the line's end away.
MAKO = Spelling(
    path=subscripted,
    output="${{{}}}",
    query='${{jsonpath({}, "{}", "item")}}',
    equal='{} == "{}"',
    both="{} and ({})",
    choice="\\\n% if {}:\n",
    otherwise="\\\n% else:\n",
    end_choice="\\\n% endif\n",
    loop="\\\n% for item in {}:\n",
    end_loop="\\\n% endfor\n",
)


def write(message: Message, spelling: Spelling) -> str:
    """The message as a template of that language."""
    return "".join(_write(piece, spelling) for piece in message)


def _write(piece: Piece, spelling: Spelling) -> str:
    match piece:
        case str():
            return piece
        case Field(path):
            return spelling.output.format(spelling.path(path))
        case Query(field, path):
            return spelling.query.format(spelling.path(field.path), path)
        case Choice(condition, body, orelse):
            other = spelling.otherwise + write(orelse, spelling) if orelse else ""
            head = spelling.choice.format(_condition(condition, spelling))
            return head + write(body, spelling) + other + spelling.end_choice
        case Loop(path, body):
            head = spelling.loop.format(spelling.path(path))
            return head + write(body, spelling) + spelling.end_loop


def _condition(condition: Condition, spelling: Spelling) -> str:
    match condition:
        case Field(path):
            return spelling.path(path)
        case Equal(field, text):
            return spelling.equal.format(spelling.path(field.path), text)
        case Both(left, right):
            return spelling.both.format(_condition(left, spelling), _condition(right, spelling))


def by_hand(message: Message, *, gaps: bool = False) -> str:
    """A Python function `render(values)` that appends the pieces and joins them.

    It looks each root up once, and each item's profile once; with gaps, any field may be missing.
    """
    body = "\n".join(_lines(message, _with_gaps if gaps else subscripted))
    used = [f"    {root} = values[{root!r}]" for root in _ROOTS if re.search(rf"\b{root}\b", body)]
    start = ["def render(values):", *used, "    pieces = []", "    append = pieces.append"]
    return "\n".join([*start, body, '    return "".join(pieces)'])


def as_fstring(message: Message) -> str:
    """A Python function `render(values)` that is one f-string; texts and fields only."""
    pieces = [
        f"{{{subscripted(('values', *piece.path))}}}" if isinstance(piece, Field) else piece
        for piece in message
    ]
    return f"def render(values):\n    return f'{''.join(map(str, pieces))}'"


def _with_gaps(path: Path) -> str:
    return f'{subscripted(path[:-1])}.get("{path[-1]}", "")'


def _lines(message: Message, look: Callable[[Path], str]) -> list[str]:
    return [f"    {line}" for piece in message for line in _statement(piece, look)]


def _statement(piece: Piece, look: Callable[[Path], str]) -> list[str]:
    match piece:
        case str():
            return [f"append({piece!r})"]
        case Field(("$item", "lead", name)):
            return [f"append(str({look(('profile', name))}))"]
        case Field(path):
            return [f"append(str({look(path)}))"]
        case Choice(condition, body, orelse):
            test = _condition(condition, JINJA._replace(path=look))
            other = ["else:", *_lines(orelse, look)] if orelse else []
            return [f"if {test}:", *_lines(body, look), *other]
        case Loop(path, body):
            head = [f"for item in {subscripted(path)}:", '    profile = item["lead"]']
            return [*head, *_lines(body, look)]
        case Query():
            raise ValueError(
                "a hand-written function reads no JSONPath: time a message without one"
            )
