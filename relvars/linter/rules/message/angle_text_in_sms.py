"""Text in angle brackets that a text message loses.

Why: in a text message everything in angle brackets is taken for a parameter of a link and left
    out: a price tag `<new>`, an address, a comparison. The parameters there are, `<no-track>`,
    `<confirm-link>` and `<name="…">`, are not reported.

Bad (promo.sms.txt):
    Sale <today only>: https://example.com/s<no-track>

Good (promo.sms.txt):
    Sale (today only): https://example.com/s<no-track>
"""

import re
from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.paths import bodies
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import Node, Output, Text
from relvars.text import Span

_PARAMETER = re.compile(r"<(?:no-track|confirm-link|name=\"[A-Za-z0-9_-]*\")>")
_ANGLES = re.compile(r"<[^<>]*>")


def check(file: File) -> Iterator[Found]:
    """What of a text message stands in angle brackets and is no parameter."""
    if file.channel != "sms":
        return
    text = file.analysis.template.document.text
    tags = {one.node.span.start for one in file.analysis.places if isinstance(one.node, Output)}
    for nodes in bodies(file.analysis.template):
        for start, end in _stretches(nodes):
            # Tags have no part in it, but what they print between the brackets goes as well.
            for match in _ANGLES.finditer(text, start, end):
                if not _PARAMETER.fullmatch(match[0]) and match.start() not in tags:
                    yield Found(
                        Span(*match.span()),
                        f"`{match[0]}` does not reach the reader: angle brackets hold parameters"
                        " of links.",
                        "write it in round brackets",
                    )


def _stretches(nodes: tuple[Node, ...]) -> Iterator[tuple[int, int]]:
    """The stretches without blocks: texts and printed values."""
    start = end = -1
    for node in nodes:
        if isinstance(node, Text | Output):
            start = node.span.start if start < 0 else start
            end = node.span.end
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end


RULE = Rule("angle-text-in-sms", Group.MESSAGE, Severity.WARNING, check=check)
