"""Printed values: which may be missing, and which hold nothing but letters, digits and hyphens."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvars.linter.html_contexts import Context, contexts
from relvars.linter.rule import File
from relvars.semantics.analysis import Analysis
from relvars.semantics.guards import Guard, known
from relvars.semantics.reads import Called, Read
from relvars.semantics.types import Scalar
from relvars.syntax.ast import Call, Compare, Path, String, subexpressions
from relvars.syntax.names import written

HTML_CHANNELS = ("html", "amp")
EMAIL_CHANNELS = ("html", "amp", "text", "subject")

# Words in the last part of a name that say: an identifier or a number, safe wherever it stands.
_PLAIN_WORDS = frozenset({
    "id", "ids", "code", "codes", "slug", "hash", "md5", "sha", "uuid", "guid", "xxh", "xxm",
    "number", "num", "no", "nr", "count", "total", "qty", "quantity", "token", "key", "sku",
    "lang", "language", "locale", "year", "month", "week", "page", "index", "level", "percent",
    "promocode", "promo", "tail", "vendor",
})  # fmt: skip
_NAMES = re.compile(r"[^\W\d]\w*")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+\d*|\d+")

# What an address must have for a message to be sent to it, and what comes with every profile.
_WITH_EMAIL = frozenset({"email", "email_domain", "emails", "email_md5", "hash_id"})
_WITH_PHONE = frozenset({"phone", "phones", "phone_md5", "hash_id"})
_SYSTEM = frozenset({"_id", "_md5", "_xxm", "_xxh"})


class Value(NamedTuple):
    """A value printed in HTML, with its place; `root` is "" for a call."""

    used: Read | Called
    context: Context
    root: str
    name: str
    shown: str


def printed_paths(analysis: Analysis) -> Iterator[Read]:
    """The paths that are printed; those that are arguments of a printed call are not."""
    return (one for one in analysis.reads if one.use == "printed")


def values_in_html(file: File) -> Iterator[Value]:
    """Every value printed in an HTML part, in order of place; nothing in other parts.

    A part of no known channel counts as HTML: its attributes and elements show what it is.
    """
    if file.channel not in (*HTML_CHANNELS, ""):
        return
    places = contexts(file.analysis.template)
    calls = (one for one in file.analysis.calls if one.use == "printed")
    printed: list[Read | Called] = [*printed_paths(file.analysis), *calls]
    for one in sorted(printed, key=lambda each: each.node.span):
        context = places[one.node.span.start]
        if isinstance(one, Read):
            path = one.path
            yield Value(one, context, path.root, last_name(path), written(path))
        else:
            yield Value(one, context, "", _called_name(one.call), f"{one.call.name}(…)")


def _called_name(call: Call) -> str:
    """What a call reads, by the last name in its arguments: `item[0].title` is title."""
    if call.name != "jsonpath":
        return ""
    texts = [one.value for one in call.arguments if isinstance(one, String)]
    names = _NAMES.findall("".join(texts[:1]))
    return names[-1] if names else ""


def last_name(path: Path) -> str:
    """The last word of a path."""
    return path.segments[-1] if path.segments else path.root


def words(name: str) -> frozenset[str]:
    """The words of a name, in small letters: `firstName` and `first_name` alike."""
    return frozenset(one.lower() for one in _WORDS.findall(name))


def is_plain(value: Value) -> bool:
    """Can the value hold nothing that needs encoding: a number, or an identifier by its name?"""
    kind = value.used.type
    if isinstance(kind, Scalar) and kind.kind in ("integer", "float", "boolean"):
        return True
    return not _PLAIN_WORDS.isdisjoint(words(value.name))


def may_be_missing(read: Read, channel: str) -> bool:
    """Can a profile's field be empty where it is printed, for all that the blocks around tell?"""
    return _is_optional(read, channel) and not is_guarded(read)


def is_guarded(read: Read) -> bool:
    """Does a block around the place make sure that there is a value?"""
    said = known(read.path, read.guards)
    return said if said is not None else any(_implies(one, read.path) for one in read.guards)


def _is_optional(read: Read, channel: str) -> bool:
    path = read.path
    name = last_name(path)
    if path.root == "subscription":
        sure = {"sms": _WITH_PHONE}.get(channel, _WITH_EMAIL if channel in EMAIL_CHANNELS else ())
        return name not in sure
    if path.root == "lead":
        return path.segments[1:] != () or not (
            name in _SYSTEM or (name == "email" and channel in EMAIL_CHANNELS)
        )
    return is_of_related_profile(read) and name not in _SYSTEM


def is_of_related_profile(read: Read) -> bool:
    """Is a field of a related profile read, in a loop over a relation's top?"""
    binding = read.binding
    if binding is None or len(read.path.segments) < 2 or read.path.segments[0] != "lead":
        return False
    source = binding.loop.collection
    return isinstance(source, Path) and source.root == "relation"


def _implies(guard: Guard, path: Path) -> bool:
    """A condition that speaks of the value and holds was written with it in mind: trust it."""
    match guard.condition:
        case Compare(operator="eq" | "ne", left=left, right=right) if path in (left, right):
            other = right if left == path else left
            if other == String("", path.span):
                return guard.holds is (guard.condition.operator == "ne")
            return guard.holds
        case condition:
            return guard.holds and path in subexpressions(condition)
