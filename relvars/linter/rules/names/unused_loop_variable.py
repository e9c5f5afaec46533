"""A loop never reads the item it is at.

Why: every pass prints the same. Mostly the name is misspelt, or a variable of an outer loop or of
    the profile is printed instead. An index that is not read is normal.

Bad:
    {for $n $tip = json.tips}<li>{json.tip}</li>{end}

Good:
    {for $n $tip = json.tips}<li>{$tip}</li>{end}
Values:
    {"json": {"tips": ["Call", "Write"]}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.conditions import asked
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import variable_span
from relvars.syntax.ast import Broken, For, If, Node, Output, Text, walk


def check(file: File) -> Iterator[Found]:
    """The loops of which neither item nor index is read; an object's keys alone may be wanted."""
    analysis = file.analysis
    read = {id(one.binding.loop) for one in analysis.reads if one.binding}
    text = analysis.template.document.text
    for place in analysis.places:
        node = place.node
        if isinstance(node, For) and node.item and id(node) not in read and not _is_unsure(node):
            yield Found(
                variable_span(text, node, node.item),
                f"`{node.item}` is never read: each pass prints the same.",
            )


def _is_unsure(loop: For) -> bool:
    """Is there something in the body that could not be read, or that only looks like a tag?"""
    return any(_hides(node, loop.item) for node in walk(loop.body))


def _hides(node: Node, name: str) -> bool:
    match node:
        case Broken():
            return True
        case Text(text=text):
            return name in text
        case If() | For():
            return isinstance(asked(node), Broken)
        case Output():
            return False


RULE = Rule("unused-loop-variable", Group.NAMES, Severity.WARNING, check=check)
