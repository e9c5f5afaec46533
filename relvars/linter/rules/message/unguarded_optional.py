"""A profile's field that may be missing, printed without a condition around it.

Why: a schema cannot say that every profile has a value, and a missing one prints nothing: «Your
    shop in .» Off by default, since a template may be right without the value. The e-mail address
    is there in an e-mail, and the telephone number in a text message; identifiers are always
    there. What the template's own documents hold (`json`, `apicontent`) is up to who makes them.

Bad:
    Your shop in {lead._city}.

Good:
    {if lead._city}Your shop in {lead._city}.{else}Your shop.{end}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.printed_values import may_be_missing, printed_paths
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.names import written


def check(file: File) -> Iterator[Found]:
    """The fields of profiles that are printed whether or not they are there."""
    for read in printed_paths(file.analysis):
        if may_be_missing(read, file.channel):
            name = written(read.path)
            yield Found(
                read.node.span,
                f"`{name}` may be missing, and then nothing stands here.",
                f"write `{{if {name}}}…{{else}}…{{end}}`",
            )


RULE = Rule("unguarded-optional", Group.MESSAGE, Severity.WARNING, default=False, check=check)
