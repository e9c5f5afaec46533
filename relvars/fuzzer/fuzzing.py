"""Try values on a template, and keep the smallest that show each kind of flaw."""

import time
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import NamedTuple

from relvars.cases.suggest import Subject
from relvars.cases.writing import Written, is_writable
from relvars.errors import RelvarsError, TemplateError
from relvars.fuzzer.checks import Flaw, FlawKind, Measure, flaws, measure_of
from relvars.fuzzer.lifelike import LONGEST, lifelike
from relvars.fuzzer.markup import imbalance
from relvars.generator import Shape, generate, shape_of, shrink
from relvars.linter.settings import LintSettings
from relvars.renderer import render
from relvars.values import Value


class Found(NamedTuple):
    """A flaw, and the smallest values found that show it; `output` is "" after an error."""

    flaw: Flaw
    values: dict[str, Value]
    output: str


class Fuzzed(NamedTuple):
    """What came of it: flaws of each kind once, and how many values were tried.

    `is_broken_off` says that Ctrl-C ended it.
    """

    found: tuple[Found, ...]
    tries: int
    is_broken_off: bool = False


def fuzz(  # noqa: PLR0913 - all but the template have defaults
    subject: Subject,
    *,
    seed: int = 1,
    seconds: float = 30,
    tries: int | None = None,
    longest: int = LONGEST,
    limits: LintSettings | None = None,
) -> Fuzzed:
    """Try values until time or tries are over; the same seed tries the same in the same order.

    `longest` is the most characters of a made-up text. Ctrl-C ends it early, with what was found.

    Raises:
        TemplateError: when the template has errors.
    """
    measure = _measure(subject, limits or LintSettings())
    found: dict[FlawKind, Found] = {}
    end = time.monotonic() + seconds
    tried, is_broken_off = 0, False
    try:
        for values in islice(_values(subject, seed, longest), tries):
            tried += 1
            for flaw in _flaws(subject, values, measure):
                if flaw.kind not in found:
                    found[flaw.kind] = _smallest(subject, values, flaw, measure)
            if time.monotonic() >= end:
                break
    except KeyboardInterrupt:
        is_broken_off = True
    return Fuzzed(tuple(found[kind] for kind in sorted(found)), tried, is_broken_off)


def _measure(subject: Subject, limits: LintSettings) -> Measure:
    sample = _sample(subject)
    channel = subject.template.document.channel
    try:
        return measure_of(channel, _rendered(subject, sample), limits)
    except TemplateError as error:
        if subject.template.diagnostics:
            raise error from None
        return measure_of(channel, "", limits)
    except RelvarsError:  # that the sample cannot be rendered is a flaw like any other
        return measure_of(channel, "", limits)


def _sample(subject: Subject) -> dict[str, Value]:
    """Values that are all there."""
    return next(islice(_generated(subject), 1, None))


def _generated(subject: Subject) -> Iterator[dict[str, Value]]:
    return generate(subject.template, 3, 1, schema=subject.schema, database=subject.database)


def _values(subject: Subject, seed: int, longest: int) -> Iterator[dict[str, Value]]:
    """Nothing, everything, and then as an account has it."""
    yield from (one for one in _generated(subject) if is_writable(one))
    shape: Shape = shape_of(subject.template, schema=subject.schema, database=subject.database)
    random = Random(seed)  # noqa: S311 - the same values again are wanted, not secrets
    while True:
        yield lifelike(shape, random, longest)


def _rendered(subject: Subject, values: dict[str, Value]) -> str:
    return render(subject.template, values, assumptions=subject.assumptions, limit=subject.limit)


def _flaws(subject: Subject, values: dict[str, Value], measure: Measure) -> list[Flaw]:
    try:
        output = _rendered(subject, values)
    except RelvarsError as error:
        # That it renders at all is what the case asks for.
        return [Flaw("error", f"it cannot be rendered: {error}", {"matches": [""]})]
    return list(flaws(output, measure))


def _smallest(subject: Subject, values: dict[str, Value], flaw: Flaw, measure: Measure) -> Found:
    def of_kind(some: dict[str, Value]) -> Flaw | None:
        return next((one for one in _flaws(subject, some, measure) if one.kind == flaw.kind), None)

    def shows(some: dict[str, Value]) -> bool:
        return of_kind(some) is not None

    if flaw.in_sample:
        return _smallest_sample(subject, flaw, flaw.in_sample)
    small = shrink(values, shows)
    smallest = of_kind(small) or flaw
    output = "" if flaw.kind == "error" else _rendered(subject, small)
    return Found(smallest, small, output)


def _smallest_sample(subject: Subject, flaw: Flaw, wrong: tuple[str, bool]) -> Found:
    """The least of the sample's values that leaves the same element out of balance."""

    def excerpt(values: dict[str, Value]) -> str | None:
        try:
            found = imbalance(_rendered(subject, values))
        except RelvarsError:
            return None
        told = (one.excerpt for one in found if (one.element, one.extra) == wrong)
        return next(told, None)

    small = shrink(_sample(subject), lambda some: excerpt(some) is not None)
    keys = {"excludes": [excerpt(small)]}
    return Found(flaw._replace(keys=keys), small, _rendered(subject, small))


def as_cases(done: Fuzzed) -> list[Written]:
    """The flaws as cases, which fail until the template is mended."""
    return [
        Written(
            f"fuzz: {one.flaw.kind}",
            one.values,
            one.flaw.keys,
            comment=" ".join(one.flaw.sentence.split()),
        )
        for one in done.found
    ]
