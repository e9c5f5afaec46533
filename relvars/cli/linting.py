"""The run of `relvars lint`: findings, fixes, what is known already, and the report."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from relvars.cli.arguments import usage_error
from relvars.cli.files import STDIN, read_bytes, shown
from relvars.cli.lint_words import (
    can_be_fixed,
    say_failures,
    say_times,
    say_troubles,
    statistics,
    summary,
)
from relvars.cli.lint_world import Done, is_stdin, linted, world
from relvars.cli.terminal import FINDINGS, FINE, MISUSE, WORLD, colorful, say, write
from relvars.config.template_files import by_project, named
from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.files import Read, Trouble, decoded, read_file
from relvars.linter.report import Report
from relvars.linter.reports import write as reported
from relvars.linter.rules import LISTED
from relvars.linter.runner import Clock
from relvars.text import Document


def lint_paths(args: Namespace) -> int:
    """Lint what the arguments name, and say what is to be said; gives the exit code."""
    times = Counter[str]()
    found = list(_read_all(args))
    reads = by_project(one for one in found if isinstance(one, Read))
    done = [linted(args, *one, _clock(args, times)) for one in sorted(reads.items(), key=str)]
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
    failed = say_failures(args.screen, [one for each in done for one in each.failures])
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


def _read_all(args: Namespace) -> Iterator[Read | Trouble]:
    """The files that the arguments name or mean, as they stand.

    Raises:
        ConfigError: for stdin along with what does not go with it.
    """
    if STDIN not in args.paths and (args.paths or not args.stdin_filename):
        for one in named(args.paths):
            yield read_file(one) if isinstance(one, str) else one
        return
    if len(args.paths) > 1 or args.baseline:
        raise usage_error("relvars lint", "stdin is linted alone, and without a baseline")
    yield decoded(args.stdin_filename or shown(STDIN), read_bytes(STDIN))


def _print(args: Namespace, done: Sequence[Done], findings: Sequence[Diagnostic]) -> None:
    """The report, as data; on stderr where stdout has a fixed template already."""
    if args.statistics:
        text = statistics(findings, as_json=args.format == "json")
    else:
        text = reported(args.format, _report(args, done, findings))
    if is_stdin(args) and (args.fix or args.unsafe_fixes):
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


def _sum_up(args: Namespace, done: Sequence[Done], findings: Sequence[Diagnostic]) -> None:
    if args.screen.quiet:
        return
    files = sum(len(each.sources) for each in done)
    say(summary(findings, files, sum(each.fixed for each in done)))
    if not (args.fix or args.unsafe_fixes) and (more := can_be_fixed(findings)):
        say(more)
