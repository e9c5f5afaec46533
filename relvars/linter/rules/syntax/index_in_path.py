"""A path walks by names only; square brackets do not take an item out of a list.

Why: other languages do that; here the tag cannot be read.

Bad:
    Start with {json.tips[0]}

Good: ask `jsonpath`, or loop
    Start with {jsonpath(json.guide "tips[0]" "item")}
Values:
    {"json": {"guide": {"tips": ["a call", "a postcard"]}}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("index-in-path", Group.SYNTAX, Severity.ERROR, reported=True)
