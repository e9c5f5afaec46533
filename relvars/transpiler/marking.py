"""A translation that tells which of its branches were taken: it prints a mark in each."""

import re
from collections.abc import Iterator, Sequence

from relvars.syntax.ast import For, If, Template, walk
from relvars.transpiler.spelling import Delimiters, with_delimiters
from relvars.transpiler.translation import Stretch, Translation

# Characters for private use, which no text has but by chance.
_MARK = re.compile("\ue000([0-9]+)\ue001")


def marked(translation: Translation, template: Template, delimiters: Delimiters) -> str:
    """The translation with marks; the branches are numbered as in a trace."""
    edits = sorted(_edits(translation.source_map, template))
    text, last, pieces = translation.text, 0, []
    for at, opener, number in edits:
        tags = f'{opener}{{{{ "\\ue000{number}\\ue001" }}}}'
        pieces += [text[last:at], with_delimiters(tags, delimiters)]
        last = at
    return "".join([*pieces, text[last:]])


def taken(output: str) -> frozenset[int]:
    """The numbers of the branches whose marks are in a text."""
    return frozenset(int(number) for number in _MARK.findall(output))


def unmarked(output: str) -> str:
    """The text without the marks."""
    return _MARK.sub("", output)


def _edits(source_map: Sequence[Stretch], template: Template) -> Iterator[tuple[int, str, int]]:
    """Where marks go, each with what stands before it: an `else` where the source has none."""
    starts = {one.span: one.start for one in reversed(source_map)}
    ends = {one.span: one.end for one in source_map}
    blocks = (node for node in walk(template.body) if isinstance(node, If | For))
    for number, node in enumerate(blocks):
        yield ends[node.head], "", 2 * number
        if node.middle:
            yield ends[node.middle], "", 2 * number + 1
        elif node.end:
            yield starts[node.end], "{% else %}", 2 * number + 1
