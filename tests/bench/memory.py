"""How much memory a parse of 10 MB takes, as the interpreter counts it; for information."""

import tracemalloc
from collections.abc import Callable

from tests.bench import engines
from tests.bench.measure import Row, row
from tests.bench.spelling import write
from tests.bench.workloads import KILOBYTE, plain_emails

MEGABYTE = KILOBYTE * KILOBYTE
SIZE = 10 * MEGABYTE


def ten_megabytes(_rounds: int) -> list[Row]:
    """The tree and the peak, over the text itself, for a file full of e-mails; once is exact."""
    return [
        row("memory", f"{name}: {what}", None, [figure / MEGABYTE], "MiB")
        for name, parser in engines.parsers().items()
        for what, figure in _parsed(parser).items()
    ]


def _parsed(parser: engines.Parser) -> dict[str, int]:
    emails = [write(one, parser.language) for one in plain_emails(20)]
    parse = parser.start()
    parse(emails[0])
    return _allocated(parse, "".join(emails) * (SIZE // sum(map(len, emails))))


def _allocated(parse: Callable[[str], object], text: str) -> dict[str, int]:
    tracemalloc.start()
    try:
        tree = parse(text)
        kept, peak = tracemalloc.get_traced_memory()
        del tree
        return {"tree of 10 MB": kept, "peak for 10 MB": peak}
    finally:
        tracemalloc.stop()
