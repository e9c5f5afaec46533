"""Rendering: one e-mail and one text message, for several recipients each."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tests.bench import engines, workloads
from tests.bench.engines import BY_HAND, FSTRING, MINIJINJA, RELVARS, Renderer
from tests.bench.measure import (
    Aim,
    Row,
    Work,
    at_least,
    at_most,
    often_enough,
    ratio,
    row,
    take_turns,
)
from tests.bench.message import Message
from tests.bench.values import recipients

Batch = list[dict[str, Any]]
FASTER = at_least(1)
HAND_AIM = at_most(1.8)
# A text message's aim is 2 µs on a machine where the hand-written function takes 0.54.
SMS_HAND_AIM = at_most(3.7)
# The other values: none of them must be the only ones that are fast.
_KINDS = {
    "strings": "only strings",
    "integers": "only integers",
    "floats": "only floats",
    "missing": "a fifth of the fields missing",
    "cyrillic": "Cyrillic strings",
}
_PEERS = (MINIJINJA, engines.MAKO, engines.JINJA, engines.JINJA_DOTS)


def emails(rounds: int) -> list[Row]:
    """20 KB, 20 fields, two choices, a loop over 20 items with three fields each."""
    bench, message = "render-20k", workloads.one_email()
    ready = engines.own_renderers(message) | engines.peer_renderers(message)
    times = _measure(bench, ready, recipients(message, "mixed"), rounds)
    rows = [ratio(bench, times, RELVARS, BY_HAND, HAND_AIM, "mostly strings")]
    rows += [ratio(bench, times, name, RELVARS, FASTER) for name in _PEERS]
    kinds = _kinds(bench, message, HAND_AIM, rounds, tuple(_KINDS))
    return [*rows, *kinds, *_microseconds(bench, times)]


def short_messages(rounds: int) -> list[Row]:
    """100 bytes and three fields."""
    bench, message = "render-sms", workloads.one_sms()
    ready = engines.own_renderers(message) | engines.peer_renderers(message)
    ready |= {FSTRING: engines.fstring(message)}
    times = _measure(bench, ready, recipients(message, "strings"), rounds)
    rows = [
        ratio(bench, times, name, RELVARS, at_least(1.5) if name == MINIJINJA else FASTER)
        for name in _PEERS
    ]
    rows += [ratio(bench, times, RELVARS, BY_HAND, SMS_HAND_AIM, "only strings")]
    rows += [ratio(bench, times, RELVARS, FSTRING, None)]
    kinds = _kinds(bench, message, SMS_HAND_AIM, rounds, tuple(_KINDS)[1:])
    return [*rows, *kinds, *_microseconds(bench, times)]


def _kinds(bench: str, message: Message, aim: Aim, rounds: int, kinds: Sequence[str]) -> list[Row]:
    """relvars beside the hand-written function with other values, so that none is favoured."""
    rows = []
    for kind in kinds:
        ready = engines.own_renderers(message, gaps=kind == "missing")
        times = _measure(bench, ready, recipients(message, kind), rounds)
        rows.append(ratio(bench, times, RELVARS, BY_HAND, aim, _KINDS[kind]))
    return rows


def _microseconds(bench: str, times: Mapping[str, list[float]]) -> list[Row]:
    return [
        row(bench, name, None, [one * 1e6 for one in figures], "µs")
        for name, figures in times.items()
    ]


def _measure(
    bench: str, ready: Mapping[str, Renderer], batch: Batch, rounds: int
) -> dict[str, list[float]]:
    """Seconds a message, for those engines that give the same text as the hand-written one."""
    agreed = {name: one for name, one in ready.items() if _agrees(bench, name, one, ready, batch)}
    repeats = {name: often_enough(_repeated(one, batch, 1)) for name, one in agreed.items()}
    works = {
        name: partial(_again, _repeated(one, batch, repeats[name])) for name, one in agreed.items()
    }
    times = take_turns(works, rounds, tries=3)
    return {
        name: [one / (len(batch) * repeats[name]) for one in figures]
        for name, figures in times.items()
    }


def _again(work: Work, _: int) -> Work:
    return work


def _repeated(renderer: Renderer, batch: Batch, times: int) -> Work:
    load = batch * times
    return lambda: renderer.many(load)


def _agrees(
    bench: str, name: str, one: Renderer, ready: Mapping[str, Renderer], batch: Batch
) -> bool:
    agreed = all(one.one(values) == ready[BY_HAND].one(values) for values in batch)
    if not agreed:
        print(f"{bench}: {name} is left out: it renders something else", file=sys.stderr)
    return agreed
