"""Formatting beside reading: 200 e-mails of 20 KB, tidy ones and untidy ones."""

import re

from relvars.formatter import format
from relvars.syntax.parser import parse
from tests.bench.measure import Row, at_most, ratio, take_turns
from tests.bench.transpiling import OURS

E_MAILS = 200


def rows(rounds: int = 10) -> list[Row]:
    """The figures of this bench; each e-mail is read twice when it is untidy, to be sure of it."""
    page = OURS * (20_000 // len(OURS) + 1)
    tidy = [parse(f"<!-- {number} -->{page}") for number in range(E_MAILS)]
    untidy = [parse(re.sub(r"\{(?=\w)", "{ ", one.document.text)) for one in tidy]
    assert [format(one) for one in untidy] == [one.document.text for one in tidy]
    times = take_turns(
        {
            "reading": lambda _: lambda: [parse(one.document.text) for one in tidy],
            "tidy": lambda _: lambda: [format(one) for one in tidy],
            "untidy": lambda _: lambda: [format(one) for one in untidy],
        },
        min(rounds, 5),
    )
    return [
        ratio("format 200 of 20 KB", times, "tidy", "reading", at_most(1)),
        ratio("format 200 of 20 KB", times, "untidy", "reading", at_most(4)),
    ]
