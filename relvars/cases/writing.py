"""Cases as the text of a case file."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from relvars.diagnostics import printable
from relvars.values import Value, is_boolean, is_list, is_number, is_object, is_text

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_SHORT = 200  # characters of a message that `renders` holds; longer ones are snapshots
_LINES = 6


class Written(NamedTuple):
    """A case to write: what it is about, its values, and its other keys in their order."""

    name: str
    values: Mapping[str, Value]
    keys: Mapping[str, Value]
    comment: str = ""


def case_file_text(template: str, cases: Sequence[Written]) -> str:
    """The text of a case file about one template."""
    return "\n".join([f"template = {toml(template)}\n", *map(_case, cases)])


def _case(case: Written) -> str:
    rows = [f"# {printable(line)}" for line in case.comment.splitlines()]
    rows += ["[[case]]", f"name = {toml(case.name)}", f"values = {toml(case.values)}"]
    rows += [f"{key} = {_lines(value) or toml(value)}" for key, value in case.keys.items()]
    return "".join(f"{row}\n" for row in rows)


def _lines(value: Value) -> str:
    """A text of several lines as it reads; "" for what is none, or cannot be written like that."""
    if not is_text(value) or "\n" not in value.strip() or value.endswith('"'):
        return ""
    if not all(sign == "\n" or sign.isprintable() for sign in value):
        return ""
    escaped = value.replace("\\", "\\\\").replace('"""', '""\\"')
    return f'"""\n{escaped}"""'


def expectation(output: str) -> dict[str, Value]:
    """What a case says of its message: all of a short one, a snapshot of a long one."""
    short = len(output) <= _SHORT and output.count("\n") <= _LINES
    return {"renders": output} if short else {"snapshot": True}


def is_writable(value: Value) -> bool:
    """Can TOML hold it? It has no null, and no half of a surrogate pair."""
    if is_object(value):
        return all(is_writable(name) and is_writable(one) for name, one in value.items())
    if is_list(value):
        return all(map(is_writable, value))
    if is_text(value):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    return value is not None


def toml(value: Value) -> str:
    """A value in one line; it must be writable."""
    if is_boolean(value):
        return "true" if value else "false"
    if is_number(value):
        return repr(value)
    if is_list(value):
        return f"[{', '.join(map(toml, value))}]"
    if is_object(value):
        inside = ", ".join(f"{_key(name)} = {toml(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if '"' in value and "'" not in value and value.isprintable():
        return f"'{value}'"
    return "".join(map(_seen, json.dumps(value, ensure_ascii=False)))


def _seen(sign: str) -> str:
    """A sign that a reader sees; else its escape."""
    if sign.isprintable():
        return sign
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def _key(name: str) -> str:
    return name if name and set(name) <= _BARE else toml(name)
