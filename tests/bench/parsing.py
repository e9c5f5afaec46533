"""Parsing: beside the peers on equal templates, and beside itself on twice as much."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import relvars
from tests.bench import engines, hostile, workloads
from tests.bench.engines import JINJA, LIQUID, RELVARS, Parser
from tests.bench.measure import Aim, Row, Work, at_least, at_most, ratio, row, take_turns
from tests.bench.message import Message
from tests.bench.spelling import write
from tests.bench.workloads import STAMP

FILES = 200
Texts = Callable[[int], Sequence[str]]


def emails(rounds: int) -> list[Row]:
    """200 e-mails of 20 KB with 25 tags each, of a common stock of tags and with none in common."""
    rounds = max(3, rounds // 2)
    return [
        *_emails("28 different tags", workloads.plain_emails(FILES), rounds),
        *_emails("4,000 different tags", workloads.varied_emails(FILES), rounds),
    ]


def _emails(note: str, messages: Sequence[Message], rounds: int) -> list[Row]:
    parsers = engines.parsers()
    texts = {
        name: partial(_stamped, [write(one, parser.language) for one in messages])
        for name, parser in parsers.items()
    }
    aims = {JINJA: at_least(3), LIQUID: at_least(2)}
    return _beside_peers("parse-200", note, parsers, texts, aims, rounds)


def _stamped(texts: Sequence[str], number: int) -> Sequence[str]:
    return [text.replace(STAMP, f"_r{number:02}") for text in texts]


def dense(rounds: int) -> list[Row]:
    """2,000 tags in 19 KB on one line, few and many different ones."""
    parsers = engines.parsers()
    rows = []
    for distinct in (False, True):
        texts = {
            name: partial(_dense, parser, distinct=distinct) for name, parser in parsers.items()
        }
        note = "2,000 different names" if distinct else "165 different names"
        aims = {JINJA: at_least(1), LIQUID: None}
        rows += _beside_peers("parse-dense", note, parsers, texts, aims, rounds)
    return rows


def _dense(parser: Parser, number: int, *, distinct: bool) -> Sequence[str]:
    return [write(workloads.dense(1900 * number, distinct=distinct), parser.language)]


def _beside_peers(
    bench: str,
    note: str,
    parsers: Mapping[str, Parser],
    texts: Mapping[str, Texts],
    aims: Mapping[str, Aim | None],
    rounds: int,
) -> list[Row]:
    works = {name: partial(_parse_all, parser, texts[name]) for name, parser in parsers.items()}
    for prepare in works.values():  # once before, for what is loaded once
        prepare(rounds)()
    times = take_turns(works, rounds)
    rows = [ratio(bench, times, name, RELVARS, aim, note) for name, aim in aims.items()]
    return rows + [
        row(bench, name, None, [one * 1e3 for one in figures], "ms", note)
        for name, figures in times.items()
    ]


def _parse_all(parser: Parser, texts: Texts, number: int) -> Work:
    parse, fresh = parser.start(), texts(number)

    def work() -> object:
        return [parse(text) for text in fresh]

    return work


def linear(rounds: int) -> list[Row]:
    """Twice as much of anything takes twice as long, a third more allowed for."""
    rounds = max(5, rounds // 4)
    return [_doubled(what, make, rounds) for what, make in hostile.KINDS.items()]


def _doubled(what: str, make: Callable[[int, str], str], rounds: int) -> Row:
    def prepare(factor: int, number: int) -> Work:
        text = make(factor, f"_{factor}{number}")
        return lambda: relvars.parse(text)

    times = take_turns({"2n": partial(prepare, 2), "n": partial(prepare, 1)}, rounds, seconds=3)
    note = f"{len(make(1, '_00')):,} characters, {min(times['n']) * 1e3:.1f} ms"
    return ratio("parse-linear", times, "2n", "n", at_most(2.6), note)._replace(what=what)
