"""A case whose template names no file but a message: all of its parts are rendered."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from relvars.cases.case_file import Case
from relvars.cases.run import Failure, FailureKind, Outcome, Surroundings, run_case
from relvars.catalog import catalog
from relvars.errors import RelvarsError

# What any one part may fulfil for all of them.
_SHARED: tuple[FailureKind, ...] = ("contains", "matches")


def run_parts(case: Case, around: Callable[[Case], Surroundings]) -> tuple[Outcome, ...]:
    """An outcome for each part of the case's message; one where its template is a single file.

    Of several parts one at least must contain what `contains` and `matches` ask for, and none what
    `excludes` forbids.
    """
    try:
        cases = [case] if case.wrong else parts(case, around)
    except RelvarsError as error:  # of the project; the case's own are in its outcome
        return (Outcome(case, (Failure("case", str(error)),)),)
    outcomes = [_run(one, around) for one in cases]
    return tuple(_excused(outcomes)) if len(outcomes) > 1 else tuple(outcomes)


def parts(case: Case, around: Callable[[Case], Surroundings]) -> list[Case]:
    """A case for each part of its message: itself, where its template is a file.

    Raises:
        RelvarsError: when the project is wrong.
    """
    name = case.template
    if name is None or name.lower().endswith(tuple(catalog().channels)):
        return [case]
    places = [case.file.parent, *around(replace(case, template=None, text="")).folders]
    if any((place / name).is_file() for place in places):
        return [case]
    endings = next(filter(None, (_endings(place / name) for place in places)), [])
    several = replace(case, wrong=_about_one(case)) if len(endings) > 1 else case
    return [replace(several, template=f"{name}{ending}") for ending in endings] or [case]


def _endings(path: Path) -> list[str]:
    return [one for one in catalog().channels if path.with_name(f"{path.name}{one}").is_file()]


def _about_one(case: Case) -> tuple[str, ...]:
    keys = [key for key in ("renders", "diagnostics") if getattr(case, key) is not None]
    return tuple(
        f"`{key}` is about one part of a message; name it, as in {case.template}.html"
        for key in keys
    )


def _run(case: Case, around: Callable[[Case], Surroundings]) -> Outcome:
    if case.wrong:
        return run_case(case)
    try:
        return run_case(case, around(case))
    except RelvarsError as error:
        return Outcome(case, (Failure("case", str(error)),))


def _excused(outcomes: list[Outcome]) -> Iterable[Outcome]:
    """The outcomes without what another part of the message makes good, each failure once."""
    lacking = [
        {(one.kind, one.expected) for one in outcome.failures if one.kind in _SHARED}
        for outcome in outcomes
        if outcome.output is not None
    ]
    in_all = set.intersection(*lacking) if lacking else set()
    told: set[tuple[str, str]] = set()
    for outcome in outcomes:
        kept = []
        for one in outcome.failures:
            key = (one.kind, one.expected or one.message)
            shared = one.kind in _SHARED
            if not (shared and (one.kind, one.expected) not in in_all) and key not in told:
                kept.append(one)
            told |= {key} if shared or one.kind == "case" else set()
        yield replace(outcome, failures=tuple(kept))
