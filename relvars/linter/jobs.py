"""Linting families of files: what is known from before, the rest here or in other processes."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from relvars.diagnostics import Diagnostic
from relvars.linter.runner import Clock, Outcome, Plan, Source, lint_apart, lint_family

Family = tuple[Source, ...]

# Starting processes costs as much as linting this many characters here.
_WORTH = 12_000_000


class Wanted(NamedTuple):
    """How to go about it. `warn` is told of trouble with what is kept from run to run.

    `jobs` None: as many as pay; `root` is the project's, if there is one.
    """

    warn: Callable[[str], None]
    jobs: int | None = None
    root: Path | None = None
    is_kept: bool = False
    clock: Clock | None = None


def lint_families(plan: Plan, families: Sequence[Family], how: Wanted) -> list[Outcome]:
    """What is found in each family, in their order."""
    if not how.is_kept:
        return list(_run(plan, families, how))
    # 8 ms, which a run without a cache need not pay.
    from relvars.linter.cache import Kept, cache_file, context, digest, load, recall, save, tool

    file = cache_file(how.root)
    if file is None:
        return list(_run(plan, families, how))
    loaded = load(file)
    if loaded.trouble:
        how.warn(loaded.trouble)
    base = context(plan, tool())
    digests = [digest(base, one) for one in families]
    names = [_name(one) for one in families]
    known = [recall(loaded.families, *one) for one in zip(names, digests, strict=True)]
    left = iter(_run(plan, [f for f, one in zip(families, known, strict=True) if one is None], how))
    outcomes = [next(left) if one is None else Outcome(one) for one in known]
    new = {
        name: Kept(digest, outcome.findings)
        for name, digest, before, outcome in zip(names, digests, known, outcomes, strict=True)
        if before is None and not outcome.failures
    }
    if new and (trouble := save(file, loaded.families, new)):
        how.warn(trouble)
    return outcomes


def _name(family: Family) -> str:
    """What a family is kept under; with other rules it is another one."""
    slugs = " ".join(sorted({slug for one in family for slug in one.slugs}))
    return f"{' '.join(one.path for one in family)} {crc32(slugs.encode()):08x}"


def _run(plan: Plan, families: Sequence[Family], how: Wanted) -> Iterator[Outcome]:
    jobs = min(how.jobs or _worth(families), len(families))
    found = _side_by_side(plan, families, jobs) if jobs > 1 and not how.clock else None
    for place, family in enumerate(families):
        one = found[place] if found else None
        yield lint_family(plan, family, how.clock) if one is None else Outcome(one)


def _side_by_side(
    plan: Plan, families: Sequence[Family], jobs: int
) -> list[tuple[Diagnostic, ...] | None] | None:
    """What other processes find; None where there can be none, or one of them dies."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    chunk = max(1, len(families) // (jobs * 4))
    try:
        with ProcessPoolExecutor(jobs) as pool:
            return [*pool.map(partial(lint_apart, plan), families, chunksize=chunk)]
    except (OSError, ImportError, BrokenExecutor):
        return None


def _worth(families: Sequence[Family]) -> int:
    if sum(len(one.text) for family in families for one in family) < _WORTH:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
