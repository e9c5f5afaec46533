"""What the linter finds in each message, in a thread behind the requests."""

import gc
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from relvars.config import lint_world as linting
from relvars.diagnostics import Diagnostic, Severity
from relvars.diagnostics import to_json as finding_json
from relvars.errors import RelvarsError
from relvars.linter.grouping import family_of
from relvars.linter.runner import Source, lint_family
from relvars.preview.messages import Message, read_part
from relvars.preview.world import World

_KEPT = 40  # messages whose findings are kept; of the others only how many there are
_BATCH = 25  # messages told of at once


class Marks(NamedTuple):
    """How many errors and warnings a part has."""

    errors: int = 0
    warnings: int = 0


@dataclass
class Checks:
    """What is known, by message: marks of the parts, findings of the parts of those seen of late.

    `due` are the messages to look at, those asked for first. `stamps` count how often what was
    found of a message was forgotten, so that what is found meanwhile of an old text is not kept.
    """

    marks: dict[str, dict[str, Marks]] = field(default_factory=dict)
    findings: dict[str, dict[str, tuple[Diagnostic, ...]]] = field(default_factory=dict)
    due: dict[str, None] = field(default_factory=dict)
    stamps: dict[str, int] = field(default_factory=dict)
    wake: threading.Condition = field(default_factory=threading.Condition)
    ended: bool = False


def ask(checks: Checks, ids: Iterable[str], *, first: bool = False) -> None:
    """Have messages looked at, if need be before all others."""
    with checks.wake:
        more = dict.fromkeys(ids)
        checks.due = {**more, **checks.due} if first else {**checks.due, **more}
        checks.wake.notify_all()


def ask_unknown(checks: Checks, ids: Iterable[str], *, first: bool = False) -> None:
    """The same for those of the messages that nobody has had looked at since they changed."""
    with checks.wake:
        ask(checks, [name for name in ids if name not in checks.findings], first=first)


def forget(checks: Checks, ids: Iterable[str]) -> None:
    """Forget what was found in messages that have changed; their marks stay till there are new."""
    with checks.wake:
        for name in ids:
            checks.findings.pop(name, None)
            checks.stamps[name] = checks.stamps.get(name, 0) + 1


def end(checks: Checks) -> None:
    """Let the thread end."""
    with checks.wake:
        checks.ended = True
        checks.wake.notify_all()


def start(
    checks: Checks,
    world: Callable[[], World],
    breathe: Callable[[], None],
    told: Callable[[list[str]], None],
) -> threading.Thread:
    """The thread that looks at what is due; `told` gets the ids of messages with new marks."""
    work = threading.Thread(
        target=_work, args=(checks, world, breathe, told), name="checks", daemon=True
    )
    work.start()
    return work


def _work(
    checks: Checks,
    world: Callable[[], World],
    breathe: Callable[[], None],
    told: Callable[[list[str]], None],
) -> None:
    fresh: list[str] = []
    while True:
        with checks.wake:
            checks.wake.wait_for(lambda: checks.due or checks.ended, None if not fresh else 0)
            name = next(iter(checks.due), None)
            if name is not None:
                del checks.due[name]
        if fresh and (name is None or len(fresh) >= _BATCH):
            told(fresh)
            fresh = []
        if checks.ended:
            return
        if name is None:
            gc.collect()  # what was compiled goes round in circles; now nobody waits
        else:
            breathe()
            fresh += check(checks, world(), name)


def check(checks: Checks, world: World, name: str) -> list[str]:
    """Look at a message and those it belongs together with; gives the ids of all of them."""
    asked = world.messages.get(name)
    if asked is None:
        return []
    stamps = {**checks.stamps}
    family = _family(world, asked)
    found = _linted(world, family)
    with checks.wake:
        current = [one for one in family if checks.stamps.get(one.id) == stamps.get(one.id)]
        for one in current:
            _keep(checks, one, {part.path: found.get(part.path, ()) for part in one.parts})
    return [one.id for one in current]


def _keep(checks: Checks, one: Message, parts: dict[str, tuple[Diagnostic, ...]]) -> None:
    checks.marks[one.id] = {path: _marks(each) for path, each in parts.items()}
    checks.findings.pop(one.id, None)
    checks.findings[one.id] = parts
    checks.due.pop(one.id, None)
    while len(checks.findings) > _KEPT:
        checks.findings.pop(next(iter(checks.findings)))


def _family(world: World, message: Message) -> list[Message]:
    """The message in all its languages."""
    key = family_of(message.parts[0].path)
    in_folder = (one for one in world.messages.values() if one.folder == message.folder)
    return [one for one in in_folder if family_of(one.parts[0].path) == key]


def _linted(world: World, family: Sequence[Message]) -> dict[str, tuple[Diagnostic, ...]]:
    sources = [*_sources(world, family)]
    found: dict[str, tuple[Diagnostic, ...]] = {one.name: () for one in sources}
    for finding in lint_family(world.linting.plan, sources).findings:
        found[finding.file] = (*found.get(finding.file, ()), finding)
    return found


def _sources(world: World, family: Sequence[Message]) -> Iterable[Source]:
    for part in (part for one in family for part in one.parts):
        try:
            text = read_part(world.project, part)
        except RelvarsError:  # it is told of when it is shown
            continue
        yield linting.source(world.linting, part.path, text, str(part.file))


def _marks(found: Sequence[Diagnostic]) -> Marks:
    severities = [one.severity for one in found]
    return Marks(severities.count(Severity.ERROR), severities.count(Severity.WARNING))


def marks_json(checks: Checks, message: Message) -> dict[str, Any]:
    """The marks of a message and its parts; zeros where nobody has looked yet."""
    known = checks.marks.get(message.id, {})
    parts = [
        {"path": part.path, "kind": part.kind, **known.get(part.path, Marks())._asdict()}
        for part in message.parts
    ]
    return {
        "id": message.id,
        "name": message.name,
        "folder": message.folder,
        "parts": parts,
        "errors": sum(one.errors for one in known.values()),
        "warnings": sum(one.warnings for one in known.values()),
        "checked": message.id in checks.marks,
    }


def findings_json(checks: Checks, message: Message) -> list[dict[str, Any]] | None:
    """The findings of each part; None when they are not known (any more)."""
    known = checks.findings.get(message.id)
    if known is None:
        return None
    return [
        {"path": part.path, "diagnostics": [finding_json(one) for one in known.get(part.path, ())]}
        for part in message.parts
    ]
