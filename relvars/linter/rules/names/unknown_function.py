"""A function is called that the language does not have.

Why: nothing would be called; by itself, as in `{upper(lead._fname)}`, it is text, which
    recipients read as it stands. One that your account does have can be [taught to
    relvars](language.md#words-of-your-account).

Fix: unsafe

Bad:
    {if length(json.tips)}Tips for you{end}

Good: a list with nothing in it counts as false
    {if json.tips}Tips for you{end}
Values:
    {"json": {"tips": ["Call"]}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.near_misses import told
from relvars.linter.rule import File, Found, Group, Rule


def check(file: File) -> Iterator[Found]:
    """Where it keeps a tag from being one; inside a tag the parser finds it."""
    return told(file, RULE.slug)


RULE = Rule("unknown-function", Group.NAMES, Severity.ERROR, check=check)
