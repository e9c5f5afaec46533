"""Apply fixes until nothing changes, and see that no harm was done."""

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from relvars.diagnostics import Diagnostic, Edit, Fix, Severity
from relvars.linter.runner import Plan, Source, lint_family
from relvars.syntax.parser import parse

# A fix may make room for another; more rounds than this and rules undo each other's work.
_ROUNDS = 50

# The message that each sample makes of a file, None where it makes none.
Rendering = Callable[[Source], Sequence[str | None]]
Allowed = Callable[[Diagnostic], bool]


class Fixed(NamedTuple):
    """A family after fixing; `applied` counts fixes, `refused` has names of files and why not."""

    sources: tuple[Source, ...]
    applied: int = 0
    refused: tuple[tuple[str, str], ...] = ()


def fix_family(
    plan: Plan,
    sources: Sequence[Source],
    rendered: Rendering,
    only: Collection[str],
    *,
    unsafe: bool = False,
) -> Fixed:
    """Fix what can be fixed: safely at first, then, if that is wished for, the rest.

    `only` names the files that may change. One that would be worse off stays as it was.
    """
    fixed = _step(
        plan,
        sources,
        lambda one: one.file in only and one.fix is not None and one.fix.safe,
        lambda old, new: _harm(plan, rendered, old, new),
    )
    if not unsafe:
        return fixed
    more = _step(
        plan,
        fixed.sources,
        lambda one: one.file in only,
        lambda old, new: _worse(plan, old, new),
    )
    return Fixed(more.sources, fixed.applied + more.applied, fixed.refused + more.refused)


def _step(
    plan: Plan,
    sources: Sequence[Source],
    allowed: Allowed,
    harm: Callable[[Source, Source], str],
) -> Fixed:
    after, counts = _mended(plan, sources, allowed)
    kept, refused = list(sources), list[tuple[str, str]]()
    for place, (old, new) in enumerate(zip(sources, after, strict=True)):
        why = harm(old, new) if new.text != old.text else ""
        if why:
            refused.append((old.name, f"was not fixed: {why}"))
            counts[place] = 0
        else:
            kept[place] = new
    return Fixed(tuple(kept), sum(counts), tuple(refused))


def _mended(
    plan: Plan, sources: Sequence[Source], allowed: Allowed
) -> tuple[Sequence[Source], list[int]]:
    """The files after all rounds, and how many fixes each took."""
    counts = [0] * len(sources)
    seen = {tuple(one.text for one in sources)}
    for _ in range(_ROUNDS):
        found = lint_family(plan, sources).findings
        applied = [apply(one.text, _fixes(found, one.name, allowed)) for one in sources]
        texts = tuple(text for text, _ in applied)
        if texts in seen:
            break
        seen.add(texts)
        sources = [one._replace(text=text) for one, text in zip(sources, texts, strict=True)]
        counts = [count + more for count, (_, more) in zip(counts, applied, strict=True)]
    return sources, counts


def _fixes(found: Iterable[Diagnostic], name: str, allowed: Allowed) -> list[Fix]:
    return [one.fix for one in found if one.file == name and one.fix and allowed(one)]


def apply(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """The text with those fixes that touch no earlier one, each whole; and how many these are."""
    taken: list[tuple[int, int]] = []
    edits: list[Edit] = []
    count = 0
    for fix in fixes:
        own = sorted((one.start.offset, one.end.offset) for one in fix.edits)
        apart = all(one[1] <= after[0] and one != after for one, after in pairwise(own))
        if apart and all(_is_free(span, taken) for span in own):
            count += 1
            edits += fix.edits
            for span in own:
                taken.insert(bisect(taken, span), span)
    return _edited(text, sorted(edits)), count


def _edited(text: str, edits: Iterable[Edit]) -> str:
    pieces, done = list[str](), 0
    for edit in edits:
        pieces += text[done : edit.start.offset], edit.text
        done = edit.end.offset
    return "".join([*pieces, text[done:]])


def _is_free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """Is a stretch apart from all others? Two that insert at one place are not."""
    at = bisect(taken, span)
    before = taken[at - 1] if at else (-1, -1)
    after = taken[at][0] if at < len(taken) else span[1]
    return span != before and before[1] <= span[0] and span[1] <= after


def _harm(plan: Plan, rendered: Rendering, old: Source, new: Source) -> str:
    """Why safe fixes were none, or nothing."""
    if why := _worse(plan, old, new):
        return why
    pairs = zip(rendered(old), rendered(new), strict=False)
    changed = any(before is not None and before != after for before, after in pairs)
    return "its sample data would give another message" if changed else ""


def _worse(plan: Plan, old: Source, new: Source) -> str:
    return "it would have more errors" if _errors(plan, new) > _errors(plan, old) else ""


def _errors(plan: Plan, source: Source) -> int:
    tree = parse(source.text, source.name, language=plan.language, channel=source.channel)
    return sum(one.severity == Severity.ERROR for one in tree.diagnostics)
