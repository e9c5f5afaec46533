"""The run of `relvars format`: each file read, tidied, and written or shown."""

from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from relvars.catalog import Language
from relvars.cli.arguments import usage_error
from relvars.cli.files import STDIN, read_bytes, shown, write_file
from relvars.cli.terminal import FINDINGS, FINE, MISUSE, WORLD, Terminal, complain, say, write
from relvars.config import find_project, load_project
from relvars.config.template_files import named
from relvars.diagnostics import printable
from relvars.errors import RelvarsError
from relvars.formatter import format
from relvars.linter.files import Read, Trouble, decoded, read_file

Languages = Callable[[str], Language | None]


class Outcome(StrEnum):
    """What became of a file; `wrong` when its path was."""

    UNTIDY = "untidy"
    TIDY = "tidy"
    REFUSED = "refused"
    WRONG = "wrong"
    LOST = "lost"


def format_paths(args: Namespace) -> int:
    """Format the files that the arguments name or mean; gives the exit code."""
    languages = _languages()
    counts = Counter(
        _format_file(args, languages, read_file(one) if isinstance(one, str) else one)
        for one in named(args.paths)
    )
    if not args.screen.quiet:
        say(_summary(counts, is_dry=_is_dry(args)))
    return _code(counts, is_dry=_is_dry(args))


def format_stdin(args: Namespace) -> int:
    """Format stdin to stdout; gives the exit code."""
    if args.paths not in ([], [STDIN]):
        raise usage_error("relvars format", "stdin is formatted alone")
    read = decoded(args.stdin_filename or shown(STDIN), read_bytes(STDIN))
    if isinstance(read, Trouble):
        return _code({_lost(args.screen, read): 1}, is_dry=False)
    tidy = _tidied(args.screen, _languages()(read.name), read)
    if tidy is None:
        return FINDINGS
    if args.diff:
        _show(read, tidy)
    elif not args.check:
        write(tidy)
    return FINDINGS if _is_dry(args) and tidy != read.text else FINE


def _is_dry(args: Namespace) -> bool:
    return bool(args.check or args.diff)


def _format_file(args: Namespace, languages: Languages, read: Read | Trouble) -> Outcome:
    if isinstance(read, Trouble):
        return _lost(args.screen, read)
    tidy = _tidied(args.screen, languages(read.name), read)
    if tidy is None:
        return Outcome.REFUSED
    if tidy == read.text:
        return Outcome.TIDY
    if args.diff:
        _show(read, tidy)
    if _is_dry(args):
        if not args.screen.quiet:
            say(f"would be formatted: {printable(read.name)}")
        return Outcome.UNTIDY
    return _written(args.screen, read, tidy)


def _tidied(screen: Terminal, language: Language | None, read: Read) -> str | None:
    """The text of a file as it should be; None when it is refused, and it is said why."""
    try:
        return format(read.text, language=language)
    except RelvarsError as error:
        complain(screen, f"{read.name}: {error}".replace("\n", " "))
        return None


def _show(read: Read, tidy: str) -> None:
    from relvars.cli.diff import unified  # 6 ms

    write(unified(read.name, read.text, tidy))


def _written(screen: Terminal, read: Read, tidy: str) -> Outcome:
    """Write a file, unless somebody else has meanwhile."""
    found = read_file(read.name)
    if isinstance(found, Trouble) or found.raw != read.raw:
        return _lost(screen, Trouble(read.name, "was changed meanwhile, so it was not formatted"))
    try:
        write_file(Path(read.name), tidy.encode())
    except OSError as error:
        return _lost(screen, Trouble(read.name, f"cannot be written: {error.strerror}"))
    return Outcome.UNTIDY


def _lost(screen: Terminal, trouble: Trouble) -> Outcome:
    complain(screen, f"{trouble.name}: {trouble.why}".replace("\n", " "))
    return Outcome.WRONG if trouble.misuse else Outcome.LOST


def _languages() -> Languages:
    """What tells the words that a file's project knows, or else the current one; None: the usual.

    Each project is read once.
    """
    file_of, project = cache(find_project), cache(load_project)

    def language(name: str) -> Language | None:
        file = file_of(Path(name).parent) or file_of(".")
        return project(file).language if file else None

    return language


def _code(counts: Mapping[Outcome, int], *, is_dry: bool) -> int:
    if counts.get(Outcome.REFUSED) or (is_dry and counts.get(Outcome.UNTIDY)):
        return FINDINGS
    if counts.get(Outcome.WRONG):
        return MISUSE
    return WORLD if counts.get(Outcome.LOST) else FINE


def _summary(counts: Mapping[Outcome, int], *, is_dry: bool) -> str:
    """A line about the whole run: `2 files formatted, 3 unchanged`."""
    said = {
        "would be formatted" if is_dry else "formatted": counts.get(Outcome.UNTIDY, 0),
        "unchanged": counts.get(Outcome.TIDY, 0),
        "refused": counts.get(Outcome.REFUSED, 0),
        "not read or written": counts.get(Outcome.LOST, 0) + counts.get(Outcome.WRONG, 0),
    }
    (first, number), *rest = [item for item in said.items() if item[1]] or [("formatted", 0)]
    parts = [f"{number:,} file{'' if number == 1 else 's'} {first}"]
    return ", ".join([*parts, *(f"{count:,} {what}" for what, count in rest)])
