"""Coverage as a table for a terminal."""

from collections.abc import Sequence

from relvars.coverage.measured import Measured, Share, missing, percent_text, share, total
from relvars.diagnostics import printable

_HEAD = ("Template", "Branches", "Cover", "Values", "Missing")


def table(many: Sequence[Measured]) -> list[str]:
    """A line for each template, and their sum; see docs/coverage.md for what is counted."""
    rows = [_HEAD, *map(_row, many)]
    if len(many) != 1:
        values = [share(one, one.outputs) for one in many]
        both = Share(sum(one.reached for one in values), sum(one.all for one in values))
        rows.append(("TOTAL", *_numbers(total(many), both), ""))
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [_line(row, widths) for row in rows]
    rule = "-" * max(map(len, lines))
    body = [lines[0], rule, *lines[1:]]
    return [*body[:-1], rule, body[-1]] if len(many) != 1 else body


def _row(one: Measured) -> tuple[str, ...]:
    numbers = _numbers(share(one, one.branches), share(one, one.outputs))
    return (printable(one.name), *numbers, ", ".join(missing(one)))


def _numbers(branches: Share, values: Share) -> tuple[str, str, str]:
    of = f"{branches.reached}/{branches.all}"
    return of, percent_text(branches), f"{values.reached}/{values.all}"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *numbers, gaps = row
    cells = [name.ljust(widths[0])]
    cells += [one.rjust(width) for one, width in zip(numbers, widths[1:-1], strict=True)]
    return "  ".join([*cells, gaps]).rstrip()
