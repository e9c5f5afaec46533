"""What a template prints, and what to call it in a sentence."""

import re
from collections.abc import Iterator

from relvars.semantics.analysis import Analysis
from relvars.semantics.reads import Called, Read
from relvars.syntax.ast import For
from relvars.syntax.names import written
from relvars.text import Span


def printed(analysis: Analysis) -> Iterator[Read | Called]:
    """The paths and calls that are printed."""
    used: list[Read | Called] = [*analysis.reads, *analysis.calls]
    return (one for one in used if one.use == "printed")


def shown(used: Read | Called) -> str:
    """A path as it stands, a call without its arguments."""
    return written(used.path) if isinstance(used, Read) else f"{used.call.name}(…)"


def variable_span(text: str, loop: For, name: str) -> Span:
    """Where a loop's head names a variable; the last place when it does so twice."""
    pattern = re.compile(re.escape(name) + r"(?!\w)(?=[^=]*=)")
    *_, last = pattern.finditer(text, *loop.head)
    return Span(*last.span())
