"""What becomes of the files of a project: linted and fixed, under it and the command line."""

from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from relvars.cli.files import STDIN
from relvars.cli.terminal import note, write
from relvars.config import load_project
from relvars.config.lint_world import World, families, world_of
from relvars.diagnostics import Diagnostic
from relvars.linter.files import Read, Trouble
from relvars.linter.jobs import Family, Wanted, lint_families
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


def world(project_file: Path | None, args: Namespace) -> World:
    """The world of a project.

    Raises:
        ConfigError: for a mistake in relvars.toml, or names of rules that there are not.
    """
    project = load_project(project_file) if project_file else None
    return world_of(project, _names(args.select), _names(args.ignore))


def _names(written: Iterable[str]) -> list[str]:
    return [name for one in written for part in one.split(",") if (name := part.strip())]


def is_stdin(args: Namespace) -> bool:
    """Is it stdin that is linted?"""
    return STDIN in args.paths or (args.stdin_filename is not None and not args.paths)


def linted(args: Namespace, file: Path | None, reads: Sequence[Read], clock: Clock | None) -> Done:
    """What is found in the files under a relvars.toml, or None; fixed, where that is asked for."""
    under = world(file, args)
    grouped = families(under, reads)
    named = {one.name: one for one in reads}
    is_kept = not (args.no_cache or clock or is_stdin(args))
    warn = partial(note, args.screen, "warning")
    how = Wanted(warn, args.jobs, file and file.parent, is_kept, clock)
    outcomes = lint_families(under.plan, grouped, how)
    if args.fix or args.unsafe_fixes:
        done = _fixed(args, under, named, grouped, outcomes)
    else:
        done = _done(under, named, grouped, outcomes)
    if under.per_file and not (args.select or args.ignore):
        from relvars.config.lint_per_file import unused

        if about := unused(under, args.paths, grouped, how):
            settings, found = about
            done = done._replace(findings=(*done.findings, *found), settings=settings)
    return done


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
        if not is_stdin(args):
            new, left = write_fixed(named, family, new)
            troubles += left
            count = 0 if left else count
        applied += count
        grouped[place], outcomes[place] = new, lint_fixed(under, new)
    if is_stdin(args):
        write("".join(one.text for family in grouped for one in family if one.name in named))
    done = _done(under, named, grouped, outcomes)
    return done._replace(troubles=tuple(troubles), fixed=applied)
