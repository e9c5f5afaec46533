"""A fragment holds itself, directly or through other fragments, and would never end.

Why: the message cannot be made. It is found while rendering, when the fragments are known, and
    before it in a project whose data has fragments; here `footer` holds `signature`, and
    `signature` holds `footer`. In brackets stand the fragment where the circle closes, the line and
    the column.

Bad:
    Good morning! {fragment.footer}
Values:
    {"fragment": {"footer": "Yours, {fragment.signature}", "signature": "{fragment.footer}"}}

Good:
    Good morning! {fragment.footer}
Values:
    {"fragment": {"footer": "Yours, {fragment.signature}", "signature": "the agency"}}
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import Path, expressions, walk
from relvars.syntax.names import segment_span
from relvars.syntax.parser import parse


def check(file: File) -> Iterator[Found]:
    """The fragments that lead to one that holds itself."""
    for read in file.analysis.reads:
        if file.fragments and _is_fragment(read.path):
            circle = _circle((read.path.segments[0],), file.fragments, set())
            if circle:
                way = ", ".join(f"`{name}`" for name in circle[1:])
                message = f"The fragment `{circle[0]}` contains itself."
                yield Found(segment_span(read.path, 0), message, f"it holds {way}")


def _circle(way: tuple[str, ...], fragments: Mapping[str, str], done: set[str]) -> tuple[str, ...]:
    """The names from one fragment to itself again, on a way from here; () when there is none."""
    for name in _held(fragments.get(way[-1], "")):
        if name in way:
            return (*way[way.index(name) :], name)
        if name not in done:
            circle = _circle((*way, name), fragments, done)
            if circle:
                return circle
    done.add(way[-1])
    return ()


@lru_cache(maxsize=256)
def _held(text: str) -> tuple[str, ...]:
    """The fragments that a text prints."""
    found = (one for node in walk(parse(text).body) for one in expressions(node))
    return tuple(one.segments[0] for one in found if isinstance(one, Path) and _is_fragment(one))


def _is_fragment(path: Path) -> bool:
    return path.root == "fragment" and len(path.segments) == 1


RULE = Rule("fragment-cycle", Group.NAMES, Severity.ERROR, check=check)
