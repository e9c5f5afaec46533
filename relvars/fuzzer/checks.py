"""What no message may be like, whoever it is for."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from relvars.fuzzer.markup import Imbalance, imbalance
from relvars.linter.gsm import gsm_parts, septets, ucs2_parts, units
from relvars.linter.settings import LintSettings
from relvars.renderer.prepare import UNKNOWN_TAG
from relvars.syntax.ast import Text
from relvars.syntax.parser import parse
from relvars.values import Value

FlawKind = Literal["error", "tag-left", "empty-link", "empty-greeting", "html-balance", "too-long"]

_CODE = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_DOUBLED = re.compile(
    r"\{\{[ \t]*(?:(?:lead|subscription|json|apicontent|relation|loyalty|fragment)\.|\$\w"
    r"|(?:else|end|unsubscribe|globalunsubscribe)[ \t]*(?=\}\})|(?:if|for)[ \t])[^{}\n]*\}\}"
)
_EMPTY_LINK = re.compile(
    r"\b(?:href|src)\s*=\s*(?P<quote>[\"'])\s*(?:(?:https?:)?//|https?:|mailto:|tel:)?\s*(?P=quote)",
    re.IGNORECASE,
)
_INLINE = r"</?(?:b|strong|em|i|u|span|font)\b[^<>]*>"
_BLANK = r"(?:[ \t\u00a0]|&nbsp;)"
_GREETING = re.compile(
    r"\b(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|welcome|thank you|thanks"
    r"|здравствуй(?:те)?|привет|добр(?:ый|ое|ого) (?:день|утро|вечер|дня)"
    r"|уважаем(?:ый|ая|ые|ый\(ая\))|дорог(?:ой|ая|ие)|спасибо)"
    rf"(?:,{_BLANK}*|(?:{_INLINE})*{_BLANK})(?:{_BLANK}|{_INLINE})*[,!]",
    re.IGNORECASE,
)


class Flaw(NamedTuple):
    """What is wrong with a message, in a sentence; `keys` are those of a case that it fails.

    `in_sample` is what is out of balance in the sample message, and not in this one.
    """

    kind: FlawKind
    sentence: str
    keys: Mapping[str, Value]
    in_sample: tuple[str, bool] | None = None


class Measure(NamedTuple):
    """What messages of a template are held against: its channel, the balance of its sample."""

    channel: str
    sample: tuple[Imbalance, ...]
    limits: LintSettings


def measure_of(channel: str, sample: str, limits: LintSettings) -> Measure:
    """`sample` is the message of values that are all there."""
    is_html = channel in ("html", "amp")
    return Measure(channel, imbalance(sample) if is_html else (), limits)


def _balance(found: tuple[Imbalance, ...]) -> Counter[tuple[str, bool]]:
    return Counter((one.element, one.extra) for one in found)


def flaws(message: str, measure: Measure) -> Iterator[Flaw]:
    """What is wrong with a message, at most one flaw of each kind."""
    is_html = measure.channel in ("html", "amp")
    yield from _tag_left(_CODE.sub("", message) if is_html else message, measure.channel)
    if found := _EMPTY_LINK.search(message):
        sentence = f"a link or an image has no address: {found[0]}"
        yield Flaw("empty-link", sentence, {"excludes": [found[0]]})
    if found := _GREETING.search(message):
        shown = " ".join(re.sub(r"<[^<>]*>", "", found[0]).split())
        sentence = f"a greeting without a name: {shown}"
        yield Flaw("empty-greeting", sentence, {"excludes": [found[0]]})
    if is_html:
        yield from _unbalanced(message, measure)
    yield from _too_long(message, measure)


def _tag_left(message: str, channel: str) -> Iterator[Flaw]:
    found = UNKNOWN_TAG.search(message) or _DOUBLED.search(message)
    left = found[0] if found else ""
    if not left:
        read = parse(message, channel=channel or None)
        nodes = [one for one in read.body if not isinstance(one, Text)]
        left = message[slice(*nodes[0].span)] if nodes else ""
    if left:
        shown = left if len(left) <= 80 else f"{left[:79]}…"
        yield Flaw("tag-left", f"a tag is sent as it is: {shown}", {"excludes": [left]})


def _unbalanced(message: str, measure: Measure) -> Iterator[Flaw]:
    found = imbalance(message)
    counts, usual = _balance(found), _balance(measure.sample)
    if counts == usual:
        return
    more = counts - usual
    where, wrong = (found, more) if more else (measure.sample, usual - counts)
    one = next(one for one in where if (one.element, one.extra) in wrong)
    how = "closed without being opened" if one.extra else "not closed"
    other = "in the sample message" if more else "with fewer values"
    sentence = f"<{one.element}> is {how}, unlike {other}"
    in_sample = None if more else (one.element, one.extra)
    yield Flaw("html-balance", sentence, {"excludes": [one.excerpt]}, in_sample)


def _too_long(message: str, measure: Measure) -> Iterator[Flaw]:
    limits, length = measure.limits, len(message)
    match measure.channel:
        case "sms":
            yield from _too_many_parts(message, limits.sms_parts)
        case "subject" if length > limits.subject_length:
            yield _long(f"the subject has {length} characters", limits.subject_length)
        case "push":
            first = len(message.partition("\n")[0].removesuffix("\r"))
            if first > limits.push_title_length:
                sentence = (
                    f"the title has {first} characters; at most"
                    f" {limits.push_title_length} are allowed"
                )
                pattern = rf"\A[^\n]{{0,{limits.push_title_length}}}(?:\r?\n|\Z)"
                yield Flaw("too-long", sentence, {"matches": [pattern]})
        case _:
            return


def _too_many_parts(message: str, most: int) -> Iterator[Flaw]:
    length = septets(message)
    parts = ucs2_parts(units(message)) if length is None else gsm_parts(length)
    if parts <= most:
        return
    single, each = (70, 67) if length is None else (160, 153)
    # Signs that count twice: a message may be too long with fewer characters.
    fitting = min(single if most == 1 else most * each, len(message) - 1)
    sentence = f"the message takes {parts} parts, {len(message)} characters; at most {most}"
    sentence += " part is allowed" if most == 1 else " parts are allowed"
    yield Flaw("too-long", sentence, {"matches": [_at_most(fitting)]})


def _long(what: str, most: int) -> Flaw:
    return Flaw("too-long", f"{what}; at most {most} are allowed", {"matches": [_at_most(most)]})


def _at_most(length: int) -> str:
    return rf"(?s)\A.{{0,{length}}}\Z"
