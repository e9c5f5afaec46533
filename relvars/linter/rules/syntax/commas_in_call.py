"""The arguments of a function are parted by blanks.

Why: a comma between them is a habit from other languages, and the platform does not read it.

Fix: safe

Bad:
    {jsonpath(json.store, "book[0].title", "item")}

Good:
    {jsonpath(json.store "book[0].title" "item")}
Values:
    {"json": {"store": {"book": [{"title": "Moby Dick"}]}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("commas-in-call", Group.SYNTAX, Severity.ERROR, reported=True)
