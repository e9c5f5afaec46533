"""Coverage in the formats that continuous integration reads: lcov, and Cobertura's XML."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from relvars.coverage.measured import Line, Measured, Share, lines
from relvars.coverage.points import BRANCHES


def lcov(many: Sequence[Measured]) -> str:
    """An lcov tracefile: lines, and the branches of each block by the line it begins on."""
    return "".join(f"{row}\n" for one in many for row in _record(one))


def _record(one: Measured) -> Iterator[str]:
    found = lines(one)
    yield "TN:"
    yield f"SF:{_one_line(one.name)}"
    branches = [(line, *branch) for line in found for branch in line.branches]
    for line, point, times in branches:
        taken = str(times) if line.hits else "-"
        yield f"BRDA:{line.number},{point.start},{BRANCHES.index(point.kind)},{taken}"
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(1 for *_, times in branches if times)}"
    yield from (f"DA:{line.number},{line.hits}" for line in found)
    yield f"LF:{len(found)}"
    yield f"LH:{sum(1 for line in found if line.hits)}"
    yield "end_of_record"


def _one_line(name: str) -> str:
    return "".join(character if character.isprintable() else "_" for character in name)


def cobertura(many: Sequence[Measured], *, source: str = ".") -> str:
    """Cobertura's XML, with names below the folder `source`; the same for the same coverage."""
    all_lines = [line for one in many for line in lines(one)]
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">',
        f'<coverage {_rates(all_lines)} {_counts(all_lines)} complexity="0" version="1"'
        ' timestamp="0">',
        f"  <sources><source>{_escaped(source)}</source></sources>",
        "  <packages>",
        f'    <package name="templates" {_rates(all_lines)} complexity="0">',
        "      <classes>",
        *(row for one in many for row in _class(one)),
        "      </classes>",
        "    </package>",
        "  </packages>",
        "</coverage>",
    ]
    return "".join(f"{row}\n" for row in rows)


def _class(one: Measured) -> Iterator[str]:
    found = lines(one)
    name = quoteattr(_one_line(one.name))
    yield f'        <class name={name} filename={name} {_rates(found)} complexity="0">'
    yield "          <methods/>"
    yield "          <lines>"
    yield from (f"            {_line(line)}" for line in found)
    yield "          </lines>"
    yield "        </class>"


def _line(line: Line) -> str:
    start = f'<line number="{line.number}" hits="{line.hits}"'
    if not line.branches:
        return f'{start} branch="false"/>'
    share = _branches([line])
    coverage = f"{int(share.percent)}% ({share.reached}/{share.all})"
    return f'{start} branch="true" condition-coverage="{coverage}"/>'


def _rates(found: Sequence[Line]) -> str:
    line = Share(sum(1 for one in found if one.hits), len(found)).percent / 100
    branch = _branches(found).percent / 100
    return f'line-rate="{line:.4f}" branch-rate="{branch:.4f}"'


def _counts(found: Sequence[Line]) -> str:
    branches = _branches(found)
    reached = sum(1 for one in found if one.hits)
    return (
        f'lines-covered="{reached}" lines-valid="{len(found)}"'
        f' branches-covered="{branches.reached}" branches-valid="{branches.all}"'
    )


def _branches(found: Sequence[Line]) -> Share:
    times = [times for line in found for _, times in line.branches]
    return Share(sum(1 for one in times if one), len(times))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
