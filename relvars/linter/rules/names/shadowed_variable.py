"""A loop names its variable like one that is set already.

Why: the inner one hides the outer, which cannot be read in the loop any more. An index that hides
    another index is the custom, and not reported. It is off by default, since the inner one may
    well be meant.

Bad:
    {for $n $item = json.orders}{for $m $item = $item.lines}{$item.name} {end}{end}

Good:
    {for $n $order = json.orders}{for $m $line = $order.lines}{$line.name} {end}{end}
Values:
    {"json": {"orders": [{"lines": [{"name": "Tea"}]}]}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import variable_span
from relvars.semantics.scope import find
from relvars.syntax.ast import For


def check(file: File) -> Iterator[Found]:
    """The loop variables that hide another, an index that hides an index apart."""
    text = file.analysis.template.document.text
    for place in file.analysis.places:
        loop = place.node
        if not isinstance(loop, For):
            continue
        if loop.index and loop.index == loop.item:
            message = f"Index and item are both called `{loop.item}`, and only the item is read."
            yield Found(variable_span(text, loop, loop.item), message)
            continue
        for name in filter(None, (loop.index, loop.item)):
            hidden = find(place.scope, name)
            if hidden and (name == loop.item or hidden.role == "item"):
                message = f"`{name}` hides that of the loop around this one."
                yield Found(variable_span(text, loop, name), message, "use another name")


RULE = Rule("shadowed-variable", Group.NAMES, Severity.WARNING, default=False, check=check)
