"""An object is printed as it is.

Why: recipients read raw data, with braces and the names of fields. Mostly the last part of the path
    is missing.

Bad (account):
    {for $n $link = relation.managers_loyal.reverse.profit.top}{$link.lead}{end}

Good (account):
    {for $n $link = relation.managers_loyal.reverse.profit.top}{$link.lead._fname}{end}
Values:
    {"relation": {"managers_loyal": {"reverse": {"profit": {"top": [
      {"value": 120, "lead": {"_fname": "Ann"}}
    ]}}}}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import printed, shown
from relvars.semantics.reads import Read
from relvars.semantics.types import Object


def check(file: File) -> Iterator[Found]:
    """The objects that are printed."""
    for used in printed(file.analysis):
        if isinstance(used.type, Object):
            name = shown(used)
            advice = f"name the field: `{{{name}.…}}`" if isinstance(used, Read) else ""
            yield Found(used.node.span, f"`{name}` is an object, printed as raw data.", advice)


RULE = Rule("object-printed", Group.MEANING, Severity.WARNING, check=check)
