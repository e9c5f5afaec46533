"""The run of `relvars lint`: findings, fixes, what is known already, and the report."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from relvars.cli.files import STDIN
from relvars.cli.lint_files import by_project, families, read_all
from relvars.cli.lint_jobs import Family, Wanted, lint_families
from relvars.cli.lint_words import can_be_fixed, say_times, say_troubles, statistics, summary
from relvars.cli.lint_world import World, world
from relvars.cli.terminal import (
    FINDINGS,
    FINE,
    MISUSE,
    WORLD,
    Terminal,
    colorful,
    complain,
    internal,
    say,
    write,
)
from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.files import Read, Trouble
from relvars.linter.report import Report
from relvars.linter.reports import write as reported
from relvars.linter.rules import LISTED
from relvars.linter.runner import Clock, Failure, Outcome, Source
from relvars.text import Document


class Done(NamedTuple):
    """What became of the files of one project: `sources` are those that were asked for.

    `settings` is the text of relvars.toml, where there are findings about it.
    """

    under: World
    sources: tuple[Source, ...]
    findings: tuple[Diagnostic, ...]
    failures: tuple[Failure, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    fixed: int = 0
    settings: Document | None = None


def lint_paths(args: Namespace) -> int:
    """Lint what the arguments name, and say what is to be said; gives the exit code."""
    times = Counter[str]()
    found = list(read_all(args))
    reads = by_project(one for one in found if isinstance(one, Read))
    done = [_project(args, *one, _clock(args, times)) for one in sorted(reads.items(), key=str)]
    if not done:
        world(None, args)  # the arguments may be wrong all the same
    troubles = [one for one in found if isinstance(one, Trouble)]
    troubles += [one for each in done for one in each.troubles]
    if args.baseline:
        from relvars.cli.lint_baseline import sifted

        done = sifted(Path(args.baseline), done, args.screen)
    findings = [one for each in done for one in each.findings]
    _print(args, done, findings)
    say_troubles(args.screen, troubles)
    failed = _say_failures(args.screen, [one for each in done for one in each.failures])
    say_times(times)
    _sum_up(args, done, findings)
    if not args.exit_zero and any(one.severity != Severity.INFO for one in findings):
        return FINDINGS
    if any(one.misuse for one in troubles):
        return MISUSE
    return WORLD if troubles or failed else FINE


def _clock(args: Namespace, times: Counter[str]) -> Clock | None:
    def count(name: str, seconds: float) -> None:
        times[name] += seconds  # type: ignore[assignment]  # a Counter counts seconds as well

    return count if args.bench else None


def _project(
    args: Namespace, file: Path | None, reads: Sequence[Read], clock: Clock | None
) -> Done:
    under = world(file, args)
    grouped = families(under, reads)
    named = {one.name: one for one in reads}
    is_kept = not (args.no_cache or clock or _is_stdin(args))
    how = Wanted(args.screen, args.jobs, file and file.parent, is_kept, clock)
    outcomes = lint_families(under.plan, grouped, how)
    if args.fix or args.unsafe_fixes:
        done = _fixed(args, under, named, grouped, outcomes)
    else:
        done = _done(under, named, grouped, outcomes)
    if under.per_file and file is not None:
        from relvars.cli.lint_per_file import unused

        if about := unused(args, under, grouped, how):
            settings, found = about
            done = done._replace(findings=(*done.findings, *found), settings=settings)
    return done


def _is_stdin(args: Namespace) -> bool:
    return STDIN in args.paths or (args.stdin_filename is not None and not args.paths)


def _done(
    under: World,
    named: Mapping[str, Read],
    grouped: Iterable[Family],
    outcomes: Sequence[Outcome],
) -> Done:
    """What concerns the files that were asked for; those beside them were only looked at."""
    return Done(
        under,
        tuple(one for family in grouped for one in family if one.name in named),
        tuple(one for each in outcomes for one in each.findings if one.file in named),
        tuple(one for each in outcomes for one in each.failures),
    )


def _fixed(
    args: Namespace,
    under: World,
    named: Mapping[str, Read],
    grouped: list[Family],
    outcomes: list[Outcome],
) -> Done:
    from relvars.cli.lint_fixing import fix, lint_fixed, write_fixed

    troubles, applied = list[Trouble](), 0
    for place, (family, outcome) in enumerate(zip(grouped, outcomes, strict=True)):
        if not any(one.fix and one.file in named for one in outcome.findings):
            continue
        new, count, refused = fix(under, family, named, unsafe=args.unsafe_fixes)
        troubles += refused
        if not _is_stdin(args):
            new, left = write_fixed(named, family, new)
            troubles += left
            count = 0 if left else count
        applied += count
        grouped[place], outcomes[place] = new, lint_fixed(under, new)
    if _is_stdin(args):
        write("".join(one.text for family in grouped for one in family if one.name in named))
    done = _done(under, named, grouped, outcomes)
    return done._replace(troubles=tuple(troubles), fixed=applied)


def _print(args: Namespace, done: Sequence[Done], findings: Sequence[Diagnostic]) -> None:
    """The report, as data; on stderr where stdout has a fixed template already."""
    if args.statistics:
        text = statistics(findings, as_json=args.format == "json")
    else:
        text = reported(args.format, _report(args, done, findings))
    if _is_stdin(args) and (args.fix or args.unsafe_fixes):
        say(text.rstrip("\n"))
    else:
        write(text)


def _report(args: Namespace, done: Sequence[Done], findings: Sequence[Diagnostic]) -> Report:
    told = {one.file for one in findings}
    sources = [one for each in done for one in each.sources]
    documents = [Document(one.text, one.name) for one in sources if one.name in told]
    documents += [one.settings for one in done if one.settings]
    selected = frozenset[str]().union(*(each.under.slugs for each in done))
    return Report(
        findings=tuple(findings),
        documents={one.name: one for one in documents},
        files=len(sources),
        rules=tuple(one for one in LISTED if one.slug in selected),
        color=colorful(args.color, sys.stdout),
    )


def _say_failures(screen: Terminal, failures: Iterable[Failure]) -> bool:
    """A line for each rule that failed, with a file of details; true if there was one."""
    first = {one.rule: one for one in reversed([*failures])}
    for rule, one in first.items():
        one.error.add_note(f"rule {rule}, file {one.name}")
        complain(screen, f"rule {rule}: {internal(one.error)}")
    return bool(first)


def _sum_up(args: Namespace, done: Sequence[Done], findings: Sequence[Diagnostic]) -> None:
    if args.screen.quiet:
        return
    files = sum(len(each.sources) for each in done)
    say(summary(findings, files, sum(each.fixed for each in done)))
    if not (args.fix or args.unsafe_fixes) and (more := can_be_fixed(findings)):
        say(more)
