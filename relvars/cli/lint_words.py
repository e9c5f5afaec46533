"""What `relvars lint` prints beside its reports: counts, times, and how it went."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from relvars.cli.terminal import Terminal, complain, internal, say, table
from relvars.diagnostics import Diagnostic, Severity
from relvars.linter.files import Trouble
from relvars.linter.runner import Failure


def statistics(findings: Iterable[Diagnostic], *, as_json: bool) -> str:
    """How often each rule found something, most often first."""
    counted = Counter(one.slug for one in findings)
    rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
    if as_json:
        listed = [{"slug": slug, "count": count} for slug, count in rows]
        return json.dumps({"version": 1, "statistics": listed}, indent=2) + "\n"
    width = max((len(str(count)) for _, count in rows), default=0)
    return "".join(f"{count:>{width}}  {slug}\n" for slug, count in rows)


def say_times(seconds: Mapping[str, float]) -> None:
    """How long each rule took, longest first."""
    whole = sum(seconds.values())
    rows = [
        (f"{time * 1e3:.1f} ms", f"{time / whole:.0%}", name)
        for name, time in sorted(seconds.items(), key=lambda row: -row[1])
    ]
    for line in table(rows):
        say(line)


def summary(findings: Sequence[Diagnostic], files: int, fixed: int) -> str:
    """A line about the whole run."""
    counted = Counter(one.severity for one in findings)
    kinds = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "remark"))
    parts = [_many(counted[kind], word) for kind, word in kinds if counted[kind]]
    said = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    mended = f"{_many(fixed, 'fix', 'es')} applied; " if fixed else ""
    return f"{mended}{said or 'nothing found'} in {_many(files, 'file')}"


def can_be_fixed(findings: Iterable[Diagnostic]) -> str:
    """A line about what --fix would do, or nothing."""
    fixes = [one.fix.safe for one in findings if one.fix]
    if not fixes:
        return ""
    safe, unsafe = sum(fixes), len(fixes) - sum(fixes)
    ways = ((safe, "--fix"), (unsafe, "--fix --unsafe-fixes"))
    first, *more = [f"{count}{{}} with {option}" for count, option in ways if count]
    return ", ".join([first.format(" can be fixed"), *(one.format("") for one in more)])


def say_troubles(screen: Terminal, troubles: Iterable[Trouble]) -> None:
    """A line for each file that could not be linted."""
    for one in troubles:
        complain(screen, f"{one.name}: {one.why}".replace("\n", " "))


def say_failures(screen: Terminal, failures: Iterable[Failure]) -> bool:
    """A line for each rule that failed, with a file of details; true if there was one."""
    first = {one.rule: one for one in reversed([*failures])}
    for rule, one in first.items():
        one.error.add_note(f"rule {rule}, file {one.name}")
        complain(screen, f"rule {rule}: {internal(one.error)}")
    return bool(first)


def _many(number: int, word: str, plural: str = "s") -> str:
    return f"{number} {word}{plural if number != 1 else ''}"
