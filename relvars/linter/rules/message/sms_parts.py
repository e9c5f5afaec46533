"""A text message that takes more parts than it may.

Why: each part is paid for. In the alphabet of GSM-7 one part holds 160 characters and each of
    several 153; a single letter outside of it, such as any Cyrillic one, makes that 70 and 67.
    `[lint] sms-parts` is how many parts a message may take, 1 at first. Reported is a message that
    some recipient gets in more parts even if every value were empty, a loop running once at most;
    the finding tells the least and the most, for which a text counts up to 20 characters, a whole
    number 6, any other number 9, a date 10.

Bad (promo.sms.txt):
    Распродажа началась: скидки до половины цены на всё, и только до воскресенья вечером.

Good (promo.sms.txt):
    Распродажа: скидки до половины цены на всё, до воскресенья.
"""

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from relvars.catalog import assume
from relvars.diagnostics import Severity
from relvars.linter.gsm import gsm_parts, septets, ucs2_parts, units
from relvars.linter.lengths import NOTHING, Length, either, exactly, printed, repeated, then
from relvars.linter.paths import Algebra, Leaf, fold
from relvars.linter.rule import File, Found, Group, Rule
from relvars.renderer.prepare import prepare
from relvars.syntax.ast import Output, Text
from relvars.text import Span


class Sizes(NamedTuple):
    """Lengths over the paths of GSM-7 letters alone, in septets and in 16-bit units.

    `other`, in units, is over the paths with other letters; None: there is no such path.
    """

    septets: Length | None
    units: Length | None
    other: Length | None = None


def check(file: File) -> Iterator[Found]:
    """The message, if a path through it surely takes too many parts."""
    if file.channel != "sms":
        return
    template = file.analysis.template
    algebra = Algebra(
        Sizes(NOTHING, NOTHING), _leaf(printed(file.analysis)), _then, _either, _repeated
    )
    sizes = fold(prepare(template, assume()), algebra)
    parts = _parts(sizes)
    limit = file.settings.sms_parts
    if parts.sure > limit:
        yield Found(
            Span(0, len(template.document.text.rstrip())),
            f"This message takes {_range(parts)}, and may take {_counted(limit)}.",
            _advice(sizes),
        )


def _leaf(value: Callable[[Output], Length]) -> Callable[[Leaf], Sizes]:
    def leaf(node: Leaf) -> Sizes:
        if isinstance(node, Text):
            long, wide = septets(node.text), exactly(units(node.text))
            return Sizes(None, None, wide) if long is None else Sizes(exactly(long), wide)
        length = value(node) if isinstance(node, Output) else NOTHING
        return Sizes(length, length)

    return leaf


def _then(one: Sizes, other: Sizes) -> Sizes:
    """A letter outside of GSM-7 on either side makes the whole message one of 16-bit units."""
    ways = (
        _added(one.other, other.other),
        _added(one.other, other.units),
        _added(one.units, other.other),
    )
    wide = None
    for way in ways:
        wide = _joined(wide, way, True)
    return Sizes(_added(one.septets, other.septets), _added(one.units, other.units), wide)


def _either(one: Sizes, other: Sizes, free: bool) -> Sizes:
    return Sizes(*(_joined(mine, its, free) for mine, its in zip(one, other, strict=True)))


def _repeated(one: Sizes) -> Sizes:
    return Sizes(*(None if each is None else repeated(each) for each in one))


def _added(one: Length | None, other: Length | None) -> Length | None:
    return None if one is None or other is None else then(one, other)


def _joined(one: Length | None, other: Length | None, free: bool) -> Length | None:
    if one is None or other is None:
        return other if one is None else one
    return either(one, other, free)


def _parts(sizes: Sizes) -> Length:
    """The parts of the shortest path, of the longest sure one, and of the longest."""
    found = [
        Length(*(_whole(count, length) for length in lengths))
        for count, lengths in ((gsm_parts, sizes.septets), (ucs2_parts, sizes.other))
        if lengths is not None
    ]
    return Length(
        min(one.least for one in found),
        max(one.sure for one in found),
        max(one.most for one in found),
    )


def _whole(count: Callable[[int], int], length: float) -> float:
    return length if math.isinf(length) else count(int(length))


def _range(parts: Length) -> str:
    if math.isinf(parts.most):
        return f"{_counted(parts.least)} or more"
    if parts.least == parts.most:
        return _counted(parts.most)
    return f"{parts.least:.0f} to {parts.most:.0f} parts"


def _counted(number: float) -> str:
    return f"{number:.0f} part" if number == 1 else f"{number:.0f} parts"


def _advice(sizes: Sizes) -> str:
    if sizes.other is None:
        return "shorten it to 160 characters, or allow more with `sms-parts` in `[lint]`"
    return (
        "it holds letters outside of GSM-7, so a part holds 70 characters; shorten it, or allow"
        " more with `sms-parts` in `[lint]`"
    )


RULE = Rule("sms-parts", Group.MESSAGE, Severity.WARNING, check=check)
