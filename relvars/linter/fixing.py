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
# Looking for the fixes that do harm halves them; after so many looks the rest counts as harmful.
_LOOKS = 500

# The message that each sample makes of a file, None where it makes none.
Rendering = Callable[[Source], Sequence[str | None]]
Allowed = Callable[[Diagnostic], bool]
# Why the second of two states of a file is worse than the first, "" when it is not.
Harm = Callable[[Source, Source], str]
# A rule and where its fix begins.
_Key = tuple[str, int]


class Refusal(NamedTuple):
    """A fix that was not applied: the file, the line of the finding in it, its rule, and why."""

    name: str
    line: int
    slug: str
    why: str


class Fixed(NamedTuple):
    """A family after fixing; `applied` counts fixes."""

    sources: tuple[Source, ...]
    applied: int = 0
    refused: tuple[Refusal, ...] = ()


class _Offer(NamedTuple):
    """A fix that may be applied, and the finding that it mends."""

    slug: str
    line: int
    fix: Fix


def fix_family(
    plan: Plan,
    sources: Sequence[Source],
    rendered: Rendering,
    only: Collection[str],
    *,
    unsafe: bool = False,
) -> Fixed:
    """Fix what can be fixed: safely at first, then, if that is wished for, the rest.

    `only` names the files that may change. Fixes that would leave one worse off are refused.
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
    # What was refused at first has been tried again.
    return Fixed(more.sources, fixed.applied + more.applied, more.refused)


def _step(plan: Plan, sources: Sequence[Source], allowed: Allowed, harm: Harm) -> Fixed:
    """Everything at once where that does no harm, and elsewhere what does none."""
    after, counts = _mended(plan, sources, allowed)
    kept, applied, refused = list(after), sum(counts), list[Refusal]()
    harmed = [
        place
        for place, (old, new) in enumerate(zip(sources, after, strict=True))
        if old.text != new.text and harm(old, new)
    ]
    for place in harmed:
        kept[place] = sources[place]
    for place in harmed:
        kept[place], count, left = _sparingly(plan, kept, place, allowed, harm)
        applied += count - counts[place]
        refused += left
    return Fixed(tuple(kept), applied, tuple(refused))


def _mended(
    plan: Plan, sources: Sequence[Source], allowed: Allowed
) -> tuple[Sequence[Source], list[int]]:
    """The files after all rounds, and how many fixes each took."""
    counts = [0] * len(sources)
    seen = {tuple(one.text for one in sources)}
    for _ in range(_ROUNDS):
        found = lint_family(plan, sources).findings
        applied = [apply(one.text, _fixes(_offers(found, one.name, allowed))) for one in sources]
        texts = tuple(text for text, _ in applied)
        if texts in seen:
            break
        seen.add(texts)
        sources = [one._replace(text=text) for one, text in zip(sources, texts, strict=True)]
        counts = [count + more for count, (_, more) in zip(counts, applied, strict=True)]
    return sources, counts


def _sparingly(
    plan: Plan, sources: Sequence[Source], place: int, allowed: Allowed, harm: Harm
) -> tuple[Source, int, Iterable[Refusal]]:
    """One file of a family fixed without the fixes that do harm, how many it took, and those."""
    source, applied, seen = sources[place], 0, {sources[place].text}
    refused, offers = dict[_Key, str](), list[_Offer]()
    for _ in range(_ROUNDS):
        family = [*sources[:place], source, *sources[place + 1 :]]
        offers = _offers(lint_family(plan, family).findings, source.name, allowed)
        taken, bad = _sifted(source, [one for one in offers if _key(one) not in refused], harm)
        refused |= bad
        edits, count = _apart(_fixes(taken))
        text = _edited(source.text, edits)
        if text in seen:
            break
        seen.add(text)
        source, applied = source._replace(text=text), applied + count
        refused = {(slug, _moved(at, edits)): why for (slug, at), why in refused.items()}
    left = (
        Refusal(source.name, one.line, one.slug, refused[_key(one)])
        for one in offers
        if _key(one) in refused
    )
    return source, applied, dict.fromkeys(left)


def _sifted(
    source: Source, offers: list[_Offer], harm: Harm
) -> tuple[list[_Offer], dict[_Key, str]]:
    """The fixes that do no harm together, and why each of the others would."""
    taken, refused, looks = list[_Offer](), dict[_Key, str](), 0
    waiting = [offers] if offers else []
    while waiting:
        some = waiting.pop()
        looks += 1
        why = harm(source, source._replace(text=apply(source.text, _fixes([*taken, *some]))[0]))
        if not why:
            taken += some
        elif len(some) == 1 or looks >= _LOOKS:
            refused |= {_key(one): why for one in some}
        else:
            half = len(some) // 2
            waiting += some[half:], some[:half]
    return taken, refused


def _offers(found: Iterable[Diagnostic], name: str, allowed: Allowed) -> list[_Offer]:
    return [
        _Offer(one.slug, one.start.line, one.fix)
        for one in found
        if one.file == name and one.fix and allowed(one)
    ]


def _fixes(offers: Iterable[_Offer]) -> list[Fix]:
    return [one.fix for one in offers]


def _key(offer: _Offer) -> _Key:
    return offer.slug, offer.fix.edits[0].start.offset


def _moved(offset: int, edits: Iterable[Edit]) -> int:
    """Where a place is once the edits are made."""
    before = (one for one in edits if one.end.offset <= offset)
    return offset + sum(len(one.text) - one.end.offset + one.start.offset for one in before)


def apply(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """The text with those fixes that touch no earlier one, each whole; and how many these are."""
    edits, count = _apart(fixes)
    return _edited(text, edits), count


def _apart(fixes: Iterable[Fix]) -> tuple[list[Edit], int]:
    """The edits, in order of place, of the fixes that touch no earlier one; of how many."""
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
    return sorted(edits), count


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
