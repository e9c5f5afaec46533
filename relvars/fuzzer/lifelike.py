"""Values as an account has them: missing, empty, long, in Cyrillic, with signs of markup.

Only what the schema allows; without one a field is a text or missing.
"""

from random import Random
from typing import Any

from relvars.generator import Shape
from relvars.linter.lengths import ASSUMED
from relvars.semantics.types import ListOf, Object, Scalar, Unknown
from relvars.values import Value, is_list, is_number, is_object, is_text

# None of these begins an HTML element or a tag of the language: whoever prints values without
# escaping them would else fail by the first.
_TEXTS = ("Ann", "Bob Ray", "Анна-Мария", "Александр Константинопольский", "O'Neil & Sons",
          'Tom "T" <3', "5 > 4", "Žofie", "名前", "👋", "0", "")  # fmt: skip
_INTEGERS = (0, 1, 2, 7, 1250, 100000)
_FLOATS = (0.0, 1.0, 0.5, 8.95, 120.0, 123456.78)
_DATES = ("2024-02-29", "1999-12-31T23:59:59Z", "")
_ROWS = (0, 1, 1, 2, 5)
_ABSENT: Any = object()
# The most characters of a text, as lint counts it: with longer ones every SMS would be too long.
LONGEST = ASSUMED["string"][1]
# What the platform always fills in.
_ALWAYS = ("unsubscribe", "globalunsubscribe")


def lifelike(shape: Shape, random: Random, longest: int) -> dict[str, Value]:
    """Values for a template of that shape; texts of at most `longest` characters."""
    scarcity = random.choice((0.0, 0.1, 0.3, 0.7))
    made = _fields(shape, random, scarcity, longest)
    for name in _ALWAYS:
        made.pop(name, None)
    relations = made.get("relation")
    for relation in relations.values() if is_object(relations) else ():
        for direction in relation.values() if is_object(relation) else ():
            for statistics in direction.values() if is_object(direction) else ():
                _agree(statistics)
    return made


def _agree(statistics: Value) -> None:
    """Count, total and top of one property say the same: nobody has customers and no count."""
    if not is_object(statistics):
        return
    top, count = statistics.get("top"), statistics.get("count")
    rows = len(top) if is_list(top) else 0
    if is_number(count):
        statistics["count"] = count = max(int(count), rows)
    if count == 0 or (count is None and "top" in statistics and not rows):
        statistics.update({name: 0 for name in ("total",) if name in statistics})
        statistics.update({name: [] for name in ("top",) if name in statistics})


def _fields(shape: Shape, random: Random, scarcity: float, longest: int) -> dict[str, Value]:
    made = {name: _made(one, name, random, scarcity, longest) for name, one in shape.fields.items()}
    return {name: one for name, one in made.items() if one is not _ABSENT}


def _made(shape: Shape, name: str, random: Random, scarcity: float, longest: int) -> Any:
    if random.random() < scarcity:
        return _ABSENT
    if shape.item and isinstance(shape.kind, ListOf | Unknown):
        rows = (
            _made(shape.item, "", random, scarcity / 2, longest)
            for _ in range(random.choice(_ROWS))
        )
        return [one for one in rows if one is not _ABSENT]
    if shape.fields and isinstance(shape.kind, Object | Unknown):
        return _fields(shape, random, scarcity, longest)
    return _scalar(shape, name, random, longest)


def _scalar(shape: Shape, name: str, random: Random, longest: int) -> Value:
    match shape.kind:
        case ListOf():
            return []
        case Object():
            return {}
        case Scalar(kind="boolean"):
            return random.random() < 0.5
        case Scalar(kind=kind):
            some = _some(shape, kind)
        case Unknown():
            kind = "integer" if name == "count" or _literals(shape, int) else "string"
            some = _some(shape, "float" if name == "total" else kind)
    return random.choice(some) if some else _text(shape, random, longest)


def _some(shape: Shape, kind: str) -> tuple[Value, ...]:
    """What there is to choose from; nothing for texts."""
    match kind:
        case "integer":
            return (*_literals(shape, int), *_INTEGERS)
        case "float":
            return (*_literals(shape, int), *_literals(shape, float), *_FLOATS)
        case "date":
            return (*_literals(shape, str), *_DATES)
        case _:
            return ()


def _text(shape: Shape, random: Random, longest: int) -> str:
    literals = _literals(shape, str)
    if literals and random.random() < 0.5:
        return str(random.choice(literals))
    if random.random() < 0.1:
        return ("Анна Ann " * (longest // 9 + 1))[:longest]
    return random.choice([one for one in _TEXTS if len(one) <= longest])


def _literals(shape: Shape, kind: type) -> tuple[Any, ...]:
    """What the template compares the value with; not the rivals for two values compared."""
    return tuple(one for one in shape.literals if type(one) is kind and _is_plain(one))


def _is_plain(value: Value) -> bool:
    return not is_text(value) or value not in ("k", "true", "1")
